using System.Globalization;
using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Tollgate.Core.Entitlements;
using Tollgate.Core.Subscriptions;
using Xunit;

namespace Tollgate.Core.Tests.Subscriptions;

public sealed class PreviewTests
{
    static readonly PlanFeature Ten = Desk.Limits((10, "cycle"));
    static readonly PlanFeature Fifty = Desk.Limits((50, "cycle"));

    public static TheoryData<Rule> Features { get; } = Rule.Table(
        new("Now, the new limit has what was used", desk =>
        {
            desk.On(Ten).Plan("max", Fifty).Use(4);
            return Preview(desk, "max");
        }, "max active 2026-01-15T12:00:00Z: calls Changed 4/10 > 4/50"),
        new("At the end of the period its window is empty", desk =>
        {
            desk.On(Ten).Plan("max", Fifty).Use(4);
            return Preview(desk, "max", CancelWhen.PeriodEnd);
        }, "max active 2026-02-15T12:00:00Z: calls Changed 4/10 > 0/50"),
        new("A new anchor begins another window now", desk =>
        {
            desk.On(Ten).Plan("max", Fifty).Use(4);
            return Preview(desk.At("2026-01-16T00:00:00Z"), "max", anchor: "2026-01-16T00:00:00Z");
        }, "max active 2026-01-16T00:00:00Z: calls Changed 4/10 > 0/50"),
        new("What is for ever is used for ever", desk =>
        {
            desk.On((10, "forever")).Plan("max", Desk.Limits((3, "forever"))).Use(4);
            return Preview(desk, "max", CancelWhen.PeriodEnd);
        }, "max active 2026-02-15T12:00:00Z: calls Changed 4/10 > 4/3"),
        new("A window that was not counted is computed", desk =>
        {
            desk.On(Ten).Plan("max", Desk.Limits((20, "month"), (9, "PT5H"))).Use(4);
            return Preview(desk, "max");
        }, "max active 2026-01-15T12:00:00Z: calls Changed 4/10 > 4/20,4/9"),
        new("Also where it was counted once, and uses came since that it lacks", desk =>
        {
            desk.On((10, "month")).Plan("pro", Ten).Plan("max", Desk.Limits((20, "month"))).Use(4);
            desk.Do(new ChangeSubscription("acme", 2, "pro"));
            desk.Use(3);
            return Preview(desk, "max");
        }, "max active 2026-01-15T12:00:00Z: calls Changed 7/10 > 7/20"),
        new("What the other plan has not, goes, and what only it has, comes", desk =>
        {
            desk.Customer().Plan("pro", Ten).Plan("max", null, sso: true).Subscribe("pro");
            return Preview(desk, "max");
        }, "max active 2026-01-15T12:00:00Z: calls Removed 0/10 > none; sso Added none > on"),
        new("What both have alike is kept", desk =>
        {
            desk.Customer().Plan("pro", Ten, sso: true).Plan("max", Ten, sso: true).Subscribe("pro");
            return Preview(desk, "max");
        }, "max active 2026-01-15T12:00:00Z: calls Kept 0/10 > 0/10; sso Kept on > on"),
        new("Add-ons and boosts stay, and are in both", desk =>
        {
            desk.On(Ten).Plan("max", Fifty).Plan("pack", Desk.Limits((5, "cycle")), PlanKind.AddOn).Subscribe("pack");
            desk.Boost(BoostType.AddLimit, 100, until: "2026-02-01T00:00:00Z");
            return $"{Preview(desk, "max")} | {Preview(desk, "max", CancelWhen.PeriodEnd)}";
        }, "max active 2026-01-15T12:00:00Z: calls Changed 0/115 > 0/155"
            + " | max active 2026-02-15T12:00:00Z: calls Changed 0/115 > 0/55"),
        new("What is overridden is left behind, or stated", desk =>
        {
            desk.Customer().Plan("pro", Ten).Plan("max", Fifty);
            desk.Subscribe(new Subscribe("acme", "pro") { Overrides = Of(Desk.Limits((30, "cycle"))) });
            return $"{Preview(desk, "max")} | {Preview(desk, "max", calls: Desk.Limits((70, "cycle")))}";
        }, "max active 2026-01-15T12:00:00Z: calls Changed 0/30 > 0/50"
            + " | max active 2026-01-15T12:00:00Z: calls Changed 0/30 > 0/70"),
        new("Overage alone is a change", desk =>
        {
            desk.On(Ten).Plan("max", Ten with { Overage = OverageMode.Allow });
            return Preview(desk, "max");
        }, "max active 2026-01-15T12:00:00Z: calls Changed 0/10 > 0/10"),
        new("That of a namespace's plan is seen from there", desk =>
        {
            desk.On(Ten).Namespace("site").Plan("max", Fifty).SubscribeIn("site", "pro");
            desk.UseIn("site", 2);
            return Preview(desk, "max", id: 4);
        }, "max active 2026-01-15T12:00:00Z: calls Changed 2/10 > 2/50"),
        new("One that is over by then never comes", desk =>
        {
            desk.On(Ten).Plan("max", Fifty).Cancel(2, CancelWhen.PeriodEnd);
            return Preview(desk, "max", CancelWhen.PeriodEnd);
        }, "pro canceled never: calls Removed 0/10 > none"),
        new("A trial goes on", desk =>
        {
            desk.Customer().Plan("pro", Ten, trialDays: 14, price: 9).Plan("max", Fifty, price: 20).Subscribe("pro");
            return Preview(desk, "max");
        }, "max trialing 2026-01-15T12:00:00Z: calls Changed 0/10 > 0/50"));

