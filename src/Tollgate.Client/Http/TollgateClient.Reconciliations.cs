namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>
    /// Posts what a provider's totals differ from what was charged; the same again posts nothing. With
    /// <see cref="ReconciliationRequest.DryRun"/> it only says what it would post. 404 <c>wallet_not_found</c>.
    /// </summary>
    public Task<Reconciliation> ReconcileAsync(
        ReconciliationRequest request, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAsync<Reconciliation>(Call.Post("v1/reconciliations", request).Keyed(idempotencyKey), cancellation);
}
