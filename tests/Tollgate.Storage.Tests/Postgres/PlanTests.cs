using System.Text.Json;
using Npgsql;
using Tollgate.Postgres;
using Sql = Tollgate.Postgres.Sql;

namespace Tollgate.Storage.Tests.Postgres;

/// <summary>
/// A fresh database is empty and analysed, and the planner believes it: every hot read must be planned from the wanted
/// keys into the full key of a primary key even then.
/// </summary>
public sealed class PlanTests
{
    const string CounterKeys = "bigint[], int[], text[], text[], text[]";

    static readonly string[] Unwelcome =
        ["Seq Scan", "Bitmap Heap Scan", "Hash Join", "Merge Join", "Materialize", "Memoize"];

    static readonly Dictionary<string, string[]> KeyColumns = new()
    {
        ["customer"] = ["key"],
        ["customer_head"] = ["id"],
        ["audit"] = ["customer_id", "sequence"],
        ["event_id"] = ["customer_id", "id"],
        ["counter"] = ["customer_id", "feature_id", "pot", "namespace", "window", "starts_at", "ends_at"],
        ["event"] = ["customer_id", "feature_id", "at"],
        ["event_history"] = ["customer_id", "sequence"],
        ["reservation"] = ["customer_id", "id"],
        ["reservation_open"] = ["customer_id", "expires_at"],
        ["response"] = ["key"],
        ["profile"] = ["customer_id"],
        ["subscription"] = ["customer_id"],
        ["boost"] = ["customer_id"],
        ["namespace"] = ["customer_id"],
        ["setting"] = ["key"],
        ["wallet"] = ["customer_id"],
        ["accrual"] = ["customer_id"],
        ["credit_grant"] = ["customer_id", "id"],
        ["credit_grant_live"] = ["customer_id"],
        ["budget"] = ["customer_id"],
        ["spend"] = ["customer_id", "budget_id", "starts_at", "ends_at"],
        ["payment_return"] = ["customer_id", "payment"],
        ["withdrawal"] = ["customer_id", "id"],
        ["payment_session"] = ["customer_id", "id"],
        ["provider_object"] = ["customer_id", "name"],
        ["cost"] = ["customer_id", "feature_id", "currency", "scope", "starts_at"],
    };

    public static TheoryData<string, string, string> HotReads => new()
    {
        { "numbers of keys", Sql.Resolve, "text[]" },
        { "lock what is free", Sql.LockFree, "bigint[]" },
        { "lock and wait", Sql.Lock, "bigint[]" },
        { "heads", Sql.Heads, "bigint[]" },
        { "clock", Sql.Clock("clock_timestamp()"), "" },
        { "event ids", Sql.Ids, "bigint[], text[]" },
        { "counters", Sql.Counters, $"{CounterKeys}, timestamptz[], timestamptz[], bigint[], bigint" },
        { "rolling counters", Sql.Rolling, $"{CounterKeys}, bigint[], interval[], bigint" },
        { "an event looked up", Sql.FindEvent, "bigint, int, timestamptz, bigint, smallint" },
        { "an entry looked up", Sql.FindAudit, "bigint, bigint" },
        { "reservations", Sql.Reservations, "bigint[], text[]" },
        { "lines of uses", Sql.Lines, "bigint[], text[]" },
        { "reservations that are due", Sql.Due, "bigint[], timestamptz[], bigint" },
        { "responses", Sql.Responses, "text[]" },
        { "wallets", Sql.Wallets, "bigint[]" },
        { "live credit", Sql.LiveGrants, "bigint[]" },
        { "credit", Sql.Grants, "bigint[], bigint[]" },
        { "returns", Sql.Returns, "bigint[], text[]" },
        { "withdrawals", Sql.Withdrawals, "bigint[], bigint[]" },
        { "payment sessions", Sql.Payments, "bigint[], bigint[]" },
        { "provider objects", Sql.ProviderObjects, "bigint[], text[]" },
        { "accruals", Sql.Accruals, "bigint[]" },
        { "costs", Sql.Costs, "bigint[], int[], text[], text[], timestamptz[]" },
        { "budgets", SpendSql.Budgets, "bigint[]" },
        {
            "what was spent of budgets", SpendSql.Spends,
            "bigint[], bigint[], text[], text[], timestamptz[], timestamptz[], bigint[], bigint"
        },
        { "profiles", Sql.Profiles, "bigint[]" },
        { "subscriptions", Sql.Subscriptions, "bigint[]" },
        { "boosts", Sql.Boosts, "bigint[]" },
        { "namespaces", Sql.Namespaces, "bigint[]" },
    };

