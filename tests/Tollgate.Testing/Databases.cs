namespace Tollgate.Testing;

/// <summary>The databases that all tests of one process share. Thread safe.</summary>
public static class Databases
{
    // Its shell stops it and deletes its folder when this process ends. Nobody waits for that here: with a few hundred
    // databases it can take longer than the test runner lets a process end.
    static readonly Lazy<Task<PrivatePostgres?>> Shared = new(PrivatePostgres.TryStartAsync);

    /// <summary>What to say when there is no PostgreSQL to test against.</summary>
    public const string Missing =
        "no PostgreSQL found: install postgresql-15 (as root, ./test does) or set TOLLGATE_PG_BIN to its bin folder";

    /// <summary>Whether a missing database is a failure (under <c>CI=true</c>) or only a reason to skip.</summary>
    public static bool Required => Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>
    /// The cluster of this process, started by the first call and stopped when the process has ended. Null when no
    /// PostgreSQL is installed. Do not stop it in a test: others use it; start one of your own for that.
    /// </summary>
    public static Task<PrivatePostgres?> SharedAsync() => Shared.Value;
}
