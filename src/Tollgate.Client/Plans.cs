using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>How a plan stands beside others.</summary>
[JsonConverter(typeof(WireEnumConverter<PlanKind>))]
public enum PlanKind
{
    /// <summary>One per customer: a new one replaces the old one.</summary>
    Base,

    /// <summary>Beside the base plan; has no cycle of its own.</summary>
    AddOn,
}

/// <summary>The length of a base plan's cycle.</summary>
[JsonConverter(typeof(WireEnumConverter<PlanCycle>))]
public enum PlanCycle
{
    /// <summary>Seven days.</summary>
    Week,

    /// <summary>One month; the default.</summary>
    Month,

    /// <summary>Three months.</summary>
    Quarter,

    /// <summary>Twelve months.</summary>
    Year,
}

/// <summary><c>PUT /v1/plans/{code}</c>, and a plan in the catalogue document.</summary>
/// <remarks>A changed plan gets the next version.</remarks>
public sealed record PlanRequest
{
    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Base or add-on.</summary>
    public required PlanKind Kind { get; init; }

    /// <summary>Whether a customer may have the add-on more than once. False unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Stackable { get; init; }

    /// <summary>A month unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PlanCycle? Cycle { get; init; }

    /// <summary>Days of trial, once per customer and plan. None unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TrialDays { get; init; }

    /// <summary>Whether it is shown to customers. True unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Public { get; init; }

    /// <summary>What it costs, one price per currency and period; nothing unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PlanPrice>? Prices { get; init; }

    /// <summary>What it costs once, at the start; nothing unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PlanFee? SetupFee { get; init; }

    /// <summary>The money it comes with, one credit per currency and <c>per</c>; none unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PlanCredit>? Credit { get; init; }

    /// <summary>The part of a receipt that is kept, in per cent: 0 to 100; that of the settings unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Percent? ReceiptFeePercent { get; init; }

    /// <summary>The fewest seats of a subscription, 1 to 1,000,000; one unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MinQuantity { get; init; }

    /// <summary>What payment providers call its prices, by which their messages find it. None unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, PlanProvider>? Providers { get; init; }

    /// <summary>What it includes, by feature code.</summary>
    public required IReadOnlyDictionary<string, PlanFeature> Features { get; init; }
}

/// <summary>What a payment provider calls the prices of a plan.</summary>
public sealed record PlanProvider
{
    /// <summary>Its ids of them: 1 to 100 of at most 255 characters.</summary>
    public required IReadOnlyList<string> Prices { get; init; }
}

/// <summary>One version of a plan as the server holds it.</summary>
public sealed record Plan
{
    /// <summary>The caller's own name for it, 1 to 128 of <c>A-Z a-z 0-9 . _ : @ + -</c>.</summary>
    public required string Code { get; init; }

    /// <summary>From 1; a subscription keeps the version it was made with.</summary>
    public required int Version { get; init; }

    /// <inheritdoc cref="PlanRequest.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="PlanRequest.Kind"/>
    public required PlanKind Kind { get; init; }

    /// <summary>Whether a customer may have the add-on more than once.</summary>
    public required bool Stackable { get; init; }

    /// <summary>The length of its cycle; null for an add-on.</summary>
    public PlanCycle? Cycle { get; init; }

    /// <summary>Days of trial; 0 for none.</summary>
    public required int TrialDays { get; init; }

    /// <summary>Whether it is shown to customers.</summary>
    public required bool Public { get; init; }

    /// <summary>What it costs, one price per currency and period; empty: nothing.</summary>
    public required IReadOnlyList<PlanPrice> Prices { get; init; }

    /// <summary>What it costs once, at the start; null: nothing.</summary>
    public PlanFee? SetupFee { get; init; }

    /// <summary>The money it comes with; empty: none.</summary>
    public required IReadOnlyList<PlanCredit> Credit { get; init; }

    /// <summary>The part of a receipt that is kept, in per cent; null: that of the settings.</summary>
    public Percent? ReceiptFeePercent { get; init; }

    /// <summary>The fewest seats of a subscription.</summary>
    public required int MinQuantity { get; init; }

    /// <summary>What payment providers call its prices; empty where none does.</summary>
    public required IReadOnlyDictionary<string, PlanProvider> Providers { get; init; }

    /// <summary>Since when it takes no new subscriptions, in all its versions; null: it does.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }

    /// <inheritdoc cref="PlanRequest.Features"/>
    public required IReadOnlyDictionary<string, PlanFeature> Features { get; init; }
}
