namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>
    /// Balances, movements and spend of a wallet in a period. 404 <c>wallet_not_found</c>; 400 <c>too_many_groups</c>
    /// above 10,000 groups.
    /// </summary>
    public Task<Statement> GetStatementAsync(
        string customer, StatementQuery? query = null, CancellationToken cancellation = default) =>
        SendAsync<Statement>(
            Call.Get($"{CustomerPath(customer)}/statements{(query ?? new()).ToQuery()}"), cancellation);
}
