namespace Messaging;

/// <summary>What is paid in, as whoever collects money would tell it.</summary>
/// <param name="Amount">A decimal, such as <c>"20.00"</c>.</param>
/// <param name="Payment">The payment's id: it is credited once.</param>
public sealed record TopUpBody(string? Amount, string? Payment);

/// <summary>The wallet that messages are paid from once the included ones are used.</summary>
static class Wallets
{
    const int Page = 100;

    public static void MapWallet(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/wallet", ShowAsync);
        routes.MapGet("/wallet/ledger", LedgerAsync);
        routes.MapPost("/wallet/top-ups", TopUpAsync);
    }

    // For the demonstration whoever asks is believed; a real one credits what its payment provider says was collected.
    static async Task<IResult> TopUpAsync(TopUpBody body, Caller caller, Gate gate)
    {
        var checks = new Checks().Money("amount", body.Amount, out var amount).Text("payment", body.Payment, 128);
        if (checks.Failed) return checks.Problem;
        await gate.ApplyAsync<Put<CreditGrantView>>(new GrantCredit(
            caller.Tenant, ProductCatalog.Currency, amount, CreditKind.TopUp, ExternalId: body.Payment)
        {
            By = caller.User,
        });
        return await ShowAsync(caller, gate);
    }

    static async Task<IResult> ShowAsync(Caller caller, Gate gate)
    {
        var wallets = await gate.ShowAsync<IReadOnlyList<WalletState>>(new ShowWallets(caller.Tenant));
        var wallet = wallets.FirstOrDefault(one => one.Wallet.Currency == ProductCatalog.Currency)?.Wallet;
        return Results.Ok(new
        {
            currency = ProductCatalog.Currency.Code,
            balance = Show(wallet?.Balance),
            held = Show(wallet?.Held),
            available = Show(wallet?.Available),
        });
    }

    static async Task<IResult> LedgerAsync(Caller caller, Gate gate)
    {
        var customer = await gate.ListAsync(lists => lists.FindCustomerAsync(caller.Tenant, default));
        IReadOnlyList<LedgerEntry> entries = customer is not { } id ? [] : await gate.ListAsync(
            lists => lists.LedgerAsync(id, ProductCatalog.Currency, null, Page, default));
        return Results.Ok(new { data = entries.Select(one => LedgerEntryView.Of(caller.Tenant, one)) });
    }

    static string Show(Amount? amount) => (amount ?? Amount.Zero).ToString(ProductCatalog.Currency);
}
