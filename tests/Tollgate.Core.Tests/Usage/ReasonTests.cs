using Tollgate.Core.Catalog;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Usage;

public sealed class ReasonTests
{
    const string Late = "2025-12-01T00:00:00Z";
    static readonly (decimal, string) Ten = (10, "month");

    public static TheoryData<Rule> Pairs { get; } = Rule.Table(
        new("customer_unknown before namespace_unknown",
            desk => Reason(desk, new Use("nobody", "calls", Namespace: "site")),
            "customer_unknown"),
        new("customer_unknown before feature_unknown", desk => Reason(desk, new Use("nobody", "what")),
            "customer_unknown"),
        new("customer_unknown before at_out_of_range",
            desk => Reason(desk, new Use("nobody", "calls", At: Desk.Time(Late))),
            "customer_unknown"),
        new("id_conflict before namespace_unknown",
            desk => Reason(Used(desk), new Use("acme", "calls", Namespace: "site", Id: "a")),
            "id_conflict"),
        new("id_conflict before feature_unknown", desk => Reason(Used(desk), new Use("acme", "what", Id: "a")),
            "id_conflict"),
        new("id_conflict before at_out_of_range",
            desk => Reason(Used(desk), new Use("acme", "calls", Id: "a", At: Desk.Time(Late))), "id_conflict"),
        new("id_conflict before customer_suspended",
            desk => { Used(desk).Suspend(); return Reason(desk, new Use("acme", "calls", 2, Id: "a")); },
            "id_conflict"),
        new("id_conflict before limit_exceeded", desk => Reason(Used(desk), new Use("acme", "calls", 99, Id: "a")),
            "id_conflict"),
        new("A replay before everything",
            desk =>
            {
                Used(desk).Suspend();
                return Reason(desk.At("2027-01-01T00:00:00Z"), new Use("acme", "calls", Id: "a"));
            },
            "none"),
        new("namespace_unknown before feature_unknown",
            desk => Reason(desk.On(Ten), new Use("acme", "what", Namespace: "site")),
            "namespace_unknown"),
        new("namespace_unknown before at_out_of_range",
            desk => Reason(desk.On(Ten), new Use("acme", "calls", Namespace: "site", At: Desk.Time(Late))),
            "namespace_unknown"),
        new("namespace_unknown before customer_suspended",
            desk => { desk.On(Ten).Suspend(); return Reason(desk, new Use("acme", "calls", Namespace: "site")); },
            "namespace_unknown"),
        new("feature_unknown before at_out_of_range",
            desk => Reason(desk.On(Ten), new Use("acme", "what", At: Desk.Time(Late))),
            "feature_unknown"),
        new("feature_unknown before customer_suspended",
            desk => { desk.On(Ten).Suspend(); return Reason(desk, new Use("acme", "what")); }, "feature_unknown"),
        new("at_out_of_range before customer_suspended",
            desk => { desk.On(Ten).Suspend(); return Reason(desk, new Use("acme", "calls", At: Desk.Time(Late))); },
            "at_out_of_range"),
        new("at_out_of_range before subscription_inactive",
            desk => { desk.On(Ten).Cancel(2); return Reason(desk, new Use("acme", "calls", At: Desk.Time(Late))); },
            "at_out_of_range"),
        new("at_out_of_range before not_included",
            desk => Reason(desk.On(Ten), new Use("acme", "sso", At: Desk.Time(Late))),
            "at_out_of_range"),
        new("at_out_of_range before limit_exceeded",
            desk => Reason(desk.On(Ten), new Use("acme", "calls", 99, At: Desk.Time(Late))),
            "at_out_of_range"),
        new("customer_suspended before subscription_inactive",
            desk => { desk.On(Ten).Cancel(2); desk.Suspend(); return Reason(desk, new Use("acme", "calls")); },
            "customer_suspended"),
        new("customer_suspended before not_included",
            desk => { desk.On(Ten).Suspend(); return Reason(desk, new Use("acme", "sso")); }, "customer_suspended"),
        new("customer_suspended before limit_exceeded",
            desk => { desk.On(Ten).Suspend(); return Reason(desk, new Use("acme", "calls", 99)); },
            "customer_suspended"),
        new("subscription_inactive, though its limit is passed",
            desk => { desk.On(Ten).Use(10); desk.Cancel(2); return Reason(desk, new Use("acme", "calls")); },
            "subscription_inactive"),
        new("not_included, where only what was replaced includes it", desk =>
        {
            desk.On(Ten).At("2026-01-16T00:00:00Z").Plan("free", null, sso: true).Subscribe("free");
            return Reason(desk, new Use("acme", "calls"));
        }, "not_included"),
        new("limit_exceeded comes last", desk => Reason(desk.On(Ten), new Use("acme", "calls", 11)), "limit_exceeded"));

