namespace Tollgate.Core.Customers;

/// <summary>The row that is locked: a customer's place in its own history.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Sequence">The number of its last change; 0 before the first. Gapless.</param>
/// <param name="Revision">
/// The number of changes of its terms; those of customer 0 are the catalogue and the keys.
/// </param>
/// <param name="LastAt">When it last changed: its time never goes back behind this.</param>
/// <param name="DueAt">The earliest moment at which something of it falls due.</param>
/// <param name="Hash">The hash of its last change: the end of its chain.</param>
public sealed record Head(CustomerId Customer, long Sequence, long Revision, Instant LastAt, Instant? DueAt, Hash Hash)
{
    /// <summary>The head of a customer that nothing has happened to.</summary>
    public static Head New(CustomerId customer) => new(customer, 0, 0, Instant.MinValue, null, Hash.Empty);
}
