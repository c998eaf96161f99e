using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>How a new subscription goes on once what is paid is over.</summary>
public sealed record RenewalTerms
{
    /// <summary>Who pays.</summary>
    public required RenewedBy By { get; init; }

    /// <summary>By which price: the month's, if the plan has one, else the year's, unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PricePer? Per { get; init; }

    /// <summary>The code of a discount; none unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Discount { get; init; }
}

/// <summary><c>PUT /v1/subscriptions/{sid}/renewal</c>.</summary>
public sealed record RenewalRequest
{
    /// <inheritdoc cref="RenewalTerms.By"/>
    public required RenewedBy By { get; init; }

    /// <inheritdoc cref="RenewalTerms.Per"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PricePer? Per { get; init; }

    /// <summary>
    /// Until when it is paid. As known unless given, else until its end, else its trial's, else that of its period.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DueAt { get; init; }

    /// <inheritdoc cref="RenewalTerms.Discount"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Discount { get; init; }
}

/// <summary>Who pays for the next period of a subscription.</summary>
[JsonConverter(typeof(WireEnumConverter<RenewedBy>))]
public enum RenewedBy
{
    /// <summary>The customer's wallet, by itself.</summary>
    Wallet,

    /// <summary>Whoever pays an invoice; <c>POST .../invoices/{invoice}/pay</c> says that it was.</summary>
    Invoice,
}

/// <summary>How a subscription is renewed.</summary>
public sealed record Renewal
{
    /// <summary>Who pays.</summary>
    public required RenewedBy By { get; init; }

    /// <summary>By which price.</summary>
    public required PricePer Per { get; init; }

    /// <summary>Until when it is paid, and from when the next period is to be.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>How often what is due was asked for in vain; 0 where nothing is.</summary>
    public required int Failures { get; init; }

    /// <summary>When it is tried again by itself; null: not.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>When the plan is lost unless what is due is paid; null: nothing is due.</summary>
    public DateTimeOffset? FallsAt { get; init; }

    /// <summary>The id of the invoice of what is due; null: nothing is.</summary>
    public string? Invoice { get; init; }

    /// <summary>The code of its discount; null: none.</summary>
    public string? Discount { get; init; }
}
