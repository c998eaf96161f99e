namespace Tollgate.Core.Usage;

/// <summary>
/// Tells whoever wants to know when use reaches a part of a limit: each part once per window, the highest only where
/// several are reached at once. A part that use falls below again, by a reversal or a lowered gauge, is told anew when
/// it is reached again. Nothing is kept while nobody wants to know.
/// </summary>
internal static class Thresholds
{
    /// <summary>The type of the event.</summary>
    public const string Event = "usage.threshold";

    /// <summary>Tells of what the last change has reached, by the counters as they are after it.</summary>
    public static void Tell(Draft draft, CustomerState customer, Feature used, string name, Basis basis, Instant now)
    {
        if (!draft.IsWanted(Event)) return;
        foreach (var limit in MeasuredLimit.Of(customer, basis))
        {
            if (limit.Limit.Quantity == 0 || limit.Limit.Window.End <= now) continue;
            var (reached, told) = (Reached(limit, draft.Account.Catalog.Settings), limit.Counter.Alerted);
            if (reached == told) continue;
            customer.Put(limit.Counter with { Alerted = reached });
            if (reached > told) draft.Emit(customer, Event, Data(limit, used, name, reached, now));
        }
    }

    static short Reached(MeasuredLimit limit, Settings settings) => settings.Thresholds.LastOrDefault(
        percent => (Int128)limit.Counter.Used * 100 >= (Int128)limit.Limit.Quantity * percent);

    static string Data(MeasuredLimit limit, Feature used, string name, short percent, Instant now)
    {
        var figures = limit.Figures(now);
        return CoreJson.Write(new ThresholdView(
            figures.Feature, used.Code, name.Length == 0 ? null : name, percent,
            Quantities.Unscale(figures.Limit, figures.Scale), Quantities.Unscale(figures.Used, figures.Scale),
            Quantities.Unscale(figures.Remaining, figures.Scale), figures.Per.Text, CoreJson.Time(figures.StartsAt),
            CoreJson.Time(figures.ResetsAt)));
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
public sealed record ThresholdView(
    string Feature, string UsedFeature, string? Namespace, int Threshold, decimal Limit, decimal Used,
    decimal Remaining, string Per, string? StartsAt, string? ResetsAt);
