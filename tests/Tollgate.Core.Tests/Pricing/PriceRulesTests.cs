using Tollgate.Core.Catalog;
using Tollgate.Core.Money;
using Tollgate.Core.Pricing;
using Xunit;

namespace Tollgate.Core.Tests.Pricing;

/// <summary>What a price of a plan has to be.</summary>
public sealed class PriceRulesTests
{
    const string Card = "llm";

    public static TheoryData<string, Price?, string> Prices => new()
    {
        { "A unit", new UnitPrice(E("0.0000000000000000000025")), "" },
        { "For nothing", new UnitPrice(E("0")), "" },
        { "Below 0", new UnitPrice(E("-0.01")), "amount:out_of_range" },
        { "At most 10^9", new UnitPrice(E("1000000000")), "" },
        { "Above it", new UnitPrice(E("1000000000.000000000001")), "amount:out_of_range" },
        { "None", null, ":required" },
        { "A unit by cycle", new UnitPrice(E("1")) { By = RatedBy.Cycle }, "by:not_allowed" },
        { "A package", new PackagePrice(12, E("5"), false) { By = RatedBy.Cycle }, "" },
        { "A part of twelve", new PackagePrice(12, E("5"), true), "size:out_of_range" },
        { "A part of a thousand", new PackagePrice(1000, E("5"), true), "" },
        { "Parts by cycle", new PackagePrice(1000, E("5"), true) { By = RatedBy.Request }, "by:not_allowed" },
        { "No size", new PackagePrice(0, E("-5"), false), "amount:out_of_range size:out_of_range" },
        { "Tiers", Tiered((5, 25), (20, 22), (null, 20)), "" },
        { "One tier", Tiered((null, 20)) with { By = RatedBy.Request }, "" },
        { "No tier", Tiered(), "tiers:required" },
        { "Not rising", Tiered((5, 25), (5, 22), (4, 22), (null, 20)),
            "tiers[1].up_to:out_of_range tiers[2].up_to:out_of_range" },
        { "From 0", Tiered((0, 25), (null, 20)), "tiers[0].up_to:out_of_range" },
        { "Without an end in between", Tiered((5, 1), (null, 1), (9, 1), (null, 1)), "tiers[1].up_to:required" },
        { "With an end", Tiered((5, 1), (9, 1)), "tiers[1].up_to:not_allowed" },
        { "A hundred tiers", Tiered([.. Rising(99), (null, 1)]), "" },
        { "More", Tiered([.. Rising(100), (null, 1)]), "tiers:too_many" },
        { "A property", new PropertyPrice("cost"), "" },
        { "Nameless", new PropertyPrice(""), "name:required" },
        { "By a card", new RateCardPrice(Card), "" },
        { "By a card in its currency", new RateCardPrice(Card) { Currency = Currency.Parse("USD") }, "" },
        { "By a card in another", new RateCardPrice(Card) { Currency = Currency.Parse("EUR") },
            "currency:not_allowed" },
        { "By an unknown card", new RateCardPrice("what"), "card:unknown_rate_card" },
        { "By no card", new RateCardPrice("a b"), "card:invalid_id" },
        { "Finer than the scale", new TieredPrice(true, [new Tier(E("0.5"), E("1")), new Tier(null, E("1"))]),
            "tiers[0].up_to:too_precise" },
    };

    [Theory]
    [MemberData(nameof(Prices), DisableDiscoveryEnumeration = true)]
    public void A_bad_price_is_named(string name, Price? price, string expected)
    {
        var charged = Desk.Limits((10, "day")) with { Overage = OverageMode.Charge, Price = price };
        Assert.Equal((name, expected), (name, Fields(charged, "calls")));
    }

    [Fact]
    public void A_price_needs_overage_charge()
    {
        var given = Desk.Limits((10, "day")) with { Price = new UnitPrice(E("1")) };
        Assert.Equal(":not_allowed", Fields(given, "calls"));
        Assert.Equal(":not_allowed", Fields(given with { Overage = OverageMode.Allow }, "calls"));
        Assert.Equal("", Fields(given with { Overage = OverageMode.Charge, OverageLimit = 5 }, "calls"));
    }

