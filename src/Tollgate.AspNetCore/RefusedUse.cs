using System.Text.Json;
using Tollgate.Core.Catalog;

namespace Tollgate.AspNetCore;

/// <summary>
/// What a refused use is answered with: a status that says what would help, and the decision's figures.
/// </summary>
internal static class RefusedUse
{
    public static Refusal Of(Decision decision, Instant now)
    {
        if (decision.Reason == Reason.CustomerUnknown) return Refusal.UnknownCustomer;
        var status = StatusOf(decision.Reason);
        var waits = status == StatusCodes.Status429TooManyRequests;
        return new Refusal(status, Names.Snake(decision.Reason), $"{decision.Feature} is refused.")
        {
            RetryAfter = waits && decision.Figures?.ResetsAt is { } at ? (at - now).ToTimeSpan() : null,
            More = json => Write(json, decision),
        };
    }

    static int StatusOf(Reason reason) => reason switch
    {
        Reason.LimitExceeded => StatusCodes.Status429TooManyRequests,
        Reason.PaymentBlocked or Reason.PriceUnknown or Reason.BudgetExceeded or Reason.CreditInsufficient =>
            StatusCodes.Status402PaymentRequired,
        Reason.IdConflict or Reason.BelowZero => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status403Forbidden,
    };

    static void Write(Utf8JsonWriter json, Decision decision)
    {
        json.WriteString("reason"u8, Names.Snake(decision.Reason));
        json.WriteString("customer"u8, decision.Customer);
        json.WriteString("feature"u8, decision.Feature);
        json.WriteNumber("quantity"u8, decision.Quantity);
        json.WriteNumber("top_up_remaining"u8, Quantities.Unscale(decision.TopUpRemaining, decision.Scale));
        json.WriteString("budget"u8, decision.Budget);
        if (decision.Figures is { } figures) Write(json, figures);
    }

    static void Write(Utf8JsonWriter json, Figures figures)
    {
        json.WriteNumber("limit"u8, Quantities.Unscale(figures.Limit, figures.Scale));
        json.WriteNumber("used"u8, Quantities.Unscale(figures.Used, figures.Scale));
        json.WriteNumber("reserved"u8, Quantities.Unscale(figures.Reserved, figures.Scale));
        json.WriteNumber("remaining"u8, Quantities.Unscale(figures.Remaining, figures.Scale));
        json.WriteString("per"u8, figures.Per.Text);
        json.WriteString("limit_feature"u8, figures.Feature);
        json.WriteString("limit_scope"u8, Names.Snake(figures.Scope));
        json.WriteStartObject("window"u8);
        json.WriteString("starts_at"u8, figures.StartsAt is { } starts ? Names.Time(starts) : null);
        json.WriteString("resets_at"u8, figures.ResetsAt is { } resets ? Names.Time(resets) : null);
        json.WriteEndObject();
    }
}
