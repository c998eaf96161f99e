using System.Globalization;
using System.Text;

namespace Tollgate.Core.Subscriptions;

/// <summary>Puts a customer on a plan. A base plan replaces the one there is.</summary>
public sealed record Subscribe(
    string Customer, string Plan, int? Version = null, Instant? StartsAt = null, Instant? EndsAt = null,
    Instant? TrialEndsAt = null, Instant? Anchor = null, string? ExternalId = null, string? Metadata = null,
    string? Namespace = null) : Command(Customer)
{
    /// <summary>The most seats of a subscription.</summary>
    public const int MostSeats = 1_000_000;

    /// <summary>Seats, 1 to <see cref="MostSeats"/>; null: the fewest that the plan allows.</summary>
    public int? Quantity { get; init; }

    /// <summary>What it states of features in place of its plan.</summary>
    public Overrides Overrides { get; init; } = Overrides.None;

    /// <summary>What payment providers call it.</summary>
    public ProviderIds Providers { get; init; } = ProviderIds.None;

    /// <summary>When it begins, cut to microseconds; null: now.</summary>
    public Instant? StartsAt { get; init; } = StartsAt?.Cut();

    /// <summary>When it ends, cut to microseconds; null: never.</summary>
    public Instant? EndsAt { get; init; } = EndsAt?.Cut();

    /// <summary>When its trial ends, cut to microseconds; null: as the plan says.</summary>
    public Instant? TrialEndsAt { get; init; } = TrialEndsAt?.Cut();

    /// <summary>
    /// Where its cycles are counted from, cut to microseconds; null: see <see cref="Subscription.Anchor"/>.
    /// </summary>
    public Instant? Anchor { get; init; } = Anchor?.Cut();

    /// <summary>
    /// Hash of everything that was asked. Computed at each call: a copy made by <c>with</c> has its own.
    /// </summary>
    public Hash Content => Hash.Over(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"{Plan}\n{Version}\n{Text(StartsAt)}\n{Text(EndsAt)}\n{Text(TrialEndsAt)}\n{Text(Anchor)}\n"
        + $"{Metadata}\n{Namespace}{(Quantity is { } seats ? $"\n{seats}" : "")}"
        + $"{(Overrides.Text is { } stated ? $"\n{stated}" : "")}"
        + $"{(Providers.Text is { } providers ? $"\n{providers}" : "")}")));

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("plan", Plan);
        errors.Id("namespace", Namespace, optional: true);
        errors.Id("external_id", ExternalId, optional: true);
        errors.Text("metadata", Metadata, CanonicalJson.MostCharacters);
        errors.Time("starts_at", StartsAt);
        errors.Time("ends_at", EndsAt);
        errors.Time("trial_ends_at", TrialEndsAt);
        errors.Time("anchor", Anchor);
        if (Version < 1) errors.Add("version", "out_of_range", "version must be at least 1.");
        if (Quantity is < 1 or > MostSeats)
            errors.Add("quantity", "out_of_range", "quantity must be 1 to 1,000,000.");
        if (EndsAt <= StartsAt) errors.Add("ends_at", "out_of_range", "ends_at must be after starts_at.");
        if (TrialEndsAt <= StartsAt)
            errors.Add("trial_ends_at", "out_of_range", "trial_ends_at must be after starts_at.");
        Overrides.Validate(errors);
        ProviderIds.Check(errors, "providers", Providers);
    }

    static string Text(Instant? time) => time?.ToMicroseconds().ToString(CultureInfo.InvariantCulture) ?? "";
}

/// <summary>When a cancellation takes effect.</summary>
public enum CancelWhen
{
    /// <summary>At once.</summary>
    Now,
    /// <summary>At the end of the current cycle.</summary>
    PeriodEnd,
    /// <summary>At a time that is named, not in the past.</summary>
    At,
}

/// <summary>Ends a subscription.</summary>
public sealed record CancelSubscription(string Customer, long Id, CancelWhen When = CancelWhen.Now, Instant? At = null)
    : Command(Customer)
{
    /// <summary>The time that is named, cut to microseconds.</summary>
    public Instant? At { get; init; } = At?.Cut();

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Time("at", At);
        if (When == CancelWhen.At && At is null) errors.Add("at", "required", "at must name a time.");
    }
}
