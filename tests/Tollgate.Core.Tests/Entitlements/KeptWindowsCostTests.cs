using NodaTime;
using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Tollgate.Core.Customers;
using Tollgate.Core.Entitlements;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Time;
using Tollgate.Testing;
using Xunit;

namespace Tollgate.Core.Tests.Entitlements;

/// <summary>
/// A change of a customer that has as much as it may have is decided within what others can wait: the lane does
/// nothing else meanwhile.
/// </summary>
public sealed class KeptWindowsCostTests
{
    static readonly Instant Now = Desk.Time("2026-01-15T12:00:00Z");
    static readonly CustomerId Id = new(1);
    static readonly TimeSpan Most = TimeSpan.FromMilliseconds(250);

    [Fact]
    public void With_four_hundred_boosts_each_on_a_feature_and_a_namespace_of_its_own()
    {
        var features = Enumerable.Range(1, 400)
            .Select(i => new Feature(i, $"f{i}", new FeatureDefinition("F", FeatureType.Metered)));
        var boosts = Enumerable.Range(1, 400).Select(i => new Boost(
            Id, i, i, BoostType.AddLimit, 5, "day", $"n{i}", Now, null, null, null, Hash.Empty, null, Now));

        var catalog = new Core.Catalog.Catalog(features, [], Settings.Default);
        Assert.InRange(TimeOf(catalog, [], [.. boosts]), TimeSpan.Zero, Most);
    }

    [Fact]
    public void With_a_plan_of_fifty_features_in_each_of_seven_hundred_namespaces()
    {
        var features = Enumerable.Range(1, 50)
            .Select(i => new Feature(i, $"f{i}", new FeatureDefinition("F", FeatureType.Metered)));
        SortedDictionary<string, PlanFeature> included = new(StringComparer.Ordinal);
        for (var i = 1; i <= 50; i++) included.Add($"f{i}", Desk.Limits((10, "cycle"), (5, "day")));
        var plan = new PlanVersion(
            100, "p", 1, new PlanDefinition("p", PlanKind.Base, false, CycleLength.Month, 0, true, included));
        var subscriptions = Enumerable.Range(1, 700).Select(i => new Subscription(
            Id, i, 100, true, $"n{i}", Now, null, null, Now, null, null, null, null, Hash.Empty, null, Now));

        var catalog = new Core.Catalog.Catalog(features, [plan], Settings.Default);
        Assert.InRange(TimeOf(catalog, [.. subscriptions], []), TimeSpan.Zero, Most);
    }

    static TimeSpan TimeOf(
        Core.Catalog.Catalog catalog, IReadOnlyList<Subscription> subscriptions, IReadOnlyList<Boost> boosts)
    {
        var profile = new Profile(Id, "acme", null, null, "UTC", "USD", false, null, null, null, Now, 0);
        var terms = new Terms(Id, 1, profile, subscriptions, boosts, Terms.NoNamespaces);
        var customer = new CustomerState(Head.New(Id), terms);
        // The quickest of a few: the machine may be busy with other things.
        var quickest = TimeSpan.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var took = ThreadTime.Of(() => KeptWindows.WithEpoch(
                customer, terms, catalog, profile with { TimeZone = "Europe/Berlin" }, Now));
            quickest = TimeSpan.FromTicks(Math.Min(quickest.Ticks, took.Ticks));
        }
        return quickest;
    }
}
