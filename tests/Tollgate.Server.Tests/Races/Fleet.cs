namespace Tollgate.Server.Tests.Races;

/// <summary>
/// Server processes on one database, each with clients of its own: four on one PostgreSQL, one on SQLite. Ends with the
/// test.
/// </summary>
sealed class Fleet : IAsyncDisposable
{
    const string Key = "tg_test_0123456789abcdef0123456789abcdef0123456789";

    readonly List<ServerProcess> servers = [];
    readonly List<TollgateClient> clients = [];
    readonly List<Uri> addresses = [];
    readonly string? folder;

    Fleet(string database, string? folder) => (Database, this.folder) = (database, folder);

    /// <summary>What the servers were given as their database.</summary>
    public string Database { get; }

    /// <summary>The server processes.</summary>
    public IReadOnlyList<ServerProcess> Servers => servers;

    /// <summary>A client of each server, that does not retry.</summary>
    public IReadOnlyList<TollgateClient> Clients => clients;

    /// <summary>Where each server listens.</summary>
    public IReadOnlyList<Uri> Addresses => addresses;

    /// <summary>Four servers on one PostgreSQL, or one on SQLite.</summary>
    public static async Task<Fleet> StartAsync(string kind, int? count = null)
    {
        if (kind == "sqlite")
        {
            var folder = Directory.CreateTempSubdirectory("tollgate-races-").FullName;
            return await new Fleet($"sqlite:{Path.Combine(folder, "races.db")}", folder).AddAsync(1);
        }
        var postgres = Found(await Databases.SharedAsync());
        return await OnPostgresAsync(await postgres.CreateDatabaseAsync(), count ?? 4);
    }

    /// <summary>A PostgreSQL of the test's own, which it may stop.</summary>
    public static async Task<PrivatePostgres> OwnPostgresAsync() => Found(await PrivatePostgres.TryStartAsync());

    /// <summary>Servers on a PostgreSQL database; all start at once on an empty one.</summary>
    public static Task<Fleet> OnPostgresAsync(string database, int count) => new Fleet(database, null).AddAsync(count);

    /// <summary>Starts another server on the same database.</summary>
    public async Task<TollgateClient> AddOneAsync(int retries = 0)
    {
        var started = await StartOneAsync(retries);
        Add(started);
        return started.Client;
    }

    /// <summary>
    /// The metered feature <c>calls</c>, a plan <c>pro</c> with <paramref name="limit"/> for ever, and the customer
    /// <c>acme</c> on it.
    /// </summary>
    public async Task SellAsync(decimal limit)
    {
        await clients[0].PutFeatureAsync("calls", new FeatureRequest { Name = "Calls", Type = FeatureType.Metered });
        await PutPlanAsync("pro", limit);
        await clients[0].PutCustomerAsync("acme", new CustomerRequest());
        await clients[0].CreateSubscriptionAsync("acme", new SubscriptionRequest { Plan = "pro" });
    }

    public Task PutPlanAsync(string code, decimal limit) => clients[0].PutPlanAsync(code, new PlanRequest
    {
        Name = code,
        Kind = PlanKind.Base,
        Features = new Dictionary<string, PlanFeature>
        {
            ["calls"] = new() { Limits = [new PlanLimit { Quantity = limit, Per = "forever" }] },
        },
    });

    /// <summary>What <c>acme</c> has used, by the entitlements view.</summary>
    public async Task<decimal> UsedAsync(string customer = "acme") =>
        (await clients[^1].GetEntitlementsAsync(customer)).Data.Single().Limits.Single().Used;

    /// <summary>The recorded uses of a customer.</summary>
    public async Task<List<UsageEvent>> EventsAsync(string customer = "acme")
    {
        List<UsageEvent> events = [];
        await foreach (var one in clients[^1].ListUsageAsync(customer, new UsageQuery { Limit = 500 })) events.Add(one);
        return events;
    }

    /// <summary>Runs the same thing so many times at once, spread over the servers.</summary>
    public Task<T[]> AtOnceAsync<T>(int times, Func<TollgateClient, int, Task<T>> act) =>
        Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Run(() => act(clients[i % clients.Count], i))));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients) client.Dispose();
        foreach (var server in servers) await server.DisposeAsync();
        if (folder is not null) Directory.Delete(folder, recursive: true);
    }

    static PrivatePostgres Found(PrivatePostgres? postgres)
    {
        if (postgres is not null) return postgres;
        if (Databases.Required) Assert.Fail(Databases.Missing);
        Assert.Skip(Databases.Missing);
        throw new InvalidOperationException(Databases.Missing);
    }

    async Task<Fleet> AddAsync(int count)
    {
        var started = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => StartOneAsync(retries: 0)));
        foreach (var one in started) Add(one);
        return this;
    }

    void Add((ServerProcess Server, TollgateClient Client, Uri Address) started)
    {
        servers.Add(started.Server);
        clients.Add(started.Client);
        addresses.Add(started.Address);
    }

    async Task<(ServerProcess Server, TollgateClient Client, Uri Address)> StartOneAsync(int retries)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var dll = Path.Combine(AppContext.BaseDirectory, "Tollgate.Server.dll");
        var start = ServerStart.Dotnet(
            dll, "serve", "--urls", address.ToString().TrimEnd('/'), "--database", Database) with
        {
            ReadyPage = new Uri(address, "/readyz"),
            Environment = new Dictionary<string, string?>
            {
                ["TOLLGATE_ADMIN_KEY"] = Key,
                ["TOLLGATE_SANDBOX"] = "1",
            },
        };
        var server = await ServerProcess.StartAsync(start);
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 512 })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(60),
        };
        var client = new TollgateClient(http, new TollgateClientOptions { ApiKey = Key, MaxRetries = retries });
        return (server, client, address);
    }
}
