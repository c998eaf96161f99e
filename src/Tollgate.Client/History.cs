using System.Text.Json;

namespace Tollgate.Client;

/// <summary>One recorded change of a customer, as <c>GET /v1/customers/{id}/history</c> lists it.</summary>
public sealed record HistoryEntry
{
    /// <summary>Its number in the customer's gapless sequence.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who asked: the name of an API key; of a use, who used it. Null where nobody was named.</summary>
    public string? Actor { get; init; }

    /// <summary>What was done, as <c>subscription.created</c>; of a use <c>usage.recorded</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The id of what it was done to.</summary>
    public required string Target { get; init; }

    /// <summary>The thing before; null where there was none, and for a use.</summary>
    public JsonElement? Before { get; init; }

    /// <summary>The thing after; null where there is none, and for a use.</summary>
    public JsonElement? After { get; init; }

    /// <summary>The use; null for every other change.</summary>
    public UsageEvent? Use { get; init; }

    /// <summary>Its link in the customer's hash chain, in hexadecimal.</summary>
    public required string Hash { get; init; }
}

/// <summary>The body of a POST that takes none: nothing, or <c>{}</c>.</summary>
public sealed record EmptyRequest;
