using Tollgate.Core.Pricing;
using Tollgate.Core.Tests.Wallets;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Pricing;

/// <summary>
/// Where a price turns, worked out by hand. Up to 5 calls cost 3 each, up to 10 cost 2 and more cost 1: by volume 5 are
/// 15, 6 are 12, 10 are 20 and 11 are 11.
/// </summary>
public sealed class PricePreviewTests
{
    const string Steps = "5:3 10:2 1";

    public static TheoryData<Rule> Rules => Rule.Table(
        new("fewer cost more, and more cost less", _ => Volume().Preview(6),
            "0+0+6 12 at 2 next 11:11@1 fewer 5:15 more 11:11"),
        new("a cliff two tiers away", _ => Volume().Preview(4), "0+0+4 12 at 3 next 6:12@2 more 11:11"),
        new("at the end of a tier", _ => Volume().Preview(10), "0+0+10 20 at 2 next 11:11@1 more 11:11"),
        new("in the last tier the dearest of all that are fewer is told", _ =>
            Volume().Preview(12), "0+0+12 12 at 1 fewer 10:20"),
        new("far beyond every cliff", _ => Volume().Preview(30), "0+0+30 30 at 1"),
        new("by request, of a request of its own", _ =>
            Volume(RatedBy.Request).Preview(6), "0+0+6 12 at 2 next 11:11@1 fewer 5:15 more 11:11"),
        new("what is included costs nothing and moves the steps", _ =>
            Volume(included: 2).Preview(8), "2+0+6 12 at 2 next 13:11@1 fewer 7:15 more 13:11"),
        new("what fits is not charged", _ => Volume(included: 9).Preview(8), "8+0+0 free"),
        new("by cycle, with what was charged before", desk =>
        {
            desk = Volume(RatedBy.Cycle);
            desk.Pay(4);
            return desk.Preview(3);
        }, "0+0+3 2 at 2 next 7:0@1 fewer 1:3 more 7:0 after 4 for 12"),
        new("a cycle that has just begun", desk =>
        {
            desk = Volume(RatedBy.Cycle);
            desk.Pay(4);
            return desk.At("2026-02-15T12:00:00Z").Preview(3);
        }, "0+0+3 9 at 3 next 6:12@2 after 0 for 0"),
        new("graduated prices have no cliff", _ =>
            Till.Charging(Till.Tiers(false, RatedBy.Event, Steps)).Preview(6), "0+0+6 17 at 2 next 11:26@1"),
        new("a unit price has no tiers", _ => Till.Charging(Till.Unit("0.5")).Preview(3), "0+0+3 1.5 at 0.5"),
        new("a package has no unit price", _ => Till.Charging(Till.Package(10, "5")).Preview(11), "0+0+11 10"),
        new("what properties say", _ => Till.Charging(new PropertyPrice("cost"))
            .Preview(1, properties: """{"cost":"1.25"}"""), "0+0+1 1.25"),
        new("what properties do not say is not known", _ => Till.Charging(new PropertyPrice("cost"))
            .Preview(1, properties: """{"cost":"x"}"""), "0+0+1 free"),
        new("no customer", desk => desk.Preview(1), "CustomerNotFound"),
        new("no feature", desk => desk.Customer().Preview(1, "none"), "FeatureNotFound"),
        new("a switch has no price", desk => desk.Customer().Preview(1, "sso"), "Invalid feature"),
        new("too precise a quantity", desk => desk.Customer().Preview(1.5m), "Invalid quantity"));

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_price_is_previewed(Rule rule) => rule.Holds();

    [Fact]
    public void A_preview_tells_what_the_use_is_then_charged()
    {
        foreach (var by in Enum.GetValues<RatedBy>())
        {
            var desk = Till.Charging(Till.Tiers(true, by, Steps), included: 3, credit: "1000");
            foreach (var quantity in new[] { 2m, 4, 1, 9, 6, 12, 1 })
            {
                var previewed = (Shown<PricePreview>)desk.Do(new PreviewPrice("acme", "calls", quantity));
                var used = (Decision)desk.Do(new Use("acme", "calls", quantity));
                Assert.Equal(used.Charge?.Amount, previewed.Value.Charge?.Amount);
                Assert.Equal((used.Included, used.Overage),
                    ((long)previewed.Value.Included, (long)previewed.Value.Overage));
            }
        }
    }

    static Desk Volume(RatedBy by = RatedBy.Event, decimal included = 0) =>
        Till.Charging(Till.Tiers(true, by, Steps), included, "1000");
}

/// <summary>Words for previews of prices.</summary>
static class Previews
{
    /// <summary>What is included, topped up and charged, what that costs, and what is beside it.</summary>
    public static string Preview(
        this Desk desk, decimal quantity, string feature = "calls", string? properties = null) =>
        desk.Do(new PreviewPrice("acme", feature, quantity, Properties: properties)) switch
        {
            Shown<PricePreview> shown => Show(shown.Value),
            Rejected { Code: Rejection.Invalid } rejected => $"Invalid {rejected.Errors[0].Field}",
            Rejected rejected => $"{rejected.Code}",
            var other => $"{other}",
        };

    static string Show(PricePreview one) =>
        $"{one.Included}+{one.TopUp}+{one.Overage} {(one.Charge is { } charge ? $"{charge.Amount}" : "free")}"
        + (one.UnitPrice is { } unit ? $" at {unit}" : "")
        + (one.NextTier is { } next ? $" next {Show(next.First)}@{next.UnitPrice}" : "")
        + (one.FewerForMore is { } fewer ? $" fewer {Show(fewer)}" : "")
        + (one.MoreForLess is { } more ? $" more {Show(more)}" : "")
        + (one.Cycle is { } cycle ? $" after {cycle.Units} for {cycle.Cost}" : "");

    static string Show(QuantityCharge one) => $"{one.Quantity}:{one.Charge}";
}
