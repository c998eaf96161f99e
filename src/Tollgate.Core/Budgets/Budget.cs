namespace Tollgate.Core.Budgets;

/// <summary>How much a customer, or a namespace of it, means to spend in a window.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Name">The caller's id of it, unique per customer.</param>
/// <param name="Id">
/// The customer's sequence number at which it was last said what it counts: what was spent is kept under it, so that
/// a sum of something else is never taken for this one's.
/// </param>
/// <param name="Namespace">Empty: it counts all that the customer is charged; else what names that namespace.</param>
/// <param name="Currency">What it is counted in; what is charged in another counts in it nothing.</param>
/// <param name="Amount">How much, at least 0.</param>
/// <param name="Per">A day, a week, a month, or the cycle.</param>
/// <param name="WarnAt">At which parts of it somebody is told.</param>
/// <param name="Denies">Whether a use that would pass it is refused; otherwise it only tells.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="DeletedAt">When it was deleted; null: it is in force.</param>
public sealed record Budget(
    CustomerId Customer, string Name, long Id, string Namespace, Currency Currency, Amount Amount, Per Per,
    Percentages WarnAt, bool Denies, Instant CreatedAt, Instant? DeletedAt)
{
    /// <summary>At which parts somebody is told unless it says others.</summary>
    public static Percentages UsualWarnings { get; } = [80, 100];

    /// <summary>Whether it counts what a use costs that names a namespace, or with an empty name none.</summary>
    public bool Counts(Currency currency, string name) =>
        Currency == currency && (Namespace.Length == 0 || Namespace == name);

    /// <summary>Whether it counts the same as another: then what was spent of the one was spent of the other.</summary>
    public bool CountsLike(Budget other) =>
        Namespace == other.Namespace && Currency == other.Currency && Per == other.Per;
}
