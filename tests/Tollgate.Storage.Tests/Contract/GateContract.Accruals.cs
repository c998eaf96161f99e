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

    [Fact]
    public async Task What_a_level_has_cost_before_it_was_lowered_is_charged_by_a_change_of_plan()
    {
        await StoreAsync(level: 34);
        await MoveToMorningAsync(days: 1);
        Assert.True((await First.UseAsync(new Use(Customer, Storage) { Level = 0 }, Stop)).Allowed);
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan("dear", StoragePlan("1")), Stop);
        await ReopenAsync();

        await First.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "dear"), Stop);

        // Of the day before, and of the five hours since.
        Assert.InRange((await LedgerAsync())[^1].Amount.Micros, -1_300_000, -1_200_000);
        await EntriesAfterAsync(2);
        await MoveToMorningAsync(days: 2);
        await EntriesAfterAsync(2);
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task Whoever_moves_a_level_at_once_and_whenever_it_is_looked_at_its_integral_is_charged()
    {
        // A millionth of a micro for a unit and a microsecond.
        await StoreAsync(level: 34, price: "0.0036");
        var random = new Random(7);
        for (var round = 0; round < 6; round++)
        {
            var levels = Enumerable.Range(0, 24).Select(_ => random.Next(0, 40)).ToList();
            await AtOnceAsync(levels.Count, async (gate, i) =>
            {
                if (i % 8 == 0)
                    await gate.ApplyAsync<Put<Profile>>(new PutCustomer(Customer, $"Name {levels[i]}"), Stop);
                if (i % 8 == 1)
                    await gate.ApplyAsync<Put<CreditGrantView>>(
                        new GrantCredit(Customer, Usd, Amount.Of(1), CreditKind.Grant), Stop);
                return await gate.UseAsync(new Use(Customer, Storage) { Level = levels[i] }, Stop);
            });
            await MoveToMorningAsync(days: 1 + (round % 2));
            if (round == 3) await ReopenAsync();
        }
        await First.UseAsync(new Use(Customer, Storage) { Level = 0 }, Stop);
        await MoveToMorningAsync(days: 1);
        await First.ApplyAsync<Shown<Head>>(new SettleDue(Customer), Stop);

        var events = (await Trial.HistoryAsync(First, Customer))
            .Select(change => change.Event).OfType<UsageEvent>().ToList();
        var (integral, level, since) = ((Int128)0, 0L, Instant.MinValue);
        foreach (var use in events.Where(one => one.Kind == UsageKind.Use))
        {
            if (level > 10)
                integral += (Int128)(level - 10) * (use.RecordedAt.ToMicroseconds() - since.ToMicroseconds());
            (level, since) = (level + use.Quantity, use.RecordedAt);
        }
        var charges = events.Where(one => one.Kind == UsageKind.Accrual).Select(one => one.Charge!).ToList();
        Assert.Equal(
            Exact.Of(integral, 12), charges.Aggregate(Exact.Zero, (sum, charge) => sum + charge.Cost));
        Assert.Equal(
            Amount.Floor(Exact.Of(integral, 12)), charges.Aggregate(Amount.Zero, (sum, one) => sum + one.Amount));
        await AssertVerifiedAsync();
    }

    // Acme with 10 units included, and more of it at 0.01 USD per unit and hour.
    async Task StoreAsync(decimal level, string price = "0.01")
    {
        await First.ApplyAsync<Put<Feature>>(
            new PutFeature(Storage, new FeatureDefinition("Storage", FeatureType.Gauge)), Stop);
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan("paid", StoragePlan(price)), Stop);
        await Trial.PutCustomerAsync(First, Customer, "paid");
        Assert.True((await First.UseAsync(new Use(Customer, Storage) { Level = level }, Stop)).Allowed);
    }

    static PlanDefinition StoragePlan(string? price) => new(
        "storage", PlanKind.Base, false, CycleLength.Month, 0, true, new() { [Storage] = Stored(price) });

    static PlanFeature Stored(string? price) => new(
        false, [new PlanLimit(10, "forever")], price is null ? OverageMode.Allow : OverageMode.Charge, null, false)
    {
        Price = price is null ? null : new UnitPrice(Exact.Parse(price)),
    };

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