    [Theory]
    [MemberData(nameof(HotReads))]
    public async Task A_hot_read_walks_the_full_key_on_an_empty_analysed_database(string name, string sql, string types)
    {
        var postgres = await PostgresRequired.SharedAsync();
        await using var store = new PostgresStore(await postgres.CreateDatabaseAsync());
        await store.MigrateAsync(CancellationToken.None);
        await using var connection = new NpgsqlConnection(store.SessionString(Stores.Access.Write));
        await connection.OpenAsync();
        await RunAsync(connection, "ANALYZE");
        await RunAsync(connection, "SET tollgate.now = '2026-01-01'");

        var plan = await ExplainAsync(connection, sql, types);

        foreach (var node in Nodes(plan))
        {
            var type = node.GetProperty("Node Type").GetString()!;
            Assert.DoesNotContain(type, Unwelcome);
            Assert.False(node.TryGetProperty("Join Filter", out var join), $"{name}: joins by filter {join}");
            if (!node.TryGetProperty("Relation Name", out var relation)) continue;

            var condition = node.TryGetProperty("Index Cond", out var text) ? text.GetString()! : "";
            var filter = node.TryGetProperty("Filter", out var rest) ? rest.GetString()! : "";
            var index = node.TryGetProperty("Index Name", out var named) ? named.GetString()! : "";
            foreach (var column in KeyColumns.GetValueOrDefault(index) ?? KeyColumns[relation.GetString()!])
            {
                Assert.True(Names(condition, column), $"{name}: {relation} is not walked by {column}: {condition}");
                Assert.False(
                    Names(filter, column) && column != "at", $"{name}: {relation} is filtered by {column}: {filter}");
            }
        }
    }

    // Not hot, but a customer's history is walked page by page: each page must begin where the last one ended.
    [Fact]
    public async Task A_page_of_a_history_walks_its_own_index_on_an_empty_analysed_database()
    {
        var postgres = await PostgresRequired.SharedAsync();
        await using var store = new PostgresStore(await postgres.CreateDatabaseAsync());
        await store.MigrateAsync(CancellationToken.None);
        await using var connection = new NpgsqlConnection(store.SessionString(Stores.Access.Write));
        await connection.OpenAsync();
        await RunAsync(connection, "ANALYZE");

        var plan = await ExplainAsync(connection, PostgresQueries.HistoryEvents, "bigint, bigint, int");
        var nodes = Nodes(plan).ToList();

        Assert.DoesNotContain(nodes, node => node.GetProperty("Node Type").GetString()!.Contains("Sort"));
        var scan = nodes.Single(node => node.TryGetProperty("Relation Name", out _));
        Assert.Equal("event_history", scan.GetProperty("Index Name").GetString());
        Assert.Equal(
            "(((customer_id + 0) = $1) AND ((sequence + 0) > $2))", scan.GetProperty("Index Cond").GetString());
        Assert.False(scan.TryGetProperty("Filter", out _));
    }

    // Asked each second by every server: it must not grow with the customers that are not due.
    [Fact]
    public async Task Who_is_due_is_found_by_its_own_index_on_an_empty_analysed_database()
    {
        var nodes = await PlanOfAsync(PostgresQueries.Due, "timestamptz, int");

        Assert.DoesNotContain(nodes, node => node.GetProperty("Node Type").GetString()!.Contains("Seq Scan"));
        var scan = nodes.Single(node => Text(node, "Relation Name") == "customer_head");
        Assert.Equal(("customer_head_due", "(due_at <= $1)"), (Text(scan, "Index Name"), Text(scan, "Index Cond")));
    }

