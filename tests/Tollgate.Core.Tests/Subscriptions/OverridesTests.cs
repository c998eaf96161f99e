using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Tollgate.Core.Entitlements;
using Tollgate.Core.Subscriptions;
using Xunit;

namespace Tollgate.Core.Tests.Subscriptions;

public sealed class OverridesTests
{
    static readonly PlanFeature Ten = Desk.Limits((10, "cycle"));
    static readonly PlanFeature Fifty = Desk.Limits((50, "cycle"));
    static readonly PlanFeature Allowing = Fifty with { Overage = OverageMode.Allow, OverageLimit = 5 };

    public static TheoryData<Rule> Limits { get; } = Rule.Table(
        new("A limit stands in place of the plan's", desk => On(desk, Fifty).Divide(11),
            "11+0+0 11/50 cycle customer top-ups 0"),
        new("A lower one too", desk => On(desk, Desk.Limits((3, "cycle"))).Divide(4),
            "LimitExceeded 0/3 cycle customer top-ups 0"),
        new("It is taken whole: a limit of the plan that is not repeated does not hold",
            desk => On(desk, Desk.Limits((20, "day")), Desk.Limits((10, "cycle"), (5, "day"))).Divide(15),
            "15+0+0 15/20 day customer top-ups 0"),
        new("A window that no plan has is counted", desk => $"{Uses(On(desk, Desk.Limits((2, "PT5H"))), 3)}",
            "allowed allowed LimitExceeded"),
        new("Unlimited wins", desk => On(desk, Desk.Unlimited).Divide(1_000), "1000+0+0 none top-ups 0"),
        new("Overage is the override's", desk => On(desk, Allowing).Divide(53),
            "50+0+3 53/50 cycle customer top-ups 0"),
        new("And so is its end", desk => On(desk, Allowing).Divide(56),
            "LimitExceeded 0/50 cycle customer top-ups 0"),
        new("What is not named stays the plan's", desk =>
        {
            desk.Customer().Plan("pro", Ten);
            desk.Subscribe(Asked(("tokens", Fifty)));
            return desk.Divide(11);
        }, "LimitExceeded 0/10 cycle customer top-ups 0"),
        new("A feature that the plan has not is added", desk =>
        {
            desk.Customer().Plan("pro", null);
            desk.Subscribe(Asked(("calls", Ten), ("sso", PlanFeature.Enabled)));
            return $"{desk.Divide(4)}, {View(desk)}";
        }, "4+0+0 4/10 cycle customer top-ups 0, calls pro:10 sso"),
        new("An add-on's is summed with the base's", desk =>
        {
            desk.On(Ten).Plan("pack", Ten, PlanKind.AddOn);
            desk.Subscribe(Asked("pack", ("calls", Desk.Limits((7, "cycle")))));
            return View(desk);
        }, "calls pro:10+pack:7"),
        new("Seats multiply it as little as the plan's", desk =>
        {
            desk.Customer().Plan("pro", Ten);
            desk.Subscribe(Asked(("calls", Fifty)) with { Quantity = 3 });
            return View(desk);
        }, "calls pro:50"),
        new("A boost raises it, and does not stand beside it", desk =>
        {
            On(desk, Fifty).Boost(BoostType.AddLimit, 5);
            return $"{desk.Divide(55)}, {desk.Divide(1)}";
        }, "55+0+0 55/55 cycle customer top-ups 0, LimitExceeded 55/55 cycle customer top-ups 0"),
        new("Cancelled, it gives nothing, and the feature is inactive", desk =>
        {
            On(desk, Fifty, null).Cancel(2);
            return desk.Divide(1);
        }, "SubscriptionInactive none top-ups 0"),
        new("A waived customer has what it overrides", desk =>
        {
            desk.Customer(waived: true).Plan("pro", Ten);
            desk.Subscribe(Asked(("calls", Fifty)));
            desk.Cancel(2);
            return desk.Divide(11);
        }, "11+0+0 11/50 cycle customer top-ups 0"),
        new("One made after uses counts them in its window, though no plan has it", desk =>
        {
            desk.On(Ten).Use(4);
            desk.Subscribe(Asked(("calls", Desk.Limits((6, "P30D")))));
            return $"{desk.Divide(3)}, {desk.Divide(2)}, {desk.WrongCounters()}";
        }, "LimitExceeded 4/6 P30D customer top-ups 0, 2+0+0 6/6 P30D customer top-ups 0, "));

