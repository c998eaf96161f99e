using NodaTime;
using Tollgate.Core.Catalog;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Subscriptions;

public sealed class SubscribeTests
{
    static readonly Instant Noon = Desk.Time("2026-01-15T12:00:00Z");
    static readonly Subscribe Dated = new(
        "acme", "pro", 1, Noon, Noon + Duration.FromDays(9), Noon + Duration.FromDays(2), Noon, "x", """{"a":1}""");

    public static TheoryData<string, Subscribe, bool> Contents { get; } = new()
    {
        { "a copy", Dated with { }, true },
        { "another external id", Dated with { ExternalId = "y" }, true },
        { "another plan", Dated with { Plan = "max" }, false },
        { "another version", Dated with { Version = 2 }, false },
        { "no version", Dated with { Version = null }, false },
        { "a start a microsecond on", Dated with { StartsAt = Noon + Duration.FromTicks(10) }, false },
        { "another end", Dated with { EndsAt = Noon + Duration.FromDays(8) }, false },
        { "another end of trial", Dated with { TrialEndsAt = null }, false },
        { "another anchor", Dated with { Anchor = Noon + Duration.FromDays(1) }, false },
        { "other metadata", Dated with { Metadata = null }, false },
    };

    [Theory]
    [MemberData(nameof(Contents), DisableDiscoveryEnumeration = true)]
    public void Content_is_everything_that_was_asked(string other, Subscribe command, bool isSame) =>
        Assert.True(Dated.Content == command.Content == isSame, other);

    [Fact]
    public void A_customer_has_a_thousand_subscriptions_at_the_most_at_once()
    {
        var desk = new Desk().Customer().Plan("pack", Desk.Unlimited, PlanKind.AddOn, stackable: true);
        for (var n = 0; n < SubscriptionDecider.MostAtOnce; n++) desk.Subscribe("pack");

        Assert.Equal("rejected TooManySubscriptions", desk.Subscribe("pack"));
        desk.Cancel(5);
        Assert.StartsWith("created", desk.Subscribe("pack"));
    }

    [Fact]
    public void The_sum_of_all_limits_is_one_that_a_counter_holds() =>
        Assert.True(SubscriptionDecider.MostEver * Quantities.Most <= Counter.Most);

    [Fact]
    public void A_subscription_may_be_dated() =>
        Assert.Equal("created 2", new Desk().Customer().Plan("pro", Desk.Unlimited).Subscribe(Dated));
}