    public static TheoryData<string, string, string, string> OutboxStatements
    {
        get
        {
            var sql = new OutboxSql("clock_timestamp()");
            const string row = "bigint, bigint, int, bigint";
            return new()
            {
                { "endpoints that are due", sql.DueEndpoints, "bigint[]", "outbox_due: endpoint_id, next_at" },
                {
                    "customers that are due", sql.DueCustomers, "bigint, bigint[], int",
                    "outbox_due: endpoint_id, next_at"
                },
                { "a line", sql.Take, "bigint, bigint, int", "outbox_line: endpoint_id, customer_id" },
                { "put off", OutboxSql.PutOff, "bigint, bigint", "outbox_line: endpoint_id, customer_id" },
                { "let go on", sql.LetGoOn, "bigint, bigint", "outbox_line: endpoint_id, customer_id" },
                {
                    "an attempt", sql.Record, $"{row}, smallint, interval, bigint, text, bigint",
                    "outbox_pkey: customer_id, sequence, ordinal, endpoint_id"
                },
                { "one", OutboxSql.Find, row, "outbox_pkey: customer_id, sequence, ordinal, endpoint_id" },
                { "again", sql.Retry, row, "outbox_pkey: customer_id, sequence, ordinal, endpoint_id" },
                {
                    "the log", OutboxSql.List, "bigint, timestamptz, bigint, bigint, int, int",
                    "outbox_log: endpoint_id, at"
                },
            };
        }
    }

    [Theory]
    [MemberData(nameof(OutboxStatements))]
    public async Task A_statement_of_the_outbox_walks_its_index_on_an_empty_analysed_database(
        string name, string sql, string types, string expected)
    {
        var nodes = await PlanOfAsync(sql, types);

        var (index, columns) = (expected.Split(": ")[0], expected.Split(": ")[1].Split(", "));
        var scans = nodes.Where(node => Text(node, "Relation Name") == "outbox"
            && Text(node, "Node Type")!.Contains("Scan")).ToList();
        Assert.NotEmpty(scans);
        foreach (var scan in scans)
        {
            Assert.Equal(index, Text(scan, "Index Name"));
            foreach (var column in columns)
                Assert.True(Names(Text(scan, "Index Cond") ?? "", column), $"{name}: not walked by {column}");
        }
        // What is listed or taken in an order comes in that of its index, so that a long line costs no more than a
        // short one.
        if (index != "outbox_due")
            Assert.DoesNotContain(nodes, node => Text(node, "Node Type")!.Contains("Sort"));
    }

    // As the workers connect.
    static async Task<IReadOnlyList<JsonElement>> PlanOfAsync(string sql, string types)
    {
        var postgres = await PostgresRequired.SharedAsync();
        await using var store = new PostgresStore(await postgres.CreateDatabaseAsync());
        await store.MigrateAsync(CancellationToken.None);
        await using var connection = new NpgsqlConnection(store.WorkerString);
        await connection.OpenAsync();
        await RunAsync(connection, "ANALYZE");
        return [.. Nodes(await ExplainAsync(connection, sql, types))];
    }

    static string? Text(JsonElement node, string name) =>
        node.TryGetProperty(name, out var value) ? value.GetString() : null;

    static bool Names(string expression, string column) =>
        expression.Split(' ', '(', ')', '"', ',').Any(
            word => word == column || word.EndsWith($".{column}", StringComparison.Ordinal));

    static IEnumerable<JsonElement> Nodes(JsonElement plan)
    {
        yield return plan;
        if (!plan.TryGetProperty("Plans", out var plans)) yield break;
        foreach (var child in plans.EnumerateArray())
            foreach (var node in Nodes(child)) yield return node;
    }

    static async Task<JsonElement> ExplainAsync(NpgsqlConnection connection, string sql, string types)
    {
        var count = types.Length == 0 ? 0 : types.Split(',').Length;
        await RunAsync(connection, $"PREPARE hot {(count == 0 ? "" : $"({types})")} AS {sql}");
        var arguments = count == 0 ? "" : $"({string.Join(", ", Enumerable.Repeat("NULL", count))})";
        await using var command = new NpgsqlCommand($"EXPLAIN (FORMAT JSON) EXECUTE hot {arguments}", connection);
        var json = (string)(await command.ExecuteScalarAsync())!;
        return JsonDocument.Parse(json).RootElement[0].GetProperty("Plan");
    }

    static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
