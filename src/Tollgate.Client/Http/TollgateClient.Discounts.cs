namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>
    /// Makes a discount, or changes until when, how often and for which plans it is given. 409 <c>discount_fixed</c> if
    /// what it takes off would change.
    /// </summary>
    public Task<Discount> PutDiscountAsync(
        string code, DiscountRequest request, CancellationToken cancellation = default) =>
        SendAsync<Discount>(Call.Put($"v1/discounts/{Segment.Of(code)}", request), cancellation);

    /// <summary>One discount. 404 <c>discount_not_found</c>.</summary>
    public Task<Discount> GetDiscountAsync(string code, CancellationToken cancellation = default) =>
        SendAsync<Discount>(Call.Get($"v1/discounts/{Segment.Of(code)}"), cancellation);

    /// <summary>Every discount, with <paramref name="archived"/> also those, page by page as it is read.</summary>
    public IAsyncEnumerable<Discount> ListDiscountsAsync(
        bool archived = false, CancellationToken cancellation = default) =>
        SendPagesAsync<Discount>("v1/discounts", Listed(archived), cancellation);

    /// <summary>Gives it to nobody any more; who has it keeps it. 404 <c>discount_not_found</c>.</summary>
    public Task<Discount> ArchiveDiscountAsync(
        string code, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAsync<Discount>(
            Call.Post($"v1/discounts/{Segment.Of(code)}/archive").Keyed(idempotencyKey), cancellation);
}
