using System.Net.Sockets;

namespace Tollgate.Postgres;

/// <summary>PostgreSQL 15 or later, shared by any number of servers. Thread-safe.</summary>
public sealed class PostgresStore : IStore
{
    // A generic plan from the keys into the primary key is the right one for every size; nothing else may be chosen.
    const string PlannerSettings =
        "-c plan_cache_mode=force_generic_plan -c jit=off -c enable_seqscan=off -c enable_hashjoin=off "
        + "-c enable_mergejoin=off -c enable_bitmapscan=off -c enable_material=off -c enable_memoize=off ";

    const string SessionSettings = PlannerSettings
        + "-c lock_timeout=250ms -c statement_timeout=0 "
        + "-c idle_in_transaction_session_timeout=5s -c timezone=UTC";

    readonly string connectionString;
    readonly string clock;
    readonly NpgsqlDataSource lists;
    readonly NpgsqlDataSource deliveries;
    readonly NpgsqlDataSource records;
    readonly NpgsqlDataSource inbox;
    readonly NpgsqlDataSource holds;

    /// <summary>A store in the database that <paramref name="connectionString"/> names.</summary>
    public PostgresStore(string connectionString) : this(connectionString, "clock_timestamp()") { }

    /// <summary>
    /// The same, where <paramref name="gate"/> configures the connections on which operations at the gate run: types
    /// that they map, and what is logged of them.
    /// </summary>
    public PostgresStore(string connectionString, Action<NpgsqlDataSourceBuilder>? gate)
        : this(connectionString, "clock_timestamp()", gate) { }

    /// <summary>The same by another clock: an SQL expression that reads a test's own time.</summary>
    internal PostgresStore(string connectionString, string now, Action<NpgsqlDataSourceBuilder>? gate = null)
    {
        (this.connectionString, clock) = (connectionString, Sql.Clock(now));
        lists = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "tollgate lists",
            MaxPoolSize = 8,
            TargetSessionAttributes = Primary,
            Timezone = "UTC",
        });
        deliveries = NpgsqlDataSource.Create(WorkerString);
        records = NpgsqlDataSource.Create(Worker("tollgate records"));
        inbox = NpgsqlDataSource.Create(Worker("tollgate inbox"));
        holds = OpenHolds(gate);
        Queries = new PostgresQueries(lists, deliveries);
        KeyUsage = new PostgresKeyUsage(lists);
        Outbox = new PostgresOutbox(deliveries, now);
        Records = new PostgresRecords(records);
        Inbox = new PostgresInbox(inbox, now);
    }

    /// <summary>
    /// How those connect who look each second for what is due: an outbox that was empty when it was analysed may hold a
    /// million messages since.
    /// </summary>
    internal string WorkerString => Worker("tollgate webhooks");

    string Worker(string name) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        ApplicationName = name,
        MaxPoolSize = 4,
        TargetSessionAttributes = Primary,
        Timezone = "UTC",
        Options = PlannerSettings,
    }.ConnectionString;

    /// <inheritdoc/>
    public IQueries Queries { get; }

    /// <inheritdoc/>
    public IOutbox Outbox { get; }

    /// <inheritdoc/>
    public IInbox Inbox { get; }

    /// <inheritdoc/>
    public IKeyUsage KeyUsage { get; }

    /// <inheritdoc/>
    public IRecords Records { get; }

    /// <inheritdoc/>
    public bool HasOneWriter => false;

    /// <inheritdoc/>
    public async ValueTask MigrateAsync(CancellationToken stop) => await Migrations.ApplyAsync(lists, stop);

    /// <inheritdoc/>
    public async ValueTask<ISession> OpenAsync(Access access, CancellationToken stop)
    {
        var connection = new NpgsqlConnection(SessionString(access));
        try
        {
            await connection.OpenAsync(stop);
            await using var durable = new NpgsqlCommand(
                "SELECT set_config('synchronous_commit', 'on', false) "
                + "WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply')",
                connection);
            await durable.ExecuteNonQueryAsync(stop);
            return new PostgresSession(connection, access, clock);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IHeldSession> HoldAsync(TimeSpan atMost, CancellationToken stop) =>
        new PostgresHold(await holds.OpenConnectionAsync(stop), lists, atMost, clock);

    NpgsqlDataSource OpenHolds(Action<NpgsqlDataSourceBuilder>? configure)
    {
        var builder = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "tollgate gate",
            // The gate bounds them; the pool only keeps them.
            MaxPoolSize = 1_000,
            TargetSessionAttributes = Primary,
            TcpKeepAlive = true,
            Timeout = 5,
        }.ConnectionString);
        configure?.Invoke(builder);
        return builder.Build();
    }

    /// <summary>How a lane connects: a connection of its own, with plans and time-outs pinned.</summary>
    internal string SessionString(Access access) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        Pooling = false,
        ApplicationName = access == Access.Write ? "tollgate writer" : "tollgate reader",
        Options = $"{new NpgsqlConnectionStringBuilder(connectionString).Options} {SessionSettings}".TrimStart(),
        MaxAutoPrepare = 64,
        AutoPrepareMinUsages = 2,
        TargetSessionAttributes = Primary,
        TcpKeepAlive = true,
        CommandTimeout = 15,
        Timeout = 5,
    }.ConnectionString;

    /// <inheritdoc/>
    public async ValueTask<int> ForgetResponsesAsync(Instant before, CancellationToken stop)
    {
        await using var command = lists.CreateCommand(Sql.ForgetOldResponses);
        command.Parameters.Add(new NpgsqlParameter<DateTime>
        {
            TypedValue = PostgresTime.Write(before),
            NpgsqlDbType = NpgsqlDbType.TimestampTz,
        });
        return await command.ExecuteNonQueryAsync(stop);
    }

    /// <inheritdoc/>
    public ValueTask<long?> EraseAsync(CustomerId customer, long after, CancellationToken stop) =>
        Erasure.StepAsync(lists, customer, after, stop);

    /// <inheritdoc/>
    public Fault Classify(Exception exception, bool committing)
    {
        // A response key that another server has stored meanwhile: the next load finds it.
        if (exception is PostgresException { ConstraintName: "response_pkey" }) return Fault.Transient;
        if (exception is PostgresException { SqlState: var state }) return OfState(state, committing);
        var lost = exception
            is NpgsqlException or IOException or SocketException or TimeoutException or OperationCanceledException;
        if (lost) return committing ? Fault.Unknown : Fault.Unavailable;
        return Fault.Poison;
    }

    static Fault OfState(string state, bool committing) => state switch
    {
        "55P03" => Fault.Held,
        "40001" or "40P01" or "57014" or "25P03" or "25006" or "0A000" => Fault.Transient,
        // The server is going or gone: after COMMIT was sent, nobody knows.
        "57P01" or "57P02" or "57P03" or "57P05" => committing ? Fault.Unknown : Fault.Unavailable,
        _ when state.StartsWith("08", StringComparison.Ordinal) => committing ? Fault.Unknown : Fault.Unavailable,
        _ when state.StartsWith("53", StringComparison.Ordinal)
            || state.StartsWith("58", StringComparison.Ordinal) => Fault.Unavailable,
        _ => Fault.Poison,
    };

    // Decisions read the primary only. Npgsql takes the attribute only where there are hosts to choose from.
    string? Primary =>
        new NpgsqlConnectionStringBuilder(connectionString).Host?.Contains(',') == true ? "primary" : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await lists.DisposeAsync();
        await deliveries.DisposeAsync();
        await records.DisposeAsync();
        await inbox.DisposeAsync();
        await holds.DisposeAsync();
    }
}
