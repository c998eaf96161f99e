namespace Tollgate.Payments;

/// <summary>A message as it came in.</summary>
/// <param name="Body">Its bytes, untouched.</param>
/// <param name="Header">Gives a header by its name, in any case; null or empty where there is none.</param>
public sealed record WebhookMessage(ReadOnlyMemory<byte> Body, Func<string, string?> Header);

/// <summary>What a message turned out to be.</summary>
/// <param name="Verdict">Whether it can be used.</param>
/// <param name="Event">
/// What it says. Of one that is malformed: who and when, with an <see cref="UnknownFact"/>, where those could be read.
/// </param>
/// <param name="Problem">What is wrong with it, by the name of the field; no part of its content.</param>
public sealed record WebhookReading(WebhookVerdict Verdict, ProviderEvent? Event = null, string? Problem = null);

/// <summary>Whether a message can be used.</summary>
public enum WebhookVerdict
{
    /// <summary>It is from the provider and was understood, if only as one of a type that is not known.</summary>
    Read,
    /// <summary>It is not signed by any of the secrets. Nothing of it was parsed.</summary>
    BadSignature,
    /// <summary>It is signed, at a time too far from now: it may be a replay. Nothing of it was parsed.</summary>
    OutOfTime,
    /// <summary>It is signed and is no JSON object.</summary>
    NotJson,
    /// <summary>It is signed, is JSON, and lacks what its type promises.</summary>
    Malformed,
}