    public static TheoryData<Rule> Inactive { get; } = Rule.Table(
        new("Scheduled", desk =>
        {
            desk.Customer().Plan("pro", Desk.Unlimited)
                .Subscribe(new Subscribe("acme", "pro", StartsAt: Desk.Time("2026-01-16T00:00:00Z")));
            return Reason(desk, new Use("acme", "calls"));
        }, "subscription_inactive"),
        new("Canceled", desk => { desk.On(Ten).Cancel(2); return Reason(desk, new Use("acme", "calls")); },
            "subscription_inactive"),
        new("Expired", desk =>
        {
            desk.Customer().Plan("pro", Desk.Unlimited)
                .Subscribe(new Subscribe("acme", "pro", EndsAt: Desk.Time("2026-01-16T00:00:00Z")));
            return Reason(desk.At("2026-01-16T00:00:00Z"), new Use("acme", "calls"));
        }, "subscription_inactive"),
        new("Not a moment before", desk =>
        {
            desk.Customer().Plan("pro", Desk.Unlimited)
                .Subscribe(new Subscribe("acme", "pro", EndsAt: Desk.Time("2026-01-16T00:00:00Z")));
            return Reason(desk.At("2026-01-15T23:59:59.999999Z"), new Use("acme", "calls"));
        }, "none"),
        new("Nothing ever included it", desk => Reason(desk.Customer(), new Use("acme", "calls")), "not_included"));

    public static TheoryData<Rule> Times { get; } = Rule.Table(
        new("35 days late",
            desk => Reason(desk.On(Ten), new Use("acme", "calls", At: Desk.Time("2025-12-11T12:00:00Z"))), "none"),
        new("A microsecond more",
            desk => Reason(desk.On(Ten), new Use("acme", "calls", At: Desk.Time("2025-12-11T11:59:59.999999Z"))),
            "at_out_of_range"),
        new("Backfill lifts it",
            desk => Reason(desk.On(Ten), new Use("acme", "calls", At: Desk.Time(Late)) { Backfill = true }), "none"),
        new("Another late limit", desk =>
        {
            desk.On(Ten).Do(new PutSettings(new SettingsChange { LateLimit = NodaTime.Duration.FromDays(1) }));
            return Reason(desk, new Use("acme", "calls", At: Desk.Time("2026-01-14T11:59:59Z")));
        }, "at_out_of_range"),
        new("5 minutes ahead",
            desk => Reason(desk.On(Ten), new Use("acme", "calls", At: Desk.Time("2026-01-15T12:05:00Z"))), "none"),
        new("A microsecond more ahead, backfill or not", desk => Reason(
            desk.On(Ten), new Use("acme", "calls", At: Desk.Time("2026-01-15T12:05:00.000001Z")) { Backfill = true }),
            "at_out_of_range"));

    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Inactive), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Times), DisableDiscoveryEnumeration = true)]
    public void The_first_reason_that_applies_is_the_answer(Rule rule) => rule.Holds();

    static Desk Used(Desk desk)
    {
        desk.On(Ten).Use(id: "a");
        return desk;
    }

    // A check says the same, whatever it is.
    static string Reason(Desk desk, Use use)
    {
        var check = (Decision)desk.Do(use with { CheckOnly = true });
        var decision = (Decision)desk.Do(use);
        Assert.Equal(check.Reason, decision.Reason);
        return System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(decision.Reason.ToString());
    }
}
