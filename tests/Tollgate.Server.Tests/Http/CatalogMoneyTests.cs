using System.Net;

namespace Tollgate.Server.Tests.Http;

/// <summary>Money in the catalogue: credit of plans, settings of withdrawals and receipts, documents.</summary>
public sealed class CatalogMoneyTests : IAsyncLifetime
{
    const string Document = """
        plans:
          pro:
            name: Pro
            kind: base
            credit: [{ amount: "10.00", currency: USD, per: cycle, rollover_cap: "5" }]
            features:
              ai.tokens:
                limits: [{ quantity: 0, per: cycle }]
                overage: charge
                price: { model: rate_card, card: llm }
        rate_cards:
          llm:
            currency: USD
            match: [model]
            rates:
              - { match: { model: large }, unit_prices: { input_tokens: { amount: "2.50", per: 1000000 } } }
            default: refuse
        settings:
          receipt_fee_percent: 2.5
          withdrawal_methods: { bank: { minimum: "10.00", fee: { percent: "1.5" } } }
        features:
          ai.tokens: { name: Tokens, type: metered }
        """;

    readonly TollgateHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_document_with_prices_is_applied_and_applied_again_it_changes_nothing()
    {
        var dry = await host.Admin.ApplyCatalogAsync(Document, dryRun: true);
        var wet = await host.Admin.ApplyCatalogAsync(Document);
        Assert.Equal(
            ["create feature ai.tokens", "create rate_card llm", "create plan pro", "update settings settings"],
            wet.Changes.Select(change => $"{change.Action} {change.Kind} {change.Code}"));
        Assert.Equal(
            wet.Changes.Select(change => change.After.ToString()),
            dry.Changes.Select(change => change.After.ToString()));
        Assert.All(
            (await host.Admin.ApplyCatalogAsync(Document)).Changes, change => Assert.Equal("unchanged", change.Action));

        var dearer = await host.Admin.ApplyCatalogAsync(Document.Replace("2.50", "3", StringComparison.Ordinal));
        var card = Assert.Single(dearer.Changes, change => change.Action == "update");
        Assert.Equal(("rate_card", 2), (card.Kind, card.After!.Value.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task Bad_fields_of_a_document_are_named_by_their_place()
    {
        var bad = Document.Replace("card: llm", "card: other", StringComparison.Ordinal);
        var unknown = await Assert.ThrowsAsync<TollgateException>(() => host.Admin.ApplyCatalogAsync(bad));
        Assert.Equal(
            "plans.pro.features.ai.tokens.price.card", unknown.Errors.Single().Field);
        bad = Document.Replace("\"2.50\"", "free", StringComparison.Ordinal)
            .Replace("\"1.5\"", "\"101\"", StringComparison.Ordinal);
        var invalid = await Assert.ThrowsAsync<TollgateException>(() => host.Admin.ApplyCatalogAsync(bad));
        Assert.Equal(
            ["rate_cards.llm.rates[0].unit_prices.input_tokens.amount",
                "settings.withdrawal_methods.bank.fee.percent"],
            invalid.Errors.Select(error => error.Field).Order(StringComparer.Ordinal));
        Assert.Empty(await host.Admin.ListRateCardsAsync().ToListAsync());
    }

    [Fact]
    public async Task Settings_of_money_are_put_read_kept_by_a_document_and_reset_by_what_leaves_them_out()
    {
        var made = await host.PutAsync("/v1/settings", """
            {"withdrawal_methods":{"mobile":{"minimum":"0","fee":{"amount":"0.50"}},"bank":{"minimum":"10.00"}},
             "receipt_fee_percent":"2.50"}
            """);
        Assert.Equal(
            """{"bank":{"minimum":"10"},"mobile":{"minimum":"0","fee":{"amount":"0.5"}}}""",
            made.Json.GetProperty("withdrawal_methods").GetRawText());
        Assert.Equal("2.5", made.Json.GetProperty("receipt_fee_percent").GetString());
        await host.Admin.ApplyCatalogAsync("settings: { late_limit: P7D }");
        var kept = await host.Admin.GetSettingsAsync();
        Assert.Equal(("P7D", "2.5", 2), (kept.LateLimit, kept.ReceiptFeePercent.Text, kept.WithdrawalMethods.Count));
        var reset = await host.Admin.PutSettingsAsync(new SettingsRequest { LateLimit = "P7D" });
        Assert.Equal(("0", 0), (reset.ReceiptFeePercent.Text, reset.WithdrawalMethods.Count));
    }

    [Theory]
    [InlineData("""{"receipt_fee_percent":100.5}""", "receipt_fee_percent out_of_range")]
    [InlineData("""{"receipt_fee_percent":"-1"}""", "receipt_fee_percent out_of_range")]
    [InlineData("""{"receipt_fee_percent":"two"}""", "receipt_fee_percent invalid_value")]
    [InlineData("""{"receipt_fee_percent":true,"x":1}""", "receipt_fee_percent invalid_type, x unknown_field")]
    [InlineData("""{"withdrawal_methods":{"a b":{"minimum":"1"}}}""", "withdrawal_methods.a b invalid_id")]
    [InlineData("""{"withdrawal_methods":{"a":{"minimum":"-1","fee":{"amount":"1","percent":"1"}}}}""",
        "withdrawal_methods.a.fee not_allowed, withdrawal_methods.a.minimum out_of_range")]
    [InlineData("""{"withdrawal_methods":{"a":{"minimum":"0.0000001"}}}""",
        "withdrawal_methods.a.minimum invalid_value")]
    [InlineData("""{"withdrawal_methods":{"a":{}}}""", "withdrawal_methods.a.minimum required")]
    public async Task Bad_settings_are_named(string settings, string expected)
    {
        var answer = await host.PutAsync("/v1/settings", settings);
        Assert.Equal((HttpStatusCode.BadRequest, expected), (answer.Status, string.Join(", ", answer.Errors)));
    }

    [Fact]
    public async Task Credit_of_a_plan_is_answered_and_an_equal_one_makes_no_version()
    {
        var made = await host.PutAsync("/v1/plans/p", Plan("""
            {"amount":"10","currency":"USD","per":"cycle","rollover_cap":"2.5"},
            {"amount":"1.0","currency":"CREDITS","per":"once"}
            """));
        Assert.Equal(
            """
            [{"amount":"10.00","currency":"USD","per":"cycle","rollover_cap":"2.50"},
            {"amount":"1","currency":"CREDITS","per":"once"}]
            """.ReplaceLineEndings(""),
            made.Json.GetProperty("credit").GetRawText());
        var same = await host.PutAsync("/v1/plans/p", Plan("""
            {"amount":"10.000","currency":"USD","per":"cycle","rollover_cap":"2.50"},
            {"amount":"1","currency":"CREDITS","per":"once"}
            """));
        Assert.Equal(made.Text, same.Text);
        Assert.Equal(2, (await host.PutAsync("/v1/plans/p", Plan(""))).Json.GetProperty("version").GetInt32());
    }

    [Theory]
    [InlineData("""{"amount":"0","currency":"USD","per":"once","rollover_cap":"1"}""",
        "credit[0].amount out_of_range, credit[0].rollover_cap not_allowed")]
    [InlineData("""{"amount":"x","currency":"dollars","per":"cycle","rollover_cap":"-1"}""",
        "credit[0].amount invalid_value, credit[0].currency invalid_currency, credit[0].rollover_cap out_of_range")]
    [InlineData("""{"amount":"1","currency":"USD","per":"once"},{"amount":"2","currency":"USD","per":"once"}""",
        "credit[1] duplicate")]
    [InlineData("""{"amount":"1","currency":"USD","per":"month"}""", "credit[0].per invalid_value")]
    public async Task Bad_credit_is_named(string credit, string expected)
    {
        var answer = await host.PutAsync("/v1/plans/p", Plan(credit));
        Assert.Equal(expected, string.Join(", ", answer.Errors));
    }

    [Theory]
    [InlineData("USD", true)]
    [InlineData("CREDITS_2", true)]
    [InlineData("US", false)]
    [InlineData("U2D", false)]
    [InlineData("usd", false)]
    public async Task Plans_and_customers_have_one_rule_of_what_a_currency_is(string currency, bool good)
    {
        var plan = await host.PutAsync(
            "/v1/plans/p",
            $$"""
            {"name":"n","kind":"base","features":{},"prices":[{"amount":"1","currency":"{{currency}}","per":"month"}]}
            """);
        var customer = await host.PutAsync("/v1/customers/c", $$"""{"currency":"{{currency}}"}""");
        string[] wrong = good ? [] : ["prices[0].currency invalid_currency", "currency invalid_currency"];
        Assert.Equal(wrong, plan.Errors.Concat(customer.Errors));
    }

    static string Plan(string credit) =>
        $$"""{"name":"n","kind":"base","features":{},"credit":[{{credit.Trim()}}]}""";
}