    public static TheoryData<Rule> Changes { get; } = Rule.Table(
        new("To another plan it is left behind", desk =>
        {
            On(desk, Fifty).Plan("max", Desk.Limits((20, "cycle")));
            return $"{Change(desk, "max")}, {View(desk)}";
        }, "changed 2, calls max:20"),
        new("To another version of the same plan it stays", desk =>
        {
            On(desk, Fifty).Plan("pro", Desk.Limits((20, "cycle")), sso: true);
            return $"{Change(desk, "pro")}, {View(desk)}";
        }, "changed 2, calls pro:50 sso"),
        new("The change may state others", desk =>
        {
            On(desk, Fifty).Plan("max", Ten);
            return $"{Change(desk, "max", ("calls", Desk.Limits((70, "cycle"))))}, {View(desk)}";
        }, "changed 2, calls max:70"),
        new("Or none, on the same plan", desk => $"{None(On(desk, Fifty))}, {View(desk)}", "changed 2, calls pro:10"),
        new("The same again changes nothing",
            desk => Change(On(desk, Fifty), "pro", ("calls", Desk.Limits((50.0m, "cycle")))), "unchanged 2"),
        new("Later, each holds in its time", desk =>
        {
            On(desk, Fifty).Plan("max", Ten);
            Change(desk, "max", CancelWhen.PeriodEnd, ("calls", Desk.Limits((70, "cycle"))));
            return $"{View(desk)}, {View(desk.At("2026-02-15T12:00:00Z"))}";
        }, "calls pro:50, calls max:70"),
        new("Later, its window is counted before it is in force", desk =>
        {
            On(desk, Fifty).Plan("max", Ten);
            Change(desk, "max", CancelWhen.PeriodEnd, ("calls", Desk.Limits((70, "P30D"))));
            desk.At("2026-02-14T12:00:00Z").Use(4);
            return $"{desk.At("2026-02-15T12:00:00Z").Divide(1)}, {desk.WrongCounters()}";
        }, "1+0+0 5/70 P30D customer top-ups 0, "),
        new("Taken back, the first stays", desk =>
        {
            On(desk, Fifty).Plan("max", Ten);
            Change(desk, "max", CancelWhen.PeriodEnd, ("calls", Desk.Limits((70, "cycle"))));
            desk.Do(new TakeBackChange("acme", ChangeKind.Plan, 2));
            return View(desk.At("2026-02-15T12:00:00Z"));
        }, "calls pro:50"),
        new("A command after it took effect keeps it", desk =>
        {
            On(desk, Fifty).Plan("max", Ten);
            Change(desk, "max", CancelWhen.PeriodEnd, ("calls", Desk.Limits((70, "cycle"))));
            desk.At("2026-03-01T00:00:00Z").Do(new PauseSubscription("acme", 2));
            desk.Do(new ResumeSubscription("acme", 2));
            return View(desk);
        }, "calls max:70"));

    public static TheoryData<Rule> Bad { get; } = Rule.Table(
        new("A feature that is unknown", desk => Refused(desk, ("nothing", Ten)),
            "rejected Invalid overrides.features.nothing:unknown_feature"),
        new("A switch with limits", desk => Refused(desk, ("sso", Ten)),
            "rejected Invalid overrides.features.sso:not_allowed"),
        new("Every bad field at once",
            desk => Refused(desk, ("calls", Desk.Limits((1.5m, "day"))), ("tokens", Desk.Limits((0.0001m, "cycle")))),
            "rejected Invalid overrides.features.calls.limits[0].quantity:too_precise"
            + " overrides.features.tokens.limits[0].quantity:too_precise"),
        new("In a change too", desk => Change(desk.On(Ten), "pro", ("nothing", Ten)),
            "rejected Invalid overrides.features.nothing:unknown_feature"));

    [Theory, MemberData(nameof(Limits))]
    public void What_a_subscription_overrides(Rule rule) => rule.Holds();

    [Theory, MemberData(nameof(Changes))]
    public void What_becomes_of_it_at_a_change(Rule rule) => rule.Holds();

    [Theory, MemberData(nameof(Bad))]
    public void What_does_not_fit_the_catalogue(Rule rule) => rule.Holds();

    [Fact]
    public void Bad_fields_are_named_where_they_stand()
    {
        Assert.Equal(
            [
                "overrides.features.calls.limits[0].quantity:out_of_range",
                "overrides.features.calls.limits[1].per:invalid_per",
            ],
            Errors(Asked(("calls", Desk.Limits((-1, "day"), (1, "fortnight"))))));
        Assert.Equal(
            ["overrides.features:too_many"],
            Errors(Asked([.. Enumerable.Range(0, 101).Select(i => ($"f{i}", PlanFeature.Enabled))])));
        var wide = Desk.Limits([.. Enumerable.Range(1, 20).Select(days => (1_000_000_000_000m, $"P{days + 100}D"))]);
        Assert.Equal(
            ["overrides.features:too_long"],
            Errors(Asked([.. Enumerable.Range(0, 50).Select(i => ($"f{i}", wide))])));
        Assert.Equal(
            ["overrides.features.calls.limits:not_allowed"],
            Errors(new ChangeSubscription("acme", 1, "pro")
            {
                Overrides = Overrides.Of([new("calls", Ten with { Unlimited = true })]),
            }));
    }

