using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>
/// Source-generated metadata of every request and answer. Use it through <see cref="WireJson.Strict"/> or
/// <see cref="WireJson.Lenient"/>; its own defaults differ from both in what they refuse.
/// </summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(InstantConverter), typeof(QuantityConverter)])]
[JsonSerializable(typeof(FeatureRequest))]
[JsonSerializable(typeof(Page<Feature>))]
[JsonSerializable(typeof(PlanRequest))]
[JsonSerializable(typeof(Page<Plan>))]
[JsonSerializable(typeof(PlanFeatureBody))]
[JsonSerializable(typeof(SettingsRequest))]
[JsonSerializable(typeof(Settings))]
[JsonSerializable(typeof(CatalogRequest))]
[JsonSerializable(typeof(CatalogResult))]
[JsonSerializable(typeof(CustomerRequest))]
[JsonSerializable(typeof(SuspendRequest))]
[JsonSerializable(typeof(Page<Customer>))]
[JsonSerializable(typeof(SubscriptionRequest))]
[JsonSerializable(typeof(CancelRequest))]
[JsonSerializable(typeof(Page<Subscription>))]
[JsonSerializable(typeof(NamespaceRequest))]
[JsonSerializable(typeof(Page<Namespace>))]
[JsonSerializable(typeof(BoostRequest))]
[JsonSerializable(typeof(Page<Boost>))]
[JsonSerializable(typeof(CheckRequest))]
[JsonSerializable(typeof(CheckBatchRequest))]
[JsonSerializable(typeof(CheckBatchResult))]
[JsonSerializable(typeof(UsageRequest))]
[JsonSerializable(typeof(UsageBatchRequest))]
[JsonSerializable(typeof(UsageBatchResult))]
[JsonSerializable(typeof(Decision))]
[JsonSerializable(typeof(ReservationRequest))]
[JsonSerializable(typeof(SettleRequest))]
[JsonSerializable(typeof(ReleaseRequest))]
[JsonSerializable(typeof(GaugeRequest))]
[JsonSerializable(typeof(ReverseRequest))]
[JsonSerializable(typeof(Reversal))]
[JsonSerializable(typeof(Page<UsageEvent>))]
[JsonSerializable(typeof(CustomerEntitlements))]
[JsonSerializable(typeof(EmptyRequest))]
[JsonSerializable(typeof(ApiKeyRequest))]
[JsonSerializable(typeof(RotateKeyRequest))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(Token))]
[JsonSerializable(typeof(ApiKeyCreated))]
[JsonSerializable(typeof(Page<ApiKey>))]
[JsonSerializable(typeof(WebhookEndpointRequest))]
[JsonSerializable(typeof(WebhookEndpointSecret))]
[JsonSerializable(typeof(Page<WebhookEndpoint>))]
[JsonSerializable(typeof(Page<WebhookDelivery>))]
[JsonSerializable(typeof(Page<AuditEntry>))]
[JsonSerializable(typeof(Page<HistoryItem>))]
[JsonSerializable(typeof(UsageSummary))]
[JsonSerializable(typeof(IReadOnlyList<CloudEvent>))]
[JsonSerializable(typeof(TestClockRequest))]
[JsonSerializable(typeof(TestClock))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(RenewRequest))]
[JsonSerializable(typeof(ChangeRequest))]
[JsonSerializable(typeof(Page<ScheduledChange>))]
[JsonSerializable(typeof(MoveRequest))]
[JsonSerializable(typeof(MoveResult))]
[JsonSerializable(typeof(Problem))]
public sealed partial class WireJsonContext : JsonSerializerContext;
