using System.Text.Json;

namespace Messaging;

/// <summary>Money that is to be paid out.</summary>
public sealed record WithdrawalBody(string? Amount, string? Iban);

/// <summary>A withdrawal as it is shown. Where it goes is shown to nobody.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status"><c>pending</c>, <c>approved</c>, <c>paid</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Amount">What leaves the wallet; it is held from the request on.</param>
/// <param name="Fee">What is kept of it.</param>
/// <param name="Net">What is paid out.</param>
/// <param name="RequestedBy">The first pair of eyes.</param>
/// <param name="ApprovedBy">The second; never the first.</param>
public sealed record WithdrawalShown(
    string Id, string Status, string Amount, string Fee, string Net, string RequestedBy, string? ApprovedBy);

/// <summary>Withdrawals: asked for by one, approved by another, paid out once. All of it is the gate's.</summary>
static class Withdrawals
{
    public static void MapWithdrawals(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/withdrawals", RequestAsync);
        routes.MapGet("/withdrawals/{id}", (string id, Caller caller, Gate gate) => AboutAsync(
            id, caller, async number =>
                await gate.ShowAsync<Withdrawal>(new ShowWithdrawal(caller.Tenant, number) { By = caller.User })));
        routes.MapPost("/withdrawals/{id}/approve", (string id, Caller caller, Gate gate) => AboutAsync(
            id, caller, number =>
                PutAsync(gate, new ApproveWithdrawal(caller.Tenant, number, caller.User) { By = caller.User })));
        routes.MapPost("/withdrawals/{id}/cancel", (string id, Caller caller, Gate gate) => AboutAsync(
            id, caller, number => PutAsync(gate, new CancelWithdrawal(caller.Tenant, number) { By = caller.User })));
    }

    static async Task<IResult> RequestAsync(WithdrawalBody body, Caller caller, HttpRequest request, Gate gate)
    {
        var checks = new Checks().Money("amount", body.Amount, out var amount).Text("iban", body.Iban, 34);
        var key = request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0) checks.Add("Idempotency-Key", "What moves money is asked for with a key.");
        if (checks.Failed) return checks.Problem;
        var row = await PutAsync(gate, new RequestWithdrawal(
            caller.Tenant, ProductCatalog.Currency, amount, ProductCatalog.BankTransfer,
            JsonSerializer.Serialize(new { iban = body.Iban }), caller.User, ExternalId: key)
        {
            By = caller.User,
        });
        var shown = Show(row, caller);
        return Results.Created($"/withdrawals/{shown.Id}", shown);
    }

    // An id names its customer: another tenant's does not exist here.
    static async Task<IResult> AboutAsync(string id, Caller caller, Func<long, Task<Withdrawal>> ask) =>
        WithdrawalId.TryParse(id, out var customer, out var number) && customer == caller.Tenant
            ? Results.Ok(Show(await ask(number), caller)) : Problems.NotFound("withdrawal");

    static async Task<Withdrawal> PutAsync(Gate gate, Command command) =>
        (await gate.ApplyAsync<Put<Withdrawal>>(command)).Value;

    static WithdrawalShown Show(Withdrawal row, Caller caller) => new(
        WithdrawalId.Format(caller.Tenant, row.Id), JsonNamingPolicy.SnakeCaseLower.ConvertName($"{row.Status}"),
        row.Amount.ToString(row.Currency), row.Fee.ToString(row.Currency), row.Net.ToString(row.Currency),
        row.RequestedBy, row.ApprovedBy);
}
