using System.Globalization;
using System.Text;

namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>Makes a feature, or changes it. 409 <c>feature_in_use</c> if its type or scale would change.</summary>
    public Task<Feature> PutFeatureAsync(
        string code, FeatureRequest request, CancellationToken cancellation = default) =>
        SendAsync<Feature>(Call.Put($"v1/features/{Segment.Of(code)}", request), cancellation);

    /// <summary>One feature. 404 <c>feature_not_found</c>.</summary>
    public Task<Feature> GetFeatureAsync(string code, CancellationToken cancellation = default) =>
        SendAsync<Feature>(Call.Get($"v1/features/{Segment.Of(code)}"), cancellation);

    /// <summary>Every feature, with <paramref name="archived"/> also those, page by page as it is read.</summary>
    public IAsyncEnumerable<Feature> ListFeaturesAsync(
        bool archived = false, CancellationToken cancellation = default) =>
        SendPagesAsync<Feature>("v1/features", Listed(archived), cancellation);

    /// <summary>
    /// Puts a feature into no new plan version and no boost; what includes it already goes on. 404
    /// <c>feature_not_found</c>.
    /// </summary>
    public Task<Feature> ArchiveFeatureAsync(
        string code, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAsync<Feature>(
            Call.Post($"v1/features/{Segment.Of(code)}/archive").Keyed(idempotencyKey), cancellation);

    /// <summary>Makes a plan, or its next version if it differs from the latest.</summary>
    public Task<Plan> PutPlanAsync(string code, PlanRequest request, CancellationToken cancellation = default) =>
        SendAsync<Plan>(Call.Put($"v1/plans/{Segment.Of(code)}", request), cancellation);

    /// <summary>One version of a plan, the latest unless given. 404 <c>plan_not_found</c>.</summary>
    public Task<Plan> GetPlanAsync(string code, int? version = null, CancellationToken cancellation = default)
    {
        var query = new Query(("version", version?.ToString(CultureInfo.InvariantCulture)));
        return SendAsync<Plan>(Call.Get($"v1/plans/{Segment.Of(code)}{query}"), cancellation);
    }

    /// <summary>
    /// Every plan in its latest version, with <paramref name="archived"/> also those, page by page as it is read.
    /// </summary>
    public IAsyncEnumerable<Plan> ListPlansAsync(bool archived = false, CancellationToken cancellation = default) =>
        SendPagesAsync<Plan>("v1/plans", Listed(archived), cancellation);

    /// <summary>
    /// Takes no new subscriptions to a plan, 409 <c>plan_archived</c>; those that there are go on. 404
    /// <c>plan_not_found</c>.
    /// </summary>
    public Task<Plan> ArchivePlanAsync(
        string code, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAsync<Plan>(Call.Post($"v1/plans/{Segment.Of(code)}/archive").Keyed(idempotencyKey), cancellation);

    /// <summary>
    /// Moves a page of a plan's subscribers to another version of it. Repeat it with <paramref name="cursor"/> until
    /// there is no next one; whoever is there already is passed over. 404 <c>plan_not_found</c>.
    /// </summary>
    public Task<MoveResult> MovePlanAsync(
        string code, MoveRequest request, string? cursor = null, int? limit = null, string? idempotencyKey = null,
        CancellationToken cancellation = default)
    {
        var query = new Query(("limit", limit?.ToString(CultureInfo.InvariantCulture))) { Cursor = cursor };
        var call = Call.Post($"v1/plans/{Segment.Of(code)}/move{query}", request);
        return SendAsync<MoveResult>(call.Keyed(idempotencyKey), cancellation);
    }

    /// <summary>
    /// Makes a rate card, or its next version if it differs from the latest. 409 <c>rate_card_currency_fixed</c> if its
    /// currency would change.
    /// </summary>
    public Task<RateCard> PutRateCardAsync(
        string code, RateCardRequest request, CancellationToken cancellation = default) =>
        SendAsync<RateCard>(Call.Put($"v1/rate-cards/{Segment.Of(code)}", request), cancellation);

    /// <summary>The latest version of a rate card. 404 <c>rate_card_not_found</c>.</summary>
    public Task<RateCard> GetRateCardAsync(string code, CancellationToken cancellation = default) =>
        SendAsync<RateCard>(Call.Get($"v1/rate-cards/{Segment.Of(code)}"), cancellation);

    /// <summary>Every rate card in its latest version, page by page as it is read.</summary>
    public IAsyncEnumerable<RateCard> ListRateCardsAsync(CancellationToken cancellation = default) =>
        SendPagesAsync<RateCard>("v1/rate-cards", new Query(), cancellation);

    /// <summary>The settings in force.</summary>
    public Task<Settings> GetSettingsAsync(CancellationToken cancellation = default) =>
        SendAsync<Settings>(Call.Get("v1/settings"), cancellation);

    /// <summary>Sets the account's settings.</summary>
    public Task<Settings> PutSettingsAsync(SettingsRequest request, CancellationToken cancellation = default) =>
        SendAsync<Settings>(Call.Put("v1/settings", request), cancellation);

    /// <summary>Makes the catalogue so; what the document omits stays. A dry run only tells the difference.</summary>
    public Task<CatalogResult> ApplyCatalogAsync(
        CatalogRequest catalog,
        bool dryRun = false,
        string? idempotencyKey = null,
        CancellationToken cancellation = default) =>
        SendAsync<CatalogResult>(Call.Post(CatalogPath(dryRun), catalog).Keyed(idempotencyKey), cancellation);

    /// <summary>Makes the catalogue so, from a YAML document.</summary>
    public Task<CatalogResult> ApplyCatalogAsync(
        string yaml, bool dryRun = false, string? idempotencyKey = null, CancellationToken cancellation = default)
    {
        var call = Call.Post(CatalogPath(dryRun)).Keyed(idempotencyKey);
        call = call with { Body = Encoding.UTF8.GetBytes(yaml), ContentType = "application/yaml" };
        return SendAsync<CatalogResult>(call, cancellation);
    }

    static Query Listed(bool archived) => new(("archived", archived ? "true" : null));

    static string CatalogPath(bool dryRun) => dryRun ? "v1/catalog?dry_run=true" : "v1/catalog";
}
