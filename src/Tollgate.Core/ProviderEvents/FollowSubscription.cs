namespace Tollgate.Core.ProviderEvents;

/// <summary>Where a subscription is at its provider, as far as anything follows from it here.</summary>
public enum ProviderStanding
{
    /// <summary>Nothing follows from it: not begun, or late with a payment, which its invoices tell.</summary>
    Other,
    /// <summary>In its trial, or paid.</summary>
    Trialing,
    /// <summary>Paid.</summary>
    Active,
    /// <summary>Paused.</summary>
    Paused,
    /// <summary>Over.</summary>
    Ended,
}

/// <summary>
/// Brings the subscription that a provider's id is linked to into line with how it stands there. What was done here,
/// and not by the provider's word, is not undone.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="Id">The provider's id of the subscription.</param>
/// <param name="Standing">Where it is there.</param>
public sealed record FollowSubscription(string Customer, string Provider, string Id, ProviderStanding Standing)
    : Command(Customer)
{
    /// <summary>When it ends, if that is set.</summary>
    public Instant? CancelAt { get; init => field = value?.Cut(); }

    /// <summary>The end of the period it is in.</summary>
    public Instant? PeriodEnd { get; init => field = value?.Cut(); }

    /// <summary>The provider's id of what it costs; null: not known.</summary>
    public string? Price { get; init; }

    /// <summary>Its name among the things of providers.</summary>
    public string Name => ProviderObject.NameOf(Provider, "subscription", Id);

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        ProviderIds.Check(errors, "providers", Provider, Id);
        errors.Time("cancel_at", CancelAt);
        errors.Time("period_end", PeriodEnd);
    }
}

/// <summary>
/// Schedules the change of plan that a provider's schedule brings next, or takes back the one that it brought no more.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="Id">The provider's id of the subscription.</param>
/// <param name="Schedule">The provider's id of the schedule.</param>
/// <param name="Price">What it costs after the change; null: none is to come.</param>
/// <param name="At">When it changes.</param>
public sealed record FollowSchedule(
    string Customer, string Provider, string Id, string Schedule, string? Price, Instant? At) : Command(Customer)
{
    /// <summary>When it changes, cut to microseconds.</summary>
    public Instant? At { get; init; } = At?.Cut();

    /// <summary>Its name among the things of providers.</summary>
    public string Name => ProviderObject.NameOf(Provider, "schedule", Schedule);

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        ProviderIds.Check(errors, "providers", Provider, Id);
        errors.Time("at", At);
        if (Price is null != At is null) errors.Add("at", "invalid_value", "A change has a price and a time.");
    }
}
