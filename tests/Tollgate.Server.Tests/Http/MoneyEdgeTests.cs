using System.Net;

namespace Tollgate.Server.Tests.Http;

/// <summary>Where money meets who may see it, who did it, and what stands against it, over HTTP.</summary>
public sealed class MoneyEdgeTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    const string Withdrawal = """{"amount":"40","method":"bank","destination":{"iban":"DE1"},"actor":"ACTOR"}""";

    [Fact]
    public async Task A_read_token_reads_its_own_money_nobody_elses_and_writes_nothing()
    {
        var (mine, theirs) = (await WithdrawingAsync(), await WithdrawingAsync());
        var token = (await host.Admin.CreateTokenAsync(mine.Customer)).Value;

        foreach (var read in (string[])["/wallets", "/wallets/USD/ledger", "/budgets", "/statements", "/withdrawals"])
        {
            var path = $"/v1/customers/{{0}}{read}?{(read == "/statements" ? "currency=USD" : "limit=5")}";
            var own = await host.GetAsync(string.Format(null, path, mine.Customer), token);
            Assert.True(own.Status == HttpStatusCode.OK, $"{read}: {own.Text}");
            Assert.Equal(HttpStatusCode.Forbidden, (await host.GetAsync(
                string.Format(null, path, theirs.Customer), token)).Status);
        }
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync($"/v1/withdrawals/{mine.Id}", token)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.GetAsync($"/v1/withdrawals/{theirs.Id}", token)).Status);

        (string Path, string Body)[] writes =
        [
            ($"/v1/customers/{mine.Customer}/wallets/USD/grants", """{"amount":"1","kind":"grant"}"""),
            ($"/v1/customers/{mine.Customer}/wallets/USD/adjustments", """{"amount":"1","reason":"r"}"""),
            ($"/v1/customers/{mine.Customer}/wallets/USD/receipts", """{"amount":"1","reference":"r"}"""),
            ($"/v1/customers/{mine.Customer}/wallets/USD/returns", """{"payment":"p","refunded":"1"}"""),
            ($"/v1/customers/{mine.Customer}/wallets/USD/withdrawals", Withdrawal),
            ($"/v1/withdrawals/{mine.Id}/approve", """{"actor":"bob"}"""),
            ($"/v1/withdrawals/{mine.Id}/cancel", "{}"),
        ];
        foreach (var (path, body) in writes)
            Assert.Equal(
                HttpStatusCode.Forbidden,
                (await host.PostAsync(path, body, TollgateHost.NewId("key"), token)).Status);
        Assert.Equal("pending", (await host.Admin.GetWithdrawalAsync(mine.Id)).Status);
    }

    [Fact]
    public async Task The_suspended_ask_for_nothing_and_nothing_is_approved_for_them()
    {
        var (customer, id) = await WithdrawingAsync();
        await host.PostAsync($"/v1/customers/{customer}/suspend", "{}");

        var asked = await AskAsync(customer, "ann");
        var approved = await host.PostAsync($"/v1/withdrawals/{id}/approve", """{"actor":"bob"}""");

        Assert.Equal((HttpStatusCode.Forbidden, "customer_suspended"), (asked.Status, asked.Code));
        Assert.Equal((HttpStatusCode.Forbidden, "customer_suspended"), (approved.Status, approved.Code));
        await host.PostAsync($"/v1/customers/{customer}/resume", "{}");
        Assert.Equal("approved", (await host.Admin.ApproveWithdrawalAsync(id, "bob")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task A_blank_actor_is_named(string actor)
    {
        var (customer, id) = await WithdrawingAsync();
        var asked = await AskAsync(customer, actor);
        var approved = await host.PostAsync($"/v1/withdrawals/{id}/approve", $$"""{"actor":"{{actor}}"}""");

        Assert.Equal(["actor required"], asked.Errors);
        Assert.Equal((HttpStatusCode.BadRequest, "actor required"), (approved.Status, approved.Errors.Single()));
    }

    [Fact]
    public async Task A_debit_says_who_used_it_else_which_key()
    {
        var (customer, feature) = await host.PayingAsync();
        await host.Admin.UseAsync(new UsageRequest { Customer = customer, Feature = feature, Actor = "ann" });
        await host.PayAsync(customer, feature, 1);
        await host.PostAsync(
            "/v1/usage/batch", $$"""{"events":[{"customer":"{{customer}}","feature":"{{feature}}"}]}""");

        Assert.Equal(
            ["administrator", "administrator", "ann"],
            (await host.Admin.ListLedgerAsync(customer, "USD").Take(3).ToListAsync()).Select(entry => entry.Actor));
    }

    [Fact]
    public async Task What_shares_time_with_a_posted_reconciliation_is_a_conflict()
    {
        var (customer, feature) = await host.PayingAsync();
        var from = host.Clock.GetUtcNow();
        await host.PayAsync(customer, feature, 3);
        host.Clock.Advance(TimeSpan.FromHours(2));
        var to = host.Clock.GetUtcNow();

        var posted = await PostAsync(from, "2");
        var again = await PostAsync(from, "2");
        var other = await PostAsync(from.AddMinutes(-1), "2");
        var plan = await PostAsync(from.AddMinutes(-1), "2", dryRun: "true");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (posted.Status, again.Status));
        Assert.Equal((HttpStatusCode.Conflict, "reconciliation_overlaps"), (other.Status, other.Code));
        Assert.Equal((HttpStatusCode.Conflict, "reconciliation_overlaps"), (plan.Status, plan.Code));
        Assert.Equal("998.00", (await host.Admin.ListWalletsAsync(customer).SingleAsync()).Balance);

        Task<RawAnswer> PostAsync(DateTimeOffset start, string amount, string dryRun = "false") =>
            host.PostAsync("/v1/reconciliations", $$"""
                {"customer":"{{customer}}","currency":"USD","from":"{{start:O}}","to":"{{to:O}}","dry_run":{{dryRun}},
                "totals":[{"match":{},"amount":"{{amount}}"}]}
                """);
    }

    [Fact]
    public async Task A_plans_part_of_a_receipt_goes_the_way_of_the_catalogue()
    {
        var (plan, customer) = (TollgateHost.NewId("plan"), TollgateHost.NewId("customer"));
        var document = $"plans: {{ {plan}: {{ name: P, kind: base, features: {{}}, receipt_fee_percent: 2.5 }} }}";
        var dry = await host.Admin.ApplyCatalogAsync(document, dryRun: true);
        await host.Admin.ApplyCatalogAsync(document);
        var again = await host.Admin.ApplyCatalogAsync(document);
        await host.Admin.PutCustomerAsync(customer, new CustomerRequest());
        await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest { Plan = plan });
        var receipt = await host.PostAsync(
            $"/v1/customers/{customer}/wallets/USD/receipts", """{"amount":"10","reference":"sale"}""");
        var dearer = await host.Admin.ApplyCatalogAsync(document.Replace("2.5", "3", StringComparison.Ordinal));
        var bad = await Assert.ThrowsAsync<TollgateException>(() => host.Admin.ApplyCatalogAsync(
            document.Replace("2.5", "101", StringComparison.Ordinal)));

        Assert.Equal("2.5", dry.Changes.Single().After!.Value.GetProperty("receipt_fee_percent").GetString());
        Assert.Equal("unchanged", again.Changes.Single().Action);
        Assert.Equal("9.75", receipt.Json.GetProperty("net").GetString());
        Assert.Equal("2.5", (await host.Admin.GetPlanAsync(plan, 1)).ReceiptFeePercent!.Text);
        Assert.Equal(2, dearer.Changes.Single().After!.Value.GetProperty("version").GetInt32());
        Assert.Equal($"plans.{plan}.receipt_fee_percent", bad.Errors.Single().Field);
    }

    [Fact]
    public async Task A_wallet_is_not_low_below_zero()
    {
        var (customer, _) = await WithdrawingAsync();
        var answer = await host.PutAsync($"/v1/customers/{customer}/wallets/USD", """{"low_balance":"-0.01"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "low_balance out_of_range"), (answer.Status, answer.Errors.Single()));
    }

    // A customer of 100 who has asked for 40 of it.
    async Task<(string Customer, string Id)> WithdrawingAsync()
    {
        await host.Admin.ApplyCatalogAsync("settings: { withdrawal_methods: { bank: { minimum: '10' } } }");
        var customer = (await host.Admin.PutCustomerAsync(TollgateHost.NewId("customer"), new CustomerRequest())).Id;
        await host.Admin.GrantCreditAsync(
            customer, "USD", new CreditGrantRequest { Amount = "100", Kind = GrantKind.TopUp });
        var asked = await AskAsync(customer, "ann");
        Assert.True(asked.Status == HttpStatusCode.Created, asked.Text);
        return (customer, asked.Json.GetProperty("id").GetString()!);
    }

    Task<RawAnswer> AskAsync(string customer, string actor) => host.PostAsync(
        $"/v1/customers/{customer}/wallets/USD/withdrawals",
        Withdrawal.Replace("ACTOR", actor, StringComparison.Ordinal), TollgateHost.NewId("key"));
}
