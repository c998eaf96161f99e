using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tollgate.Core.Catalog;
using Tollgate.Core.Money;

namespace Tollgate.Server.Tests.Http;

/// <summary>Money that comes back, comes in and goes out, over HTTP.</summary>
public sealed class WithdrawalTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    const string Ask = """
        {"amount":"40","method":"bank","destination":{"iban":"DE123456789"},"actor":"ann"}
        """;

    [Fact]
    public async Task A_withdrawal_is_asked_for_approved_by_another_and_paid()
    {
        var customer = await FundedAsync("100");
        var made = await AskAsync(customer, "40");
        Assert.Equal(
            ("pending", "40.00", "1.00", "39.00", "ann", "DE12", """{"iban":"****6789"}"""),
            (made.Status, made.Amount, made.Fee, made.Net, made.Actor, made.ExternalId, made.Destination.GetRawText()));
        Assert.Equal(("100.00", "40.00", "60.00"), await WalletAsync(customer));

        var same = await Assert.ThrowsAsync<TollgateException>(
            () => host.Admin.ApproveWithdrawalAsync(made.Id, "ann"));
        var approved = await host.Admin.ApproveWithdrawalAsync(made.Id);
        var paid = await host.Admin.CompleteWithdrawalAsync(made.Id, "tx-1");

        Assert.Equal((HttpStatusCode.Conflict, "same_actor"), (same.Status, same.Code));
        Assert.Equal(("approved", "administrator"), (approved.Status, approved.ApprovedBy));
        Assert.Equal(("paid", "tx-1"), (paid.Status, paid.Reference));
        Assert.Equal(("60.00", "0.00", "60.00"), await WalletAsync(customer));
        Assert.Equal(
            [("fee", "-1.00"), ("withdrawal", "-39.00")],
            (await host.Admin.ListLedgerAsync(customer, "USD").Take(2).ToListAsync())
                .Select(one => (one.Kind, one.Amount)));
        var shown = await host.Admin.GetWithdrawalAsync(made.Id);
        Assert.Equal(("paid", "ann", "tx-1"), (shown.Status, shown.Actor, shown.Reference));
        Assert.Equal(made.Id, (await host.Admin.ListWithdrawalsAsync(customer).SingleAsync()).Id);
        var audited = await host.Admin.ListAuditAsync(new AuditQuery { Customer = customer }).ToListAsync();
        Assert.Equal(3, audited.Count(one => one.Target == made.Id));
        Assert.DoesNotContain(audited, one => one.After?.TryGetProperty("row", out _) == true);
    }

    [Fact]
    public async Task What_failed_or_was_taken_back_is_free_again()
    {
        var customer = await FundedAsync("100");
        var (one, other) = (await AskAsync(customer, "40", "a"), await AskAsync(customer, "60", "b"));
        var canceled = await host.Admin.CancelWithdrawalAsync(one.Id);
        await host.Admin.ApproveWithdrawalAsync(other.Id, "bob");
        var failed = await host.Admin.FailWithdrawalAsync(other.Id, "no such account");

        Assert.Equal(("cancelled", "failed", "no such account"), (canceled.Status, failed.Status, failed.Reason));
        Assert.Equal(("100.00", "0.00", "100.00"), await WalletAsync(customer));
        Assert.Equal([other.Id, one.Id], (
            await host.Admin.ListWithdrawalsAsync(customer).ToListAsync()).Select(row => row.Id));
        var answer = await host.PostAsync($"/v1/withdrawals/{one.Id}/complete");
        Assert.Equal((HttpStatusCode.Conflict, "withdrawal_closed"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task It_needs_a_key_and_the_same_key_asks_once()
    {
        var customer = await FundedAsync("100");
        var path = $"/v1/customers/{customer}/wallets/USD/withdrawals";
        var bare = await host.PostAsync(path, Ask);
        var first = await host.PostAsync(path, Ask, idempotencyKey: "k");
        var again = await host.PostAsync(path, Ask, idempotencyKey: "k");

        Assert.Equal((HttpStatusCode.BadRequest, "idempotency_key_required"), (bare.Status, bare.Code));
        Assert.Equal((HttpStatusCode.Created, first.Text, true), (first.Status, again.Text, again.IsReplay));
        Assert.DoesNotContain("DE123456789", first.Text, StringComparison.Ordinal);
        Assert.Equal(("100.00", "40.00", "60.00"), await WalletAsync(customer));
    }

    [Fact]
    public async Task More_than_is_there_is_refused()
    {
        var customer = await FundedAsync("39.99");
        var answer = await host.PostAsync(
            $"/v1/customers/{customer}/wallets/USD/withdrawals", Ask, idempotencyKey: "k");
        Assert.Equal((HttpStatusCode.Conflict, "credit_insufficient"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("""{"amount":"40","method":"bank","actor":"ann"}""", "destination required")]
    [InlineData("""{"amount":"40","method":"bank","destination":{},"actor":"ann"}""", "destination required")]
    [InlineData(
        """{"amount":"40.001","method":"bank","destination":{"a":1},"actor":"ann"}""", "amount invalid_value")]
    [InlineData("""{"amount":"x","method":"bank","destination":{"a":1},"actor":"ann"}""", "amount invalid_value")]
    [InlineData("""{"amount":"9","method":"bank","destination":{"a":1},"actor":"ann"}""", "amount below_minimum")]
    [InlineData("""{"amount":"40","method":"pigeon","destination":{"a":1},"actor":"ann"}""", "method unknown_method")]
    public async Task A_bad_field_is_named(string body, string expected)
    {
        var customer = await FundedAsync("100");
        var answer = await host.PostAsync(
            $"/v1/customers/{customer}/wallets/USD/withdrawals", body, idempotencyKey: "k");
        Assert.Equal((HttpStatusCode.BadRequest, expected), (answer.Status, Assert.Single(answer.Errors)));
    }

    [Fact]
    public async Task Returns_are_cumulative_per_payment()
    {
        var customer = await FundedAsync("50");
        var first = await ReturnAsync(new ReturnRequest { Payment = "pay", Refunded = "20" });
        var second = await ReturnAsync(new ReturnRequest { Payment = "pay", Refunded = "50" });
        await ReturnAsync(new ReturnRequest { Payment = "pay", Dispute = Dispute(DisputeState.Open) });
        var won = await ReturnAsync(new ReturnRequest { Payment = "pay", Dispute = Dispute(DisputeState.Won) });

        Assert.Equal(("20.00", "50.00"), (first.Returned, second.Returned));
        Assert.Equal(
            ("pay", "50.00", "50.00", "50.00", DisputeState.Won),
            (won.Payment, won.Collected, won.Refunded, won.Returned, won.Disputes.Single().State));
        Assert.Equal(("0.00", "0.00", "0.00"), await WalletAsync(customer));
        Assert.Equal(
            ["refund -30.00", "refund -20.00", "top_up 50.00"],
            (await host.Admin.ListLedgerAsync(customer, "USD").ToListAsync())
                .Select(one => $"{one.Kind} {one.Amount}"));
        var lost = await Assert.ThrowsAsync<TollgateException>(() => ReturnAsync(
            new ReturnRequest { Payment = "pay", Dispute = Dispute(DisputeState.Lost) }));
        var unknown = await Assert.ThrowsAsync<TollgateException>(() => ReturnAsync(
            new ReturnRequest { Payment = "other", Refunded = "1" }));
        Assert.Equal(("dispute_closed", "payment_not_found"), (lost.Code, unknown.Code));

        Task<PaymentReturn> ReturnAsync(ReturnRequest request) =>
            host.Admin.ReturnPaymentAsync(customer, "USD", request);

        static Dispute Dispute(DisputeState state) => new() { Id = "d", Amount = "50", State = state };
    }

    [Theory]
    [InlineData("""{"payment":"pay"}""", "refunded required")]
    [InlineData("""{"payment":"pay","refunded":"-1"}""", "refunded out_of_range")]
    [InlineData("""{"payment":"pay","dispute":{"id":"d","amount":"0","state":"open"}}""",
        "dispute.amount out_of_range")]
    [InlineData("""{"payment":"pay","dispute":{"id":"d","amount":"x","state":"open"}}""",
        "dispute.amount invalid_value")]
    [InlineData("""{"payment":"pay","dispute":{"id":"d","amount":"1","state":"maybe"}}""",
        "dispute.state invalid_value")]
    public async Task A_bad_field_of_a_return_is_named(string body, string expected)
    {
        var customer = await FundedAsync("50");
        var answer = await host.PostAsync($"/v1/customers/{customer}/wallets/USD/returns", body);
        Assert.Equal((HttpStatusCode.BadRequest, expected), (answer.Status, Assert.Single(answer.Errors)));
    }

    [Fact]
    public async Task A_receipt_makes_the_wallet_and_is_credited_once()
    {
        var customer = await CustomerAsync();
        var path = $"/v1/customers/{customer}/wallets/USD/receipts";
        var first = await host.PostAsync(path, """{"amount":"10","reference":"sale-1"}""");
        var again = await host.PostAsync(path, """{"amount":"10","reference":"sale-1"}""");
        var other = await host.PostAsync(path, """{"amount":"11","reference":"sale-1"}""");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, first.Text), (first.Status, again.Status, again.Text));
        Assert.Equal("external_id_conflict", other.Code);
        Assert.Equal("10.00", first.Json.GetProperty("net").GetString());
        Assert.Equal(("10.00", "0.00", "10.00"), await WalletAsync(customer));
    }

    [Fact]
    public async Task In_a_sandbox_with_payouts_what_is_approved_is_paid()
    {
        await using var own = new TollgateHost
        {
            Settings = new ServerSettings
            {
                Database = "memory:",
                Urls = "http://127.0.0.1:0",
                AdminKey = TollgateHost.AdminKey,
                LogLevel = Microsoft.Extensions.Logging.LogLevel.None,
                Sandbox = true,
                Payouts = "sandbox",
            },
        };
        await own.InitializeAsync();
        var customer = await FundedAsync("100", own);
        var made = await own.Admin.RequestWithdrawalAsync(customer, "USD", Request("40", "x"));
        await own.Admin.ApproveWithdrawalAsync(made.Id, "bob");
        var patience = TestContext.Current.CancellationToken;
        while ((await own.Admin.GetWithdrawalAsync(made.Id, patience)).Status != "paid")
        {
            own.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, patience);
        }
        Assert.Equal($"sandbox:{made.Id}", (await own.Admin.GetWithdrawalAsync(made.Id)).Reference);
    }

    [Theory]
    [InlineData("somebody", true)]
    [InlineData("sandbox", false)]
    public void Nobody_else_pays(string payouts, bool sandbox) => Assert.Throws<ArgumentException>(
        () => TollgateServer.Build(new ServerSettings { Database = "memory:", Payouts = payouts, Sandbox = sandbox }));

    async Task<string> FundedAsync(string amount, TollgateHost? other = null)
    {
        var at = other ?? host;
        await at.Services.GetRequiredService<Gate>().ApplyAsync<Core.Put<Core.Catalog.Settings>>(
            new PutSettings(new SettingsChange
            {
                WithdrawalMethods = WithdrawalMethods.Of(new Dictionary<string, Core.Catalog.WithdrawalMethod>
                {
                    ["bank"] = new(Amount.Of(10), FeePercent: Exact.Parse("2.5")),
                }),
            }));
        var customer = await CustomerAsync(at);
        await at.Admin.GrantCreditAsync(
            customer, "USD", new CreditGrantRequest { Amount = amount, Kind = GrantKind.TopUp, ExternalId = "pay" });
        return customer;
    }

    async Task<string> CustomerAsync(TollgateHost? other = null) =>
        (await (other ?? host).Admin.PutCustomerAsync(TollgateHost.NewId("customer"), new CustomerRequest())).Id;

    Task<Withdrawal> AskAsync(string customer, string amount, string id = "DE12") =>
        host.Admin.RequestWithdrawalAsync(customer, "USD", Request(amount, id));

    static WithdrawalRequest Request(string amount, string id) => new()
    {
        Amount = amount,
        Method = "bank",
        Destination = new() { ["iban"] = JsonDocument.Parse("\"DE123456789\"").RootElement },
        Actor = "ann",
        ExternalId = id,
    };

    async Task<(string Balance, string Held, string Available)> WalletAsync(string customer)
    {
        var wallet = await host.Admin.ListWalletsAsync(customer).SingleAsync();
        return (wallet.Balance, wallet.Held, wallet.Available);
    }
}
