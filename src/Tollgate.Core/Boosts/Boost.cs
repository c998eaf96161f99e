namespace Tollgate.Core.Boosts;

/// <summary>
/// An extra on one feature, outside any plan. All times are facts; whether it counts follows from them and the time.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">The customer's sequence number at which it was made.</param>
/// <param name="Feature">The feature's id.</param>
/// <param name="Type">What it gives.</param>
/// <param name="Quantity">Of <c>add_limit</c> and <c>top_up</c>, in the feature's smallest unit; else 0.</param>
/// <param name="Per">
/// Of <c>add_limit</c>: which limit it raises, see <see cref="Time.Per.Text"/>; null: every one.
/// </param>
/// <param name="Namespace">The namespace it belongs to; empty: the customer's own.</param>
/// <param name="StartsAt">From when on it counts.</param>
/// <param name="EndsAt">Until when; null: for good.</param>
/// <param name="CanceledAt">When it was cancelled.</param>
/// <param name="ExternalId">The caller's id of it, unique per customer for ever.</param>
/// <param name="Content">Hash of what was asked, to tell a repetition from a conflict.</param>
/// <param name="Metadata">Canonical JSON of the caller's own.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record Boost(
    CustomerId Customer, long Id, int Feature, BoostType Type, long Quantity, string? Per, string Namespace,
    Instant StartsAt, Instant? EndsAt, Instant? CanceledAt, string? ExternalId, Hash Content, string? Metadata,
    Instant CreatedAt)
{
    /// <summary>What the pots of top-ups begin with, and no namespace does.</summary>
    public const char PotPrefix = '#';

    /// <summary>Where what is used of a top-up counts.</summary>
    public string Pot => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{PotPrefix}{Id}");

    /// <summary>When it ends for whatever reason; null: never.</summary>
    public Instant? Over => CanceledAt < EndsAt || EndsAt is null ? CanceledAt : EndsAt;

    /// <summary>Whether it is over for good at <paramref name="now"/>.</summary>
    public bool IsOver(Instant now) => Over <= now;

    /// <summary>Whether it counts at <paramref name="now"/>.</summary>
    public bool IsActive(Instant now) => StartsAt <= now && !IsOver(now);
}

/// <summary>What a boost gives. Stored; the numbers never change.</summary>
public enum BoostType : short
{
    /// <summary>Raises a limit in each window while it is active.</summary>
    AddLimit = 1,
    /// <summary>A one-off quantity, used after the limits.</summary>
    TopUp = 2,
    /// <summary>Turns a switch on.</summary>
    Enable = 3,
    /// <summary>Lifts every limit.</summary>
    Unlimited = 4,
}
