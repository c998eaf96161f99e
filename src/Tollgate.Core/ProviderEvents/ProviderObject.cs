namespace Tollgate.Core.ProviderEvents;

/// <summary>How far a customer has followed one thing of a provider, of which older news changes nothing.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Name">Which: <c>provider/kind/id</c>.</param>
/// <param name="At">The time of the newest event that was applied, by the provider's clock.</param>
/// <param name="Event">The provider's id of the event that was applied last.</param>
/// <param name="Sequence">The customer's number at which that was; what was asked for after it is newer.</param>
/// <param name="AskedAt">When the provider was asked last how it stands, by our clock; null: never.</param>
public sealed record ProviderObject(
    CustomerId Customer, string Name, Instant At, string Event, long Sequence, Instant? AskedAt)
{
    /// <summary>Of a subscription: when it ends, by the last word; what that set is taken back without it.</summary>
    public Instant? CancelAt { get; init; }

    /// <summary>Of a subscription: whether it was paused by the last word.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Of a schedule: when its next change comes, by the last word.</summary>
    public Instant? ChangeAt { get; init; }

    /// <summary>How far the clocks of a provider and ours may lie apart.</summary>
    public static Duration Skew { get; } = Duration.FromMinutes(5);

    /// <summary>
    /// Up to when an event may tell of what is known already: an answer holds what happened until it was given.
    /// </summary>
    public Instant KnownUntil => AskedAt is { } asked ? Instant.Max(At, asked + Skew) : At;

    /// <summary>The name of a thing.</summary>
    public static string NameOf(string provider, string kind, string id) => $"{provider}/{kind}/{id}";
}
