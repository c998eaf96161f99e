using System.Net;

namespace Tollgate.Server.Tests.Http;

/// <summary>Wallets over HTTP: how they are made, credited, corrected and shown.</summary>
public sealed class WalletTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task Credit_makes_a_wallet_and_is_shown_in_the_order_in_which_it_is_spent()
    {
        var customer = await CustomerAsync();
        var later = await GrantAsync(customer, "10", GrantKind.Grant, expiresAt: Noon.AddDays(30));
        var first = await GrantAsync(customer, "2.5", GrantKind.TopUp, priority: 10);

        var wallet = await host.Admin.ListWalletsAsync(customer).SingleAsync();

        Assert.Equal(
            ("USD", "12.50", "0.00", "12.50", "0.00", true, null),
            (wallet.Currency, wallet.Balance, wallet.Held, wallet.Available, wallet.OverdraftLimit, wallet.HardStop,
                wallet.LowBalance));
        Assert.Equal([first, later], wallet.Grants);
        Assert.Equal(("grant", "10.00", "10.00", 100, Noon.AddDays(30)),
            (later.Kind, later.Amount, later.Remaining, later.Priority, later.ExpiresAt));
    }

    [Fact]
    public async Task A_wallet_is_put_and_keeps_its_money()
    {
        var customer = await CustomerAsync();
        var path = $"/v1/customers/{customer}/wallets/EUR";
        var body = """{"hard_stop":false,"overdraft_limit":"5","low_balance":"1.5"}""";
        var made = await host.SendAsync("PUT", path, body);
        var again = await host.SendAsync("PUT", path, body);
        await host.Admin.GrantCreditAsync(customer, "EUR", Grant("7", GrantKind.TopUp));
        var changed = await host.Admin.PutWalletAsync(customer, "EUR", new WalletRequest());

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (made.Status, again.Status));
        Assert.Equal(
            """
            {"currency":"EUR","balance":"0.00","held":"0.00","available":"5.00","accrued":"0.00",
            "overdraft_limit":"5.00","hard_stop":false,"low_balance":"1.50","grants":[]}
            """.ReplaceLineEndings(""), made.Text);
        Assert.Equal(("7.00", true, "0.00", null),
            (changed.Balance, changed.HardStop, changed.OverdraftLimit, changed.LowBalance));
    }

    [Fact]
    public async Task The_ledger_is_shown_newest_first_page_by_page()
    {
        var customer = await CustomerAsync();
        await host.Admin.GrantCreditAsync(
            customer, "USD", Grant("10", GrantKind.TopUp) with { ExternalId = "pay_1", Reason = "card" });
        await AdjustAsync(customer, "-12");
        await AdjustAsync(customer, "0.000001");

        var all = await host.Admin.ListLedgerAsync(customer, "USD").ToListAsync();
        var page = await host.GetAsync($"/v1/customers/{customer}/wallets/USD/ledger?limit=2");

        Assert.Equal(
            [("adjustment", "0.000001", "-1.999999"), ("adjustment", "-12.00", "-2.00"), ("top_up", "10.00", "10.00")],
            all.Select(one => (one.Kind, one.Amount, one.BalanceAfter)));
        Assert.Equal(("pay_1", "card", "administrator"), (all[2].Reference, all[2].Reason, all[2].Actor));
        Assert.Equal([(all[1].Parts[0].Grant, "-10.00"), (null, "-2.00")],
            all[1].Parts.Select(part => (part.Grant, part.Amount)));
        Assert.NotNull(all[1].Parts[0].Grant);
        Assert.Equal([4L, 3L, 2L], all.Select(one => one.Sequence));
        Assert.Equal(all.Count, all.Select(one => one.Hash).Distinct().Count());
        Assert.Contains("next_cursor\":\"", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_external_id_answers_as_it_did_first_and_other_content_is_a_conflict()
    {
        var customer = await CustomerAsync();
        var path = $"/v1/customers/{customer}/wallets/USD";
        var first = await host.PostAsync($"{path}/grants", Body(1));
        await AdjustAsync(customer, "-1");
        var again = await host.PostAsync($"{path}/grants", Body(1));
        var other = await host.PostAsync($"{path}/grants", Body(2));
        var adjusted = await host.PostAsync($"{path}/adjustments", Adjustment);
        var adjustedAgain = await host.PostAsync($"{path}/adjustments", Adjustment);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, first.Text), (first.Status, again.Status, again.Text));
        Assert.Equal((HttpStatusCode.Conflict, "external_id_conflict"), (other.Status, other.Code));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, adjusted.Text),
            (adjusted.Status, adjustedAgain.Status, adjustedAgain.Text));
        Assert.Equal("5.00", (await host.Admin.ListWalletsAsync(customer).SingleAsync()).Balance);

        static string Body(int amount) =>
            $$"""{"amount":"{{amount}}","kind":"top_up","external_id":"x"}""";
    }

    [Theory]
    [InlineData("grants", """{"amount":"1","kind":"grant"}""")]
    [InlineData("adjustments", """{"amount":"1","reason":"r"}""")]
    public async Task What_moves_money_needs_an_id_or_a_key(string what, string body)
    {
        var customer = await CustomerAsync();
        await GrantAsync(customer, "1", GrantKind.Grant);
        var path = $"/v1/customers/{customer}/wallets/USD/{what}";

        var bare = await host.PostAsync(path, body);
        var keyed = await host.PostAsync(path, body, idempotencyKey: "k");
        var again = await host.PostAsync(path, body, idempotencyKey: "k");

        Assert.Equal((HttpStatusCode.BadRequest, "idempotency_key_required"), (bare.Status, bare.Code));
        Assert.Equal((HttpStatusCode.Created, keyed.Text), (keyed.Status, again.Text));
        Assert.Equal("2.00", (await host.Admin.ListWalletsAsync(customer).SingleAsync()).Balance);
    }

    [Theory]
    [InlineData("POST", "USD/grants", """{"kind":"grant"}""", "amount required")]
    [InlineData("POST", "USD/grants", """{"amount":"ten","kind":"grant"}""", "amount invalid_value")]
    [InlineData("POST", "USD/grants", """{"amount":"0.0000001","kind":"grant"}""", "amount invalid_value")]
    [InlineData("POST", "USD/grants", """{"amount":"1000000001","kind":"grant"}""", "amount invalid_value")]
    [InlineData("POST", "USD/grants", """{"amount":1,"kind":"grant"}""", "amount invalid_type")]
    [InlineData("POST", "USD/grants", """{"amount":"0","kind":"grant"}""", "amount out_of_range")]
    [InlineData("POST", "USD/grants", """{"amount":"1","kind":"plan"}""", "kind invalid_value")]
    [InlineData("POST", "USD/grants", """{"amount":"1","kind":"grant","priority":1001}""", "priority out_of_range")]
    [InlineData(
        "POST", "USD/grants", """{"amount":"1","kind":"grant","expires_at":"2026-11-15T12:00:00Z","external_id":"x"}""",
        "expires_at out_of_range")]
    [InlineData("POST", "usd/grants", """{"amount":"1","kind":"grant"}""", "currency invalid_currency")]
    [InlineData("POST", "USD/adjustments", """{"amount":"0","reason":"r"}""", "amount out_of_range")]
    [InlineData("POST", "USD/adjustments", """{"amount":"1"}""", "reason required")]
    [InlineData("PUT", "USD", """{"overdraft_limit":"-1"}""", "overdraft_limit out_of_range")]
    [InlineData("PUT", "USD", """{"low_balance":""}""", "low_balance invalid_value")]
    [InlineData("PUT", "USD", """{"recharge":{"below":"1","amount":"5"}}""", "recharge.monthly_cap required")]
    [InlineData(
        "PUT", "USD", """{"recharge":{"below":"-","amount":"5","monthly_cap":"5"}}""", "recharge.below invalid_value")]
    [InlineData(
        "PUT", "USD", """{"recharge":{"below":"1","amount":"5","monthly_cap":"4"}}""",
        "recharge.monthly_cap out_of_range")]
    public async Task A_bad_field_is_named(string method, string path, string body, string expected)
    {
        var customer = await CustomerAsync();
        var answer = await host.SendAsync(method, $"/v1/customers/{customer}/wallets/{path}", body);
        Assert.Equal((HttpStatusCode.BadRequest, expected), (answer.Status, Assert.Single(answer.Errors)));
    }

    [Theory]
    [InlineData("GET", "customers/nobody/wallets", null, "customer_not_found")]
    [InlineData("GET", "customers/CUSTOMER/wallets/USD/ledger", null, "wallet_not_found")]
    [InlineData("POST", "customers/CUSTOMER/wallets/USD/adjustments", Adjustment, "wallet_not_found")]
    public async Task What_is_not_there_is_named(string method, string path, string? body, string code)
    {
        var customer = await CustomerAsync();
        var target = $"/v1/{path.Replace("CUSTOMER", customer, StringComparison.Ordinal)}";
        var answer = await host.SendAsync(method, target, body);
        Assert.Equal((HttpStatusCode.NotFound, code), (answer.Status, answer.Code));
    }

    const string Adjustment = """{"amount":"5","reason":"sorry","external_id":"x"}""";

    static readonly DateTimeOffset Noon = new(2026, 11, 15, 12, 0, 0, TimeSpan.Zero);

    static CreditGrantRequest Grant(string amount, GrantKind kind) => new() { Amount = amount, Kind = kind };

    Task<CreditGrant> GrantAsync(
        string customer, string amount, GrantKind kind, int? priority = null, DateTimeOffset? expiresAt = null) =>
        host.Admin.GrantCreditAsync(
            customer, "USD", Grant(amount, kind) with { Priority = priority, ExpiresAt = expiresAt });

    Task<LedgerEntry> AdjustAsync(string customer, string amount) => host.Admin.AdjustWalletAsync(
        customer, "USD", new AdjustmentRequest { Amount = amount, Reason = "because" });

    async Task<string> CustomerAsync() =>
        (await host.Admin.PutCustomerAsync(TollgateHost.NewId("customer"), new CustomerRequest())).Id;
}
