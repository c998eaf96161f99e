using System.Text.Json;
using NodaTime;
using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Tollgate.Core.Customers;
using Tollgate.Core.Reservations;
using Tollgate.Core.Usage;
using Tollgate.Core.Webhooks;
using Xunit;

namespace Tollgate.Core.Tests.Usage;

public sealed class ThresholdRuleTests
{
    static readonly PlanFeature Capped =
        Desk.Limits((100, "cycle")) with { Limits = [new PlanLimit(100, "cycle", PerNamespace: 10)] };

    static readonly FeatureDefinition Child =
        new("Calls", FeatureType.Metered, Pool: "credits", Weight: 5);

    public static TheoryData<Rule> Parts { get; } = Rule.Table(
        new("Those of the feature go before those of the settings", desk =>
        {
            On(desk, (10, "cycle"));
            Feature(desk, 50);
            return Tell(desk, 5, 3);
        }, "50 of cycle at 5"),
        new("Those of the customer go before those of the feature", desk =>
        {
            On(desk, (10, "cycle"));
            Feature(desk, 50);
            Customer(desk, "calls", 30, 70);
            return Tell(desk, 3, 3, 1);
        }, "30 of cycle at 3, 70 of cycle at 7"),
        new("What a customer says of another feature changes nothing", desk =>
        {
            On(desk, (10, "cycle"));
            Customer(desk, "tokens", 10);
            return Tell(desk, 5, 3);
        }, "80 of cycle at 8"),
        new("None of a feature: nothing is told of it", desk =>
        {
            On(desk, (10, "cycle"));
            Feature(desk);
            return Tell(desk, 10);
        }, ""),
        new("None of a customer: nothing is told of it", desk =>
        {
            On(desk, (10, "cycle"));
            Customer(desk, "calls");
            return Tell(desk, 10);
        }, ""),
        new("Taken back, the settings say again", desk =>
        {
            On(desk, (10, "cycle"));
            Customer(desk, "calls");
            desk.Customer();
            return Tell(desk, 8);
        }, "80 of cycle at 8"),
        new("Changed, they count from the next use", desk =>
        {
            On(desk, (10, "cycle"));
            desk.Use(5);
            Feature(desk, 50);
            return Tell(desk, 1);
        }, "50 of cycle at 6"),
        new("One below what was told is not told late", desk =>
        {
            On(desk, (10, "cycle"));
            desk.Use(8);
            Feature(desk, 50);
            return Tell(desk, 1);
        }, "80 of cycle at 8"),
        new("Above a hundred for what goes beyond the limit, in mode record too", desk =>
        {
            On(desk, (10, "cycle"));
            Feature(desk, 100, 150, 1000);
            desk.Use(10);
            desk.Use(6, record: true);
            desk.Use(90, record: true);
            return Tell(desk);
        }, "100 of cycle at 10, 150 of cycle at 16, 1000 of cycle at 106"));

