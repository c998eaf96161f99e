namespace Tollgate.Core.Subscriptions;

/// <summary>Takes a subscription out of force until it is resumed.</summary>
public sealed record PauseSubscription(string Customer, long Id) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("customer", Customer);
}

/// <summary>Ends a pause.</summary>
public sealed record ResumeSubscription(string Customer, long Id) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("customer", Customer);
}

/// <summary>Records that a subscription is paid: its trial ends now, and one that is scheduled starts now.</summary>
public sealed record ActivateSubscription(string Customer, long Id) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("customer", Customer);
}

/// <summary>Gives a subscription another end, also one that has ended by agreement.</summary>
public sealed record RenewSubscription(string Customer, long Id, Instant? EndsAt = null, Instant? Anchor = null)
    : Command(Customer)
{
    /// <summary>When it ends, cut to microseconds; null: never.</summary>
    public Instant? EndsAt { get; init; } = EndsAt?.Cut();

    /// <summary>Where its cycles are counted from, cut to microseconds; null: as before.</summary>
    public Instant? Anchor { get; init; } = Anchor?.Cut();

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Time("ends_at", EndsAt);
        errors.Time("anchor", Anchor);
    }
}

/// <summary>Puts a subscription on another plan version, now or later. It keeps its id.</summary>
public sealed record ChangeSubscription(
    string Customer, long Id, string Plan, int? Version = null, CancelWhen When = CancelWhen.Now, Instant? At = null,
    Instant? Anchor = null) : Command(Customer)
{
    /// <summary>The time that is named, cut to microseconds.</summary>
    public Instant? At { get; init; } = At?.Cut();

    /// <summary>
    /// What it states in place of the new plan. Null: as before on another version of the same plan, and nothing on
    /// another plan.
    /// </summary>
    public Overrides? Overrides { get; init; }

    /// <summary>Where its cycles are counted from then on, cut to microseconds; null: as before.</summary>
    public Instant? Anchor { get; init; } = Anchor?.Cut();

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("plan", Plan);
        errors.Time("at", At);
        errors.Time("anchor", Anchor);
        if (Version < 1) errors.Add("version", "out_of_range", "version must be at least 1.");
        if (When == CancelWhen.At && At is null) errors.Add("at", "required", "at must name a time.");
        Overrides?.Validate(errors);
    }
}

/// <summary>Takes a scheduled change back before it takes effect.</summary>
public sealed record TakeBackChange(string Customer, ChangeKind Kind, long Id) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("customer", Customer);
}
