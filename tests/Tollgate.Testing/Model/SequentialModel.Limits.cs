using NodaTime;

namespace Tollgate.Testing.Model;

public sealed partial class SequentialModel
{
    // Of plans alone: a boost that is over leaves nothing behind.
    static string Missing(ModelCustomer customer, ModelUse use, Instant now) =>
        customer.Subscriptions.Any(known =>
            (known.Scope is null || known.Scope == use.Namespace)
            && known.Plan.Of(use.Feature) is not null
            && !known.IsReplacedAt(now))
            ? "subscription_inactive"
            : "not_included";

    static List<ModelStanding> StandingsOf(ModelCustomer customer, ModelGiven given, ModelUse use, Instant now)
    {
        List<ModelStanding> standings = [];
        foreach (var limit in given.Limits(use.Feature))
        {
            standings.Add(StandingOf(customer, given.Scope, use, limit, use.At ?? now, now));
            if (use.Namespace is not null && limit.PerNamespace is not null)
                standings.Add(StandingOf(customer, given.Scope, use, limit, use.At ?? now, now, isCap: true));
        }
        return standings;
    }

    static ModelStanding StandingOf(
        ModelCustomer customer,
        string? scope,
        ModelUse use,
        ModelLimit limit,
        Instant at,
        Instant now,
        bool isCap = false)
    {
        var events = customer.Events
            .Where(known => known.Use.Feature == use.Feature && known.Scope == scope && Counted(known) > 0)
            .Where(known => !isCap || known.Use.Namespace == use.Namespace)
            .ToList();
        var (per, most) = (limit.Per, isCap ? limit.PerNamespace!.Value : limit.Quantity);
        var whose = isCap || scope is not null ? "namespace" : "customer";
        if (per == "forever")
            return new(per, most, events.Sum(Counted), null, null, whose);
        if (ModelCalendar.Rolling(per) is { } length)
        {
            var counted = events.Where(known => known.At > now - length).ToList();
            Instant? resetsAt = counted.Count == 0 ? null : counted.Min(known => known.At) + length;
            return new(per, most, counted.Sum(Counted), now - length, resetsAt, whose);
        }

        var (start, end) = per == "cycle"
            ? CycleOf(customer, at, now, scope)
            : ModelCalendar.Window(per, at, customer.Zone);
        return new(
            per, most, events.Where(known => known.At >= start && known.At < end).Sum(Counted), start, end, whose);
    }

    static decimal Counted(ModelEvent known) => known.Included + known.Overage;

    static List<(string Boost, decimal Left)> LeftOf(ModelCustomer customer, List<ModelBoost> topUps) =>
        [.. topUps.Select(known => (known.Id, known.Gift.Quantity!.Value - customer.Events
            .SelectMany(one => one.Drawn).Where(drawn => drawn.Boost == known.Id).Sum(drawn => drawn.Quantity)))];

    // Of limits that are passed, the one passed furthest has the least left; of equals the wider goes first.
    static ModelStanding Least(List<ModelStanding> limits) =>
        limits.OrderBy(limit => limit.Limit - limit.Used).ThenBy(limit => ModelCalendar.Rank(limit.Per)).First();
}

/// <summary>How one limit stands, and whom it holds for: <c>customer</c> or <c>namespace</c>.</summary>
sealed record ModelStanding(
    string Per, decimal Limit, decimal Used, Instant? StartsAt, Instant? ResetsAt, string Scope)
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
        LimitScope = Scope,
    };
}
