namespace Tollgate.Payments.Facts;

/// <summary>Money of a payment was given back.</summary>
public sealed record RefundFact : ProviderFact
{
    /// <summary>The provider's id of the payment; the object is the charge that collected it.</summary>
    public required string Payment { get; init; }

    /// <summary>What was given back so far, all in all: it never adds up with an earlier one.</summary>
    public CurrencyAmount? Refunded { get; init; }

    /// <summary>What was collected.</summary>
    public Amount? Collected { get; init; }
}

/// <summary>A customer's bank took a payment back, or tries to.</summary>
public sealed record DisputeFact : ProviderFact
{
    /// <summary>The provider's id of the payment; the object is the dispute.</summary>
    public required string Payment { get; init; }

    /// <summary>How much.</summary>
    public required CurrencyAmount Amount { get; init; }

    /// <summary>How it stands.</summary>
    public required DisputeState State { get; init; }
}

/// <summary>How a dispute stands.</summary>
public enum DisputeState
{
    /// <summary>A question of the bank, or one that was answered: no money was taken.</summary>
    Inquiry,
    /// <summary>The money is taken until it is decided.</summary>
    Open,
    /// <summary>The money stays taken.</summary>
    Lost,
    /// <summary>The money came back.</summary>
    Won,
}

/// <summary>Money that was sent out has arrived, or not.</summary>
public sealed record TransferFact : ProviderFact
{
    /// <summary>Whether it arrived; null where that is not known yet.</summary>
    public required bool? Arrived { get; init; }

    /// <summary>The reference it was sent with.</summary>
    public string? Reference { get; init; }

    /// <summary>How much.</summary>
    public required CurrencyAmount Amount { get; init; }
}
