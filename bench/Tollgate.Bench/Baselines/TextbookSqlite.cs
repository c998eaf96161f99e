using Microsoft.Data.Sqlite;

namespace Tollgate.Bench.Baselines;

/// <summary>
/// One transaction per use on SQLite: BEGIN IMMEDIATE, read the counter, insert the event under its unique id, update
/// the counter, COMMIT. Prepared statements and the same durability (WAL, synchronous FULL) on one connection, and one
/// caller, because SQLite has one writer: more would only wait for their turn.
/// </summary>
internal sealed class TextbookSqlite : IAsyncDisposable
{
    readonly SqliteConnection connection;
    readonly SqliteWork work;
    readonly SqliteCommand begin;
    readonly SqliteCommand select;
    readonly SqliteCommand insert;
    readonly SqliteCommand update;
    readonly SqliteCommand commit;

    TextbookSqlite(SqliteConnection connection, SqliteWork work)
    {
        (this.connection, this.work) = (connection, work);
        begin = Prepare("BEGIN IMMEDIATE");
        select = Prepare(work.Select, "$customer", "$name");
        insert = Prepare(work.Insert, "$customer", "$name", "$id", "$at");
        update = Prepare(work.Update, "$customer", "$name");
        commit = Prepare("COMMIT");
    }

    /// <summary>Makes its database beside that of a bed.</summary>
    public static async Task<TextbookSqlite> CreateAsync(SqliteBed bed, SqliteWork work)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = bed.BaselinePath, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var schema = connection.CreateCommand();
        schema.CommandText = SqliteWork.Settings + work.Schema;
        await schema.ExecuteNonQueryAsync();
        return new TextbookSqlite(connection, work);
    }

    /// <summary>It under load.</summary>
    public Contender Contender(Population population) => new(
        "One transaction per use",
        time => ClosedLoop.RunAsync(1, time, _ => Task.FromResult(Use(population))),
        RecordedAsync);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var command in new[] { begin, select, insert, update, commit }) await command.DisposeAsync();
        await connection.DisposeAsync();
    }

    int Use(Population population)
    {
        var (customer, name) = (Random.Shared.Next(population.Size), population.AnyNamespace() ?? "");
        begin.ExecuteNonQuery();
        select.Parameters[0].Value = customer;
        select.Parameters[1].Value = name;
        using (var reader = select.ExecuteReader())
        {
            while (reader.Read())
                if (reader.GetInt64(0) + reader.GetInt64(2) > reader.GetInt64(1))
                    throw new IncorrectException("There is no room.");
        }
        insert.Parameters[0].Value = customer;
        insert.Parameters[1].Value = name;
        insert.Parameters[2].Value = Population.NewId();
        insert.Parameters[3].Value = DateTimeOffset.UtcNow.Ticks;
        insert.ExecuteNonQuery();
        update.Parameters[0].Value = customer;
        update.Parameters[1].Value = name;
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
        var uses = reader.GetInt64(0) / work.Traces.Lines;
        if (reader.GetInt64(1) == uses * work.Traces.Counted) return uses;
        throw new IncorrectException(
            $"One transaction per use has {reader.GetInt64(0)} events and counted {reader.GetInt64(1)}.");
    }
}
