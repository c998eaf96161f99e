namespace Tollgate.Core.Webhooks;

/// <summary>
/// A message to one endpoint, written in the transaction of the change that caused it. Never changed; what became of it
/// is kept beside it and decides nothing.
/// </summary>
/// <param name="Customer">Whose change.</param>
/// <param name="Sequence">The change's number.</param>
/// <param name="Ordinal">Which of the change's events, from 0.</param>
/// <param name="Endpoint">The endpoint's id.</param>
/// <param name="Key">The caller's key of the customer; empty for the account.</param>
/// <param name="Type">The event's type, as <c>boost.created</c>.</param>
/// <param name="Payload">The body, as it is signed and sent: JSON in ASCII.</param>
/// <param name="At">When it was decided.</param>
public sealed record OutboxEntry(
    CustomerId Customer, long Sequence, int Ordinal, long Endpoint, string Key, string Type, string Payload, Instant At)
{
    /// <summary>
    /// From when on it is delivered, by the machine's clock: a test clock moves what is decided, not how long a message
    /// waits.
    /// </summary>
    public Instant NextAt { get; init; } = At;

    /// <summary>The message's id: the same for the same event, however often and to whomever it is sent.</summary>
    public string MessageId => WebhookMessage.IdOf(Key, Sequence, Ordinal, At);
}
