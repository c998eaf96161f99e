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
        if (ModelGiven.Of(customer, feature, name, now) is not { } given)
            return "not included";
        var left = LeftOf(customer, given.TopUps).Sum(one => one.Left);
        if (given.IsUnlimited(feature))
            return ModelView.Of(left, []);
        // A namespace's own limit and its cap count the same uses: what is shown is the lower of the two.
        var standings = StandingsOf(customer, given, new(customerId, feature, Namespace: name), now)
            .GroupBy(one => (ModelCalendar.Rank(one.Per), one.Scope)).Select(same => same.MinBy(one => one.Limit)!);
        return ModelView.Of(left, [.. standings.Select(one => new ModelViewLimit(
            one.Per, one.Limit, one.Used, one.Remaining, one.StartsAt, one.ResetsAt, one.Scope))]);
    }
}

/// <summary>How one limit stands in a view.</summary>
public sealed record ModelViewLimit(
    string Per, decimal Limit, decimal Used, decimal Remaining, Instant? StartsAt, Instant? ResetsAt, string Scope)
{
    internal string Describe() =>
        $"{ModelText.Of(Used)}/{ModelText.Of(Limit)} left {ModelText.Of(Remaining)} per {ModelCalendar.Rank(Per)} "
        + $"{ModelText.Of(StartsAt)}..{ModelText.Of(ResetsAt)} of {Scope}";
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
