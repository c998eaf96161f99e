using System.Collections.Immutable;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class VerifyContract
{
    [Theory]
    [InlineData("budget SET amount = amount + 1 WHERE name = 'open'", "name open", "amount")]
    [InlineData("budget SET per = 'day' WHERE name = 'open'", "name open", "per")]
    [InlineData("budget SET currency = 'EUR' WHERE name = 'open'", "name open", "currency")]
    [InlineData("budget SET namespace = 'east' WHERE name = 'open'", "name open", "namespace")]
    [InlineData("budget SET warn_at = '50' WHERE name = 'open'", "name open", "warn_at")]
    [InlineData("budget SET denies = NOT denies WHERE name = 'open'", "name open", "at_limit")]
    [InlineData("budget SET id = id + 1 WHERE name = 'open'", "name open", "id")]
    [InlineData("budget SET created_at = deleted_at WHERE name = 'gone'", "name gone", "created_at")]
    [InlineData("budget SET deleted_at = NULL WHERE name = 'gone'", "name gone", "deleted_at")]
    [InlineData("budget SET name = 'foreign' WHERE name = 'gone'", "name foreign", "row")]
    [InlineData("spend SET spent = spent + 1", "budget", "spent")]
    [InlineData("spend SET held = held + 1", "budget", "held")]
    [InlineData("cost SET units = '1' WHERE units <> '0'", "tiers USD", "units")]
    [InlineData("cost SET cost = '1' WHERE units <> '0'", "tiers USD", "cost")]
    [InlineData("cost SET charged = 1 WHERE units <> '0'", "tiers USD", "charged")]
    [InlineData("payment_return SET grant_id = grant_id + 1", "payment pay", "grant")]
    [InlineData("payment_return SET collected = collected + 1", "payment pay", "collected")]
    [InlineData("payment_return SET refunded = refunded - 1", "payment pay", "refunded")]
    [InlineData("payment_return SET disputes = '[]'", "payment pay", "disputes")]
    [InlineData("payment_return SET currency = 'EUR'", "payment pay", "currency")]
    [InlineData("payment_return SET taken = ''", "payment pay", "taken")]
    [InlineData("payment_return SET payment = 'gift'", "payment gift", "row")]
    [InlineData("reconciliation SET posted = posted + 1", "key", "posted")]
    [InlineData("reconciliation SET sequence = sequence - 1", "key", "sequence")]
    [InlineData("accrual SET level = level + 1", "seats", "level")]
    public async Task What_follows_from_charges_and_was_changed_by_hand_is_named(
        string sql, string key, string field)
    {
        await ReckonAsync();
        await place!.RunAsync($"UPDATE {sql}");

        await AssertNamedAsync(sql.Split(' ')[0], key, field);
    }

    [Theory]
    [InlineData("DELETE FROM budget WHERE name = 'open'", "budget", "name open")]
    [InlineData("DELETE FROM cost WHERE units <> '0'", "cost", "tiers USD")]
    [InlineData("DELETE FROM payment_return", "payment_return", "payment pay")]
    [InlineData("DELETE FROM reconciliation", "reconciliation", "key")]
    [InlineData(
        "INSERT INTO cost (customer_id, feature_id, currency, scope, starts_at, cost, charged, units, price) SELECT "
        + "customer_id, feature_id, 'EUR', scope, starts_at, cost, charged, units, price FROM cost "
        + "WHERE units <> '0'", "cost", "tiers EUR")]
    [InlineData(
        "INSERT INTO budget (customer_id, name, id, namespace, currency, amount, per, warn_at, denies, created_at) "
        + "SELECT customer_id, 'more', id, namespace, currency, amount, per, warn_at, denies, created_at FROM budget "
        + "WHERE name = 'open'", "budget", "name more")]
    public async Task What_follows_from_charges_and_was_added_or_taken_away_by_hand_is_named(
        string sql, string table, string key)
    {
        await ReckonAsync();
        await place!.RunAsync(sql);

        await AssertNamedAsync(table, key, "");
    }

    // Budgets, totals of a cycle, what a payer got back, a reconciliation and a gauge; nothing of it is wrong.
    async Task ReckonAsync()
    {
        await ChargeAsync();
        await using var gate = await Trial.OpenAsync(place!.NewStore());
        await gate.ApplyAsync<Put<Feature>>(
            new PutFeature("tiers", new FeatureDefinition("Tiers", FeatureType.Metered)), Stop);
        await gate.ApplyAsync<Put<Feature>>(
            new PutFeature("seats", new FeatureDefinition("Seats", FeatureType.Gauge)), Stop);
        SortedDictionary<string, PlanFeature> features = new()
        {
            ["seats"] = Limits(("forever", 50)),
            ["tiers"] = new(false, [new PlanLimit(0, "cycle")], OverageMode.Charge, null, false)
            {
                Price = new TieredPrice(false, [new(Exact.Of(2), Exact.Of(3)), new(null, Exact.Of(1))])
                {
                    By = RatedBy.Cycle,
                },
            },
        };
        await gate.ApplyAsync<Put<PlanVersion>>(
            new PutPlan("more", new PlanDefinition(
                "More", PlanKind.AddOn, false, CycleLength.Month, 0, true, features)), Stop);
        await gate.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "more"), Stop);
        foreach (var name in new[] { "gone", "open" })
            await SubmitAsync(gate, new PutBudget(Customer, name, Usd, Amount.Of(500), Per.Parse("month"), false));
        await SubmitAsync(gate, new PutBudget(Customer, "open", Usd, Amount.Of(600), Per.Parse("month"), false));
        await SubmitAsync(gate, new DeleteBudget(Customer, "gone"));
        await SubmitAsync(gate, new GrantCredit(Customer, Usd, Amount.Of(50), CreditKind.TopUp, ExternalId: "pay"));
        foreach (var id in new[] { "t1", "t2", "t3" }) await UseAsync(gate, new Use(Customer, "tiers", 2, Id: id));
        await gate.ApplyAsync<Reversed>(new ReverseUse(Customer, "t1"), Stop);
        await UseAsync(gate, new Use(Customer, "mail", 1, Id: "held") { HoldFor = Duration.FromHours(1) });
        await UseAsync(gate, new Use(Customer, "seats", 4));
        var dispute = new Dispute("d1", Amount.Of(2), DisputeState.Open);
        await SubmitAsync(gate, new ReturnPayment(Customer, Usd, "pay", Amount.Of(5), dispute));
        var won = dispute with { State = DisputeState.Won };
        await SubmitAsync(gate, new ReturnPayment(Customer, Usd, "pay", null, won));
        var now = (await gate.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer), Stop)).Now;
        var match = new ChargeMatch("mail", null, ImmutableSortedDictionary<string, string>.Empty);
        await SubmitAsync(gate, new Reconcile(
            Customer, Usd, now - Duration.FromDays(2), now - Duration.FromDays(1),
            [new StatedTotal(match, Amount.Of(4))], false));
        Assert.Null((await VerifyAsync()).Divergence);
    }
}
