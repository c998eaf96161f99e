namespace Tollgate.Bench.Baselines;

/// <summary>
/// What a good programmer writes first: a transaction per request that locks the customer's counter with SELECT ... FOR
/// UPDATE, compares it with the limit, inserts the event under its unique id, updates the counter and commits. Prepared
/// statements, pooled connections, one index, the same durability, BEGIN in one round trip with the first statement.
/// </summary>
internal sealed class TextbookPostgres : IAsyncDisposable
{
    const string Schema = """
        CREATE SCHEMA textbook;
        CREATE TABLE textbook.counter (
          customer_id bigint, feature_id int, month timestamptz, used bigint NOT NULL, most bigint NOT NULL,
          PRIMARY KEY (customer_id, feature_id, month)
        ) WITH (fillfactor = 50);
        CREATE TABLE textbook.event (
          customer_id bigint, id text COLLATE "C",
          feature_id int NOT NULL, quantity bigint NOT NULL, at timestamptz NOT NULL,
          PRIMARY KEY (customer_id, id)
        );
        INSERT INTO textbook.counter SELECT n, 1, '2000-01-01', 0, 1000000000000 FROM generate_series(0, 9999) n;
        ANALYZE textbook.counter;
        """;

    const string LockCounter = """
        SELECT used, most FROM textbook.counter WHERE customer_id = $1 AND feature_id = $2 AND month = $3 FOR UPDATE
        """;

    const string InsertEvent = """
        INSERT INTO textbook.event VALUES ($1, $2, $3, $4, clock_timestamp()) ON CONFLICT (customer_id, id) DO NOTHING
        """;

    const string UpdateCounter = """
        UPDATE textbook.counter SET used = used + $4 WHERE customer_id = $1 AND feature_id = $2 AND month = $3
        """;

    static readonly DateTime Month = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    readonly NpgsqlDataSource source;

    TextbookPostgres(NpgsqlDataSource source) => this.source = source;

    /// <summary>Makes its tables in a database.</summary>
    public static async Task<TextbookPostgres> CreateAsync(PostgresBed bed, int connections, string? through = null)
    {
        await bed.RunAsync(Schema);
        var settings = new NpgsqlConnectionStringBuilder(through ?? bed.ConnectionString)
        {
            MaxPoolSize = connections,
            MinPoolSize = connections,
            NoResetOnClose = true,
            MaxAutoPrepare = 8,
            AutoPrepareMinUsages = 1,
        };
        return new TextbookPostgres(NpgsqlDataSource.Create(settings));
    }

    /// <summary>It under closed loop, with a caller for each connection.</summary>
    public Contender Contender(Population population, int callers) => new(
        "The textbook pattern",
        time => ClosedLoop.RunAsync(callers, time, _ => UseAsync(Random.Shared.Next(population.Size))),
        RecordedAsync);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => source.DisposeAsync();

    async Task<int> UseAsync(int customer)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var select = Command(connection, LockCounter, customer);
        select.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = Month });
        await using (var reader = await select.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            if (reader.GetInt64(0) + 1 > reader.GetInt64(1)) return 0;
        }

        await using var insert = new NpgsqlCommand(InsertEvent, connection);
        insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = customer });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Population.NewId() });
        insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = 1 });
        insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = 1 });
        if (await insert.ExecuteNonQueryAsync() == 0) return 0;

        await using var update = Command(connection, UpdateCounter, customer);
        update.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = Month });
        update.Parameters.Add(new NpgsqlParameter<long> { TypedValue = 1 });
        await update.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return 1;
    }

    static NpgsqlCommand Command(NpgsqlConnection connection, string sql, long customer)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = customer });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = 1 });
        return command;
    }

    async Task<long> RecordedAsync()
    {
        await using var command = source.CreateCommand(
            "SELECT (SELECT count(*) FROM textbook.event), (SELECT sum(used)::bigint FROM textbook.counter)");
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        if (reader.GetInt64(0) == reader.GetInt64(1)) return reader.GetInt64(0);
        throw new IncorrectException(
            $"The textbook pattern has {reader.GetInt64(0)} events and counted {reader.GetInt64(1)}.");
    }
}
