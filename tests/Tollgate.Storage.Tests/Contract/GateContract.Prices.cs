namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task Prices_of_plans_and_overrides_and_rate_cards_are_still_there_after_a_restart()
    {
        await MakeCustomerAsync(limit: 5);
        var card = new RateCard(Currency.Parse("USD"), ["model"], [Rate("large", "2.50")], null);
        await First.ApplyAsync<Put<RateCardVersion>>(new PutRateCard("llm", card));
        await First.ApplyAsync<Put<RateCardVersion>>(
            new PutRateCard("llm", card with { Rates = [Rate("large", "3"), Rate("small", "0.05")] }));
        var carded = new RateCardPrice("llm") { Currency = Currency.Parse("USD") };
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan("charged", new PlanDefinition(
            "Charged", PlanKind.Base, false, CycleLength.Month, 0, true, Charged(carded))
        {
            Credit = [new PlanCredit(Amount.Of(10), Currency.Parse("USD"), CreditPer.Cycle, Amount.Zero)],
        }));
        var tiers = new TieredPrice(true, [new Tier(Exact.Of(5), Exact.Parse("0.25")), new Tier(null, Exact.Zero)])
        {
            By = RatedBy.Cycle,
        };
        await First.ApplyAsync<Put<Subscription>>(
            new Subscribe(Customer, "charged") { Overrides = Overrides.Of(Charged(tiers)) });
        await First.ApplyAsync<Put<Settings>>(new PutSettings(new SettingsChange
        {
            WithdrawalMethods = WithdrawalMethods.Of(
                new Dictionary<string, WithdrawalMethod> { ["bank"] = new(Amount.Of(10), new Amount(1)) }),
            ReceiptFeePercent = Exact.Parse("2.50"),
        }));
        await ReopenAsync();

        var catalog = (await First.ShowAsync<Account>(new ShowAccount())).Catalog;
        var latest = catalog.RateCardVersion("llm")!;
        Assert.Equal((2, 1), (latest.Version, catalog.RateCards.Count()));
        Assert.Equal(Exact.Parse("0.00045"), latest.Card.Cost(_ => "small", _ => Exact.Of(9_000)));
        var plan = catalog.Plan("charged")!;
        Assert.Equal(carded, plan.Allowances.Values.Single().Overage.Price);
        Assert.Equal(Amount.Zero, plan.Definition.Credit!.Single().RolloverCap);
        var shown = await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer));
        Assert.Equal(tiers, shown.Terms.Subscriptions[^1].Overrides.Stated.Features[Feature].Price);
        var settings = catalog.Settings;
        Assert.Equal(new Amount(1), settings.WithdrawalMethods.Find("bank")!.FeeAmount);
        Assert.Equal("2.5", settings.ReceiptFeePercent.ToString());

        var again = new PutRateCard("llm", card);
        Assert.Equal(3, (await First.ApplyAsync<Put<RateCardVersion>>(again)).Value.Version);
    }

    static SortedDictionary<string, PlanFeature> Charged(Price price) => new(StringComparer.Ordinal)
    {
        [Feature] = new(false, [new PlanLimit(5, "forever")], OverageMode.Charge, null, false) { Price = price },
    };

    static CardRate Rate(string model, string amount) => new(
        new Dictionary<string, string> { ["model"] = model },
        [new QuantityPrice("tokens", Exact.Parse(amount), 1_000_000)]);
}
