namespace Tollgate.Bench;

/// <summary>What figures are measured on.</summary>
/// <param name="Postgres">Null where there is none.</param>
/// <param name="Sqlite">Where files go.</param>
/// <param name="Pace">How long.</param>
internal sealed record Stand(PostgresServer? Postgres, SqliteFolder Sqlite, Pace Pace)
{
    /// <summary>A fresh database of each kind, one after the other; the caller disposes of it.</summary>
    public async IAsyncEnumerable<(string Name, Bed Bed)> BedsAsync()
    {
        if (Postgres is not null) yield return ("PostgreSQL", await Postgres.MakeAsync());
        yield return ("SQLite", Sqlite.Make());
    }
}
