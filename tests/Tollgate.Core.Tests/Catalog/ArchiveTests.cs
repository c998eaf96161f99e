using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Tollgate.Core.Subscriptions;
using Xunit;

namespace Tollgate.Core.Tests.Catalog;

public sealed class ArchiveTests
{
    static readonly PlanFeature Ten = Desk.Limits((10, "cycle"));

    public static TheoryData<Rule> Plans { get; } = Rule.Table(
        new("It takes no new subscription", desk => Pro(desk).Subscribe("pro"), "rejected PlanArchived"),
        new("Nor one to an older version", desk =>
        {
            desk.Customer().Plan("pro", Ten).Plan("pro", Desk.Limits((20, "cycle")));
            Archive(desk);
            return desk.Subscribe(new Subscribe("acme", "pro", Version: 1));
        }, "rejected PlanArchived"),
        new("A repetition of what was made before is answered", desk =>
        {
            desk.Customer().Plan("pro", Ten).Subscribe(new Subscribe("acme", "pro", ExternalId: "x"));
            Archive(desk);
            return desk.Subscribe(new Subscribe("acme", "pro", ExternalId: "x"));
        }, "unchanged 2"),
        new("Who is on it goes on", desk => { Archive(desk.On(Ten)); return desk.Divide(1); },
            "1+0+0 1/10 cycle customer top-ups 0"),
        new("A subscription to it is renewed", desk =>
        {
            desk.Customer().Plan("pro", Ten)
                .Subscribe(new Subscribe("acme", "pro", EndsAt: Desk.Time("2026-01-20T00:00:00Z")));
            Archive(desk);
            desk.At("2026-02-01T00:00:00Z");
            return $"{Desk.Show(desk.Do(new RenewSubscription("acme", 2)))} {desk.Statuses()}";
        }, "changed 2 active"),
        new("And paused and resumed", desk =>
        {
            Archive(desk.On(Ten));
            desk.Do(new PauseSubscription("acme", 2));
            return Desk.Show(desk.Do(new ResumeSubscription("acme", 2)));
        }, "changed 2"),
        new("Nobody changes to it", desk =>
        {
            Archive(desk.On(Ten).Plan("next", Ten), "next");
            return Desk.Show(desk.Do(new ChangeSubscription("acme", 2, "next")));
        }, "rejected PlanArchived"),
        new("Who is on it changes between its versions", desk =>
        {
            Archive(desk.On(Ten).Plan("pro", Desk.Limits((20, "cycle"))));
            return $"{Desk.Show(desk.Do(new ChangeSubscription("acme", 2, "pro")))} {desk.Divide(1)}";
        }, "changed 2 1+0+0 1/20 cycle customer top-ups 0"),
        new("A change to it that was scheduled before goes through", desk =>
        {
            desk.On(Ten).Plan("next", Desk.Limits((20, "cycle")));
            desk.Do(new ChangeSubscription("acme", 2, "next", When: CancelWhen.PeriodEnd));
            Archive(desk, "next");
            return desk.At("2026-02-16T00:00:00Z").Divide(1);
        }, "1+0+0 1/20 cycle customer top-ups 0"),
        new("Putting it as it is changes nothing", desk => Put(Pro(desk), Ten), "v1 unchanged"),
        new("Putting it otherwise is refused", desk => Put(Pro(desk), Desk.Unlimited), "rejected PlanArchived"),
        new("Every version of it is archived", desk =>
        {
            desk.Plan("pro", Ten).Plan("pro", Desk.Unlimited);
            Archive(desk);
            return string.Join(' ', desk.Rows.Catalog.Versions("pro").Select(plan => plan.IsArchived))
                + $" v{desk.Rows.Catalog.Plan("pro")!.Row.Version}";
        }, "True True v2"),
        new("Twice is once", desk => $"{Archive(desk.Plan("pro", Ten))} {Archive(desk)}", "changed unchanged"),
        new("There is none", desk => Archive(desk, "what"), "rejected PlanNotFound"));

