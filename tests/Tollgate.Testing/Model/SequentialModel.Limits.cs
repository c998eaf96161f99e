using NodaTime;

namespace Tollgate.Testing.Model;

public sealed partial class SequentialModel
{
    // Of plans alone: a boost that is over leaves nothing behind.
    static bool IsInactive(ModelCustomer customer, string feature, string? name, Instant now) =>
        customer.Subscriptions.Any(known =>
            (known.Scope is null || known.Scope == name)
            && known.PlanAt(now).Of(feature) is not null
            && !known.IsReplacedAt(now));

    // Of pools too: what they would include is no less inactive.
    ModelBasis BasisOf(ModelCustomer customer, ModelFeature feature, ModelUse use, Instant now)
    {
        List<ModelShare> shares =
            [new(feature, 1, 0, ModelGiven.Of(customer, feature.Code, use.Namespace, now))];
        var (weight, child, isInactive) = (1m, feature, IsInactive(customer, feature.Code, use.Namespace, now));
        foreach (var pool in PoolsOf(feature))
        {
            weight *= child.Weight;
            child = pool;
            if (ModelGiven.Of(customer, pool.Code, use.Namespace, now) is { } given)
                shares.Add(new(pool, weight, shares.Count, given));
            isInactive |= IsInactive(customer, pool.Code, use.Namespace, now);
        }

        var missing = isInactive ? "subscription_inactive" : "not_included";
        return new(feature, shares, shares.Any(share => share.Given is not null) ? null : missing);
    }

    static List<ModelStanding> StandingsOf(ModelCustomer customer, ModelBasis basis, ModelUse use, Instant now)
    {
        List<ModelStanding> standings = [];
        if (basis.Missing is not null)
            return standings;
        foreach (var share in basis.Holding.Where(share => !share.IsUnlimited))
        {
            foreach (var limit in share.Given!.Limits(share.Feature.Code))
            {
                standings.Add(StandingOf(customer, share, use, limit, now));
                if (use.Namespace is not null && limit.PerNamespace is not null)
                    standings.Add(StandingOf(customer, share, use, limit, now, isCap: true));
            }
        }

        var elsewhere = basis.Feature.Type != "gauge" ? 0 : LevelsOf(customer, basis.Feature.Code, use.Namespace)
            .Where(part => part.Scope != basis.Shares[0].Given!.Scope).Sum(part => part.Quantity);
        return [.. standings.Select(limit => limit with { Used = limit.Used + elsewhere })];
    }

    static ModelStanding StandingOf(
        ModelCustomer customer, ModelShare share, ModelUse use, ModelLimit limit, Instant now, bool isCap = false)
    {
        var (scope, at) = (share.Given!.Scope, use.At ?? now);
        var (per, most) = (limit.Per, isCap ? limit.PerNamespace!.Value : limit.Quantity);
        var used = CountedOf(customer.Counting.Select(known => (known.Use, known.At, known.Counts)));
        var held = CountedOf(
            customer.Holds.Where(known => known.IsOpenAt(now)).Select(known => (known.Use, known.At, known.Counts)));
        var reversed = ModelCalendar.Rolling(per) is { } rolled && customer.Events.Exists(known =>
            known.ReversedBy is not null && known.At > now - rolled
            && known.Counts.Any(count => count.Feature == share.Feature.Code));
        var standing = new ModelStanding(share, per, most, isCap || scope is not null ? "namespace" : "customer")
        {
            ResetsUnclear = reversed,
        };
        if (per == "forever")
            return Of(null, null, _ => true);
        if (ModelCalendar.Rolling(per) is { } length)
        {
            var counted = used.FindAll(one => one.At > now - length && one.Quantity > 0);
            return Of(
                now - length, counted.Count == 0 ? null : counted.Min(one => one.At) + length,
                time => time > now - length);
        }

        var (start, end) = per == "cycle"
            ? CycleOf(customer, at, now, scope)
            : ModelCalendar.Window(per, at, customer.Zone);
        return Of(start, end, time => time >= start && time < end);

        ModelStanding Of(Instant? startsAt, Instant? resetsAt, Func<Instant, bool> isIn) => standing with
        {
            Used = used.Where(one => isIn(one.At)).Sum(one => one.Quantity),
            Reserved = held.Where(one => isIn(one.At)).Sum(one => one.Quantity),
            StartsAt = startsAt,
            ResetsAt = resetsAt,
        };

        List<(Instant At, decimal Quantity)> CountedOf(
            IEnumerable<(ModelUse Use, Instant At, IReadOnlyList<ModelCount> Counts)> known) =>
            [.. known.Where(one => !isCap || one.Use.Namespace == use.Namespace).SelectMany(one => one.Counts
                .Where(count => count.Feature == share.Feature.Code && count.Scope == scope)
                .Select(count => (one.At, count.Quantity)))];
    }

