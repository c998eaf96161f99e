using Tollgate.Core.Due;
using Tollgate.Due;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    const string Storage = "storage";

    [Fact]
    public async Task Who_looks_after_three_days_and_a_restart_finds_a_debit_for_each_day_that_a_gauge_was_full()
    {
        await StoreAsync(level: 34);
        await ReopenAsync();

        await MoveToMorningAsync(days: 3);
        await ReopenAsync();

        Assert.EndsWith("Debit -5.76, Debit -5.76", await EntriesAfterAsync(3));
        Assert.Equal(
            (await LedgerAsync()).Aggregate(Amount.Zero, (sum, entry) => sum + entry.Amount), await BalanceAsync());
        await ReopenAsync();
        await EntriesAfterAsync(3);
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task Many_who_knock_after_midnight_close_a_day_once()
    {
        await StoreAsync(level: 34);
        await MoveToMorningAsync(days: 1);

        await AtOnceAsync(6, (gate, _) => DueService.KnockAsync(gate, Stop));
        await AtOnceAsync(20, (gate, i) => gate.UseAsync(new Use(Customer, Storage, i % 2 == 0 ? 1 : -1), Stop));

        Assert.Single(await LedgerAsync());
        await MoveToMorningAsync(days: 1);
        await EntriesAfterAsync(2);
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task What_is_open_is_shown_and_a_change_of_plan_charges_it()
    {
        await StoreAsync(level: 34);
        await MoveToMorningAsync(days: 1);
        await EntriesAfterAsync(1);
        var open = (await WalletAsync()).Accrued;
        // Five hours after midnight, and however long this takes.
        Assert.InRange(open.Micros, 1_200_000, 1_300_000);

        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan("dear", StoragePlan("1")), Stop);
        await First.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "dear"), Stop);

        Assert.True((await LedgerAsync())[^1].Amount <= -open);
        await EntriesAfterAsync(2);
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task A_level_that_was_there_before_its_price_costs_from_then_on()
    {
        await First.ApplyAsync<Put<Feature>>(
            new PutFeature(Storage, new FeatureDefinition("Storage", FeatureType.Gauge)), Stop);
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan("free", StoragePlan(null)), Stop);
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan("paid", StoragePlan("0.01")), Stop);
        await Trial.PutCustomerAsync(First, Customer, "free");
        Assert.True((await First.UseAsync(new Use(Customer, Storage) { Level = 34 }, Stop)).Allowed);
        await MoveToMorningAsync(days: 3);
        await First.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "paid"), Stop);
        await ReopenAsync();

        await MoveToMorningAsync(days: 2);
        await ReopenAsync();

        Assert.EndsWith("Debit -5.76", await EntriesAfterAsync(2));
        await AssertVerifiedAsync();
    }

    // Acme with 10 units included, and more of it at 0.01 USD per unit and hour.
    async Task StoreAsync(decimal level)
    {
        await First.ApplyAsync<Put<Feature>>(
            new PutFeature(Storage, new FeatureDefinition("Storage", FeatureType.Gauge)), Stop);
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan("paid", StoragePlan("0.01")), Stop);
        await Trial.PutCustomerAsync(First, Customer, "paid");
        Assert.True((await First.UseAsync(new Use(Customer, Storage) { Level = level }, Stop)).Allowed);
    }

    static PlanDefinition StoragePlan(string? price)
    {
        var feature = new PlanFeature(
            false, [new PlanLimit(10, "forever")], price is null ? OverageMode.Allow : OverageMode.Charge, null, false)
        {
            Price = price is null ? null : new UnitPrice(Exact.Parse(price)),
        };
        return new PlanDefinition(
            "storage", PlanKind.Base, false, CycleLength.Month, 0, true, new() { [Storage] = feature });
    }

    // To five o'clock, so many midnights on.
    async Task MoveToMorningAsync(int days)
    {
        var day = (await ClockAsync()).Now.InUtc().Date.PlusDays(days);
        await First.ApplyAsync<Put<TestClock>>(
            new SetTestClock(day.AtMidnight().InUtc().ToInstant() + Duration.FromHours(5)), Stop);
    }

    // The ledger, of so many entries, once whatever is due has been settled.
    async Task<string> EntriesAfterAsync(int count)
    {
        await First.ApplyAsync<Shown<Head>>(new SettleDue(Customer), Stop);
        var entries = await LedgerAsync();
        Assert.Equal(count, entries.Count);
        return string.Join(", ", entries.Select(entry => $"{entry.Kind} {entry.Amount}"));
    }
}