    public static TheoryData<Rule> Refusals { get; } = Rule.Table(
        new("A plan that is unknown", desk => Preview(desk.On(Ten), "none"), "rejected Invalid plan:unknown_plan"),
        new("A subscription that is unknown", desk => Preview(desk.On(Ten), "pro", id: 9),
            "rejected SubscriptionNotFound"),
        new("A customer that is unknown", desk => Preview(desk, "pro"), "rejected SubscriptionNotFound"),
        new("One that is over", desk => { desk.On(Ten).Cancel(2); return Preview(desk, "pro"); },
            "rejected SubscriptionEnded"),
        new("A time that is past", desk => Preview(desk.On(Ten), "pro", CancelWhen.At, at: "2026-01-01T00:00:00Z"),
            "rejected Invalid at:out_of_range"));

    public static TheoryData<Rule> Prices { get; } = Rule.Table(
        new("Half the period is half of both", desk => Prorated(desk, 10, 30, "2026-02-15T00:00:00Z"),
            "USD Month 5.00 15.00 10.00"),
        new("To less, something is given back", desk => Prorated(desk, 30, 10, "2026-02-15T00:00:00Z"),
            "USD Month 15.00 5.00 -10.00"),
        new("A day of 28, half up", desk => Prorated(desk, 10, 30, "2026-02-02T00:00:00Z"),
            "USD Month 9.64 28.93 19.29"),
        new("Exactly a half goes up", desk => Prorated(desk, 0.01m, 0.03m, "2026-02-15T00:00:00Z"),
            "USD Month 0.01 0.02 0.01"),
        new("Just under it goes down", desk => Prorated(desk, 0.01m, 0.03m, "2026-02-15T00:00:00.000001Z"),
            "USD Month 0.00 0.01 0.01"),
        new("At the end of the period nothing is left of the old price",
            desk => Prorated(desk, 10, 30, "2026-02-20T00:00:00Z", CancelWhen.PeriodEnd), "USD Month 0.00 30.00 30.00"),
        new("With a new anchor the new price is due whole",
            desk => Prorated(desk, 10, 30, "2026-02-15T00:00:00Z", anchor: true), "USD Month 5.00 30.00 25.00"),
        new("From a plan without a price nothing is left", desk => Prorated(desk, 0, 30, "2026-02-15T00:00:00Z"),
            "USD Month 0.00 15.00 15.00"),
        new("To one, nothing is due", desk => Prorated(desk, 10, 0, "2026-02-15T00:00:00Z"),
            "USD Month 5.00 0.00 -5.00"),
        new("Seats multiply it before it is rounded",
            desk => Prorated(desk, 0.01m, 0.03m, "2026-02-15T00:00:00Z", seats: 101), "USD Month 0.51 1.52 1.01"),
        new("Within a trial nothing was paid", desk => Prorated(desk, 10, 30, "2026-02-15T00:00:00Z", trialDays: 14),
            ""),
        new("Nor after one that was not paid", desk => Prorated(desk, 10, 30, "2026-02-15T00:00:00Z", trialDays: 7),
            ""),
        new("On the plan it is on nothing is due",
            desk => Prorated(desk, 10, 10, "2026-02-15T00:00:00Z", to: "pro"), ""),
        new("In the zone of the customer a day that lacks an hour counts what it has",
            desk => Prorated(desk, 743, 743, "2026-03-29T12:00:00Z", zone: "Europe/Berlin", from: "2026-03-01"),
            "USD Month 58.00 58.00 0.00"),
        new("An add-on's period is that of the base", desk =>
        {
            desk.At("2026-02-01T00:00:00Z").On(Ten);
            Priced(desk, "pack", PlanKind.AddOn, (10, "USD", PricePer.Month));
            Priced(desk, "heap", PlanKind.AddOn, (30, "USD", PricePer.Month));
            desk.At("2026-02-08T00:00:00Z").Subscribe("pack");
            return Prorated(desk.At("2026-02-15T00:00:00Z"), new ChangeSubscription("acme", 3, "heap"));
        }, "USD Month 5.00 15.00 10.00"),
        new("Only prices of one currency and period meet", desk =>
        {
            Priced(
                desk, "pro", (10, "EUR", PricePer.Month), (100, "USD", PricePer.Year), (1000, "JPY", PricePer.Month));
            Priced(
                desk, "max", (20, "USD", PricePer.Month), (365, "USD", PricePer.Year), (3001, "JPY", PricePer.Month));
            return Prorated(desk, "2026-02-15T00:00:00Z", "max");
        }, "JPY Month 500 1501 1001, USD Year 96.16 351.00 254.84"));