    public static TheoryData<Rule> Features { get; } = Rule.Table(
        new("It is put into no new plan", desk => Put(Calls(desk), Ten),
            "rejected Invalid features.calls:archived_feature"),
        new("Nor into a new version of one", desk => Put(Calls(desk.Plan("pro", Ten)), Desk.Unlimited),
            "rejected Invalid features.calls:archived_feature"),
        new("A plan that has it is put as it is", desk => Put(Calls(desk.Plan("pro", Ten)), Ten), "v1 unchanged"),
        new("It is in no new boost", desk => Calls(desk.Customer()).Boost(BoostType.AddLimit, 5),
            "rejected Invalid feature:archived_feature"),
        new("A boost made before is answered again, and counts", desk =>
        {
            desk.Customer().Boost(BoostType.AddLimit, 5, externalId: "x");
            Calls(desk);
            return $"{desk.Boost(BoostType.AddLimit, 5, externalId: "x")} {desk.Divide(1)}";
        }, "unchanged 2 1+0+0 1/5 forever customer top-ups 0"),
        new("Plans that have it go on", desk => Calls(desk.On(Ten)).Divide(1), "1+0+0 1/10 cycle customer top-ups 0"),
        new("It takes new subscriptions to those", desk => Calls(desk.Customer().Plan("pro", Ten)).Subscribe("pro"),
            "created 2"),
        new("It becomes no pool", desk => Desk.Show(Calls(desk).Do(new PutFeature(
            "mail", new FeatureDefinition("Mail", FeatureType.Metered, Pool: "calls")))),
            "rejected Invalid pool:archived_feature"),
        new("Putting it otherwise is refused", desk => Desk.Show(
            Calls(desk).Do(new PutFeature("calls", new FeatureDefinition("Other", FeatureType.Metered)))),
            "rejected FeatureArchived"),
        new("Putting it as it is changes nothing", desk => Word(
            Calls(desk).Do(new PutFeature("calls", new FeatureDefinition("Calls", FeatureType.Metered)))), "unchanged"),
        new("Twice is once", desk => Word(Calls(desk).Do(new ArchiveFeature("calls"))), "unchanged"),
        new("There is none", desk => Word(desk.Do(new ArchiveFeature("what"))), "rejected FeatureNotFound"));

    [Theory]
    [MemberData(nameof(Plans), DisableDiscoveryEnumeration = true)]
    public void An_archived_plan_takes_nobody_and_loses_nobody(Rule rule) => rule.Holds();

    [Theory]
    [MemberData(nameof(Features), DisableDiscoveryEnumeration = true)]
    public void An_archived_feature_is_included_nowhere_anew(Rule rule) => rule.Holds();

    static Desk Pro(Desk desk)
    {
        Archive(desk.Customer().Plan("pro", Ten));
        return desk;
    }

    static Desk Calls(Desk desk)
    {
        desk.Do(new ArchiveFeature("calls"));
        return desk;
    }

    static string Archive(Desk desk, string plan = "pro") => Word(desk.Do(new ArchivePlan(plan)));

    static string Put(Desk desk, PlanFeature calls)
    {
        var outcome = desk.Do(new PutPlan("pro", new PlanDefinition(
            "pro", PlanKind.Base, false, Core.Time.CycleLength.Month, 0, true,
            new SortedDictionary<string, PlanFeature>(StringComparer.Ordinal) { ["calls"] = calls })));
        return outcome is Put<PlanVersion> put ? $"v{put.Value.Version} {Word(put)}" : Word(outcome);
    }

    static string Word(Outcome outcome) => outcome switch
    {
        Put<PlanVersion> put => put.Changed ? "changed" : "unchanged",
        Put<Feature> put => put.Changed ? "changed" : "unchanged",
        _ => Desk.Show(outcome),
    };
}
