using System.Globalization;

namespace Tollgate.Server;

/// <summary>A refusal with its figures, as a sentence for people.</summary>
internal static class DecisionMessage
{
    /// <summary>The sentence; null where it is allowed.</summary>
    public static string? Of(Decision decision) => decision.Reason switch
    {
        Reason.None => null,
        Reason.IdConflict => "An event with this id was recorded before with other content.",
        Reason.CustomerUnknown => $"There is no customer {decision.Customer}.",
        Reason.NamespaceUnknown => $"{decision.Customer} has no namespace {decision.Namespace}.",
        Reason.FeatureUnknown => $"There is no feature {decision.Feature}.",
        Reason.AtOutOfRange => "The time of use is older than the late limit, or more than 5 minutes ahead.",
        Reason.CustomerSuspended => $"{decision.Customer} is suspended.",
        Reason.PaymentBlocked => $"{decision.Customer} owes for what was used before.",
        Reason.SubscriptionInactive =>
            $"No subscription of {decision.Customer} that includes {decision.Feature} is active.",
        Reason.NotIncluded => $"No plan of {decision.Customer} includes {decision.Feature}.",
        Reason.BelowZero => $"{decision.Feature} would fall below zero.",
        Reason.LimitExceeded when decision.Figures is { } figures => Exceeded(decision, figures),
        Reason.PriceUnknown => $"{decision.Feature} would be charged, and has no price for what the event says.",
        Reason.BudgetExceeded when decision.Charge is var (amount, currency) =>
            $"{decision.Feature} would cost {amount.ToString(currency)} {currency}, "
            + $"which would pass the budget {decision.Budget}.",
        Reason.CreditInsufficient when decision.Charge is var (amount, currency) =>
            $"{decision.Feature} would cost {amount.ToString(currency)} {currency}, which the wallet cannot pay.",
        Reason.BatchRefused => $"{decision.Feature} would be allowed, but another event of the batch is not.",
        _ => $"{decision.Feature} is refused.",
    };

    static string Exceeded(Decision decision, Figures figures)
    {
        var (used, limit) = (Number(figures.Used, figures.Scale), Number(figures.Limit, figures.Scale));
        var reserved = figures.Reserved == 0 ? "" : $" and {Number(figures.Reserved, figures.Scale)} reserved";
        var standing = $"{used} of {limit} used{reserved}{When(figures.Per)}";
        var asked = figures.Feature == decision.Feature ? "" : $" of {decision.Feature}";
        return $"{figures.Feature}: {standing}; {Number(decision.Quantity)} more{asked} would exceed it.";
    }

    static string When(Per per) => per.Kind switch
    {
        PerKind.Forever => "",
        PerKind.Day => " today",
        PerKind.Rolling => $" in the last {Length(per.Length)}",
        _ => $" this {per.Text}",
    };

    static string Length(Duration length)
    {
        var seconds = (long)length.TotalSeconds;
        if (seconds % NodaConstants.SecondsPerDay == 0) return Count(seconds / NodaConstants.SecondsPerDay, "day");
        if (seconds % NodaConstants.SecondsPerHour == 0) return Count(seconds / NodaConstants.SecondsPerHour, "hour");
        if (seconds % NodaConstants.SecondsPerMinute == 0)
            return Count(seconds / NodaConstants.SecondsPerMinute, "minute");
        return Count(seconds, "second");
    }

    static string Count(long count, string unit) =>
        count == 1 ? unit : string.Create(CultureInfo.InvariantCulture, $"{count:N0} {unit}s");

    static string Number(long units, int scale) => Number(Quantities.Unscale(units, scale));

    static string Number(decimal quantity) => quantity.ToString("#,0.#########", CultureInfo.InvariantCulture);
}
