namespace Tollgate.Core.Invoices;

/// <summary>A bill whose payment failed. While it is not paid, it is one of the facts about its customer.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">Its id where it was made, unique per customer.</param>
/// <param name="Plan">Whether it asks for what a plan costs.</param>
/// <param name="Metered">Whether it asks for what was used.</param>
/// <param name="Subscription">The id of the subscription it is for; null: it names none.</param>
/// <param name="FailedAt">When its payment failed first.</param>
/// <param name="FallsAt">
/// Where it asks for a plan: the end of the period in which that failed. From then on the plan is not given any more.
/// </param>
/// <param name="PaidAt">When it was paid after all, or needed not be any more; null: it was not.</param>
public sealed record Invoice(
    CustomerId Customer, string Id, bool Plan, bool Metered, long? Subscription, Instant FailedAt, Instant? FallsAt,
    Instant? PaidAt)
{
    /// <summary>The most unpaid invoices of a customer.</summary>
    public const int Most = 100;
}

/// <summary>An invoice as the audit and the wire show it.</summary>
public sealed record InvoiceView(
    string Id, bool Plan, bool Metered, long? Subscription, string FailedAt, string? FallsAt, string? PaidAt)
{
    /// <summary>That of one.</summary>
    public static InvoiceView Of(Invoice one) => new(
        one.Id, one.Plan, one.Metered, one.Subscription, CoreJson.Time(one.FailedAt), CoreJson.Time(one.FallsAt),
        CoreJson.Time(one.PaidAt));
}
