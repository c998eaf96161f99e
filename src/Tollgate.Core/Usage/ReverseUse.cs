namespace Tollgate.Core.Usage;

/// <summary>
/// Takes a recorded use back: quantity and top-ups return to where they came from, in the windows they were counted
/// in, also those that are over. Once per event; again it answers as the first time.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">The event's id.</param>
/// <param name="Reason">Why; at most 500 characters.</param>
public sealed record ReverseUse(string Customer, string Id, string? Reason = null) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("id", Id);
        errors.Erasable("reason", Reason, 500);
    }
}

/// <summary>A use that was taken back.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Feature">The feature's code.</param>
/// <param name="Quantity">What it was, in the feature's units.</param>
/// <param name="Sequence">The number of the reversal.</param>
/// <param name="Replayed">Whether it had been taken back before.</param>
public sealed record Reversed(string Id, string Feature, decimal Quantity, long Sequence, bool Replayed) : Outcome
{
    /// <summary>What was given back to the wallet; null: it was not charged.</summary>
    public CurrencyAmount? Refunded { get; init; }

    /// <inheritdoc/>
    public override bool Recorded => !Replayed;
}
