using System.Globalization;
using Tollgate.Client;
using Decision = Tollgate.Client.Decision;

namespace Tollgate.Server.Commands;

/// <summary>A decision as lines to read.</summary>
static class DecisionText
{
    public static IEnumerable<string> Lines(Decision decision)
    {
        yield return Verdict(decision);
        if (Figures(decision) is { } figures) yield return $"  {figures}";
        if (decision.Overage > 0) yield return $"  {Text(decision.Overage)} of it past the limit";
        if (decision.Id is not null) yield return $"  id {decision.Id}, number {decision.Sequence} of {decision.Customer}";
        if (decision.Flags.Count > 0) yield return $"  flags: {string.Join(", ", decision.Flags)}";
    }

    /// <summary>A quantity with its thousands parted, without trailing zeros.</summary>
    public static string Text(decimal quantity) =>
        quantity.ToString("#,##0.#########", CultureInfo.InvariantCulture);

    static string Verdict(Decision decision)
    {
        var asked = $"{decision.Customer}: {Text(decision.Quantity)} of {decision.Feature}";
        if (!decision.Allowed) return $"refused   {asked}: {decision.Reason}. {decision.Message}".TrimEnd();
        return decision.Replayed ? $"recorded before   {asked}" : $"allowed   {asked}";
    }

    static string? Figures(Decision decision)
    {
        if (decision.Unlimited) return "no limit";
        if (decision is not { Limit: { } limit, Used: { } used, Remaining: { } remaining }) return null;
        var per = decision.Per is "forever" or null ? "" : $" per {decision.Per}";
        var until = decision.Window?.ResetsAt is { } resets ? $" until {WireTime.Write(resets)}" : "";
        return $"{Text(used)} of {Text(limit)}{per} used, {Text(remaining)} left{until}";
    }
}
