using NodaTime;

namespace Tollgate.Testing.Model;

public sealed partial class SequentialModel
{
    // A waiver stands in only where nothing active includes the feature.
    static List<ModelSubscription> Giving(ModelCustomer customer, string feature, Instant now)
    {
        var including = customer.Subscriptions.Where(known => known.Plan.Of(feature) is not null).ToList();
        var active = including.FindAll(known => known.GivesAccessAt(now));
        return active.Count > 0 || !customer.Waived ? active : including.FindAll(known => !known.IsReplacedAt(now));
    }

    static string Missing(ModelCustomer customer, string feature, Instant now) =>
        customer.Subscriptions.Any(known => known.Plan.Of(feature) is not null && !known.IsReplacedAt(now))
            ? "subscription_inactive"
            : "not_included";

    static ModelPlanFeature PolicyOf(List<ModelSubscription> giving, string feature) =>
        (giving.FindLast(known => known.IsBase) ?? giving[0]).Plan.Of(feature)!;

    static List<ModelStanding> StandingsOf(
        ModelCustomer customer, List<ModelSubscription> giving, ModelUse use, Instant now) =>
        [.. giving
            .SelectMany(known => known.Plan.Of(use.Feature)!.Limits)
            .GroupBy(limit => ModelCalendar.Rank(limit.Per))
            .Select(same => StandingOf(
                customer, use, same.First().Per, same.Sum(limit => limit.Quantity), use.At ?? now, now))];

    static ModelStanding StandingOf(
        ModelCustomer customer, ModelUse use, string per, decimal limit, Instant at, Instant now)
    {
        var events = customer.Events.Where(known => known.Use.Feature == use.Feature).ToList();
        if (per == "forever")
            return new(per, limit, Sum(events), null, null);
        if (ModelCalendar.Rolling(per) is { } length)
        {
            var counted = events.Where(known => known.At > now - length).ToList();
            Instant? resetsAt = counted.Count == 0 ? null : counted.Min(known => known.At) + length;
            return new(per, limit, Sum(counted), now - length, resetsAt);
        }

        var (start, end) = per == "cycle"
            ? CycleOf(customer, at, now)
            : ModelCalendar.Window(per, at, customer.Zone);
        return new(per, limit, Sum(events.Where(known => known.At >= start && known.At < end)), start, end);
    }

    static decimal Sum(IEnumerable<ModelEvent> events) => events.Sum(known => known.Included + known.Overage);

    // Of limits that are passed, the one passed furthest has the least left.
    static ModelStanding Least(List<ModelStanding> limits) =>
        limits.OrderBy(limit => limit.Limit - limit.Used).ThenBy(limit => ModelCalendar.Rank(limit.Per)).First();
}

/// <summary>How one limit stands.</summary>
sealed record ModelStanding(string Per, decimal Limit, decimal Used, Instant? StartsAt, Instant? ResetsAt)
{
    public decimal Remaining => Math.Max(0, Limit - Used);

    public ModelDecision On(ModelDecision decision) => decision with
    {
        Limit = Limit,
        Used = Used,
        Remaining = Remaining,
        Per = Per,
        StartsAt = StartsAt,
        ResetsAt = ResetsAt,
    };
}
