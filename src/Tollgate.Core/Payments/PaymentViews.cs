namespace Tollgate.Core.Payments;

/// <summary>A session as the audit shows it and events tell it: without its addresses. Amounts are decimals.</summary>
public sealed record PaymentView(
    PaymentStatus Status, string? Plan, string? Per, string Amount, string Currency, string Provider, string? Payment,
    string? Collected, string? CollectedCurrency, string? Problem, IReadOnlyList<FailedAttempt>? Attempts)
{
    /// <summary>Why an operator decided as they did.</summary>
    public string? Reason { get; init; }

    /// <summary>What the row holds beside it, as the audit records it.</summary>
    public PaymentRow? Row { get; init; }

    /// <summary>The view of a session as it was written.</summary>
    public static PaymentView Of(PaymentSession row) => new(
        row.Status, row.Plan, row.Per is { } per ? NameOf(per) : null, row.Amount.ToString(row.Currency),
        row.Currency.Code, row.Provider, row.Payment, row.Collected?.Amount.ToString(row.Collected.Value.Currency),
        row.Collected?.Currency.Code, row.Problem, row.Attempts.Count == 0 ? null : row.Attempts);

    static string NameOf(PricePer per) => per == PricePer.Year ? "year" : "month";
}

/// <summary>What the row of a session holds beside what is shown of it; of addresses their hashes.</summary>
/// <param name="PlanVersion">The version of its plan.</param>
/// <param name="Checkout">The provider's id of the page.</param>
/// <param name="CheckoutUrl">The hash of where the page is.</param>
/// <param name="ReturnUrl">The hash of where the customer goes after it.</param>
/// <param name="Actor">Who opened it.</param>
/// <param name="CreatedAt">When it was opened.</param>
/// <param name="ExpiresAt">When it expires.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record PaymentRow(
    int? PlanVersion, string? Checkout, string? CheckoutUrl, string ReturnUrl, string Actor, string CreatedAt,
    string ExpiresAt, string? EndedAt)
{
    /// <summary>How many seats it pays for.</summary>
    public int? Quantity { get; init; }

    /// <summary>That of a session.</summary>
    public static PaymentRow Of(PaymentSession row) => new(
        row.PlanVersion, row.Checkout, row.CheckoutUrl is { } url ? HashOf(url) : null, HashOf(row.ReturnUrl),
        row.Actor, CoreJson.Time(row.CreatedAt), CoreJson.Time(row.ExpiresAt), CoreJson.Time(row.EndedAt))
    {
        Quantity = row.Quantity,
    };

    static string HashOf(string text) => Hash.Over(System.Text.Encoding.UTF8.GetBytes(text)).ToString();
}
