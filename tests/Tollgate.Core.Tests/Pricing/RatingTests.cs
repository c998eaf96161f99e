using FsCheck;
using FsCheck.Fluent;
using Tollgate.Core.Money;
using Tollgate.Core.Pricing;
using Xunit;

namespace Tollgate.Core.Tests.Pricing;

public sealed class RatingTests
{
    static readonly Price Unit = new UnitPrice(E("25"));
    static readonly Price Begun = new PackagePrice(1000, E("5"), Prorated: false);
    static readonly Price Prorated = new PackagePrice(1000, E("5"), Prorated: true);
    static readonly Price Dozens = new PackagePrice(12, E("3"), Prorated: false);

    static readonly IReadOnlyList<Tier> Steps =
        [new Tier(E("5000"), E("25")), new Tier(E("20000"), E("22")), new Tier(null, E("20.5"))];

    static readonly Price Graduated = new TieredPrice(false, Steps);
    static readonly Price Volume = new TieredPrice(true, Steps);

    public static TheoryData<Price, string, string> Costs => new()
    {
        { Unit, "0", "0" },
        { Unit, "2", "50" },
        { Unit, "0.5", "12.5" },
        { Begun, "0", "0" },
        { Begun, "1", "5" },
        { Begun, "1000", "5" },
        { Begun, "1000.001", "10" },
        { Dozens, "13", "6" },
        { Prorated, "1", "0.005" },
        { Prorated, "1500", "7.5" },
        { Graduated, "0", "0" },
        { Graduated, "5000", "125000" },
        { Graduated, "5001", "125022" },
        { Graduated, "20001", "455020.5" },
        { Volume, "0", "0" },
        { Volume, "5000", "125000" },
        { Volume, "5001", "110022" },
        { Volume, "20001", "410020.5" },
    };

    [Theory]
    [MemberData(nameof(Costs))]
    public void A_total_costs(Price price, string units, string expected) =>
        Assert.Equal(expected, Rating.Cost(price, E(units)).ToString());

    [Fact]
    public void No_order_of_parts_changes_what_a_graduated_total_costs() => Check.One(
        Config.QuickThrowOnFailure, Prop.ForAll<PositiveInt[]>(parts =>
    {
        var (charged, so) = (Exact.Zero, Exact.Zero);
        foreach (var part in parts)
        {
            var before = Rating.Cost(Graduated, so);
            so += Exact.Of(part.Get);
            charged += Rating.Cost(Graduated, so) - before;
        }
        Assert.Equal(Rating.Cost(Graduated, so), charged);
    }));

    [Fact]
    public void A_price_of_properties_rates_no_units() =>
        Assert.Throws<ArgumentException>(() => Rating.Cost(new PropertyPrice("cost"), E("1")));

    static Exact E(string text) => Exact.Parse(text);
}
