using System.Text.Json;

namespace Tollgate.Server;

/// <summary>Money that is paid out of wallets. Where it goes is shown to nobody.</summary>
internal static class WithdrawalRoutes
{
    const char List = 'o';

    static readonly Operation CreateOne = new(
        "requestWithdrawal", "Withdrawals", "Ask for money to be paid out of a wallet; it is held at once.")
    {
        Scope = Scope.WalletsWithdraw,
        Takes = typeof(Wire.WithdrawalRequest),
        Answers = typeof(Wire.Withdrawal),
        Creates = true,
        Problems = [404, 409],
    };

    static readonly Operation GetAll = new(
        "listWithdrawals", "Withdrawals", "Every withdrawal of the customer, newest first.")
    {
        Scope = Scope.WalletsRead,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.Withdrawal>),
        Problems = [404],
    };

    static readonly Operation GetOne = new("getWithdrawal", "Withdrawals", "One withdrawal.")
    {
        Scope = Scope.WalletsRead,
        Answers = typeof(Wire.Withdrawal),
        Problems = [404],
    };

    static readonly Operation ApproveOne = Change<Wire.ApproveRequest>(
        "approveWithdrawal", "Let it be paid out; by another than asked for it.", Scope.WithdrawalsApprove);

    static readonly Operation CancelOne = Change<Wire.EmptyRequest>(
        "cancelWithdrawal", "Take it back before a payout has begun.", Scope.WalletsWithdraw);

    static readonly Operation CompleteOne = Change<Wire.CompleteRequest>(
        "completeWithdrawal", "Say that it was paid out.", Scope.WithdrawalsApprove);

    static readonly Operation FailOne = Change<Wire.FailRequest>(
        "failWithdrawal", "Say that it cannot be paid out; its money is free again.", Scope.WithdrawalsApprove)
        with
    { BodyOptional = false };

    public static void MapWithdrawals(this IEndpointRouteBuilder routes)
    {
        routes.Post("/v1/customers/{id}/wallets/{currency}/withdrawals", CreateOne, CreateAsync);
        routes.Get("/v1/customers/{id}/withdrawals", GetAll, ListAsync);
        routes.Get("/v1/withdrawals/{id}", GetOne, GetAsync);
        routes.Post("/v1/withdrawals/{id}/approve", ApproveOne, visit => ChangeAsync<Wire.ApproveRequest>(
            visit, (customer, id, body) => new ApproveWithdrawal(customer, id, body.Actor)));
        routes.Post("/v1/withdrawals/{id}/cancel", CancelOne, visit => ChangeAsync<Wire.EmptyRequest>(
            visit, (customer, id, _) => new CancelWithdrawal(customer, id)));
        routes.Post("/v1/withdrawals/{id}/complete", CompleteOne, visit => ChangeAsync<Wire.CompleteRequest>(
            visit, (customer, id, body) => new CompleteWithdrawal(customer, id, body.Reference)));
        routes.Post("/v1/withdrawals/{id}/fail", FailOne, visit => ChangeAsync<Wire.FailRequest>(
            visit, (customer, id, body) => new FailWithdrawal(customer, id, body.Reason)));
    }

    static Operation Change<TBody>(string name, string summary, string scope) => new(name, "Withdrawals", summary)
    {
        Scope = scope,
        Takes = typeof(TBody),
        BodyOptional = true,
        Answers = typeof(Wire.Withdrawal),
        Problems = [404, 409],
    };

    static async Task<Reply> CreateAsync(Visit visit)
    {
        var (id, currency) = (visit.Id("id"), visit.CurrencyOf());
        var body = await visit.ReadAsync<Wire.WithdrawalRequest>();
        var command = await visit.SignAsync(new RequestWithdrawal(
            id, currency, MoneyWire.Amount(body.Amount, "amount", visit.Errors), body.Method,
            Attached.Text(body.Destination) ?? "{}", body.Actor, body.ExternalId));
        if (await WalletRoutes.RefuseUnkeyedAsync(visit, command) is { } refusal) return refusal;
        return await visit.SubmitAsync(command, outcome => Render(outcome, id));
    }

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (id, limit, before) = (visit.Id("id"), visit.Limit(), visit.NumberCursor(List));
        var customer = await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(id));
        var rows = await visit.Gate.ListAsync(lists => lists.WithdrawalsAsync(
            customer.Terms.Customer, before == 0 ? null : before, limit + 1, visit.Http.RequestAborted));
        return Pages.Of(rows, limit, row => Of(row, id), row => Cursors.Write(List, row.Id));
    }

    static async Task<Reply> GetAsync(Visit visit)
    {
        if (!TryId(visit, out var customer, out var id)) return await MissingAsync(visit);
        var row = await visit.ShowAsync<Withdrawal>(new ShowWithdrawal(customer, id));
        return Reply.Of(Statuses.Ok, Of(row, customer));
    }

    static async Task<Reply> ChangeAsync<TBody>(Visit visit, Func<string, long, TBody, Command> make)
        where TBody : class
    {
        if (!TryId(visit, out var customer, out var id)) return await MissingAsync(visit);
        var body = await visit.ReadAsync<TBody>();
        var command = await visit.SignAsync(make(customer, id, body));
        return await visit.SubmitAsync(command, outcome => Render(outcome, customer));
    }

    static bool TryId(Visit visit, out string customer, out long id) =>
        WithdrawalId.TryParse((string)visit.Http.Request.RouteValues["id"]!, out customer, out id);

    static Task<Reply> MissingAsync(Visit visit) => visit.RefuseAsync(Statuses.Of(Rejection.WithdrawalNotFound));

    static Reply Render(Outcome outcome, string customer)
    {
        var put = (Put<Withdrawal>)outcome;
        return Reply.Of(Statuses.Of(put), Of(put.Value, customer));
    }

    static Wire.Withdrawal Of(Withdrawal row, string customer) => new()
    {
        Id = WithdrawalId.Format(customer, row.Id),
        Customer = customer,
        Currency = row.Currency.Code,
        Status = JsonNamingPolicy.SnakeCaseLower.ConvertName($"{row.Status}"),
        Amount = row.Amount.ToString(row.Currency),
        Fee = row.Fee.ToString(row.Currency),
        Net = row.Net.ToString(row.Currency),
        Method = row.Method,
        Destination = Attached.Element(row.HasEnded ? row.Destination : Destination.Masked(row.Destination)),
        Actor = row.RequestedBy.Length == 0 ? null : row.RequestedBy,
        ApprovedBy = row.ApprovedBy,
        ExternalId = row.ExternalId,
        Reference = row.Reference,
        Reason = row.Reason,
        CreatedAt = Times.Write(row.RequestedAt),
        ApprovedAt = Times.Write(row.ApprovedAt),
        EndedAt = Times.Write(row.EndedAt),
    };
}
