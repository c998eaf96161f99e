namespace Tollgate.Server;

/// <summary>The movements of a wallet.</summary>
internal static class LedgerRoutes
{
    const char List = 'l';

    static readonly Operation GetAll = new("listLedger", "Wallets", "Every movement of a wallet, newest first.")
    {
        Scope = Scope.WalletsRead,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.LedgerEntry>),
        Problems = [404],
    };

    public static void MapLedger(this IEndpointRouteBuilder routes) =>
        routes.Get("/v1/customers/{id}/wallets/{currency}/ledger", GetAll, ListAsync);

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (id, currency, limit) = (visit.Id("id"), visit.CurrencyOf(), visit.Limit());
        var before = visit.NumberCursor(List);
        var wallets = await visit.ShowAsync<IReadOnlyList<WalletState>>(new ShowWallets(id));
        if (wallets.FirstOrDefault(one => one.Wallet.Currency == currency) is not { } found)
            return await visit.RefuseAsync(Statuses.Of(Rejection.WalletNotFound));
        var rows = await visit.Gate.ListAsync(lists => lists.LedgerAsync(
            found.Wallet.Customer, currency, before == 0 ? null : before, limit + 1, visit.Http.RequestAborted));
        return Pages.Of(
            rows, limit, row => WalletWire.Of(LedgerEntryView.Of(id, row)), row => Cursors.Write(List, row.Number));
    }
}
