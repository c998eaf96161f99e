namespace Tollgate.Storage.Tests.Testing;

/// <summary>PostgreSQL for a test: without one, the test is skipped on a laptop and fails under CI.</summary>
static class PostgresRequired
{
    /// <summary>The server that all tests of this assembly share. Take a database of your own from it.</summary>
    public static async Task<PrivatePostgres> SharedAsync() => OrSkip(await Databases.SharedAsync());

    /// <summary>A server of the test's own, to stop and start; the test disposes it.</summary>
    public static async Task<PrivatePostgres> OwnAsync() => OrSkip(await PrivatePostgres.TryStartAsync());

    static PrivatePostgres OrSkip(PrivatePostgres? postgres)
    {
        if (postgres is not null) return postgres;
        if (Databases.Required) Assert.Fail(Databases.Missing);
        Assert.Skip(Databases.Missing);
        return null;
    }
}
