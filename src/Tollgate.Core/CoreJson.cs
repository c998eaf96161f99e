using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tollgate.Core;

/// <summary>JSON of definitions and audit views: one text for equal content.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(ExactJson), typeof(AmountJson), typeof(CurrencyJson)])]
[JsonSerializable(typeof(FeatureDefinition))]
[JsonSerializable(typeof(PlanDefinition))]
[JsonSerializable(typeof(ApiKeyView))]
[JsonSerializable(typeof(ProfileView))]
[JsonSerializable(typeof(NamespaceView))]
[JsonSerializable(typeof(BoostView))]
[JsonSerializable(typeof(ThresholdView))]
[JsonSerializable(typeof(SubscriptionView))]
[JsonSerializable(typeof(OverridesDefinition))]
[JsonSerializable(typeof(WebhookEndpointView))]
[JsonSerializable(typeof(ReservationView))]
[JsonSerializable(typeof(SortedDictionary<string, CloudEventType>))]
[JsonSerializable(typeof(SortedDictionary<string, Percentages>))]
[JsonSerializable(typeof(ProviderIds))]
[JsonSerializable(typeof(ArchiveView))]
[JsonSerializable(typeof(MoveView))]
[JsonSerializable(typeof(WalletView))]
[JsonSerializable(typeof(CreditGrantView))]
[JsonSerializable(typeof(LedgerEntryView))]
[JsonSerializable(typeof(WalletAlertView))]
[JsonSerializable(typeof(MovementView))]
[JsonSerializable(typeof(PaymentReturnView))]
[JsonSerializable(typeof(IReadOnlyList<StoredDispute>))]
[JsonSerializable(typeof(ReceiptView))]
[JsonSerializable(typeof(WithdrawalView))]
[JsonSerializable(typeof(RateCard))]
[JsonSerializable(typeof(RechargeView))]
[JsonSerializable(typeof(SortedDictionary<string, WithdrawalMethod>))]
[JsonSerializable(typeof(BudgetView))]
[JsonSerializable(typeof(BudgetAlertView))]
[JsonSerializable(typeof(ReconciliationView))]
[JsonSerializable(typeof(StoredMatch))]
[JsonSerializable(typeof(InvoiceView))]
[JsonSerializable(typeof(PaymentView))]
[JsonSerializable(typeof(IReadOnlyList<FailedAttempt>))]
[JsonSerializable(typeof(DiscountView))]
[JsonSerializable(typeof(StoredDiscount))]
[JsonSerializable(typeof(PeriodView))]
[JsonSerializable(typeof(UsageSliceView))]
[JsonSerializable(typeof(ProviderEventView))]
public sealed partial class CoreJson : JsonSerializerContext
{
    /// <summary>The stored text of a definition or a view.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, typeof(T), Default);

    /// <summary>A time in a view, to the microsecond.</summary>
    public static string Time(Instant time) => NodaTime.Text.InstantPattern.ExtendedIso.Format(time);

    /// <inheritdoc cref="Time(Instant)"/>
    public static string? Time(Instant? time) => time is { } known ? Time(known) : null;

    /// <summary>Reads a stored text.</summary>
    public static T Read<T>(string text) => (T)JsonSerializer.Deserialize(text, typeof(T), Default)!;
}
