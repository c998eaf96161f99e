using NodaTime;
using Tollgate.Core.Catalog;
using Tollgate.Core.Customers;
using Tollgate.Core.Invoices;
using Tollgate.Core.ProviderEvents;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Time;
using Xunit;

namespace Tollgate.Core.Tests.ProviderEvents;

/// <summary>
/// A subscription on "pro" that the provider calls sub_1, after each word; on its left what the provider says, or what
/// is done here in capitals: its plan, its status, and what is to come by the day of January.
/// </summary>
public sealed class SubscriptionFollowerTests
{
    [Theory]
    [InlineData("active", "pro Active")]
    [InlineData("deleted", "pro Canceled")]
    [InlineData("cancel:20", "pro Active ends:20")]
    [InlineData("cancel:20 active", "pro Active")]
    [InlineData("cancel:20 cancel:25", "pro Active ends:25")]
    [InlineData("CANCEL:20 active", "pro Active ends:20")]
    [InlineData("cancel:20 CANCEL:25 active", "pro Active ends:25")]
    [InlineData("paused", "pro Paused")]
    [InlineData("paused active", "pro Active")]
    [InlineData("paused late active", "pro Active")]
    [InlineData("PAUSE active", "pro Paused")]
    [InlineData("on:max", "max Active")]
    [InlineData("on:max on:pro", "pro Active")]
    [InlineData("on:unheard", "pro Active")]
    [InlineData("next:20:max", "pro Active next:20:max")]
    [InlineData("next:20:max over", "pro Active")]
    [InlineData("NEXT:20:max over", "pro Active next:20:max")]
    [InlineData("next:20:mini on:max", "max Active next:20:mini")]
    [InlineData("on:max next:20:mini", "max Active next:20:mini")]
    [InlineData("OWE next:20:mini over PAY", "pro Active")]
    [InlineData("OWE next:20:mini PAY", "pro Active next:20:mini")]
    [InlineData("next:20:mini OWE over PAY", "pro Active")]
    [InlineData("deleted deleted", "pro Canceled")]
    [InlineData("CANCEL active", "SubscriptionEnded")]
    [InlineData("next:20:unheard", "Invalid")]
    public void It_follows_its_provider_and_keeps_what_was_done_here(string words, string expected)
    {
        var desk = new Desk().Customer();
        foreach (var (plan, price) in new[] { ("pro", 30), ("max", 90), ("mini", 10) })
        {
            desk.Do(new PutPlan(plan, new PlanDefinition(plan, PlanKind.Base, false, CycleLength.Month, 0, true, [])
            {
                Prices = [new PlanPrice(price, "USD", PricePer.Month)],
                Providers = new(StringComparer.Ordinal) { ["stripe"] = new ProviderPrices([$"price_{plan}"]) },
            }));
        }
        desk.Subscribe(new Subscribe("acme", "pro") { Providers = ProviderIds.None.With("stripe", "sub_1") });
        var last = "";
        foreach (var (word, i) in words.Split(' ').Select((word, i) => (word, i)))
            last = desk.Do(Command(desk, word, i)) is Rejected refused ? $"{refused.Code}" : Show(desk);
        Assert.Equal(expected, last);
    }

    [Fact]
    public void Only_the_subscription_that_is_linked_is_touched()
    {
        var desk = new Desk().Customer().Plan("pro", null);
        desk.Subscribe("pro");
        var told = new FollowSubscription("acme", "stripe", "sub_1", ProviderStanding.Ended);
        Assert.Equal(Rejection.SubscriptionNotFound, Assert.IsType<Rejected>(desk.Do(told)).Code);
        desk.Do(new LinkProvider("acme", "flutterwave", "sub_1", desk.Rows.Customer("acme")!.Subscriptions[0].Id));
        Assert.Equal(Rejection.SubscriptionNotFound, Assert.IsType<Rejected>(desk.Do(told)).Code);
        desk.Do(new LinkProvider("acme", "stripe", "sub_1", desk.Rows.Customer("acme")!.Subscriptions[0].Id));
        Assert.True(Assert.IsType<Put<Subscription>>(desk.Do(told)).Changed);
    }

    [Fact]
    public void One_that_ends_by_agreement_is_prolonged_to_the_end_of_the_period()
    {
        var desk = new Desk().Customer().Plan("pro", null);
        desk.Subscribe(new Subscribe("acme", "pro", EndsAt: Day(20))
        {
            Providers = ProviderIds.None.With("stripe", "sub_1"),
        });
        var told = new FollowSubscription("acme", "stripe", "sub_1", ProviderStanding.Active) { PeriodEnd = Day(30) };
        desk.Do(told with { PeriodEnd = Day(18) });
        Assert.Equal(Day(20), desk.Rows.Customer("acme")!.Subscriptions[0].EndsAt);
        desk.At("2026-01-22T00:00:00Z");
        desk.Do(told);
        Assert.Equal(Day(30), desk.Rows.Customer("acme")!.Subscriptions[0].EndsAt);
    }

    static Instant Day(int day) => Instant.FromUtc(2026, 1, day, 0, 0);

    static Command Command(Desk desk, string word, int i)
    {
        var parts = word.Split(':');
        var id = desk.Rows.Customer("acme")!.Subscriptions[0].Id;
        var at = parts.Length > 1 && int.TryParse(parts[1], out var day) ? Day(day) : (Instant?)null;
        var standing = parts[0] switch
        {
            "deleted" => ProviderStanding.Ended,
            "paused" => ProviderStanding.Paused,
            "late" => ProviderStanding.Other,
            _ => ProviderStanding.Active,
        };
        var told = new FollowSubscription("acme", "stripe", "sub_1", standing);
        return parts[0] switch
        {
            "CANCEL" => new CancelSubscription("acme", id, at is null ? CancelWhen.Now : CancelWhen.At, at),
            "PAUSE" => new PauseSubscription("acme", id),
            "NEXT" => new ChangeSubscription("acme", id, parts[2], null, CancelWhen.At, at),
            "OWE" => new FailInvoice("acme", "in_1", true, false, id),
            "PAY" => new PayInvoice("acme", "in_1"),
            "next" => Told(new FollowSchedule("acme", "stripe", "sub_1", "sched", $"price_{parts[2]}", at)),
            "over" => Told(new FollowSchedule("acme", "stripe", "sub_1", "sched", null, null)),
            "cancel" => Told(told with { CancelAt = at }),
            "on" => Told(told with { Price = $"price_{parts[1]}" }),
            _ => Told(told),
        };

        ApplyEvent Told(Command effect) => new(
            "acme", "stripe", $"evt_{i}", "type", desk.Now + Duration.FromSeconds(i), effect)
        {
            Object = effect is FollowSubscription one ? one.Name : ((FollowSchedule)effect).Name,
        };
    }

    static string Show(Desk desk)
    {
        var catalog = ((Shown<Account>)desk.Do(new ShowAccount())).Value.Catalog;
        var one = desk.Rows.Customer("acme")!.Subscriptions[0];
        var shown = $"{catalog.Plan(one.PlanAt(desk.Now)).Code} {one.StatusAt(desk.Now, catalog)}";
        if (one.CanceledAt > desk.Now) shown += $" ends:{one.CanceledAt.Value.InUtc().Day}";
        if (one.ChangeAt is { } at) shown += $" next:{at.InUtc().Day}:{catalog.Plan(one.NextPlan!.Value).Code}";
        return shown;
    }
}