    public static TheoryData<Rule> Again { get; } = Rule.Table(
        new("A raised limit lets one use that crosses it be told at once", desk =>
        {
            On(desk, (10, "cycle"));
            desk.Use(9);
            desk.Boost(BoostType.AddLimit, 90);
            return Tell(desk, 81);
        }, "90 of cycle at 9, 90 of cycle at 90"),
        new("Raised so little that it is still reached, it is not told again", desk =>
        {
            On(desk, (100, "cycle"));
            desk.Use(95);
            desk.Boost(BoostType.AddLimit, 10);
            return Tell(desk, 1, 3);
        }, "90 of cycle at 95, 90 of cycle at 99"),
        new("A limit that was lowered under what is used is told of with the next use", desk =>
        {
            desk.Do(new PutSettings(new SettingsChange { Thresholds = [80, 100] }));
            On(desk, (10, "cycle"));
            desk.Boost(BoostType.AddLimit, 90);
            desk.Use(9);
            desk.CancelBoost(3);
            return Tell(desk, 1);
        }, "100 of cycle at 10"),
        new("A plan that counts in more windows is no reason to tell anew", desk =>
        {
            On(desk, (100, "cycle"));
            desk.Use(85);
            desk.Plan("max", Desk.Limits((100, "cycle"), (1000, "day"))).Subscribe("max");
            return Tell(desk, 1);
        }, "80 of cycle at 85"),
        new("A plan that gives more is", desk =>
        {
            On(desk, (100, "cycle"));
            desk.Use(85);
            desk.Plan("max", Desk.Limits((110, "cycle"), (1000, "day"))).Subscribe("max");
            return Tell(desk, 1, 2);
        }, "80 of cycle at 85, 80 of cycle at 88"),
        new("Nor is it of a rolling window", desk =>
        {
            On(desk, (100, "PT5H"));
            desk.Use(85);
            desk.Plan("max", Desk.Limits((100, "PT5H"), (1000, "day"))).Subscribe("max");
            return Tell(desk, 1);
        }, "80 of PT5H at 85"),
        new("A reversal to just below, and across again", desk =>
        {
            On(desk, (10, "cycle"));
            desk.Use(7);
            desk.Use(1, id: "a");
            desk.Do(new ReverseUse("acme", "a"));
            return Tell(desk, 1, 1);
        }, "80 of cycle at 8, 80 of cycle at 8, 90 of cycle at 9"),
        new("A use dated into yesterday tells of the month, not of the day that is over", desk =>
        {
            On(desk, (10, "day"), (10, "month"));
            desk.Use(8, at: "2026-01-14T12:00:00Z");
            return Tell(desk);
        }, "80 of month at 8"),
        new("A reversal in a day that is over tells nothing and arms nothing", desk =>
        {
            On(desk, (10, "day"));
            desk.Use(8, id: "a");
            desk.At("2026-01-16T12:00:00Z").Do(new ReverseUse("acme", "a"));
            desk.Use(8, at: "2026-01-15T12:00:00Z");
            return Tell(desk);
        }, "80 of day at 8"));

    public static TheoryData<Rule> Rolling { get; } = Rule.Table(
        new("Told again once a tenth of the limit had left", desk =>
        {
            On(desk, (100, "PT5H"));
            desk.Use(10);
            desk.At("2026-01-15T12:30:00Z").Use(70);
            desk.At("2026-01-15T17:00:00Z").Use(10);
            return Tell(desk);
        }, "80 of PT5H at 80"),
        new("And once more than a tenth had", desk =>
        {
            On(desk, (100, "PT5H"));
            desk.Use(11);
            desk.At("2026-01-15T12:30:00Z").Use(69);
            desk.At("2026-01-15T17:00:00Z").Use(11);
            return Tell(desk);
        }, "80 of PT5H at 80, 80 of PT5H at 80"),
        new("Up and down at the same part with every use it is told once", desk =>
        {
            On(desk, (100, "PT1H"));
            for (var minute = 0; minute < 300; minute++)
                desk.At($"2026-01-15T{12 + (minute / 60)}:{minute % 60:00}:00Z").Use(minute % 2 == 0 ? 1 : 2);
            return Tell(desk);
        }, "80 of PT1H at 81, 90 of PT1H at 90"),
        new("A use that is too old for it tells nothing", desk =>
        {
            On(desk, (100, "PT5H"));
            desk.Use(90, at: "2026-01-15T07:00:00Z");
            return Tell(desk);
        }, ""));

