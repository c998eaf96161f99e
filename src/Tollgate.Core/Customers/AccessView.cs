namespace Tollgate.Core.Customers;

/// <summary>Asks whether a customer may pass the gate. Answered like any decision; nothing is recorded.</summary>
/// <param name="Customer">Who.</param>
/// <param name="Namespace">
/// The namespace that asks: where a base of its own gives access, that counts; else the customer's, as for uses; null:
/// none asks.
/// </param>
public sealed record ShowAccess(string Customer, string? Namespace = null) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("namespace", Namespace, optional: true);
    }
}

/// <summary>Whether a customer may pass the gate, and why not.</summary>
/// <param name="Active">Not suspended, and either waived, or not blocked with a base that gives access.</param>
/// <param name="Suspended">Whether an operator has it suspended.</param>
/// <param name="Waived">Whether it needs no base that gives access, and nothing paid.</param>
/// <param name="Status">That of the base subscription that counts, the latest that began; null: there is none.</param>
/// <param name="IsPastDue">Whether an invoice for a plan is unpaid.</param>
/// <param name="IsBlocked">Whether an invoice for what was used is unpaid.</param>
/// <param name="TrialEndsAt">When the trial of that subscription ends, or ended; null: it has none.</param>
public sealed record AccessView(
    bool Active, bool Suspended, bool Waived, SubscriptionStatus? Status, bool IsPastDue, bool IsBlocked,
    Instant? TrialEndsAt)
{
    /// <summary>Why it may not pass, or <see cref="Reason.None"/>.</summary>
    public Reason Reason =>
        Active ? Reason.None
        : Suspended ? Reason.CustomerSuspended
        : IsBlocked && !Waived ? Reason.PaymentBlocked
        : Reason.SubscriptionInactive;

    /// <summary>Reads it.</summary>
    public static Outcome Decide(Draft draft, ShowAccess command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (command.Namespace is { } name && customer.Terms.Namespace(name) is null) return NamespaceDecider.NotFound;
        return new Shown<AccessView>(Of(
            customer.Terms, draft.Account.Catalog, command.Namespace ?? "", draft.TimeOf(customer)));
    }

    /// <summary>That of a customer, or of a namespace of it.</summary>
    public static AccessView Of(Terms terms, Catalog.Catalog catalog, string name, Instant now)
    {
        var profile = terms.Profile!;
        var counted = InScope(terms, name, now);
        if (name.Length > 0 && counted?.IsActive(now, catalog) != true) counted = InScope(terms, "", now) ?? counted;
        var suspended = profile.SuspendedAt is not null;
        var gives = profile.Waived || (!terms.IsBlocked && counted?.IsActive(now, catalog) == true);
        return new AccessView(
            !suspended && gives, suspended, profile.Waived, counted?.StatusAt(now, catalog), terms.IsPastDue,
            terms.IsBlocked, counted?.TrialEndsAt);
    }

    // The one in force; else the last that was, else the first to come.
    static Subscription? InScope(Terms terms, string scope, Instant now)
    {
        if (Cycles.Current(terms, scope, now) is { } current) return current;
        var bases = terms.Subscriptions.Where(one => one.Base && one.Namespace == scope).ToList();
        return bases.Where(one => one.StartsAt <= now).MaxBy(one => one.StartsAt) ?? bases.MinBy(one => one.StartsAt);
    }
}