    // The parts of a gauge's level in a namespace, or in what names none, by the allowance that they count in.
    static List<(string? Scope, decimal Quantity)> LevelsOf(ModelCustomer customer, string gauge, string? name) =>
        [.. customer.Counting.Where(known => known.Use.Namespace == name).SelectMany(known => known.Counts)
            .Where(count => count.Feature == gauge).GroupBy(count => count.Scope)
            .Select(part => (part.Key, part.Sum(count => count.Quantity)))];

    static decimal TopUpLeft(ModelCustomer customer, ModelBasis basis) =>
        LeftOf(customer, basis).Sum(one => basis.Feature.Floor(one.Left / one.Weight));

    // In the units of their features.
    static List<(string Boost, decimal Left, decimal Weight)> LeftOf(ModelCustomer customer, ModelBasis basis)
    {
        var drawn = customer.Counting.SelectMany(known => known.Drawn)
            .Concat(customer.Holds.Where(known => known.End is null)
                .SelectMany(known => known.Drawn.Select(one => (one.Boost, one.Quantity))))
            .ToLookup(one => one.Boost, one => one.Quantity);
        return [.. basis.TopUps.Select(one => (
            one.Boost.Id, Math.Max(0, one.Boost.Gift.Quantity!.Value - drawn[one.Boost.Id].Sum()), one.Weight))];
    }

    // Of limits that are passed, the one passed furthest has the least left; of equals the wider goes first.
    static ModelStanding Least(List<ModelStanding> limits) => limits
        .OrderBy(limit => limit.Left / limit.Share.Weight)
        .ThenBy(limit => limit.Share.Depth)
        .ThenBy(limit => ModelCalendar.Rank(limit.Per)).First();
}

/// <summary>How one limit stands, and whom it holds for: <c>customer</c> or <c>namespace</c>.</summary>
sealed record ModelStanding(ModelShare Share, string Per, decimal Limit, string Scope)
{
    public decimal Used { get; init; }

    public decimal Reserved { get; init; }

    public Instant? StartsAt { get; init; }

    public Instant? ResetsAt { get; init; }

    public bool ResetsUnclear { get; init; }

    public decimal Left => Limit - Used - Reserved;

    public decimal Remaining => Math.Max(0, Left);

    public ModelPlanFeature Policy => Share.Given!.Policy(Share.Feature.Code);

    /// <summary>How much of the feature used fits.</summary>
    public decimal RoomFor(ModelFeature used) => used.Floor(Remaining / Share.Weight);

    public bool IsPassedBy(decimal counted) => counted * Share.Weight > Left;

    public bool Refuses(decimal counted)
    {
        if (Policy.Overage == "deny")
            return IsPassedBy(counted);
        return Policy.OverageLimit is { } most && counted * Share.Weight > Left + most;
    }

    public ModelDecision On(ModelDecision decision) => decision with
    {
        Limit = Limit,
        Used = Used,
        Reserved = Reserved,
        Remaining = Remaining,
        Per = Per,
        StartsAt = StartsAt,
        ResetsAt = ResetsAt,
        ResetsUnclear = ResetsUnclear,
        LimitScope = Scope,
        LimitFeature = Share.Feature.Code,
    };
}
