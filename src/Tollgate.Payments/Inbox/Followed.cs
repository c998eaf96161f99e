using Tollgate.Stores;

namespace Tollgate.Payments.Inbox;

/// <summary>What became of a message, as whoever sent it is told.</summary>
public enum WebhookOutcome
{
    /// <summary>What follows from it was done.</summary>
    Applied,
    /// <summary>It was dealt with before.</summary>
    Duplicate,
    /// <summary>Nothing follows from it.</summary>
    Ignored,
    /// <summary>It is kept, and tried again.</summary>
    Stored,
}

/// <summary>What following an event came to.</summary>
/// <param name="Result">What is noted of its message.</param>
internal sealed record Followed(InboxResult Result)
{
    /// <summary>Whether it was claimed before.</summary>
    public bool IsKnown { get; init; }

    /// <summary>What others may have waited for, and is there now.</summary>
    public IReadOnlyList<string> Wakes { get; init; } = [];

    /// <summary>How long to wait at least before it is tried again.</summary>
    public Duration? RetryAfter { get; init; }

    public static Followed Ignored(string problem) => new(new InboxResult(InboxOutcome.Ignored, problem));

    public static Followed Stored(string problem, string? awaits = null) =>
        new(new InboxResult(InboxOutcome.Stored, problem) { Awaits = awaits });

    public WebhookOutcome Told => IsKnown ? WebhookOutcome.Duplicate : Result.Outcome switch
    {
        InboxOutcome.Applied => WebhookOutcome.Applied,
        InboxOutcome.Ignored => WebhookOutcome.Ignored,
        _ => WebhookOutcome.Stored,
    };
}