    [Theory, MemberData(nameof(Features))]
    public void What_becomes_of_features(Rule rule) => rule.Holds();

    [Theory, MemberData(nameof(Refusals))]
    public void What_a_change_refuses_its_preview_refuses(Rule rule) => rule.Holds();

    [Theory, MemberData(nameof(Prices))]
    public void What_prices_come_to(Rule rule) => rule.Holds();

    [Fact]
    public void It_changes_nothing_and_says_what_the_change_then_does()
    {
        var desk = new Desk().On(Ten).Plan("max", Desk.Limits((20, "month")), sso: true);
        desk.Use(4);
        var rows = desk.Rows.Customer("acme")!;
        var (head, before) = (rows.Head, rows.Subscriptions[0]);

        var shown = Shown(desk, new ChangeSubscription("acme", 2, "max"));
        Assert.Equal((head, before), (rows.Head, rows.Subscriptions[0]));
        Assert.Equal("5/10", desk.Divide(1).Split(' ')[1]);

        var put = (Put<Subscription>)desk.Do(new ChangeSubscription("acme", 2, "max"));
        Assert.Equal(put.Value, shown.Subscription);
        Assert.Equal("6/20", desk.Divide(1).Split(' ')[1]);
        Assert.Equal("", desk.WrongCounters());
    }

