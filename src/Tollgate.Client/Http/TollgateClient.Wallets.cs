namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>The customer's wallets, by currency, each with the credit that anything remains of.</summary>
    public IAsyncEnumerable<Wallet> ListWalletsAsync(string customer, CancellationToken cancellation = default) =>
        SendPagesAsync<Wallet>($"{CustomerPath(customer)}/wallets", new Query(), cancellation);

    /// <summary>Makes a wallet, or says how it is to be used. Its money stays as it is.</summary>
    public Task<Wallet> PutWalletAsync(
        string customer, string currency, WalletRequest request, CancellationToken cancellation = default) =>
        SendAsync<Wallet>(Call.Put(WalletPath(customer, currency), request), cancellation);

    /// <summary>
    /// Adds credit, and makes the wallet where there is none. With an <see cref="CreditGrantRequest.ExternalId"/> that
    /// was used before, the first answer comes back, or 409 where it asked for something else.
    /// </summary>
    public Task<CreditGrant> GrantCreditAsync(
        string customer, string currency, CreditGrantRequest request, string? idempotencyKey = null,
        CancellationToken cancellation = default)
    {
        var call = Call.Post($"{WalletPath(customer, currency)}/grants", request);
        return SendAsync<CreditGrant>(call.Keyed(idempotencyKey), cancellation);
    }

    /// <summary>Corrects the balance of a wallet. 404 <c>wallet_not_found</c>.</summary>
    public Task<LedgerEntry> AdjustWalletAsync(
        string customer, string currency, AdjustmentRequest request, string? idempotencyKey = null,
        CancellationToken cancellation = default)
    {
        var call = Call.Post($"{WalletPath(customer, currency)}/adjustments", request);
        return SendAsync<LedgerEntry>(call.Keyed(idempotencyKey), cancellation);
    }

    /// <summary>Every movement of a wallet, newest first, page by page as they are read.</summary>
    public IAsyncEnumerable<LedgerEntry> ListLedgerAsync(
        string customer, string currency, CancellationToken cancellation = default) =>
        SendPagesAsync<LedgerEntry>($"{WalletPath(customer, currency)}/ledger", new Query(), cancellation);

    static string WalletPath(string customer, string currency) =>
        $"{CustomerPath(customer)}/wallets/{Segment.Of(currency)}";
}
