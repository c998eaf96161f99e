namespace Tollgate.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    static readonly Currency Dollars = Currency.Parse("USD");
    static readonly Instant Evening = Rows.Noon + Duration.FromHours(6);

    [Fact]
    public async Task What_is_missing_of_a_budget_is_what_the_events_of_its_window_were_charged()
    {
        var customers = await MakeAsync("a", "b");
        await CommitAsync(changes =>
        {
            Charge(changes, customers[0], 1, Rows.Noon - Microsecond, 1);
            Charge(changes, customers[0], 2, Rows.Noon, 10);
            Charge(changes, customers[0], 3, Evening - Microsecond, 100, feature: 7, name: "n");
            Charge(changes, customers[0], 4, Evening, 1_000);
            Charge(changes, customers[0], 5, Rows.Noon, 10_000, currency: "EUR");
            Charge(changes, customers[0], 6, Rows.Noon, -2);
            Charge(changes, customers[1], 1, Rows.Noon, 100_000);
            changes.Events.Add(Rows.Event(customers[0], 7, Rows.Noon, 9));
        });

        var key = KeyOf(customers[0]);
        Assert.Equal(new Spend(key, new Amount(108), Amount.Zero, Computed: true), await SpendAsync(key));
        var part = key with { Namespace = "n" };
        Assert.Equal(new Spend(part, new Amount(100), Amount.Zero, Computed: true), await SpendAsync(part));
        var euros = key with { Currency = Currency.Parse("EUR") };
        Assert.Equal(new Spend(euros, new Amount(10_000), Amount.Zero, Computed: true), await SpendAsync(euros));
        var none = key with { From = Evening + Microsecond, To = Instant.MaxValue };
        Assert.Equal(Spend.None(none), await SpendAsync(none));
    }

    [Fact]
    public async Task What_is_missing_of_a_budget_is_what_open_reservations_hold()
    {
        var customer = (await MakeAsync("a"))[0];
        var end = new ReservationEnd(ReservationEndKind.Released, 9, Rows.Noon, Hash.Empty, []);
        await CommitAsync(changes => changes.Reservations.AddRange(
        [
            Holding("1", 1, Rows.Noon - Microsecond), Holding("2", 10, Rows.Noon), Holding("3", 100, Evening),
            Holding("4", 1_000, Rows.Noon).Ended(end), Holding("5", 10_000, Rows.Noon) with { Held = null },
            Holding("6", 100_000, Rows.Noon) with { Namespace = "n" },
        ]));

        var key = KeyOf(customer);
        Assert.Equal(new Spend(key, Amount.Zero, new Amount(100_010), Computed: true), await SpendAsync(key));
        var part = key with { Namespace = "n" };
        Assert.Equal(new Spend(part, Amount.Zero, new Amount(100_000), Computed: true), await SpendAsync(part));

        Reservation Holding(string id, long micros, Instant at) => new(
            customer, id, 1, "", 1, 0, 0, 1, UsageFlags.None, at, Rows.Latest, [new Draw(1, "", 1, 1)], null, null,
            null, null)
        {
            Held = new HeldCredit(Dollars, new Amount(micros), []),
        };
    }

    [Fact]
    public async Task What_was_spent_is_taken_as_stored_in_its_epoch_and_what_was_told_in_any()
    {
        var customer = (await MakeAsync("a"))[0];
        var key = KeyOf(customer) with { Epoch = 3 };
        var stored = new Spend(key, new Amount(-70), new Amount(5), 80, true);
        await CommitAsync(changes =>
        {
            Charge(changes, customer, 1, Rows.Noon, 4);
            changes.Spends.Add(stored);
        });

        Assert.Equal(stored, await SpendAsync(key));
        var other = key with { Epoch = 4 };
        Assert.Equal(new Spend(other, new Amount(4), Amount.Zero, 80, true, true), await SpendAsync(other));
        var otherEnd = key with { To = key.To + Microsecond };
        Assert.Equal(new Spend(otherEnd, new Amount(4), Amount.Zero, Computed: true), await SpendAsync(otherEnd));
        var otherBudget = key with { Budget = 8 };
        Assert.Equal(new Spend(otherBudget, new Amount(4), Amount.Zero, Computed: true), await SpendAsync(otherBudget));
    }

    [Fact]
    public async Task What_would_be_summed_from_too_many_charges_is_named_instead()
    {
        var customers = await MakeAsync("a", "b");
        await CommitAsync(changes =>
        {
            for (var n = 1; n <= 100; n++) Charge(changes, customers[0], n, Rows.Noon, 1, feature: n % 2 + 1);
            for (var n = 1; n <= 99; n++) Charge(changes, customers[1], n, Rows.Noon, 1, feature: n % 2 + 1);
        });
        var wanted = Wanting(customers, mostEvents: 198);
        wanted.Spends.UnionWith(customers.Select(KeyOf));

        var loaded = await LoadAsync(wanted);

        Assert.Equal([customers[0]], loaded.Unsummed);
        Assert.Equal(new Amount(99), Assert.Single(loaded.Spends).Spent);
    }

    [Fact]
    public async Task A_budget_that_is_deleted_is_not_read()
    {
        var customer = (await MakeAsync("a"))[0];
        Budget Row(string name, Instant? deletedAt) => new(
            customer, name, 5, "", Dollars, new Amount(1), Per.Day, [80], true, Rows.Noon, deletedAt);
        await CommitAsync(changes => changes.Budgets.AddRange([Row("a", Rows.Noon), Row("b", null)]));

        Assert.Equal("b", Assert.Single((await LoadAsync(Wanting([customer], terms: true))).Budgets).Name);
    }

    static SpendKey KeyOf(CustomerId customer) => new(customer, 7, Dollars, "", Rows.Noon, Evening, 0);

    // A charged event, and that its feature was ever charged.
    static void Charge(
        ChangeSet changes, CustomerId customer, long sequence, Instant at, long micros, int feature = 1,
        string name = "", string currency = "USD")
    {
        var (of, amount) = (Currency.Parse(currency), new Amount(micros));
        changes.Events.Add(Rows.Event(customer, sequence, at, feature: feature, scope: name) with
        {
            Charge = new Charge(of, amount, amount.ToExact(), []),
        });
        var key = CostKey.AllTime(customer, feature, of);
        if (changes.Costs.All(one => one.Key != key)) changes.Costs.Add(CostTotal.None(key));
    }

    async Task<Spend> SpendAsync(SpendKey key)
    {
        var wanted = Wanting([key.Customer]);
        wanted.Spends.Add(key);
        return Assert.Single((await LoadAsync(wanted)).Spends);
    }
}
