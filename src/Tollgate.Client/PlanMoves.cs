using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>When subscribers move to another version of their plan.</summary>
[JsonConverter(typeof(WireEnumConverter<MoveTime>))]
public enum MoveTime
{
    /// <summary>At once.</summary>
    Now,

    /// <summary>Each at the end of its cycle.</summary>
    PeriodEnd,
}

/// <summary><c>POST /v1/plans/{code}/move</c>.</summary>
/// <remarks>
/// Anchor, quantity and what was used stay as they are. A change to such a version that is still to come leads to the
/// other one instead. Who is active after a trial without having paid counts as paid where the version has a price.
/// </remarks>
public sealed record MoveRequest
{
    /// <summary>The version to move from; every one below <see cref="To"/> unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? From { get; init; }

    /// <summary>The version to move to; the latest unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? To { get; init; }

    /// <summary>When.</summary>
    public required MoveTime At { get; init; }
}

/// <summary>What became of a page of a plan's subscribers.</summary>
public sealed record MoveResult
{
    /// <summary>Subscriptions that are on the version from now on. Who was there already is not counted.</summary>
    public required int Moved { get; init; }

    /// <summary>Subscriptions that will be, once a time has come.</summary>
    public required int Scheduled { get; init; }

    /// <summary>Subscriptions that stay where they are: they have fewer seats than the version asks for.</summary>
    public required int Skipped { get; init; }

    /// <summary>Opaque; sent as <c>?cursor=</c> it moves the next page. Null on the last one.</summary>
    public string? NextCursor { get; init; }
}
