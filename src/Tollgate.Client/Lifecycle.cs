using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary><c>POST /v1/subscriptions/{sid}/renew</c>.</summary>
public sealed record RenewRequest
{
    /// <summary>
    /// Open-ended unless given; of one that is renewed here until when it is paid, one period on unless given.
    /// Exclusive.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>From which every cycle is computed; as before unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Anchor { get; init; }
}

/// <summary><c>POST /v1/subscriptions/{sid}/change</c>. The subscription keeps its id.</summary>
public sealed record ChangeRequest
{
    /// <summary>A plan's code, of the same kind.</summary>
    public required string Plan { get; init; }

    /// <summary>The plan's latest unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Version { get; init; }

    /// <summary><see cref="CancelRequest.Now"/>, <see cref="CancelRequest.PeriodEnd"/>, or a time.</summary>
    public required string At { get; init; }

    /// <summary>
    /// What holds in place of the new plan's. Unless given, what was overridden stays so on another version of the same
    /// plan, and is left behind on another plan; with no features, nothing is overridden any more.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Overrides? Overrides { get; init; }

    /// <summary>From which cycles are computed then; as before unless given, so that nothing is given back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Anchor { get; init; }
}

/// <summary>The plan a subscription is to change to.</summary>
public sealed record NextPlan
{
    /// <summary>The plan's code.</summary>
    public required string Plan { get; init; }

    /// <summary>The version of the plan.</summary>
    public required int Version { get; init; }

    /// <summary>When it takes effect.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>From which cycles are computed then; null: as before.</summary>
    public DateTimeOffset? Anchor { get; init; }

    /// <summary>What holds then in place of the plan's; null: nothing.</summary>
    public Overrides? Overrides { get; init; }
}

/// <summary>What is to happen to a subscription.</summary>
[JsonConverter(typeof(WireEnumConverter<ChangeKind>))]
public enum ChangeKind
{
    /// <summary>It changes to another plan version.</summary>
    Plan,

    /// <summary>Its cancellation takes effect.</summary>
    Cancel,

    /// <summary>It begins.</summary>
    Start,

    /// <summary>It ends, because it is not paid for and there is no free plan.</summary>
    Lapse,
}

/// <summary>A change that takes effect by time alone, and can be taken back until then.</summary>
public sealed record ScheduledChange
{
    /// <summary>Made by the server; opaque.</summary>
    public required string Id { get; init; }

    /// <summary>What happens.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>The id of the subscription it happens to.</summary>
    public required string Subscription { get; init; }

    /// <summary>When it takes effect.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The code of the plan that begins, or that ends.</summary>
    public required string Plan { get; init; }

    /// <summary>The version of that plan.</summary>
    public required int Version { get; init; }
}
