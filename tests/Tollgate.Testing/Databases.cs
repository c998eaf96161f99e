namespace Tollgate.Testing;

/// <summary>The databases that all tests of one process share. Thread safe.</summary>
public static class Databases
{
    static readonly Lazy<Task<PrivatePostgres?>> Shared = new(StartAsync);

    /// <summary>What to say when there is no PostgreSQL to test against.</summary>
    public const string Missing =
        "no PostgreSQL found: install postgresql-15 (as root, ./test does) or set TOLLGATE_PG_BIN to its bin folder";

    /// <summary>Whether a missing database is a failure (under <c>CI=true</c>) or only a reason to skip.</summary>
    public static bool Required => Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>
    /// The cluster of this process, started by the first call and stopped when the process exits. Null when no
    /// PostgreSQL is installed. Do not stop it in a test: others use it; start one of your own for that.
    /// </summary>
    public static Task<PrivatePostgres?> SharedAsync() => Shared.Value;

    static async Task<PrivatePostgres?> StartAsync()
    {
        var postgres = await PrivatePostgres.TryStartAsync();
        if (postgres is not null) AppDomain.CurrentDomain.ProcessExit += (_, _) => postgres.Dispose();
        return postgres;
    }
}
