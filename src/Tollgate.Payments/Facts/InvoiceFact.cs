namespace Tollgate.Payments.Facts;

/// <summary>An invoice was paid, or not.</summary>
public sealed record InvoiceFact : ProviderFact
{
    /// <summary>Which.</summary>
    public required InvoiceOutcome Outcome { get; init; }

    /// <summary>What is on it.</summary>
    public required IReadOnlyList<InvoiceLine> Lines { get; init; }

    /// <summary>What was paid of it, and what it comes to.</summary>
    public required CurrencyAmount Paid { get; init; }

    /// <summary>What it comes to.</summary>
    public required CurrencyAmount Due { get; init; }

    /// <summary>The provider's id of the subscription it is for.</summary>
    public string? Subscription { get; init; }

    /// <summary>Why it was made, in the provider's word: <c>subscription_cycle</c>, <c>manual</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether something on it is for a plan: any line that is not metered.</summary>
    public bool ForPlan => Lines.Any(line => line.Metered == false);

    /// <summary>Whether something on it is for what was used.</summary>
    public bool ForMetered => Lines.Any(line => line.Metered == true);
}

/// <summary>What happened to an invoice.</summary>
public enum InvoiceOutcome
{
    /// <summary>Nothing is left to be paid.</summary>
    Paid,
    /// <summary>A payment of it failed, or it was given up as lost.</summary>
    Failed,
    /// <summary>It is void: nothing is owed by it.</summary>
    Voided,
}

/// <summary>A line of an invoice.</summary>
/// <param name="Price">The provider's id of the price, if it has one.</param>
/// <param name="Metered">
/// Whether it is for what was used; null where the message names a price and not its kind. The catalogue may know the
/// price; else ask again.
/// </param>
public sealed record InvoiceLine(string? Price, bool? Metered);