    public static TheoryData<Rule> Whose { get; } = Rule.Table(
        new("A pool's limit by what draws on it, at the pool's own parts", desk =>
        {
            Endpoint(desk).Customer();
            desk.Do(new PutFeature("credits", new FeatureDefinition("Credits", FeatureType.Metered)
            {
                Thresholds = [40],
            }));
            desk.Do(new PutFeature("calls", Child with { Thresholds = [60] }));
            desk.Do(new PutPlan("pro", new PlanDefinition(
                "p", PlanKind.Base, false, Core.Time.CycleLength.Month, 0, true, new(StringComparer.Ordinal)
                {
                    ["credits"] = Desk.Limits((100, "cycle")),
                    ["calls"] = Desk.Limits((10, "cycle")),
                })));
            desk.Subscribe("pro");
            desk.Use(6);
            desk.Do(new Use("acme", "credits", 11));
            return Told(desk, data => $"{data("feature")} by {data("used_feature")} {data("threshold")}");
        }, "calls by calls 60; credits by credits 40"),
        new("A pool that is reached by its child names both", desk =>
        {
            Endpoint(desk).Customer();
            desk.Do(new PutFeature("credits", new FeatureDefinition("Credits", FeatureType.Metered)));
            desk.Do(new PutFeature("calls", Child));
            desk.Do(new PutPlan("pro", new PlanDefinition(
                "p", PlanKind.Base, false, Core.Time.CycleLength.Month, 0, true,
                new(StringComparer.Ordinal) { ["credits"] = Desk.Limits((100, "cycle")) })));
            desk.Subscribe("pro");
            desk.Use(16);
            return Told(desk, data => $"{data("feature")} by {data("used_feature")} at {data("used")}");
        }, "credits by calls at 80"),
        new("A namespace's part and the customer's limit each for itself", desk =>
        {
            Endpoint(desk).Customer().Plan("pro", Capped).Subscribe("pro");
            desk.Namespace("a").Namespace("b").UseIn("a", 8);
            for (var i = 0; i < 8; i++) desk.Namespace($"n{i}").UseIn($"n{i}", 9);
            return Told(
                desk, data => $"{data("limit_scope")} {data("namespace")} {data("threshold")}", "n0", "a", "n7");
        }, "namespace a 80; namespace n0 90; customer n7 80; namespace n7 90"),
        new("A namespace with a plan of its own is told of alone, and again counts for itself", desk =>
        {
            On(desk, (10, "cycle"));
            desk.Namespace("a").Plan("own", Desk.Limits((5, "cycle"))).SubscribeIn("a", "own");
            desk.UseIn("a", 4);
            desk.Use(8);
            return Told(desk, data => $"{data("limit_scope")} {data("namespace")} of {data("limit")}");
        }, "namespace a of 5; customer  of 10"),
        new("What is reserved is not used: its settling tells", desk =>
        {
            On(desk, (10, "cycle"));
            Reserve(desk, "r");
            desk.Use(1);
            desk.Do(new SettleReservation("acme", "r", 8));
            return Tell(desk);
        }, "90 of cycle at 9"),
        new("What is set free again arms nothing, for it told nothing", desk =>
        {
            On(desk, (10, "cycle"));
            desk.Use(8);
            Reserve(desk, "r", 2);
            desk.Do(new SettleReservation("acme", "r", 0));
            return Tell(desk, 1);
        }, "80 of cycle at 8, 90 of cycle at 9"),
        new("Nor does what has expired", desk =>
        {
            On(desk, (10, "cycle"));
            desk.Use(8);
            Reserve(desk, "r", 2);
            desk.At("2026-01-15T12:10:00Z");
            return Tell(desk, 1);
        }, "80 of cycle at 8, 90 of cycle at 9"),
        new("Of a limit of nothing there are no parts", desk =>
        {
            On(desk, (0, "cycle"));
            desk.Use(3, record: true);
            return Tell(desk);
        }, ""));

