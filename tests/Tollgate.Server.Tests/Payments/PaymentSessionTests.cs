using System.Net;
using Tollgate.Payments.Sandbox;
using Tollgate.Server.Tests.Http;

namespace Tollgate.Server.Tests.Payments;

/// <summary>Payment sessions over HTTP, with the sandbox's provider and its page.</summary>
public sealed class PaymentSessionTests : IAsyncLifetime
{
    readonly TollgateHost host = TollgateHost.InSandbox();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_top_up_is_paid_on_the_page_and_credited_once()
    {
        var customer = await CustomerAsync();
        var session = await OpenAsync(customer, "k");
        Assert.Equal(
            ("redirected", "sandbox", "12.50", "USD"),
            (session.Status, session.Provider, session.Amount.Amount, session.Amount.Currency));
        var page = await host.Http.GetStringAsync(new Uri(session.CheckoutUrl!));
        Assert.Contains("12.50 USD", page, StringComparison.Ordinal);

        Assert.Equal("https://shop.test/done", await ChooseAsync(session, SandboxOutcome.Succeed));
        var paid = await host.Admin.RefreshPaymentSessionAsync(session.Id);
        await host.Admin.RefreshPaymentSessionAsync(session.Id);

        Assert.Equal(("succeeded", "12.50", null), (paid.Status, paid.Collected!.Amount, paid.Problem));
        Assert.Equal("12.50", await BalanceAsync(customer));
        var again = await OpenAsync(customer, "k");
        Assert.Equal((session.Id, "succeeded"), (again.Id, again.Status));
        Assert.Equal(session.Id, (await host.Admin.ListPaymentSessionsAsync(customer).SingleAsync()).Id);
        var audited = await host.Admin.ListAuditAsync(new AuditQuery { Customer = customer }).ToListAsync();
        Assert.Equal(
            ["payment.succeeded", "payment.redirected", "payment.opened"],
            audited.Where(one => one.Target == session.Id).Select(one => one.Action)
                .OrderByDescending(one => one, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(SandboxOutcome.Fail, "failed", null, null)]
    [InlineData(SandboxOutcome.Cancel, "cancelled", null, null)]
    [InlineData(SandboxOutcome.SucceedTwice, "succeeded", null, "12.50")]
    [InlineData(SandboxOutcome.PayOver, "succeeded", null, "18.75")]
    [InlineData(SandboxOutcome.PayShort, "processing", "amount_mismatch", null)]
    [InlineData(SandboxOutcome.OtherCurrency, "processing", "amount_mismatch", null)]
    public async Task However_the_page_ends(SandboxOutcome outcome, string status, string? problem, string? balance)
    {
        var customer = await CustomerAsync();
        var session = await OpenAsync(customer, "k");
        await ChooseAsync(session, outcome);
        var told = await host.Admin.RefreshPaymentSessionAsync(session.Id);
        Assert.Equal((status, problem), (told.Status, told.Problem));
        Assert.Equal(balance, await BalanceAsync(customer));
        Assert.True((await host.Admin.VerifyAsync(new VerifyRequest { Customer = customer })).Ok);
    }

    [Fact]
    public async Task A_late_success_is_processing_until_it_comes()
    {
        var session = await OpenAsync(await CustomerAsync(), "k");
        await ChooseAsync(session, SandboxOutcome.SucceedLate);
        Assert.Equal("processing", (await host.Admin.RefreshPaymentSessionAsync(session.Id)).Status);
        var early = await Assert.ThrowsAsync<TollgateException>(
            () => host.Admin.CancelPaymentSessionAsync(session.Id));
        Assert.Equal((HttpStatusCode.Conflict, "payment_under_way"), (early.Status, early.Code));
        host.Clock.Advance(SandboxProvider.Lateness);
        Assert.Equal("succeeded", (await host.Admin.RefreshPaymentSessionAsync(session.Id)).Status);
    }

    [Fact]
    public async Task What_was_paid_short_is_resolved_by_the_operator()
    {
        var customer = await CustomerAsync();
        var session = await OpenAsync(customer, "k");
        var accept = new ResolveRequest { Action = ResolveAction.Accept, Reason = "a regular" };
        var early = await Assert.ThrowsAsync<TollgateException>(
            () => host.Admin.ResolvePaymentSessionAsync(session.Id, accept));
        Assert.Equal("payment_session_closed", early.Code);
        await ChooseAsync(session, SandboxOutcome.PayShort);
        await host.Admin.RefreshPaymentSessionAsync(session.Id);

        var resolved = await host.Admin.ResolvePaymentSessionAsync(session.Id, accept);

        Assert.Equal(("succeeded", null), (resolved.Status, resolved.Problem));
        Assert.Equal("6.25", await BalanceAsync(customer));
    }

    [Fact]
    public async Task A_session_is_called_off_and_its_page_with_it()
    {
        var session = await OpenAsync(await CustomerAsync(), "k");
        Assert.Equal("cancelled", (await host.Admin.CancelPaymentSessionAsync(session.Id)).Status);
        Assert.Equal("cancelled", (await host.Admin.CancelPaymentSessionAsync(session.Id)).Status);
        Assert.Equal("https://shop.test/done", await ChooseAsync(session, SandboxOutcome.Succeed));
        Assert.Equal("cancelled", (await host.Admin.RefreshPaymentSessionAsync(session.Id)).Status);
    }

    [Fact]
    public async Task A_plan_is_paid_with_its_setup_fee_and_given_for_a_month()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var plan = TollgateHost.NewId("paid");
        await host.Admin.PutPlanAsync(plan, TollgateHost.PlanOf(feature, 5) with
        {
            Prices = [new PlanPrice { Amount = "20", Currency = "USD", Per = PricePer.Month }],
            SetupFee = new PlanFee { Amount = "5", Currency = "USD" },
        });
        var session = await host.Admin.OpenPaymentSessionAsync(
            Request(customer) with { Purpose = new PaymentPurpose { Plan = plan } }, "k");
        Assert.Equal(("25.00", PricePer.Month), (session.Amount.Amount, session.Purpose.Per));
        await ChooseAsync(session, SandboxOutcome.PayOver);
        Assert.Equal("succeeded", (await host.Admin.RefreshPaymentSessionAsync(session.Id)).Status);

        var given = await host.Admin.ListSubscriptionsAsync(customer).SingleAsync(one => one.Plan == plan);
        Assert.Equal("active", given.Status);
        Assert.Equal(host.Clock.GetUtcNow().AddMonths(1), given.EndsAt);
        Assert.Equal("12.50", await BalanceAsync(customer));
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_named_and_a_key_is_required()
    {
        var customer = await CustomerAsync();
        var bad = await Assert.ThrowsAsync<TollgateException>(() => host.Admin.OpenPaymentSessionAsync(
            Request(customer) with
            {
                Purpose = new PaymentPurpose { TopUp = new Money { Amount = "1.001", Currency = "JPY" } },
                Provider = "paypal",
                ReturnUrl = "javascript:1",
            }, "k"));
        Assert.Equal(
            ["provider", "purpose.top_up.amount", "return_url"], bad.Errors.Select(one => one.Field).Order());
        var unknown = await Assert.ThrowsAsync<TollgateException>(() => host.Admin.OpenPaymentSessionAsync(
            Request(customer) with { Purpose = new PaymentPurpose { Plan = "nowhere" } }, "k"));
        Assert.Equal("purpose.plan", unknown.Errors.Single().Field);
        var missing = await Assert.ThrowsAsync<TollgateException>(
            () => host.Admin.GetPaymentSessionAsync($"pay_{customer}_99"));
        Assert.Equal((HttpStatusCode.NotFound, "payment_session_not_found"), (missing.Status, missing.Code));
    }

    async Task<string> CustomerAsync() => (await host.CustomerWithAsync()).Customer;

    Task<PaymentSession> OpenAsync(string customer, string key) =>
        host.Admin.OpenPaymentSessionAsync(Request(customer), key);

    static PaymentSessionRequest Request(string customer) => new()
    {
        Customer = customer,
        Purpose = new PaymentPurpose { TopUp = new Money { Amount = "12.50", Currency = "USD" } },
        ReturnUrl = "https://shop.test/done",
    };

    async Task<string> ChooseAsync(PaymentSession session, SandboxOutcome outcome)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent([new("outcome", $"{outcome}")]);
        using var answer = await browser.PostAsync(new Uri(session.CheckoutUrl!), form);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.AbsoluteUri;
    }

    async Task<string?> BalanceAsync(string customer) =>
        (await host.Admin.ListWalletsAsync(customer).SingleOrDefaultAsync())?.Balance;
}
