using System.Diagnostics;
using Tollgate.Core.Verification;
using Tollgate.Verification;

namespace Tollgate.Storage.Tests.Contract;

/// <summary>What verification promises of a database: whoever changes a row by hand is found out, by name.</summary>
public abstract partial class VerifyContract : IAsyncLifetime
{
    const string Customer = "acme";
    const string Secret = "a secret of the ledger";
    const long Acme = 1;

    Place? place;

    private protected abstract Task<Place> NewPlaceAsync();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => place = await NewPlaceAsync();

    public async ValueTask DisposeAsync()
    {
        if (place is not null) await place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_the_engine_has_stored_is_whole()
    {
        await PlayAsync();

        var verified = await VerifyAsync();

        Assert.Null(verified.Divergence);
        Assert.Equal(new Checked(3, 30, 12, 7, 2, 4), verified.Checked);
    }

    [Theory]
    [InlineData(
        "UPDATE event SET quantity = quantity + 1 WHERE sequence = 9",
        DivergenceKind.Chain, "event", "sequence 9 line 0")]
    [InlineData(
        "UPDATE event SET actor = 'other' WHERE sequence = 9",
        DivergenceKind.Chain, "event", "sequence 9 line 0")]
    [InlineData(
        "UPDATE event SET at = recorded_at, "
        + "hash = (SELECT hash FROM event WHERE sequence = 8 AND line = 0) WHERE sequence = 9",
        DivergenceKind.Chain, "event", "sequence 9 line 0")]
    [InlineData("DELETE FROM event WHERE sequence = 9", DivergenceKind.Sequence, "event", "sequence 10 line 0")]
    [InlineData(
        "UPDATE audit SET after = 'x' WHERE customer_id = 1 AND sequence = 1",
        DivergenceKind.Chain, "audit", "sequence 1")]
    [InlineData(
        "UPDATE audit SET actor = 'x' WHERE customer_id = 0 AND sequence = 2",
        DivergenceKind.Chain, "audit", "sequence 2")]
    [InlineData(
        "DELETE FROM audit WHERE customer_id = 1 AND sequence = 2",
        DivergenceKind.Sequence, "audit", "sequence 3")]
    [InlineData(
        "UPDATE counter SET used = used + 1 WHERE \"window\" = 'forever' AND pot = '' AND feature_id = 1",
        DivergenceKind.Counter, "counter", "calls forever")]
    [InlineData(
        "UPDATE counter SET used = used - 1 WHERE \"window\" = 'PT1H'",
        DivergenceKind.Counter, "counter", "calls PT1H")]
    [InlineData("UPDATE counter SET used = 0 WHERE pot LIKE '#%'", DivergenceKind.Counter, "counter", "calls pot #")]
    [InlineData(
        "UPDATE counter SET used = 5 WHERE feature_id = 2 AND namespace = 'east'",
        DivergenceKind.Counter, "counter", "seats namespace east")]
    [InlineData(
        "UPDATE counter SET reserved = reserved + 1 WHERE \"window\" = 'day'",
        DivergenceKind.Counter, "counter", "calls day")]
    [InlineData(
        "UPDATE reservation SET draws = '1 1 1 ' WHERE id = 'open'",
        DivergenceKind.Reservation, "reservation", "id open")]
    [InlineData("UPDATE reservation SET draws = 'x' WHERE id = 'open'", DivergenceKind.Unreadable, "", "")]
    [InlineData("DELETE FROM reservation WHERE id = 'open'", DivergenceKind.Reservation, "reservation", "id open")]
    [InlineData(
        "UPDATE reservation SET outcome = 0, end_sequence = NULL WHERE id = 'ended'",
        DivergenceKind.Reservation, "reservation", "id ended")]
    [InlineData(
        "UPDATE customer_head SET hash = (SELECT hash FROM customer_head WHERE id = 0) WHERE id = 1",
        DivergenceKind.Head, "customer_head", "sequence")]
    [InlineData(
        "UPDATE customer_head SET sequence = sequence + 1 WHERE id = 1",
        DivergenceKind.Head, "customer_head", "sequence")]
    [InlineData(
        "DELETE FROM audit WHERE sequence = (SELECT sequence FROM customer_head WHERE id = 1)",
        DivergenceKind.Sequence, "ledger_entry", "USD number 3")]
    [InlineData(
        "UPDATE ledger_entry SET amount = amount + 1 WHERE number = 2", DivergenceKind.Chain, "ledger_entry",
        "USD number 2")]
    [InlineData("DELETE FROM ledger_entry WHERE number = 2", DivergenceKind.Chain, "audit", "sequence")]
    [InlineData("DELETE FROM ledger_entry WHERE number = 3", DivergenceKind.Head, "customer_head", "sequence")]
    [InlineData("DELETE FROM wallet WHERE currency = 'EUR'", DivergenceKind.Chain, "audit", "sequence")]
    [InlineData(
        "UPDATE wallet SET balance = balance + 1 WHERE currency = 'USD'", DivergenceKind.Balance, "wallet", "USD")]
    [InlineData("UPDATE wallet SET entries = 4 WHERE currency = 'USD'", DivergenceKind.Balance, "wallet", "USD")]
    [InlineData("UPDATE wallet SET held = 4 WHERE currency = 'USD'", DivergenceKind.Held, "wallet", "USD")]
    [InlineData("UPDATE credit_grant SET remaining = remaining - 1", DivergenceKind.Grant, "credit_grant", "id")]
    [InlineData("UPDATE credit_grant SET remaining = 0", DivergenceKind.Grant, "credit_grant", "id")]
    [InlineData("UPDATE credit_grant SET held = 7", DivergenceKind.Held, "credit_grant", "id")]
    public async Task A_row_that_was_changed_by_hand_is_named(string sql, DivergenceKind kind, string table, string key)
    {
        await PlayAsync();
        await place!.RunAsync(sql);

        var divergence = (await VerifyAsync()).Divergence!;

        Assert.Equal((kind, table), (divergence.Kind, divergence.Table));
        Assert.StartsWith(key, divergence.Key, StringComparison.Ordinal);
        Assert.Equal(sql.Contains("customer_id = 0", StringComparison.Ordinal) ? "" : Customer, divergence.Customer);
        Assert.NotEqual(divergence.Expected, divergence.Found);
    }

    [Fact]
    public async Task While_uses_are_recorded_nothing_is_found()
    {
        var store = place!.NewStore();
        await using var gate = await Trial.OpenAsync(store);
        await MakeAsync(gate);
        using var enough = new CancellationTokenSource();
        var uses = Enumerable.Range(0, 8).Select(async caller =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                var held = i % 5 == 0 ? Duration.FromMinutes(1) : (Duration?)null;
                await gate.UseAsync(
                    new Use(Customer, Trial.Feature, 1, Id: $"{caller}-{i}") { HoldFor = held }, Stop);
                if (held is not null && i % 10 == 0)
                    await gate.ApplyAsync<Decision>(new SettleReservation(Customer, $"{caller}-{i}", 1), Stop);
            }
        }).ToList();

