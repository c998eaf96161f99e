namespace Tollgate.Core.Renewals;

/// <summary>Has a subscription renewed, or renewed otherwise. Its agreed end becomes when that is due.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">The subscription.</param>
/// <param name="Terms">How.</param>
/// <param name="DueAt">
/// Until when it is paid, cut to microseconds, not in the past; null: as known, else until its end, else until its
/// trial's, else until the end of its period.
/// </param>
public sealed record SetRenewal(string Customer, long Id, RenewalTerms Terms, Instant? DueAt = null)
    : Command(Customer)
{
    /// <inheritdoc cref="SetRenewal"/>
    public Instant? DueAt { get; init; } = DueAt?.Cut();

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Time("due_at", DueAt);
        Terms.Validate(errors, "");
    }
}

/// <summary>Has a subscription renewed no more: it ends when what is paid is over.</summary>
public sealed record EndRenewal(string Customer, long Id) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("customer", Customer);
}
