namespace Tollgate.Core.Usage;

/// <summary>
/// Tells whoever wants to know when use reaches a part of a limit: each part once per window, the highest only where
/// several are reached at once. A part that use has fallen below since, or that a raised limit has put out of reach, is
/// told anew when it is reached again. Nothing is kept while nobody wants to know.
/// </summary>
internal static class Thresholds
{
    // A rolling window never closes, and at a part of it use may rise and fall with each second: one is told anew only
    // after so much of the limit has left, so how often it can be is bounded.
    const int RollingSlack = 10;

    /// <summary>The type of the event.</summary>
    public const string Event = "usage.threshold";

    /// <summary>The limits of a use as they are before it is recorded; none where nobody wants to know.</summary>
    public static MeasuredLimit[] Watch(Draft draft, CustomerState customer, Basis basis, string name) =>
        draft.IsWanted(Event) ? GaugeLevel.Found(customer, basis, name) : [];

    /// <summary>
    /// Tells of what has been reached since the limits were <paramref name="watched"/>. What was told before counts
    /// only as far as it was still reached then: so neither a limit that was raised, nor time that moved a rolling
    /// window on, needs anybody to note it.
    /// </summary>
    public static void Tell(
        Draft draft, CustomerState customer, Feature used, string name, MeasuredLimit[] watched, Instant now)
    {
        foreach (var before in watched)
        {
            var (limit, most) = (before.Limit, before.Limit.Quantity);
            if (most == 0 || limit.Window.End <= now) continue;
            var parts = Parts(draft.Account.Catalog.Settings, customer.Terms.Profile!, before.Share.Feature);
            var after = before with { Counter = customer.Counter(limit.Key) };
            var reached = parts.Reached(after.Counter.Used, most);
            var slack = limit.Key.Rolling is null ? 0 : most / RollingSlack;
            var told = Math.Min(after.Counter.Alerted, parts.Reached(before.Counter.Used, most, slack));
            var alerted = Math.Max(told, reached);
            if (alerted != after.Counter.Alerted) customer.Put(after.Counter with { Alerted = alerted });
            if (reached > told) draft.Emit(customer, Event, Data(after, used, name, reached, now));
        }
    }

    // The customer's word, else the feature's whose limit it is, else the account's.
    static Percentages Parts(Settings settings, Profile profile, Feature feature) =>
        profile.Thresholds?.Find(feature.Code) ?? feature.Definition.Thresholds ?? settings.Thresholds;

    static string Data(MeasuredLimit limit, Feature used, string name, short percent, Instant now)
    {
        var figures = limit.Figures(now);
        return CoreJson.Write(new ThresholdView(
            figures.Feature, used.Code, name.Length == 0 ? null : name, percent,
            Quantities.Unscale(figures.Limit, figures.Scale), Quantities.Unscale(figures.Used, figures.Scale),
            Quantities.Unscale(figures.Remaining, figures.Scale), figures.Per.Text, CoreJson.Time(figures.StartsAt),
            CoreJson.Time(figures.ResetsAt), figures.Scope == LimitScope.Namespace ? "namespace" : "customer"));
    }
}

/// <summary>A threshold that was reached, as it is told.</summary>
/// <param name="Feature">The feature whose limit it is.</param>
/// <param name="UsedFeature">The feature whose use reached it: itself, or one that draws on it.</param>
/// <param name="Namespace">The namespace that used it, or null.</param>
/// <param name="Threshold">In per cent of the limit.</param>
/// <param name="Limit">In the feature's units, as the rest.</param>
/// <param name="Used">What is used, after that use.</param>
/// <param name="Remaining">What is left, at least 0.</param>
/// <param name="Per">What it counts in.</param>
/// <param name="StartsAt">Start of the window, or null.</param>
/// <param name="ResetsAt">When it is free again, or null.</param>
/// <param name="LimitScope"><c>customer</c>, or <c>namespace</c>: of its own, or its part of the customer's.</param>
public sealed record ThresholdView(
    string Feature, string UsedFeature, string? Namespace, int Threshold, decimal Limit, decimal Used,
    decimal Remaining, string Per, string? StartsAt, string? ResetsAt, string LimitScope);
