namespace Tollgate.Bench.Baselines;

/// <summary>
/// What a good programmer writes first: a transaction per request that locks the customer's counter with SELECT ... FOR
/// UPDATE, compares it with the limit, inserts the event under its unique id, updates the counter and commits. Prepared
/// statements, pooled connections, one index, the same durability, BEGIN in one round trip with the first statement.
/// </summary>
internal sealed class TextbookPostgres : IAsyncDisposable
{
    static readonly DateTime Month = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    readonly NpgsqlDataSource source;
    readonly PostgresWork work;

    TextbookPostgres(NpgsqlDataSource source, PostgresWork work) => (this.source, this.work) = (source, work);

    /// <summary>Makes its tables in a database.</summary>
    public static async Task<TextbookPostgres> CreateAsync(
        PostgresBed bed, int connections, string? through = null, PostgresWork? work = null)
    {
        work ??= PostgresWork.Plain;
        await bed.RunAsync(work.Schema);
        var settings = new NpgsqlConnectionStringBuilder(through ?? bed.ConnectionString)
        {
            MaxPoolSize = connections,
            MinPoolSize = connections,
            NoResetOnClose = true,
            MaxAutoPrepare = 8,
            AutoPrepareMinUsages = 1,
        };
        return new TextbookPostgres(NpgsqlDataSource.Create(settings), work);
    }

    /// <summary>It under closed loop, with a caller for each connection.</summary>
    public Contender Contender(Population population, int callers) => new(
        "The textbook pattern",
        time => ClosedLoop.RunAsync(
            callers, time, _ => UseAsync(Random.Shared.Next(population.Size), population.AnyNamespace())),
        RecordedAsync);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => source.DisposeAsync();

    async Task<int> UseAsync(int customer, string? name)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var select = Command(connection, work.Lock, customer, name);
        select.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = Month });
        await using (var reader = await select.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                if (reader.GetInt64(0) + reader.GetInt64(2) > reader.GetInt64(1)) return 0;
        }

        await using var insert = Command(connection, work.Insert, customer, name);
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Population.NewId() });
        if (await insert.ExecuteNonQueryAsync() == 0) return 0;

        await using var update = Command(connection, work.Update, customer, name);
        update.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = Month });
        await update.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return 1;
    }

    static NpgsqlCommand Command(NpgsqlConnection connection, string sql, long customer, string? name)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = customer });
        command.Parameters.Add(name is null
            ? new NpgsqlParameter<int> { TypedValue = 1 }
            : new NpgsqlParameter<string> { TypedValue = name });
        return command;
    }

    async Task<long> RecordedAsync()
    {
        await using var command = source.CreateCommand(
            "SELECT (SELECT count(*) FROM textbook.event), (SELECT sum(used)::bigint FROM textbook.counter)");
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var uses = reader.GetInt64(0) / work.Traces.Lines;
        if (reader.GetInt64(1) == uses * work.Traces.Counted) return uses;
        throw new IncorrectException(
            $"The textbook pattern has {reader.GetInt64(0)} events and counted {reader.GetInt64(1)}.");
    }
}
