namespace Tollgate.Client;

/// <summary>What a payment provider is answered.</summary>
public sealed record WebhookReceipt
{
    /// <summary><c>applied</c>, <c>duplicate</c>, <c>ignored</c> or <c>stored</c>.</summary>
    public required string Outcome { get; init; }
}

/// <summary>What a payment provider told, and what became of it.</summary>
public sealed record WebhookEvent
{
    /// <summary>The provider and its id of what happened.</summary>
    public required string Id { get; init; }

    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>What the provider calls it.</summary>
    public required string Type { get; init; }

    /// <summary>The provider's id of what it is about; null: it names none.</summary>
    public required string? Object { get; init; }

    /// <summary>Whom it is about; null: not known.</summary>
    public required string? Customer { get; init; }

    /// <summary>When it happened, by the provider's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it came in first.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary><c>applied</c>; <c>ignored</c>: nothing follows; <c>stored</c>: it is tried again.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why nothing followed, or not yet.</summary>
    public required string? Problem { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Tries { get; init; }

    /// <summary>When it is tried next; null: not by itself.</summary>
    public required DateTimeOffset? NextTryAt { get; init; }
}
