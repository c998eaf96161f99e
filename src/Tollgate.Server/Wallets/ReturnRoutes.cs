namespace Tollgate.Server;

/// <summary>What comes into a wallet from payers, and what goes back to them.</summary>
internal static class ReturnRoutes
{
    static readonly Operation ReturnOne = new(
        "returnPayment", "Wallets", "Tell what a payer got back of a payment or disputes, cumulative per payment.")
    {
        Scope = Scope.WalletsWrite,
        Takes = typeof(Wire.ReturnRequest),
        Answers = typeof(Wire.PaymentReturn),
        Creates = true,
        Problems = [404, 409],
    };

    static readonly Operation ReceiveOne = new(
        "receiveMoney", "Wallets", "Credit what a customer collected through the platform, less the fee.")
    {
        Scope = Scope.WalletsWrite,
        Takes = typeof(Wire.ReceiptRequest),
        Answers = typeof(Wire.Receipt),
        Creates = true,
        Problems = [404, 409],
    };

    public static void MapReturns(this IEndpointRouteBuilder routes)
    {
        routes.Post("/v1/customers/{id}/wallets/{currency}/returns", ReturnOne, ReturnAsync);
        routes.Post("/v1/customers/{id}/wallets/{currency}/receipts", ReceiveOne, ReceiveAsync);
    }

    static async Task<Reply> ReturnAsync(Visit visit)
    {
        var (id, currency) = (visit.Id("id"), visit.CurrencyOf());
        var body = await visit.ReadAsync<Wire.ReturnRequest>();
        Amount? refunded = body.Refunded is { } sum ? MoneyWire.Amount(sum, "refunded", visit.Errors) : null;
        var dispute = body.Dispute is null ? null : new Dispute(
            body.Dispute.Id, MoneyWire.Amount(body.Dispute.Amount, "dispute.amount", visit.Errors),
            State(body.Dispute.State));
        var command = await visit.SignAsync(new ReturnPayment(id, currency, body.Payment, refunded, dispute));
        return await visit.SubmitAsync(command, outcome =>
        {
            var put = (Put<PaymentReturnView>)outcome;
            return Reply.Of(Statuses.Of(put), Of(put.Value));
        });
    }

    static async Task<Reply> ReceiveAsync(Visit visit)
    {
        var (id, currency) = (visit.Id("id"), visit.CurrencyOf());
        var body = await visit.ReadAsync<Wire.ReceiptRequest>();
        var amount = MoneyWire.Amount(body.Amount, "amount", visit.Errors);
        var command = await visit.SignAsync(new ReceiveMoney(id, currency, amount, body.Reference));
        return await visit.SubmitAsync(command, outcome =>
        {
            var put = (Put<ReceiptView>)outcome;
            return Reply.Of(Statuses.Of(put), Of(put.Value));
        });
    }

    static Wire.PaymentReturn Of(PaymentReturnView row) => new()
    {
        Payment = row.Payment,
        Currency = row.Currency,
        Collected = row.Collected,
        Refunded = row.Refunded,
        Disputes =
        [
            .. row.Disputes.Select(
                one => new Wire.Dispute { Id = one.Id, Amount = one.Amount, State = State(one.State) }),
        ],
        Returned = row.Returned,
    };

    static Wire.Receipt Of(ReceiptView row) => new()
    {
        Reference = row.Reference,
        Currency = row.Currency,
        Amount = row.Amount,
        Fee = row.Fee,
        Net = row.Net,
        CreatedAt = WalletWire.Time(row.CreatedAt),
    };

    static DisputeState State(Wire.DisputeState state) => state switch
    {
        Wire.DisputeState.Won => DisputeState.Won,
        Wire.DisputeState.Lost => DisputeState.Lost,
        _ => DisputeState.Open,
    };

    static Wire.DisputeState State(DisputeState state) => state switch
    {
        DisputeState.Won => Wire.DisputeState.Won,
        DisputeState.Lost => Wire.DisputeState.Lost,
        _ => Wire.DisputeState.Open,
    };
}