    [Fact]
    public void A_gauge_is_priced_by_the_unit_and_a_switch_not_at_all()
    {
        var given = Desk.Limits((10, "forever")) with { Overage = OverageMode.Charge, Price = new UnitPrice(E("1")) };
        Assert.Equal("", Fields(given, "seats"));
        Assert.Equal("model:not_allowed", Fields(given with { Price = new PackagePrice(5, E("1"), false) }, "seats"));
        Assert.Equal("features.sso:not_allowed", Fields(given with { Limits = [] }, "sso"));
    }

    [Fact]
    public void Equal_prices_make_no_other_version_and_equal_terms()
    {
        var desk = new Desk();
        Assert.Equal("1.0 1", $"{Put(desk, "1.0").Value.Version}.0 {Put(desk, "1").Value.Version}");
        Assert.Equal(2, Put(desk, "1.01").Value.Version);
        Assert.Equal(Tiered((5, 1), (null, 2)), Tiered((5, 1), (null, 2)));
        Assert.NotEqual(Tiered((5, 1), (null, 2)), Tiered((5, 1), (null, 3)));
        Assert.NotEqual(Tiered((5, 1), (null, 2)), Tiered((5, 1), (null, 2)) with { By = RatedBy.Cycle });
    }

    [Theory]
    [MemberData(nameof(Prices), DisableDiscoveryEnumeration = true)]
    public void What_is_stored_is_read_back(string name, Price? price, string expected)
    {
        if (price is null || expected.Length > 0) return;
        var stored = CoreJson.Write(new PlanDefinition(
            name, PlanKind.Base, false, Core.Time.CycleLength.Month, 0, true,
            new() { ["calls"] = Desk.Limits((1, "day")) with { Price = price } }));
        Assert.Equal(price, CoreJson.Read<PlanDefinition>(stored).Features["calls"].Price);
    }

    static Put<PlanVersion> Put(Desk desk, string amount)
    {
        var calls = Desk.Limits((10, "day")) with
        {
            Overage = OverageMode.Charge,
            Price = new TieredPrice(false, [new Tier(E(amount), E(amount)), new Tier(null, E(amount))]),
        };
        var tokens = calls with { Price = new UnitPrice(E(amount)) };
        return (Put<PlanVersion>)desk.Do(Plan(("tokens", tokens)));
    }

    // The bad fields below the price of a feature, as the command and the decision find them.
    static string Fields(PlanFeature given, string feature)
    {
        var desk = new Desk();
        desk.Do(new PutFeature("seats", new FeatureDefinition("Seats", FeatureType.Gauge)));
        desk.Do(new PutRateCard(Card, new RateCard(Currency.Parse("USD"), ["model"], [], null)));
        var plan = Plan((feature, given));
        var errors = new FieldErrors();
        plan.Validate(errors);
        var found = errors.All;
        if (found.Count == 0 && desk.Do(plan) is Rejected rejected) found = rejected.Errors;
        var price = $"features.{feature}.price";
        return string.Join(' ', found.Select(error =>
            $"{error.Field.Replace($"{price}.", "").Replace(price, "")}:{error.Code}"));
    }

    static PutPlan Plan((string Code, PlanFeature Given) feature) => new("priced", new PlanDefinition(
        "Priced", PlanKind.Base, false, Core.Time.CycleLength.Month, 0, true,
        new SortedDictionary<string, PlanFeature>(StringComparer.Ordinal) { [feature.Code] = feature.Given }));

    static (int? UpTo, int Amount)[] Rising(int count) =>
        [.. Enumerable.Range(1, count).Select(i => ((int?)i, 1))];

    static TieredPrice Tiered(params (int? UpTo, int Amount)[] tiers) => new(false, [.. tiers.Select(
        tier => new Tier(tier.UpTo is { } upTo ? Exact.Of(upTo) : null, Exact.Of(tier.Amount)))]);

    static Exact E(string text) => Exact.Parse(text);
}
