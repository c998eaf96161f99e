using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Tollgate.Payments.Sessions;
using Tollgate.Payments.Tests.StandIns;
using Tollgate.Server.Tests.Http;
using Tollgate.Stores;

namespace Tollgate.Server.Tests.Payments.Days;

/// <summary>
/// What providers tell in a day, shuffled, repeated, to three servers at once that crash: it comes to the same as told
/// once and in order.
/// </summary>
public sealed class DayTests
{
    static int? Seed =>
        int.TryParse(Environment.GetEnvironmentVariable("TOLLGATE_TEST_SEED"), out var one) ? one : null;

    [Theory]
    [InlineData("stripe")]
    [InlineData("flutterwave")]
    public async Task A_day_comes_to_the_same_however_it_is_told(string provider)
    {
        for (var i = 0; i < (TestMode.IsLong ? 20 : 1); i++) await CompareAsync(provider, Seed ?? Random.Shared.Next());
    }

    static async Task CompareAsync(string provider, int seed)
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        var customers = TestMode.IsLong ? 20 : 12;
        await using var calm = await DayAsync(provider, seed, start);
        var expected = await InOrderAsync(calm, customers);
        await using var wild = await DayAsync(provider, seed, start);
        var found = await ShuffledAsync(wild, customers, seed);

        Assert.True(
            expected == found, $"seed {seed}\n{string.Join('\n', Differences(expected, found))}");
        Assert.Empty(calm.Complaints);
        Assert.Empty(wild.Complaints);
    }

    static async Task<string> InOrderAsync(Day day, int customers)
    {
        await using var host = Host(day, "memory:", null);
        await host.InitializeAsync();
        await day.SetUpAsync(host.Admin, customers);
        foreach (var telling in day.Tell())
        {
            telling.Happen();
            Assert.True(await day.SendAsync(host.Http, telling));
        }
        await SettledAsync(host);
        return await ShownAsync(host.Admin, day);
    }

    static async Task<string> ShuffledAsync(Day day, int customers, int seed)
    {
        var database = await (await PostgresAsync()).CreateDatabaseAsync();
        var stores = new List<CrashingStore>();
        var hosts = Enumerable.Range(0, 3).Select(i => Host(day, database, inner =>
        {
            var store = new CrashingStore(inner, seed + i);
            stores.Add(store);
            return store;
        })).ToList();
        try
        {
            foreach (var host in hosts) await host.InitializeAsync();
            await day.SetUpAsync(hosts[0].Admin, customers);
            var told = day.Tell();
            foreach (var telling in told) telling.Happen();
            foreach (var store in stores) store.Often = 3;
            await DeliverAsync(day, hosts, told, new Random(seed));
            foreach (var store in stores) store.Often = 0;
            await SettledAsync(hosts[0]);
            Assert.True(stores.Sum(store => store.Crashes) > 0);
            var verified = await hosts[0].Admin.VerifyAsync(new VerifyRequest());
            Assert.True(verified.Ok, $"seed {seed}: {verified.Divergence}");
            return await ShownAsync(hosts[0].Admin, day);
        }
        finally
        {
            foreach (var host in hosts) await host.DisposeAsync();
        }
    }

    // Each one to three times, to whichever server, by several at once; what is not answered is told again.
    static async Task DeliverAsync(Day day, List<TollgateHost> hosts, List<Telling> told, Random random)
    {
        var all = told.SelectMany(one => Enumerable.Repeat(one, random.Next(1, 4))).ToArray();
        random.Shuffle(all);
        var waiting = new ConcurrentQueue<(Telling Telling, int Host)>(all.Select(one => (one, random.Next(3))));
        await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => Task.Run(async () =>
        {
            while (waiting.TryDequeue(out var next))
                if (!await day.SendAsync(hosts[next.Host].Http, next.Telling))
                    waiting.Enqueue((next.Telling, (next.Host + 1) % 3));
        })));
    }

    // Until nothing that is kept waits to be tried again.
    static async Task SettledAsync(TollgateHost host)
    {
        var until = DateTime.UtcNow.AddSeconds(30);
        while (true)
        {
            var stored = await host.Admin.ListWebhookEventsAsync().Where(one => one.Outcome == "stored").ToListAsync();
            if (stored.Count == 0) return;
            Assert.True(
                DateTime.UtcNow < until, string.Join('\n', stored.Select(one => $"{one.Id} {one.Problem}")));
            foreach (var one in stored) await host.Admin.ReplayWebhookEventAsync(one.Id);
        }
    }

    static TollgateHost Host(Day day, string database, Func<IStore, IStore>? wrap) => new()
    {
        StandsStill = false,
        Settings = new ServerSettings
        {
            Database = database,
            Urls = "http://127.0.0.1:0",
            AdminKey = TollgateHost.AdminKey,
            LogLevel = LogLevel.None,
        },
        Configure = services =>
        {
            services.Replace(ServiceDescriptor.Singleton(_ => new PaymentProviders([day.New()])));
            var store = services.Last(one => one.ServiceType == typeof(IStore)).ImplementationFactory!;
            if (wrap is not null)
                services.Replace(ServiceDescriptor.Singleton(provider => wrap((IStore)store(provider))));
        },
    };

    // All that anybody sees of the customers, but for when it was done here; of what has ended, that it has.
    static async Task<string> ShownAsync(TollgateClient admin, Day day)
    {
        var shown = new StringBuilder();
        foreach (var customer in day.Customers)
        {
            var access = await admin.CheckAccessAsync(new AccessRequest { Customer = customer });
            var facts = access.Payment;
            shown.AppendLine($"{customer} {access.Active} {access.Status} {facts.Plan} {facts.Metered}");
            await foreach (var one in admin.ListSubscriptionsAsync(customer))
                shown.AppendLine(one.Status == "canceled"
                    ? $"{customer} {one.Id} canceled"
                    : $"{customer} {one.Id} {one.Plan} {one.Status} {one.CancelAt} {one.PausedAt is null} "
                        + $"{one.EndsAt}");
            await foreach (var one in admin.ListScheduledChangesAsync(customer))
                shown.AppendLine($"{customer} change {one.Kind} {one.Plan} {one.At}");
            await foreach (var one in admin.ListInvoicesAsync(customer))
                shown.AppendLine($"{customer} owes {one.Id} {one.Plan} {one.Metered} {one.Subscription}");
            await foreach (var one in admin.ListPaymentSessionsAsync(customer))
                shown.AppendLine(
                    $"{customer} {one.Id} {one.Status} {one.Problem} {one.Collected?.Amount} {one.Payment}");
            await foreach (var one in admin.ListWalletsAsync(customer))
                shown.AppendLine($"{customer} {one.Currency} {one.Balance} {one.Available}");
        }
        return shown.ToString();
    }

    static IEnumerable<string> Differences(string expected, string found)
    {
        var (one, other) = (expected.Split('\n'), found.Split('\n'));
        return [.. one.Except(other).Select(line => $"- {line}"), .. other.Except(one).Select(line => $"+ {line}")];
    }

    static async Task<Day> DayAsync(string provider, int seed, DateTimeOffset start) => provider == "stripe"
        ? new StripeDay(seed, start, await StripeStandIn.StartedAsync())
        : new FlutterwaveDay(seed, start, await FlutterwaveStandIn.StartedAsync());

    static async Task<PrivatePostgres> PostgresAsync()
    {
        if (await Databases.SharedAsync() is { } postgres) return postgres;
        if (Databases.Required) Assert.Fail(Databases.Missing);
        Assert.Skip(Databases.Missing);
        throw new InvalidOperationException(Databases.Missing);
    }
}
