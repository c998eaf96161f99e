namespace Tollgate.Core.Verification;

/// <summary>The first thing of a customer that is not as what was recorded says. Immutable.</summary>
/// <param name="Customer">The customer's key; empty: the account.</param>
/// <param name="Kind">What does not hold.</param>
/// <param name="Table">The table of the row that shows it.</param>
/// <param name="Key">That row, by what tells it from the customer's others.</param>
/// <param name="Expected">What follows from what was recorded.</param>
/// <param name="Found">What is stored.</param>
public sealed record Divergence(
    string Customer, DivergenceKind Kind, string Table, string Key, string Expected, string Found);

/// <summary>What may not hold.</summary>
public enum DivergenceKind
{
    /// <summary>A number of the sequence is missing, or is there twice.</summary>
    Sequence,
    /// <summary>A row is not the one that its hash was made of, or not in its place.</summary>
    Chain,
    /// <summary>The head is not where the history ends.</summary>
    Head,
    /// <summary>A counter is not the sum of its events.</summary>
    Counter,
    /// <summary>An open reservation is not what its lines hold.</summary>
    Reservation,
    /// <summary>A wallet, or the balance after an entry, is not the sum of its ledger.</summary>
    Balance,
    /// <summary>What is held of a wallet is not what its reservations and withdrawals hold.</summary>
    Held,
    /// <summary>What remains of a credit grant is not what its entries leave.</summary>
    Grant,
    /// <summary>What a feature cost of all time is not the sum of its events' costs and charges.</summary>
    Cost,
    /// <summary>What was spent or is held of a budget is not what its events and reservations make it.</summary>
    Spend,
    /// <summary>A row is not as the changes of it say.</summary>
    Row,
    /// <summary>The chain does not pass through a checkpoint.</summary>
    Checkpoint,
    /// <summary>A row cannot be read.</summary>
    Unreadable,
}
