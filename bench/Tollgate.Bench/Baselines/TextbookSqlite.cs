using Microsoft.Data.Sqlite;

namespace Tollgate.Bench.Baselines;

/// <summary>
/// One transaction per use on SQLite: BEGIN IMMEDIATE, read the counter, insert the event under its unique id, update
/// the counter, COMMIT. Prepared statements and the same durability (WAL, synchronous FULL) on one connection, and one
/// caller, because SQLite has one writer: more would only wait for their turn.
/// </summary>
internal sealed class TextbookSqlite : IAsyncDisposable
{
    const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=2500;
        CREATE TABLE counter (
          customer_id integer, feature_id integer, month integer, used integer NOT NULL, most integer NOT NULL,
          PRIMARY KEY (customer_id, feature_id, month)
        ) WITHOUT ROWID;
        CREATE TABLE event (
          customer_id integer, id text, feature_id integer NOT NULL, quantity integer NOT NULL, at integer NOT NULL,
          PRIMARY KEY (customer_id, id)
        ) WITHOUT ROWID;
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
        INSERT INTO counter SELECT i, 1, 0, 0, 1000000000000 FROM n;
        """;

    const string OfCustomer = "WHERE customer_id = $customer AND feature_id = 1 AND month = 0";

    readonly SqliteConnection connection;
    readonly SqliteCommand begin;
    readonly SqliteCommand select;
    readonly SqliteCommand insert;
    readonly SqliteCommand update;
    readonly SqliteCommand commit;

    TextbookSqlite(SqliteConnection connection)
    {
        this.connection = connection;
        begin = Prepare("BEGIN IMMEDIATE");
        select = Prepare($"SELECT used, most FROM counter {OfCustomer}", "$customer");
        insert = Prepare("INSERT INTO event VALUES ($customer, $id, 1, 1, $at)", "$customer", "$id", "$at");
        update = Prepare($"UPDATE counter SET used = used + 1 {OfCustomer}", "$customer");
        commit = Prepare("COMMIT");
    }

    /// <summary>Makes its database beside that of a bed.</summary>
    public static async Task<TextbookSqlite> CreateAsync(SqliteBed bed)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = bed.BaselinePath, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var schema = connection.CreateCommand();
        schema.CommandText = Schema;
        await schema.ExecuteNonQueryAsync();
        return new TextbookSqlite(connection);
    }

    /// <summary>It under load.</summary>
    public Contender Contender(Population population) => new(
        "One transaction per use",
        time => ClosedLoop.RunAsync(1, time, _ => Task.FromResult(Use(Random.Shared.Next(population.Size)))),
        RecordedAsync);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var command in new[] { begin, select, insert, update, commit }) await command.DisposeAsync();
        await connection.DisposeAsync();
    }

    int Use(int customer)
    {
        begin.ExecuteNonQuery();
        select.Parameters[0].Value = customer;
        using (var reader = select.ExecuteReader())
        {
            reader.Read();
            if (reader.GetInt64(0) + 1 > reader.GetInt64(1)) throw new IncorrectException("There is no room.");
        }
        insert.Parameters[0].Value = customer;
        insert.Parameters[1].Value = Population.NewId();
        insert.Parameters[2].Value = DateTimeOffset.UtcNow.Ticks;
        insert.ExecuteNonQuery();
        update.Parameters[0].Value = customer;
        update.ExecuteNonQuery();
        commit.ExecuteNonQuery();
        return 1;
    }

    SqliteCommand Prepare(string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters) command.Parameters.Add(new SqliteParameter(name, null));
        command.Prepare();
        return command;
    }

    async Task<long> RecordedAsync()
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT count(*) FROM event), (SELECT sum(used) FROM counter)";
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        if (reader.GetInt64(0) == reader.GetInt64(1)) return reader.GetInt64(0);
        throw new IncorrectException(
            $"One transaction per use has {reader.GetInt64(0)} events and counted {reader.GetInt64(1)}.");
    }
}
