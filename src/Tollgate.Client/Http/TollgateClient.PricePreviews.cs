namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>
    /// What a quantity would be charged as things stand, and which quantities beside it cost more or less. Nothing is
    /// recorded. 404 <c>customer_not_found</c>, <c>namespace_not_found</c>, <c>feature_not_found</c>.
    /// </summary>
    public Task<PricePreview> PreviewPriceAsync(
        PricePreviewRequest request, CancellationToken cancellation = default) =>
        SendAsync<PricePreview>(Call.Post("v1/prices/preview", request), cancellation);
}
