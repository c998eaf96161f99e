using Tollgate.Core.Verification;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class VerifyContract
{
    [Theory]
    [InlineData("UPDATE event SET paid = '' WHERE charge = 6000000", DivergenceKind.Chain, "event", "sequence 4")]
    [InlineData("UPDATE event SET paid = '' WHERE charge < 0", DivergenceKind.Chain, "event", "sequence 6")]
    [InlineData("UPDATE event SET charge = 5 WHERE charge = 6000000", DivergenceKind.Chain, "event", "sequence 4")]
    [InlineData("UPDATE cost SET charged = charged + 1", DivergenceKind.Cost, "cost", "mail USD")]
    [InlineData("UPDATE cost SET cost = '1'", DivergenceKind.Cost, "cost", "mail USD")]
    [InlineData("DELETE FROM cost", DivergenceKind.Cost, "cost", "mail USD")]
    public async Task A_charge_that_was_changed_by_hand_is_named(
        string sql, DivergenceKind kind, string table, string key)
    {
        await ChargeAsync();
        Assert.Null((await VerifyAsync()).Divergence);
        await place!.RunAsync(sql);

        var divergence = (await VerifyAsync()).Divergence!;

        Assert.Equal((kind, table), (divergence.Kind, divergence.Table));
        Assert.StartsWith(key, divergence.Key, StringComparison.Ordinal);
    }

    // A payer of 6 and of 4, of which 4 came back.
    async Task ChargeAsync()
    {
        await using var gate = await Trial.OpenAsync(place!.NewStore());
        await gate.ApplyAsync<Put<Feature>>(
            new PutFeature("mail", new FeatureDefinition("Mail", FeatureType.Metered)), Stop);
        SortedDictionary<string, PlanFeature> features = new()
        {
            ["mail"] = new(false, [new PlanLimit(0, "cycle")], OverageMode.Charge, null, false)
            {
                Price = new UnitPrice(Exact.Of(2)),
            },
        };
        await gate.ApplyAsync<Put<PlanVersion>>(
            new PutPlan("paid", new PlanDefinition("Paid", PlanKind.Base, false, CycleLength.Month, 0, true, features)),
            Stop);
        await gate.ApplyAsync<Put<Profile>>(new PutCustomer(Customer), Stop);
        await gate.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "paid"), Stop);
        var dollar = Currency.Parse("USD");
        await gate.SubmitAsync(
            new Request([new GrantCredit(Customer, dollar, Amount.Of(20), CreditKind.TopUp)]), Stop);
        await UseAsync(gate, new Use(Customer, "mail", 3, Id: "a"));
        await UseAsync(gate, new Use(Customer, "mail", 2, Id: "b"));
        await gate.ApplyAsync<Reversed>(new ReverseUse(Customer, "b"), Stop);
    }
}
