using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using Tollgate.Stores;

namespace Tollgate.Server.Tests.Http;

/// <summary>What a server says that cannot decide.</summary>
public sealed class AvailabilityTests
{
    [Fact]
    public async Task Without_its_database_it_lives_but_is_not_ready_and_says_when_to_come_back()
    {
        var store = new FailingStore();
        await using var host = new TollgateHost
        {
            StandsStill = false,
            Configure = services =>
            {
                services.Replace(ServiceDescriptor.Singleton<IStore>(store));
                services.Configure<TollgateOptions>(options => options.RequestTimeout = TimeSpan.FromSeconds(1));
            },
        };
        await host.InitializeAsync();
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/readyz")).Status);

        store.IsGone = true;
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/healthz")).Status);
        foreach (var answer in await Task.WhenAll(
            host.GetAsync("/readyz"), UseAsync(host), host.GetAsync("/v1/features"), host.GetAsync("/v1/customers")))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "database_unavailable"), (answer.Status, answer.Code));
            Assert.Equal(TimeSpan.FromSeconds(1), answer.Message.Headers.RetryAfter!.Delta);
        }

        store.IsGone = false;
        Assert.Equal(HttpStatusCode.OK, (await UseAsync(host)).Status);
    }

    [Fact]
    public async Task A_gate_that_lets_nobody_in_is_503()
    {
        await using var host = new TollgateHost();
        await host.InitializeAsync();
        await host.Services.GetRequiredService<Gate>().CloseAsync();
        var answer = await UseAsync(host);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "overloaded"), (answer.Status, answer.Code));
        Assert.NotNull(answer.Message.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.GetAsync("/readyz")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/healthz")).Status);
    }

    [Fact]
    public async Task A_customer_that_is_held_for_too_long_is_503()
    {
        var store = new FailingStore { Fault = Fault.Held };
        await using var host = new TollgateHost
        {
            StandsStill = false,
            Configure = services =>
            {
                services.Replace(ServiceDescriptor.Singleton<IStore>(store));
                services.Configure<TollgateOptions>(options => options.BusyTimeout = TimeSpan.FromMilliseconds(250));
            },
        };
        await host.InitializeAsync();
        store.IsGone = true;
        Assert.Equal("customer_busy", (await UseAsync(host)).Code);
    }

    [Fact]
    public async Task The_client_asks_whether_it_is_well()
    {
        await using var host = new TollgateHost();
        await host.InitializeAsync();
        Assert.True(await host.Admin.IsHealthyAsync());
        Assert.True(await host.Admin.IsReadyAsync());
    }

    [Fact]
    public async Task A_list_without_its_database_is_503()
    {
        await using var host = new TollgateHost
        {
            Configure = services => services.Replace(
                ServiceDescriptor.Singleton<IStore>(new FailingStore { ListsAreGone = true })),
        };
        await host.InitializeAsync();
        var answer = await host.GetAsync("/v1/customers");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "database_unavailable"), (answer.Status, answer.Code));
    }

    static Task<RawAnswer> UseAsync(TollgateHost host) =>
        host.PostAsync("/v1/usage", """{"customer":"a","feature":"f"}""");

    /// <summary>The memory store, behind a line that can be cut.</summary>
    sealed class FailingStore : IStore
    {
        readonly MemoryStore store = new(TimeProvider.System);

        public volatile bool IsGone;

        public Fault Fault { get; init; } = Fault.Unavailable;

        public bool ListsAreGone { get; init; }

        public IQueries Queries => ListsAreGone ? throw new IOException("The line is cut.") : store.Queries;

        public IOutbox Outbox => store.Outbox;

        public IInbox Inbox => store.Inbox;

        public IKeyUsage KeyUsage => store.KeyUsage;

        public IRecords Records => store.Records;

        public bool HasOneWriter => store.HasOneWriter;

        public ValueTask MigrateAsync(CancellationToken stop) => store.MigrateAsync(stop);

        public async ValueTask<ISession> OpenAsync(Access access, CancellationToken stop) =>
            new FailingSession(this, await store.OpenAsync(access, stop));

        public ValueTask<IHeldSession> HoldAsync(TimeSpan atMost, CancellationToken stop) =>
            store.HoldAsync(atMost, stop);

        public Fault Classify(Exception exception, bool committing) => Fault;

        public ValueTask<int> ForgetResponsesAsync(Instant before, CancellationToken stop) => new(0);

        public ValueTask<long?> EraseAsync(Core.CustomerId customer, long after, CancellationToken stop) =>
            store.EraseAsync(customer, after, stop);

        public ValueTask DisposeAsync() => store.DisposeAsync();
    }

    sealed class FailingSession(FailingStore store, ISession session) : ISession
    {
        public ValueTask<IReadOnlyDictionary<string, Core.CustomerId>> ResolveAsync(
            IReadOnlyCollection<string> keys, IReadOnlyCollection<string> make, CancellationToken stop) =>
            session.ResolveAsync(keys, make, stop);

        public ValueTask<Loaded> BeginAsync(Wanted wanted, bool wait, CancellationToken stop) =>
            store.IsGone ? throw new IOException("The line is cut.") : session.BeginAsync(wanted, wait, stop);

        public ValueTask<Loaded> LoadAsync(Wanted wanted, CancellationToken stop) => session.LoadAsync(wanted, stop);

        public ValueTask CommitAsync(ChangeSet changes, CancellationToken stop) => session.CommitAsync(changes, stop);

        public ValueTask RollbackAsync(CancellationToken stop) => session.RollbackAsync(stop);

        public ValueTask<bool> WasCommittedAsync(Attempt attempt, CancellationToken stop) =>
            session.WasCommittedAsync(attempt, stop);

        public ValueTask DisposeAsync() => session.DisposeAsync();
    }
}
