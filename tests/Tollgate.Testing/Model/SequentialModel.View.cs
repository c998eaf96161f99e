using NodaTime;

namespace Tollgate.Testing.Model;

public sealed partial class SequentialModel
{
    /// <summary>
    /// All that a customer, or a namespace of it, has of a metered feature: every limit and how it stands, and what is
    /// left of top-ups. On one line, equal for equal views.
    /// </summary>
    public string View(string customerId, string feature, string? name, Instant now)
    {
        var customer = Customer(customerId) ?? throw new ArgumentException($"There is no customer {customerId}.");
        var use = new ModelUse(customerId, feature, Namespace: name);
        var basis = BasisOf(customer, _features[feature], use, now);
        basis = basis with { Shares = [.. basis.Shares.Take(1)] };
        if (basis.Shares[0].Given is null)
            return "not included";
        var left = TopUpLeft(customer, basis);
        if (basis.IsUnlimited)
            return ModelView.Of(left, []);
        // A namespace's own limit and its cap count the same uses: what is shown is the lower of the two.
        var standings = StandingsOf(customer, basis, use, now)
            .GroupBy(one => (ModelCalendar.Rank(one.Per), one.Scope)).Select(same => same.MinBy(one => one.Limit)!);
        return ModelView.Of(left, [.. standings.Select(one => new ModelViewLimit(
            one.Per, one.Limit, one.Used, one.Reserved, one.Remaining, one.StartsAt, one.ResetsAt, one.Scope))]);
    }
}

/// <summary>How one limit stands in a view.</summary>
public sealed record ModelViewLimit(
    string Per, decimal Limit, decimal Used, decimal Reserved, decimal Remaining, Instant? StartsAt, Instant? ResetsAt,
    string Scope)
{
    internal string Describe() =>
        $"{ModelText.Of(Used)}+{ModelText.Of(Reserved)}/{ModelText.Of(Limit)} left {ModelText.Of(Remaining)} "
        + $"per {ModelCalendar.Rank(Per)} {ModelText.Of(StartsAt)}..{ModelText.Of(ResetsAt)} of {Scope}";
}

/// <summary>The words of a view.</summary>
public static class ModelView
{
    /// <summary>What is left of top-ups, and the limits, in any order; none where there is no limit.</summary>
    public static string Of(decimal topUpRemaining, IReadOnlyList<ModelViewLimit> limits) => string.Join(
        "; ",
        [
            $"top-ups {ModelText.Of(topUpRemaining)}",
            .. limits.Select(limit => limit.Describe()).Order(StringComparer.Ordinal),
        ]);
}
