using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Tollgate.Stores;

namespace Tollgate.Server.Tests.Http;

/// <summary>
/// When keys were used last, and rates, on two servers of one store and one clock. A test says when they exchange.
/// </summary>
public sealed class KeyUsageTests : IAsyncLifetime
{
    readonly ManualTime clock = new(new DateTimeOffset(2026, 11, 15, 12, 0, 0, TimeSpan.Zero));
    readonly MemoryStore store;
    readonly TollgateHost first;
    readonly TollgateHost second;

    public KeyUsageTests()
    {
        store = new MemoryStore(clock);
        (first, second) = (NewHost(), NewHost());
    }

    public async ValueTask InitializeAsync()
    {
        await first.InitializeAsync();
        await second.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await first.DisposeAsync();
        await second.DisposeAsync();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task The_last_use_of_a_key_is_seen_here_at_once_and_elsewhere_once_it_was_told()
    {
        var key = await MakeAsync();
        Assert.Null(await LastUsedAsync(first, key.Id));
        var noon = clock.GetUtcNow();
        await UseAsync(first, key);
        Assert.Equal(noon, await LastUsedAsync(first, key.Id));
        Assert.Null(await LastUsedAsync(second, key.Id));

        await ExchangeAsync(first);
        Assert.Equal(noon, await LastUsedAsync(second, key.Id));

        // Within half a minute it is told anew, not with each request.
        clock.Advance(TimeSpan.FromSeconds(29));
        await UseAsync(first, key);
        await ExchangeAsync(first);
        Assert.Equal(noon, await LastUsedAsync(second, key.Id));
        clock.Advance(TimeSpan.FromSeconds(1));
        await ExchangeAsync(first);
        Assert.Equal(noon.AddSeconds(29), await LastUsedAsync(second, key.Id));
    }

    [Fact]
    public async Task A_server_that_stops_tells_what_it_saw()
    {
        var key = await MakeAsync();
        await using (var third = NewHost(exchanges: true))
        {
            await third.InitializeAsync();
            await UseAsync(third, key);
            Assert.Null(await LastUsedAsync(second, key.Id));
        }
        Assert.Equal(clock.GetUtcNow(), await LastUsedAsync(second, key.Id));
    }

    [Fact]
    public async Task A_use_changes_no_revision_and_leaves_no_entry()
    {
        var key = await MakeAsync();
        var before = await first.GetAsync("/v1/audit");
        var revision = await RevisionAsync();
        for (var i = 0; i < 3; i++) await UseAsync(first, key);
        await ExchangeAsync(first);
        Assert.NotNull(await LastUsedAsync(second, key.Id));
        Assert.Equal(before.Text, (await first.GetAsync("/v1/audit")).Text);
        Assert.Equal(revision, await RevisionAsync());
    }

    [Fact]
    public async Task A_key_that_is_over_is_not_used()
    {
        var key = await MakeAsync();
        await UseAsync(first, key);
        await ExchangeAsync(first);
        var noon = clock.GetUtcNow();
        await first.Admin.RevokeApiKeyAsync(key.Id);
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.Unauthorized, (await first.GetAsync("/v1/customers", key.Key)).Status);
        await ExchangeAsync(first);
        Assert.Equal(noon, await LastUsedAsync(first, key.Id));
    }

    [Fact]
    public async Task A_rate_spent_on_one_server_is_spent_on_the_other_after_an_exchange()
    {
        var key = await MakeAsync(new KeyRate { PerMinute = 60, Burst = 3 });
        // The first request on a server that has not seen the key is counted once it has.
        await UseAsync(second, key);
        await UseAsync(first, key);
        Assert.Equal("\"key\";r=1;t=2", await UseAsync(first, key));
        await ExchangeAsync(first);
        await ExchangeAsync(second);
        await ExchangeAsync(first);
        foreach (var host in new[] { first, second })
        {
            var refused = await host.GetAsync("/v1/customers", key.Key);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
            Assert.Equal(("\"key\";r=0;t=1", "1"), (Header(refused, "RateLimit"), Header(refused, "Retry-After")));
        }
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("\"key\";r=0;t=3", await UseAsync(second, key));
    }

