namespace Tollgate.Core.Webhooks;

/// <summary>An address of the operator's that is told what happens; it belongs to the account.</summary>
/// <param name="Id">The account's sequence number at which it was made.</param>
/// <param name="Url">Where messages are sent, at most <see cref="WebhookUrl.MostCharacters"/> characters.</param>
/// <param name="Events">Which it wants, see <see cref="EventPattern"/>; 1 to 50.</param>
/// <param name="Secret">What its messages are signed with, see <see cref="WebhookSecret"/>.</param>
/// <param name="PreviousSecret">What they are signed with besides, until <paramref name="PreviousUntil"/>.</param>
/// <param name="PreviousUntil">When the secret before the last rotation ends.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="DisabledAt">Since when nothing is sent to it; null: it is enabled.</param>
/// <param name="DisabledReason">Why.</param>
/// <param name="DeletedAt">When it was deleted. The row stays, without its secrets, and is never loaded again.</param>
public sealed record WebhookEndpoint(
    long Id, string Url, IReadOnlyList<string> Events, string Secret, string? PreviousSecret, Instant? PreviousUntil,
    Instant CreatedAt, Instant? DisabledAt, string? DisabledReason, Instant? DeletedAt)
{
    /// <summary>Whether messages are made for it and sent to it.</summary>
    public bool IsEnabled => DisabledAt is null && DeletedAt is null;

    /// <summary>Whether it is enabled and wants events of a type.</summary>
    public bool Wants(string type) => IsEnabled && Events.Any(pattern => EventPattern.Matches(pattern, type));

    /// <summary>The secrets to sign with at <paramref name="now"/>, the newest first.</summary>
    public IReadOnlyList<string> SecretsAt(Instant now) =>
        PreviousSecret is { } previous && now < PreviousUntil ? [Secret, previous] : [Secret];

    /// <summary>Leaves the secrets out, also from logs.</summary>
    public override string ToString() => $"{nameof(WebhookEndpoint)} {{ Id = {Id} }}";
}