    static string Preview(
        Desk desk, string plan, CancelWhen when = CancelWhen.Now, string? anchor = null, string? at = null,
        PlanFeature? calls = null, long id = 2)
    {
        var outcome = desk.Do(new PreviewChange(new ChangeSubscription(
            "acme", id, plan, null, when, at is null ? null : Desk.Time(at), anchor is null ? null : Desk.Time(anchor))
        {
            Overrides = calls is null ? null : Of(calls),
        }));
        if (outcome is not Shown<ChangePreview> { Value: var preview }) return Desk.Show(outcome);
        var (after, catalog) = (preview.Subscription, desk.Rows.Catalog);
        var status = after.StatusAt(preview.After.Now, catalog).ToString().ToLowerInvariant();
        var takes = preview.TakesEffect
            ? NodaTime.Text.InstantPattern.ExtendedIso.Format(preview.After.Now) : "never";
        var lines = preview.Lines.Select(
            line => $"{line.Before.Feature.Code} {line.Effect} {Text(line.Before)} > {Text(line.After)}");
        return $"{catalog.Plan(after.PlanAt(preview.After.Now)).Code} {status} {takes}: {string.Join("; ", lines)}";
    }

    static string Text(EntitlementLine line)
    {
        if (line.Standing != Standing.Included) return "none";
        if (line.Limits.Count == 0) return "on";
        return string.Join(',', line.Limits.Select(limit => $"{limit.Figures.Used}/{limit.Figures.Limit}"));
    }

    static ChangePreview Shown(Desk desk, ChangeSubscription change) =>
        ((Shown<ChangePreview>)desk.Do(new PreviewChange(change))).Value;

    static Overrides Of(PlanFeature calls) => Overrides.Of([new("calls", calls)]);

    // From the first of February, 28 days long, unless said otherwise.
    static string Prorated(
        Desk desk, decimal old, decimal next, string at, CancelWhen when = CancelWhen.Now, bool anchor = false,
        int seats = 1, int trialDays = 0, string to = "max", string zone = "UTC", string from = "2026-02-01")
    {
        Priced(desk, "pro", trialDays, old == 0 ? [] : [(old, "USD", PricePer.Month)]);
        Priced(desk, "max", next == 0 ? [] : [(next, "USD", PricePer.Month)]);
        return Prorated(desk, at, to, when, anchor, seats, zone, from);
    }

    static string Prorated(
        Desk desk, string at, string to, CancelWhen when = CancelWhen.Now, bool anchor = false, int seats = 1,
        string zone = "UTC", string from = "2026-02-01")
    {
        var midnight = NodaTime.LocalDate.FromDateTime(DateTime.Parse(from, CultureInfo.InvariantCulture))
            .AtStartOfDayInZone(NodaTime.DateTimeZoneProviders.Tzdb[zone]).ToInstant();
        desk.At(NodaTime.Text.InstantPattern.ExtendedIso.Format(midnight)).Customer(zone);
        var made = (Put<Subscription>)desk.Do(new Subscribe("acme", "pro") { Quantity = seats });
        desk.At(at);
        return Prorated(desk, new ChangeSubscription(
            "acme", made.Value.Id, to, When: when, Anchor: anchor ? Desk.Time(at) : null));
    }

    static string Prorated(Desk desk, ChangeSubscription change) =>
        string.Join(", ", Shown(desk, change).Prorations.Select(one => string.Create(
            CultureInfo.InvariantCulture, $"{one.Currency} {one.Per} {one.Credit} {one.Charge} {one.Due}")));

    static void Priced(Desk desk, string plan, params (decimal, string, PricePer)[] prices) =>
        Priced(desk, plan, PlanKind.Base, prices);

    static void Priced(Desk desk, string plan, PlanKind kind, params (decimal, string, PricePer)[] prices) =>
        Priced(desk, plan, 0, prices, kind);

    static void Priced(
        Desk desk, string plan, int trialDays, (decimal, string, PricePer)[] prices, PlanKind kind = PlanKind.Base)
    {
        SortedDictionary<string, PlanFeature> features = new(StringComparer.Ordinal) { ["calls"] = Ten };
        desk.Do(new PutPlan(plan, new PlanDefinition(
            plan, kind, false, Core.Time.CycleLength.Month, trialDays, true, features)
        {
            Prices = [.. prices.Select(one => new PlanPrice(one.Item1, one.Item2, one.Item3))],
        }));
    }
}
