using NodaTime;
using Tollgate.Core.Catalog;
using Tollgate.Core.Customers;
using Tollgate.Core.Due;
using Tollgate.Core.Money;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Tests.Wallets;
using Tollgate.Core.Time;
using Xunit;

namespace Tollgate.Core.Tests.Long;

/// <summary>Credit that plans include and carry over, looked at whenever it is due, and once.</summary>
public sealed class CarriedCreditTests
{
    [Theory]
    [InlineData("2026-03-08T20:09:00Z", "period_end", "UTC", "")]
    [InlineData("2026-03-08T20:09:00Z", "2026-03-11T00:00:00Z", "UTC", "")]
    [InlineData("2026-03-08T20:09:00Z", "2026-03-20T00:00:00Z", "UTC", "")]
    [InlineData("2026-03-08T20:09:00Z", "now", "UTC", "Europe/Berlin")]
    [InlineData("2026-03-08T20:09:00Z", "now", "UTC", "America/New_York")]
    [InlineData("2026-03-08T20:09:00Z", "now", "UTC", "Pacific/Apia")]
    [InlineData("2026-03-08T20:09:00Z", "now", "Pacific/Apia", "UTC")]
    public void What_is_carried_over_does_not_depend_on_who_looks(string changed, string when, string zone, string then)
    {
        var (often, once) = (Begin(zone), Begin(zone));
        foreach (var (desk, looks) in new[] { (often, true), (once, false) })
        {
            Look(desk, looks, changed);
            var id = desk.Rows.Customer("acme")!.Subscriptions[0].Id;
            desk.Do(when switch
            {
                "now" => new ChangeSubscription("acme", id, "max"),
                "period_end" => new ChangeSubscription("acme", id, "max", null, CancelWhen.PeriodEnd),
                _ => new ChangeSubscription("acme", id, "max", null, CancelWhen.At, Desk.Time(when)),
            });
            if (then.Length > 0)
            {
                Look(desk, looks, "2026-03-10T00:00:00Z");
                desk.Do(new PutCustomer("acme", TimeZone: then));
            }
            Look(desk, looks, "2026-04-25T00:00:00Z");
        }

        Assert.Equal(often.Ledger(), once.Ledger());
    }

    /// <summary>On the free plan what was left expires on 17 March; the dear plan begins two days after that.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_had_expired_before_a_plan_begins_is_not_carried_into_it_whoever_looks(bool looks)
    {
        var desk = Begin("UTC");
        desk.Do(new PutPlan("free", Plan(0, null) with { Credit = null }));
        var id = desk.Rows.Customer("acme")!.Subscriptions[0].Id;
        Look(desk, looks, "2026-03-08T00:00:00Z");
        desk.Do(new ChangeSubscription("acme", id, "free"));
        desk.Do(new ChangeSubscription("acme", id, "max", null, CancelWhen.At, Desk.Time("2026-03-19T00:00:00Z")));
        Look(desk, looks, "2026-03-22T00:00:00Z");

        Assert.Equal("Grant 5 5, Expiry -5 0, Grant 5 5, Expiry -5 0, Grant 20 20", desk.Ledger());
    }

    /// <summary>
    /// In the new zone the cycle of the namespace turns an hour after the credit of the old one expires.
    /// </summary>
    [Fact]
    public void What_is_carried_over_after_the_zone_has_changed_does_not_depend_on_who_looks()
    {
        var (often, once) = (Begin(null), Begin(null));
        foreach (var (desk, looks) in new[] { (often, true), (once, false) })
        {
            desk.Customer("America/New_York").Namespace("site").At("2026-03-17T22:08:00Z").SubscribeIn("site", "max");
            Look(desk, looks, "2026-04-01T00:00:00Z");
            desk.Do(new PutCustomer("acme", TimeZone: "Pacific/Apia"));
            desk.Do(new PutCustomer("acme", TimeZone: "Australia/Lord_Howe"));
            Look(desk, looks, "2026-06-25T00:00:00Z");
        }

        Assert.Equal(often.Ledger(), once.Ledger());
    }

    static void Look(Desk desk, bool looks, string until)
    {
        var end = Desk.Time(until);
        while (looks && desk.Rows.Customer("acme")!.Head.DueAt is { } due && due <= end)
        {
            desk.At(Instant.Max(due, desk.Now).ToString("uuuu-MM-dd'T'HH:mm:ss.FFFFFFFFF'Z'", null));
            desk.Do(new SettleDue("acme"));
        }
        desk.At(until).Do(new SettleDue("acme"));
    }

    static Desk Begin(string? zone)
    {
        var desk = new Desk();
        desk.Do(new PutPlan("pro", Plan(5, null)));
        desk.Do(new PutPlan("max", Plan(20, 10)));
        if (zone is null) return desk;
        desk.Customer(zone).At("2026-01-17T22:08:00Z").Subscribe("pro");
        return desk;
    }

    static PlanDefinition Plan(int credit, int? cap) => new(
        "plan", PlanKind.Base, false, CycleLength.Month, 0, true, new(StringComparer.Ordinal))
    {
        Credit =
        [
            new PlanCredit(Amount.Of(credit), Till.Usd, CreditPer.Cycle, cap is { } most ? Amount.Of(most) : null),
        ],
    };
}
