namespace Tollgate.Server;

/// <summary>Wallets of a customer, and the credit that is put into them.</summary>
internal static class WalletRoutes
{
    const char List = 'w';

    static readonly Operation GetAll = new(
        "listWallets", "Wallets", "The customer's wallets by currency, each with the credit that remains.")
    {
        Scope = Scope.WalletsRead,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.Wallet>),
        Problems = [404],
    };

    static readonly Operation PutOne = new("putWallet", "Wallets", "Make a wallet, or say how it is to be used.")
    {
        Scope = Scope.WalletsWrite,
        Takes = typeof(Wire.WalletRequest),
        Answers = typeof(Wire.Wallet),
        Creates = true,
        Problems = [404, 409],
    };

    static readonly Operation GrantOne = new(
        "grantCredit", "Wallets", "Add credit to a wallet, and make the wallet where there is none.")
    {
        Scope = Scope.WalletsWrite,
        Takes = typeof(Wire.CreditGrantRequest),
        Answers = typeof(Wire.CreditGrant),
        Creates = true,
        Problems = [404, 409],
    };

    static readonly Operation AdjustOne = new("adjustWallet", "Wallets", "Correct the balance of a wallet.")
    {
        Scope = Scope.WalletsWrite,
        Takes = typeof(Wire.AdjustmentRequest),
        Answers = typeof(Wire.LedgerEntry),
        Creates = true,
        Problems = [404, 409],
    };

    public static void MapWallets(this IEndpointRouteBuilder routes)
    {
        routes.Get("/v1/customers/{id}/wallets", GetAll, ListAsync);
        routes.Put("/v1/customers/{id}/wallets/{currency}", PutOne, PutAsync);
        routes.Post("/v1/customers/{id}/wallets/{currency}/grants", GrantOne, GrantAsync);
        routes.Post("/v1/customers/{id}/wallets/{currency}/adjustments", AdjustOne, AdjustAsync);
    }

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (id, limit, after) = (visit.Id("id"), visit.Limit(), visit.IdCursor(List));
        var wallets = await visit.ShowAsync<IReadOnlyList<WalletState>>(new ShowWallets(id));
        var rows = wallets.Where(one => string.CompareOrdinal(one.Wallet.Currency.Code, after ?? "") > 0);
        return Pages.Of(
            [.. rows.Take(limit + 1)], limit, one => WalletWire.Of(id, one),
            one => Cursors.Write(List, one.Wallet.Currency.Code));
    }

    static async Task<Reply> PutAsync(Visit visit)
    {
        var (id, currency) = (visit.Id("id"), visit.CurrencyOf());
        var body = await visit.ReadAsync<Wire.WalletRequest>();
        var command = await visit.SignAsync(WalletWire.Command(id, currency, body, visit.Errors));
        return await visit.SubmitAsync(command, outcome =>
        {
            var put = (Put<WalletState>)outcome;
            return Reply.Of(Statuses.Of(put), WalletWire.Of(id, put.Value));
        });
    }

    static async Task<Reply> GrantAsync(Visit visit)
    {
        var (id, currency) = (visit.Id("id"), visit.CurrencyOf());
        var body = await visit.ReadAsync<Wire.CreditGrantRequest>();
        var command = WalletWire.Command(id, currency, body, visit.Errors);
        return await SubmitOnceAsync<CreditGrantView, Wire.CreditGrant>(visit, command, body.ExternalId, WalletWire.Of);
    }

    static async Task<Reply> AdjustAsync(Visit visit)
    {
        var (id, currency) = (visit.Id("id"), visit.CurrencyOf());
        var body = await visit.ReadAsync<Wire.AdjustmentRequest>();
        var amount = MoneyWire.Amount(body.Amount, "amount", visit.Errors);
        var command = new AdjustWallet(id, currency, amount, body.Reason, body.ExternalId);
        return await SubmitOnceAsync<LedgerEntryView, Wire.LedgerEntry>(
            visit, command, body.ExternalId, WalletWire.Of);
    }

    /// <summary>The answer to what comes without an Idempotency-Key, or null; what is bad is named before.</summary>
    public static async Task<Reply?> RefuseUnkeyedAsync(Visit visit, Command command)
    {
        if (visit.HasIdempotencyKey) return null;
        command.Validate(visit.Errors);
        visit.RefuseIfBad([], path: null);
        return await visit.RefuseAsync(Statuses.IdempotencyKeyRequired);
    }

    // What moves money has an id of its own or a key, so that it can be asked for again.
    static async Task<Reply> SubmitOnceAsync<TView, TWire>(
        Visit visit, Command command, string? externalId, Func<TView, TWire> wire) where TView : class
    {
        var signed = await visit.SignAsync(command);
        if (externalId is null && await RefuseUnkeyedAsync(visit, signed) is { } refusal) return refusal;
        return await visit.SubmitAsync(signed, outcome =>
        {
            var put = (Put<TView>)outcome;
            return Reply.Of(Statuses.Of(put), wire(put.Value));
        });
    }
}