    public static TheoryData<Rule> Bad { get; } = Rule.Table(
        new("Each must rise", desk => Errors(new PutFeature(
            "calls", new FeatureDefinition("c", FeatureType.Metered) { Thresholds = [80, 80] })),
            "thresholds:out_of_range"),
        new("From one", desk => Errors(new PutFeature(
            "calls", new FeatureDefinition("c", FeatureType.Metered) { Thresholds = [0] })),
            "thresholds:out_of_range"),
        new("Ten at most", desk => Errors(new PutFeature("calls", new FeatureDefinition("c", FeatureType.Metered)
        {
            Thresholds = Percentages.Of(Enumerable.Range(1, 11)),
        })), "thresholds:out_of_range"),
        new("A switch has none", desk => Errors(new PutFeature(
            "sso", new FeatureDefinition("c", FeatureType.Switch) { Thresholds = [80] })),
            "thresholds:not_allowed"),
        new("Every bad one of a customer is named", desk => Errors(
            Put(("a b", [80]), ("calls", [1001]), ("x", [2, 1]))),
            "thresholds.a b:invalid_id thresholds.calls:out_of_range thresholds.x:out_of_range"),
        new("So are those that the catalogue has not got", desk => Desk.Show(
            desk.Do(Put(("calls", [80]), ("gone", [80]), ("sso", [80])))),
            "rejected Invalid thresholds.gone:unknown_feature thresholds.sso:not_allowed"),
        new("A hundred features at most", desk => Errors(Put(
            [.. Enumerable.Range(0, 101).Select(i => ($"f{i}", Percentages.Of([80])))])),
            "thresholds:too_many"),
        new("The same again changes nothing", desk =>
        {
            desk.Do(Put(("calls", [80, 90])));
            return Desk.Show(desk.Do(Put(("calls", [80, 90]))));
        }, "unchanged"));

    [Theory]
    [MemberData(nameof(Parts), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Again), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Rolling), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Whose), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void A_threshold_is_told(Rule rule) => rule.Holds();

    static Desk Endpoint(Desk desk)
    {
        desk.Do(new CreateWebhookEndpoint("https://example.com/", ["usage.*"], WebhookSecret.Of(new byte[32])));
        return desk;
    }

    static void On(Desk desk, params (decimal, string)[] limits) =>
        Endpoint(desk).Customer().Plan("pro", Desk.Limits(limits)).Subscribe("pro");

    static void Feature(Desk desk, params short[] parts) => desk.Do(new PutFeature(
        "calls", new FeatureDefinition("Calls", FeatureType.Metered) { Thresholds = [.. parts] }));

    static void Customer(Desk desk, string feature, params short[] parts) => desk.Do(Put((feature, [.. parts])));

    static PutCustomer Put(params (string Feature, Percentages Parts)[] thresholds) => new("acme")
    {
        Thresholds = FeatureThresholds.Of(thresholds.ToDictionary(one => one.Feature, one => one.Parts)),
    };

    static void Reserve(Desk desk, string id, decimal quantity = 9) =>
        desk.Do(new Use("acme", "calls", quantity, Id: id) { HoldFor = Duration.FromMinutes(5) });

    static string Errors(Command command)
    {
        var errors = new FieldErrors();
        command.Validate(errors);
        return string.Join(' ', errors.All.Select(error => $"{error.Field}:{error.Code}"));
    }

    // What was told after so many more uses.
    static string Tell(Desk desk, params decimal[] uses)
    {
        foreach (var quantity in uses) desk.Use(quantity);
        return Told(desk, data => $"{data("threshold")} of {data("per")} at {data("used")}").Replace(";", ",");
    }

    // Of some namespaces alone, where any is named.
    static string Told(Desk desk, Func<Func<string, string>, string> show, params string[] namespaces) => string.Join(
        "; ", desk.Rows.Outbox.Select(one => JsonDocument.Parse(one.Payload).RootElement.GetProperty("data"))
            .Where(data => namespaces.Length == 0 || namespaces.Contains(Of(data, "namespace")))
            .Select(data => show(name => Of(data, name))));

    static string Of(JsonElement data, string name) => data.TryGetProperty(name, out var value) ? $"{value}" : "";
}
