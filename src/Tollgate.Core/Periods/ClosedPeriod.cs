namespace Tollgate.Core.Periods;

/// <summary>
/// The period that a customer is in. Kept with its profile: periods follow each other without a gap from the first
/// subscription on.
/// </summary>
/// <param name="From">When it started.</param>
/// <param name="After">What the customer recorded above this number is in it.</param>
/// <param name="Opened">The same of the customer's first period: what was recorded before is in none.</param>
/// <param name="OpenedAt">When that started.</param>
public sealed record OpenPeriod(Instant From, long After, long Opened, Instant OpenedAt);

/// <summary>A period that is over. Written once, never changed.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">The number of the change that closed it.</param>
/// <param name="StartsAt">When it started.</param>
/// <param name="EndsAt">When it ended; it was closed then or later, before anything more was recorded.</param>
/// <param name="After">What was recorded above this number, and below <paramref name="Id"/>, is in it.</param>
/// <param name="Figures">What that comes to, by feature and currency; only what says anything.</param>
public sealed record ClosedPeriod(
    CustomerId Customer, long Id, Instant StartsAt, Instant EndsAt, long After, IReadOnlyList<Tally> Figures);

/// <summary>The id of a period on the wire: <c>prd_&lt;customer&gt;_&lt;sequence&gt;</c>.</summary>
public static class PeriodId
{
    static readonly MadeId Form = new("prd_");

    /// <summary>The wire form.</summary>
    public static string Format(string customer, long id) => Form.Format(customer, id);

    /// <summary>Takes the wire form apart; false where it is not one.</summary>
    public static bool TryParse(string text, out string customer, out long id) =>
        Form.TryParse(text, out customer, out id);
}
