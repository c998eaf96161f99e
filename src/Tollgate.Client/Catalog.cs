using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary><c>PUT /v1/settings</c>, and the settings in the catalogue document.</summary>
public sealed record SettingsRequest
{
    /// <summary>How old a use may be, as an ISO 8601 duration of days and less. <c>P35D</c> unless set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LateLimit { get; init; }

    /// <summary>
    /// The parts of a limit, in per cent, at which use is told of: rising, 1 to 1,000 each. 80, 90 and 100 unless set.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Thresholds { get; init; }

    /// <summary>What CloudEvents use. Their type is the feature unless it is named here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CloudEventSettings? CloudEvents { get; init; }

    /// <summary>How money is taken out of wallets, by name, at most 50; in no way unless set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, WithdrawalMethod>? WithdrawalMethods { get; init; }

    /// <summary>The part of a receipt that is kept of it: 0 to 100, 0 unless set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Percent? ReceiptFeePercent { get; init; }

    /// <summary>The code of the base plan without a price, to which unpaid ones fall; they end unless it is set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FreePlan { get; init; }

    /// <summary>The codes of the plans to which a customer may go down, at most 100; any unless set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? DowngradeTo { get; init; }
}

/// <summary>What CloudEvents use.</summary>
public sealed record CloudEventSettings
{
    /// <summary>By the type of the event, at most 500 of up to 256 characters.</summary>
    public required IReadOnlyDictionary<string, CloudEventType> Types { get; init; }
}

/// <summary>What CloudEvents of one type use.</summary>
public sealed record CloudEventType
{
    /// <summary>The feature's code.</summary>
    public required string Feature { get; init; }

    /// <summary>
    /// Where the quantity is, as <c>data.usage.tokens</c>: then each event must have it. In <c>data.quantity</c> unless
    /// given, and 1 where an event has none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Quantity { get; init; }
}

/// <summary>The settings in force.</summary>
public sealed record Settings
{
    /// <inheritdoc cref="SettingsRequest.LateLimit"/>
    public required string LateLimit { get; init; }

    /// <inheritdoc cref="SettingsRequest.Thresholds"/>
    public required IReadOnlyList<int> Thresholds { get; init; }

    /// <inheritdoc cref="SettingsRequest.CloudEvents"/>
    public required CloudEventSettings CloudEvents { get; init; }

    /// <inheritdoc cref="SettingsRequest.WithdrawalMethods"/>
    public required IReadOnlyDictionary<string, WithdrawalMethod> WithdrawalMethods { get; init; }

    /// <inheritdoc cref="SettingsRequest.ReceiptFeePercent"/>
    public required Percent ReceiptFeePercent { get; init; }

    /// <inheritdoc cref="SettingsRequest.FreePlan"/>
    public string? FreePlan { get; init; }

    /// <inheritdoc cref="SettingsRequest.DowngradeTo"/>
    public required IReadOnlyList<string> DowngradeTo { get; init; }
}

/// <summary><c>POST /v1/catalog</c>: what it names is made so, what it omits stays.</summary>
public sealed record CatalogRequest
{
    /// <summary>By feature code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, FeatureRequest>? Features { get; init; }

    /// <summary>By plan code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, PlanRequest>? Plans { get; init; }

    /// <summary>By rate card code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, RateCardRequest>? RateCards { get; init; }

    /// <summary>Account-wide settings.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SettingsRequest? Settings { get; init; }
}

/// <summary>What applying a catalogue did, or with <c>dry_run</c> would do.</summary>
public sealed record CatalogResult
{
    /// <summary>False for a dry run.</summary>
    public required bool Applied { get; init; }

    /// <summary>One for each thing the document names, in the order features, rate cards, plans, settings.</summary>
    public required IReadOnlyList<CatalogChange> Changes { get; init; }
}

/// <summary>What becomes of one thing the document names.</summary>
public sealed record CatalogChange
{
    /// <summary><c>create</c>, <c>update</c> or <c>unchanged</c>.</summary>
    public required string Action { get; init; }

    /// <summary><c>feature</c>, <c>rate_card</c>, <c>plan</c> or <c>settings</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The code of the feature, card or plan; <c>settings</c> for the settings.</summary>
    public required string Code { get; init; }

    /// <summary>The definition so far; null for what is created.</summary>
    public JsonElement? Before { get; init; }

    /// <summary>The definition from now on.</summary>
    public JsonElement? After { get; init; }
}
