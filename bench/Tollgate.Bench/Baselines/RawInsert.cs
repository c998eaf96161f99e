namespace Tollgate.Bench.Baselines;

/// <summary>
/// The least that keeping events can cost: the rows that the gate writes for them, from arrays into the same two tables
/// with the same keys, in one transaction for each thousand. No lock, no decision, no counter.
/// </summary>
internal sealed class RawInsert : IAsyncDisposable
{
    const string Schema = """
        CREATE SCHEMA raw;
        CREATE TABLE raw.event (LIKE public.event INCLUDING ALL);
        CREATE TABLE raw.event_id (LIKE public.event_id INCLUDING ALL);
        """;

    static readonly Hash SomeHash = Hash.Over([1]);
    static readonly byte[] SomeDecision = new byte[80];

    readonly NpgsqlConnection connection;
    long sequence;

    RawInsert(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Makes its tables in a database that a gate has migrated.</summary>
    public static async Task<RawInsert> CreateAsync(PostgresBed bed)
    {
        await bed.RunAsync(Schema);
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(bed.ConnectionString)
        {
            Pooling = false,
            MaxAutoPrepare = 8,
            AutoPrepareMinUsages = 1,
        }.ConnectionString);
        await connection.OpenAsync();
        return new RawInsert(connection);
    }

    /// <summary>It under closed loop: one connection, as the gate writes on one.</summary>
    public Contender Contender(Population population, int events, int customers) => new(
        "The raw insert",
        time => ClosedLoop.RunAsync(1, time, _ => InsertAsync(population, events, customers)),
        RecordedAsync);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    async Task<int> InsertAsync(Population population, int count, int customers)
    {
        var name = population.AnyNamespace() ?? "";
        var now = Instant.FromDateTimeOffset(DateTimeOffset.UtcNow);
        var owners = Enumerable.Range(0, customers)
            .Select(_ => new CustomerId(Random.Shared.Next(population.Size))).ToArray();
        List<UsageEvent> events = new(count * population.Traces.Lines);
        List<RecordedId> ids = new(count);
        for (var i = 0; i < count; i++)
        {
            var (owner, id) = (owners[i % customers], Population.NewId());
            sequence++;
            for (short line = 0; line < population.Traces.Lines; line++) events.Add(new UsageEvent(
                owner, sequence, line, id, UsageKind.Use, 1 + line, "", name, 1, now, now, UsageFlags.None, 1, 0, 0,
                null, null, null, SomeHash));
            ids.Add(new RecordedId(owner, id, sequence, SomeHash, SomeDecision));
        }
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
        batch.BatchCommands.Add(Insert(Tables.Events, events));
        batch.BatchCommands.Add(Insert(Tables.Ids, ids));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await batch.ExecuteNonQueryAsync();
        return count;
    }

    static NpgsqlBatchCommand Insert<TRow>(Table<TRow> table, List<TRow> rows)
    {
        var arrays = string.Join(", ", Enumerable.Range(1, table.Columns.Length).Select(n => $"${n}"));
        var command = new NpgsqlBatchCommand(
            $"INSERT INTO raw.{table.Name} ({table.ColumnList}) SELECT * FROM unnest({arrays})");
        foreach (var column in table.Columns)
        {
            object values = column.Values(rows);
            if (values is Instant[] instants) values = Array.ConvertAll(instants, instant => instant.ToDateTimeUtc());
            if (values is Instant?[] some) values = Array.ConvertAll(some, instant => instant?.ToDateTimeUtc());
            var type = NpgsqlDbType.Array | TypeOf(column.Type);
            command.Parameters.Add(new NpgsqlParameter { Value = values, NpgsqlDbType = type });
        }
        return command;
    }

    static NpgsqlDbType TypeOf(ColumnType type) => type switch
    {
        ColumnType.Int64 => NpgsqlDbType.Bigint,
        ColumnType.Int32 => NpgsqlDbType.Integer,
        ColumnType.Int16 => NpgsqlDbType.Smallint,
        ColumnType.Bytes => NpgsqlDbType.Bytea,
        ColumnType.Instant => NpgsqlDbType.TimestampTz,
        _ => NpgsqlDbType.Text,
    };

    async Task<long> RecordedAsync()
    {
        await using var command = new NpgsqlCommand("SELECT count(*) FROM raw.event_id", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