    [Fact]
    public async Task A_rate_is_kept_by_each_server_while_there_is_nobody_to_exchange_with()
    {
        var key = await MakeAsync(new KeyRate { PerMinute = 60, Burst = 2 });
        await UseAsync(first, key);
        await UseAsync(first, key);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await first.GetAsync("/v1/customers", key.Key)).Status);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("\"key\";r=0;t=2", await UseAsync(first, key));
    }

    [Fact]
    public async Task There_are_no_more_meters_than_live_keys()
    {
        var keys = new List<ApiKeyCreated>();
        for (var i = 0; i < 5; i++) keys.Add(await MakeAsync());
        foreach (var key in keys) await UseAsync(first, key);
        var meters = first.Services.GetRequiredService<KeyMeters>();
        var before = meters.Count;
        foreach (var key in keys.Skip(2)) await first.Admin.RevokeApiKeyAsync(key.Id);
        await first.GetAsync("/v1/customers", "tg_nobody-has-this-key");
        await ExchangeAsync(first);
        await ExchangeAsync(first);
        Assert.Equal(before - 3, meters.Count);
        foreach (var key in keys) Assert.Equal(clock.GetUtcNow(), await LastUsedAsync(second, key.Id));
    }

    TollgateHost NewHost(bool exchanges = false) => new()
    {
        Clock = clock,
        Configure = services =>
        {
            services.Replace(ServiceDescriptor.Singleton<IStore>(new SharedStore(store)));
            if (exchanges) return;
            services.Remove(services.Single(service => service.ServiceType == typeof(IHostedService)
                && service.ImplementationType == typeof(KeyUsageService)));
        },
    };

    async Task<ApiKeyCreated> MakeAsync(KeyRate? rate = null)
    {
        var request = new ApiKeyRequest { Name = "k", Scopes = [Scopes.CustomersRead], Rate = rate };
        var made = await first.Admin.CreateApiKeyAsync(request);
        await first.Admin.ListApiKeysAsync().CountAsync();
        return made;
    }

    static async Task<string?> UseAsync(TollgateHost host, ApiKeyCreated key)
    {
        var answer = await host.GetAsync("/v1/customers", key.Key);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Message.Headers.TryGetValues("RateLimit", out var limit) ? limit.Single() : null;
    }

    static Task ExchangeAsync(TollgateHost host) =>
        host.Services.GetRequiredService<KeyMeters>().ExchangeAsync(all: false, TestContext.Current.CancellationToken);

    static async Task<DateTimeOffset?> LastUsedAsync(TollgateHost host, string id) =>
        (await host.Admin.ListApiKeysAsync().SingleAsync(key => key.Id == id)).LastUsedAt;

    async Task<long> RevisionAsync()
    {
        var gate = first.Services.GetRequiredService<Gate>();
        return (await gate.ShowAsync<Core.Account>(new Core.Catalog.ShowAccount())).Revision;
    }

    static string Header(RawAnswer answer, string name) => answer.Message.Headers.GetValues(name).Single();

    /// <summary>A store that outlives each of its servers.</summary>
    sealed class SharedStore(MemoryStore store) : IStore
    {
        public IQueries Queries => store.Queries;

        public IOutbox Outbox => store.Outbox;

        public IInbox Inbox => store.Inbox;

        public IKeyUsage KeyUsage => store.KeyUsage;

        public IRecords Records => store.Records;

        public bool HasOneWriter => store.HasOneWriter;

        public ValueTask MigrateAsync(CancellationToken stop) => store.MigrateAsync(stop);

        public ValueTask<ISession> OpenAsync(Access access, CancellationToken stop) => store.OpenAsync(access, stop);

        public ValueTask<IHeldSession> HoldAsync(TimeSpan atMost, CancellationToken stop) =>
            store.HoldAsync(atMost, stop);

        public Fault Classify(Exception exception, bool committing) => store.Classify(exception, committing);

        public ValueTask<int> ForgetResponsesAsync(NodaTime.Instant before, CancellationToken stop) =>
            store.ForgetResponsesAsync(before, stop);

        public ValueTask<long?> EraseAsync(Core.CustomerId customer, long after, CancellationToken stop) =>
            store.EraseAsync(customer, after, stop);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
