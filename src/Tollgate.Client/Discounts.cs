using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary><c>PUT /v1/discounts/{code}</c>. What it takes off, and for how long, cannot change later.</summary>
public sealed record DiscountRequest
{
    /// <summary>The part of the price that it takes off, above 0 and at most 100; this or an amount.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Percent? Percent { get; init; }

    /// <summary>What it takes off each renewal: a decimal above 0, with at most six places.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Amount { get; init; }

    /// <summary>What that amount is counted in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }

    /// <summary>How many renewals of a subscription it lowers; all unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Periods { get; init; }

    /// <summary>What is due from then on is not lowered; never unless given. Exclusive.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>To how many subscriptions it may be given; any number unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxUses { get; init; }

    /// <summary>The codes of the plans that it lowers; all unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Plans { get; init; }
}

/// <summary>A discount as the server holds it.</summary>
public sealed record Discount
{
    /// <summary>The caller's id of it.</summary>
    public required string Code { get; init; }

    /// <inheritdoc cref="DiscountRequest.Percent"/>
    public Percent? Percent { get; init; }

    /// <inheritdoc cref="DiscountRequest.Amount"/>
    public string? Amount { get; init; }

    /// <inheritdoc cref="DiscountRequest.Currency"/>
    public string? Currency { get; init; }

    /// <inheritdoc cref="DiscountRequest.Periods"/>
    public int? Periods { get; init; }

    /// <inheritdoc cref="DiscountRequest.ExpiresAt"/>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <inheritdoc cref="DiscountRequest.MaxUses"/>
    public int? MaxUses { get; init; }

    /// <summary>To how many subscriptions it was given; counted where that is limited.</summary>
    public required int Uses { get; init; }

    /// <inheritdoc cref="DiscountRequest.Plans"/>
    public IReadOnlyList<string>? Plans { get; init; }

    /// <summary>When it was archived; null: it was not.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }
}