    [Fact]
    public void They_are_part_of_what_was_asked_and_written_in_one_way()
    {
        var plain = Asked();
        Assert.NotEqual(plain.Content, Asked(("calls", Ten)).Content);
        Assert.Equal(Asked(("calls", Ten)).Content, Asked(("calls", Desk.Limits((10.0m, "cycle")))).Content);
        Assert.Equal(new Subscribe("acme", "pro").Content, plain.Content);
        Assert.Null(Overrides.None.Text);
        Assert.Same(Overrides.None, Overrides.Read(null));

        var both = Overrides.Of([new("tokens", Ten), new("calls", Allowing)]);
        Assert.Equal(both, Overrides.Read(both.Text));
        Assert.Equal(["calls", "tokens"], Overrides.Read(both.Text).Stated.Features.Keys);
    }

    [Fact]
    public void The_audit_shows_them_before_and_after()
    {
        var desk = On(new Desk(), Fifty).Plan("max", Ten);
        var made = desk.Rows.Customer("acme")!.Audits[^1].After!;
        Assert.Contains("""
            "overrides":{"features":{"calls":{"unlimited":false,"limits":[{"quantity":50,"per":"cycle"}]
            """, made, StringComparison.Ordinal);
        Change(desk, "max");
        var changed = desk.Rows.Customer("acme")!.Audits[^1];
        Assert.Contains("overrides", changed.Before, StringComparison.Ordinal);
        Assert.DoesNotContain("overrides", changed.After, StringComparison.Ordinal);
    }

    static Desk On(Desk desk, PlanFeature calls) => On(desk, calls, Ten);

    static Desk On(Desk desk, PlanFeature overridden, PlanFeature? planned)
    {
        desk.Customer().Plan("pro", planned);
        Assert.Equal("created 2", desk.Subscribe(Asked(("calls", overridden))));
        return desk;
    }

    static Subscribe Asked(params (string Code, PlanFeature Feature)[] features) => Asked("pro", features);

    static Subscribe Asked(string plan, params (string Code, PlanFeature Feature)[] features) =>
        new("acme", plan) { Overrides = Of(features) };

    static Overrides Of((string Code, PlanFeature Feature)[] features) =>
        Overrides.Of(features.Select(one => KeyValuePair.Create(one.Code, one.Feature)));

    static string Refused(Desk desk, params (string Code, PlanFeature Feature)[] features) =>
        desk.Customer().Plan("pro", Ten).Subscribe(Asked(features));

    static string Change(Desk desk, string plan, params (string Code, PlanFeature Feature)[] features) =>
        Change(desk, plan, CancelWhen.Now, features);

    static string Change(
        Desk desk, string plan, CancelWhen when, params (string Code, PlanFeature Feature)[] features) =>
        Desk.Show(desk.Do(new ChangeSubscription("acme", 2, plan, When: when)
        {
            Overrides = features.Length == 0 ? null : Of(features),
        }));

    static string None(Desk desk) =>
        Desk.Show(desk.Do(new ChangeSubscription("acme", 2, "pro") { Overrides = Overrides.None }));

    static string Uses(Desk desk, int count) => string.Join(
        ' ', Enumerable.Range(0, count).Select(_ => desk.Divide(1).Split(' ')[0].Replace("1+0+0", "allowed")));

    // Each feature with the sources of its limits.
    static string View(Desk desk)
    {
        var view = ((Shown<EntitlementsView>)desk.Do(new ShowEntitlements("acme"))).Value;
        return string.Join(' ', view.Lines.Select(line =>
            $"{line.Feature.Code} {string.Join(' ', line.Limits.Select(Sources))}".Trim()));

        static string Sources(EntitlementLimit limit) =>
            string.Join('+', limit.Sources.Select(source => $"{source.Plan}:{source.Quantity}"));
    }

    static IEnumerable<string> Errors(Command command)
    {
        var errors = new FieldErrors();
        command.Validate(errors);
        Assert.Equal("", errors.Prefix);
        return errors.All.Select(error => $"{error.Field}:{error.Code}");
    }
}