        var verifications = 0;
        for (var most = 0L; most < 3_000; verifications++)
        {
            var verified = await gate.VerifyAllAsync(null, null, Stop);
            Assert.Null(verified.Divergence);
            Assert.True(verified.Checked.Events >= most);
            most = verified.Checked.Events;
        }

        await enough.CancelAsync();
        await Task.WhenAll(uses);
        Assert.True(verifications > 2, "All was over before it was verified twice.");
    }

    [Fact]
    public async Task It_goes_on_behind_the_customer_that_it_ended_with()
    {
        await PlayAsync();
        await using var store = place!.NewStore();
        var first = await new StoreVerifier(store).VerifyAllAsync(null, TimeSpan.Zero, Stop);
        Assert.Equal((Customer, 2), (first.Last, first.Checked.Customers));

        var second = await new StoreVerifier(store).VerifyAllAsync(first.Last, TimeSpan.Zero, Stop);

        Assert.Equal(("other", 1), (second.Last, second.Checked.Customers));
        Assert.Null((await new StoreVerifier(store).VerifyAllAsync(second.Last, null, Stop)).Last);
        Assert.Null(await new StoreVerifier(store).VerifyAsync("nobody", Stop));
    }

    [Fact]
    public async Task A_million_events_are_verified_within_a_minute()
    {
        var (requests, each) = TestMode.IsLong ? (100, 10_000) : (10, 2_000);
        await using (var gate = await Trial.OpenAsync(place!.NewStore()))
        {
            await MakeAsync(gate);
            for (var i = 0; i < requests; i++)
                await gate.SubmitAsync(new Request([.. Enumerable.Range(0, each).Select(n => new Use(
                    Customer, Trial.Feature, 1, Id: $"{i}-{n}")
                {
                    Actor = "someone",
                    Properties = """{"model":"small"}""",
                })]), Stop);
        }
        var begun = Stopwatch.GetTimestamp();

        var verified = await VerifyAsync();

        var took = Stopwatch.GetElapsedTime(begun);
        TestContext.Current.SendDiagnosticMessage($"{GetType().Name}: {verified.Checked} in {took}");
        Assert.Null(verified.Divergence);
        Assert.Equal(requests * each, verified.Checked.Events);
        Assert.True(took < TimeSpan.FromMinutes(1), $"It took {took}.");
    }

    async Task<Verified> VerifyAsync(ChainKey? key = null, IEnumerable<Checkpoint>? checkpoints = null)
    {
        await using var store = place!.NewStore();
        var verifier = new StoreVerifier(store, key)
        {
            Checkpoints = (checkpoints ?? []).ToLookup(one => one.Customer),
        };
        return await verifier.VerifyAllAsync(null, null, Stop);
    }

    async Task<T> ReadAsync<T>(Func<IRecords, ValueTask<T>> read)
    {
        await using var store = place!.NewStore();
        return await read(store.Records);
    }

    // Something of everything that is verified.
    async Task PlayAsync(TollgateOptions? options = null)
    {
        await using var gate = await Trial.OpenAsync(place!.NewStore(), options);
        await MakeAsync(gate);
        Assert.Equal(new CustomerId(Acme), await Trial.IdAsync(gate, Customer));
        for (var i = 0; i < 20; i++)
            await UseAsync(gate, new Use(Customer, Trial.Feature, 3, Id: $"u{i}") { Actor = "someone" });
        await gate.ApplyAsync<Reversed>(new ReverseUse(Customer, "u3"), Stop);
        foreach (var id in new[] { "open", "ended", "other" })
            await UseAsync(gate, new Use(Customer, Trial.Feature, 5, Id: id) { HoldFor = Duration.FromHours(1) });
        await gate.ApplyAsync<Decision>(new SettleReservation(Customer, "ended", 2), Stop);
        await gate.ApplyAsync<Put<Boost>>(
            new ProvisionBoost(Customer, Trial.Feature, BoostType.TopUp, BoostEnd.Never, 500), Stop);
        await UseAsync(gate, new Use(Customer, Trial.Feature, 40, Id: "beyond"));
        await UseAsync(gate, new Use(Customer, "seats", 4, Namespace: "east"));
        await UseAsync(gate, new Use(Customer, "seats", 2));
        await PayAsync(gate);
        await gate.ApplyAsync<Put<Profile>>(new PutCustomer("other", Name: "Other"), Stop);
    }

    static async Task MakeAsync(Gate gate)
    {
        await gate.ApplyAsync<Put<Feature>>(
            new PutFeature("seats", new FeatureDefinition("Seats", FeatureType.Gauge)), Stop);
        SortedDictionary<string, PlanFeature> features = new()
        {
            [Trial.Feature] = Limits(("forever", 1_000_000), ("day", 90), ("PT1H", 1_000_000)),
            ["seats"] = Limits(("forever", 50)),
        };
        await gate.ApplyAsync<Put<PlanVersion>>(
            new PutPlan("pro", new PlanDefinition("Pro", PlanKind.Base, false, CycleLength.Month, 0, true, features)),
            Stop);
        await gate.ApplyAsync<Put<Profile>>(new PutCustomer(Customer), Stop);
        await gate.ApplyAsync<Put<Namespace>>(new PutNamespace(Customer, "east"), Stop);
        await gate.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "pro"), Stop);
    }

    static async Task PayAsync(Gate gate)
    {
        var (euro, dollar) = (Currency.Parse("EUR"), Currency.Parse("USD"));
        foreach (var (currency, units) in new[] { (euro, 5), (dollar, 20) })
            await gate.SubmitAsync(
                new Request([new GrantCredit(Customer, currency, Amount.Of(units), CreditKind.TopUp)]), Stop);
        foreach (var units in new[] { -3, 2 })
            await gate.SubmitAsync(
                new Request([new AdjustWallet(Customer, dollar, Amount.Of(units), "a correction")]), Stop);
    }

    static PlanFeature Limits(params (string Per, long Quantity)[] limits) => new(
        false, [.. limits.Select(limit => new PlanLimit(limit.Quantity, limit.Per))], OverageMode.Allow, null, false);

    static async Task UseAsync(Gate gate, Use use)
    {
        var decision = await gate.UseAsync(use, Stop);
        Assert.True(decision.Allowed, $"{decision.Reason}");
    }
}

public sealed class SqliteVerifyTests : VerifyContract
{
    private protected override Task<Place> NewPlaceAsync() => Task.FromResult<Place>(new SqlitePlace());
}

public sealed class PostgresVerifyTests : VerifyContract
{
    private protected override async Task<Place> NewPlaceAsync() => await PostgresPlace.NewAsync();
}
