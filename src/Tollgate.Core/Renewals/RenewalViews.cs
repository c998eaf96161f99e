namespace Tollgate.Core.Renewals;

/// <summary>How a subscription is renewed, as the audit shows it.</summary>
public sealed record RenewalView(
    string By, string Per, string DueAt, string Anchor, string Since, int? Failures, string? Discount, int? Discounted)
{
    /// <summary>That of one; null: it is not.</summary>
    public static RenewalView? Of(Renewal? one) => one is null ? null : new RenewalView(
        one.By == RenewedBy.Wallet ? "wallet" : "invoice", one.Per == PricePer.Year ? "year" : "month",
        CoreJson.Time(one.DueAt), CoreJson.Time(one.Anchor), CoreJson.Time(one.Since),
        one.Failures == 0 ? null : one.Failures, one.Discount, one.Discounted == 0 ? null : one.Discounted);
}

/// <summary>
/// What a renewal, or a try of it, came to; also as it is told. Amounts are decimals, and left out where nobody was
/// asked for one.
/// </summary>
/// <param name="DueAt">From when on it was due.</param>
/// <param name="Until">Until when it is paid now; null: it is not.</param>
public sealed record RenewedView(string DueAt, string? Until)
{
    /// <summary>What was due, or taken.</summary>
    public string? Amount { get; init; }

    /// <summary>What it would have been without a discount.</summary>
    public string? FullAmount { get; init; }

    /// <summary>What both are counted in.</summary>
    public string? Currency { get; init; }

    /// <summary>The code of its discount.</summary>
    public string? Discount { get; init; }

    /// <summary>Why that did not lower it, one of <see cref="DiscountBar"/>.</summary>
    public string? DiscountBarred { get; init; }

    /// <summary>When it was tried in vain.</summary>
    public string? TriedAt { get; init; }

    /// <summary>When it is tried again by itself; null: not.</summary>
    public string? RetryAt { get; init; }

    /// <summary>When the plan is lost unless it is paid.</summary>
    public string? FallsAt { get; init; }

    /// <summary>The invoice that is unpaid.</summary>
    public string? Invoice { get; init; }

    /// <summary>For verification alone.</summary>
    public RenewedRow? Row { get; init; }

    /// <summary>That of a renewal for which nothing but a price is known.</summary>
    public static RenewedView Of(Renewal renewal, RenewalPrice? price, Instant? until) =>
        new(CoreJson.Time(renewal.DueAt), CoreJson.Time(until))
        {
            Amount = price?.Due.ToString(price.Currency),
            FullAmount = price?.Full.ToString(price.Currency),
            Currency = price?.Currency.Code,
            Discount = price?.Discount,
            DiscountBarred = price?.Bar,
        };
}

/// <summary>Which credit paid a renewal, as the ledger has it.</summary>
public sealed record RenewedRow(string Paid);
