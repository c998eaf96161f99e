using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>A use as a CloudEvent 1.0. Extension attributes are passed over.</summary>
public sealed record CloudEvent
{
    /// <summary>Always <c>1.0</c>.</summary>
    public string Specversion { get; init; } = "1.0";

    /// <summary>With <see cref="Source"/> it tells the event from any other: what comes twice counts once.</summary>
    public required string Id { get; init; }

    /// <summary>A URI reference of where it comes from. At most 2,048 characters, as the id.</summary>
    public required string Source { get; init; }

    /// <summary>The feature's code, unless the settings map it to another.</summary>
    public required string Type { get; init; }

    /// <summary>The customer's id.</summary>
    public required string Subject { get; init; }

    /// <summary>When it happened; now unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Time { get; init; }

    /// <summary>
    /// <c>quantity</c> (1 unless given; the settings may name another place for it) and <c>namespace</c>; other
    /// strings, numbers and booleans become the use's properties.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, JsonElement>? Data { get; init; }
}
