using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tollgate.Core.Money;
using Tollgate.Core.Wallets;

namespace Tollgate.Server.Tests.Http;

/// <summary>Budgets over HTTP: what is stated, what is spent of it, and what is refused and told.</summary>
public sealed class BudgetTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    const string One = """{"model":"unit","amount":"1"}""";

    [Fact]
    public async Task A_budget_is_put_listed_with_what_is_spent_and_deleted()
    {
        var (customer, feature) = await ChargedAsync();
        var request = Of("10.5");
        var made = await host.PutAsync(
            $"/v1/customers/{customer}/budgets/b",
            """{"currency":"USD","amount":"10.5","per":"month","at_limit":"deny"}""");
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var again = await host.Admin.PutBudgetAsync(customer, "b", request);
        Assert.Equal(
            ("b", customer, null, "USD", "10.50", BudgetPer.Month, BudgetStop.Deny),
            (again.Name, again.Customer, again.Namespace, again.Currency, again.Amount, again.Per, again.AtLimit));
        Assert.Equal([80, 100], again.WarnAt);
        await host.Admin.UseAsync(new UsageRequest { Customer = customer, Feature = feature, Quantity = 3 });
        await host.Admin.ReserveAsync(new ReservationRequest { Customer = customer, Feature = feature, Quantity = 2 });

        var standing = (await host.Admin.ListBudgetsAsync(customer).SingleAsync()).Standing!;
        Assert.Equal(("3.00", "2.00", "5.50"), (standing.Spent, standing.Held, standing.Left));
        Assert.Equal(
            ("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"), ($"{standing.StartsAt:u}".Replace(' ', 'T'),
                $"{standing.ResetsAt:u}".Replace(' ', 'T')));

        Assert.Equal("b", (await host.Admin.DeleteBudgetAsync(customer, "b")).Name);
        Assert.Empty(await host.Admin.ListBudgetsAsync(customer).ToListAsync());
        var gone = await Assert.ThrowsAsync<TollgateException>(() => host.Admin.DeleteBudgetAsync(customer, "b"));
        Assert.Equal((HttpStatusCode.NotFound, ProblemCodes.BudgetNotFound), (gone.Status, gone.Code));
        var nobody = await Assert.ThrowsAsync<TollgateException>(
            () => host.Admin.PutBudgetAsync("nobody", "b", request));
        Assert.Equal("customer_not_found", nobody.Code);
    }

    [Fact]
    public async Task A_use_that_would_pass_a_budget_is_refused_and_a_fact_is_flagged()
    {
        var (customer, feature) = await ChargedAsync();
        await host.Admin.PutBudgetAsync(customer, "monthly", Of("5"));
        var use = new UsageRequest { Customer = customer, Feature = feature, Quantity = 6 };

        var refused = await host.Admin.UseAsync(use);
        Assert.Equal((false, Reasons.BudgetExceeded), (refused.Allowed, refused.Reason));
        Assert.Equal($"{feature} would cost 6.00 USD, which would pass the budget monthly.", refused.Message);
        Assert.Equal("6.00", refused.Charge!.Amount);
        var check = await host.Admin.CheckAsync(
            new CheckRequest { Customer = customer, Feature = feature, Quantity = 6 });
        Assert.Equal(Reasons.BudgetExceeded, check.Reason);

        var recorded = await host.Admin.UseAsync(use with { Mode = UsageMode.Record });
        Assert.True(recorded.Allowed);
        Assert.Equal(["overage", "budget_exceeded"], recorded.Flags);
        var standing = (await host.Admin.ListBudgetsAsync(customer).SingleAsync()).Standing!;
        Assert.Equal(("6.00", "0.00"), (standing.Spent, standing.Left));
    }

    [Fact]
    public async Task Budgets_are_listed_by_name_page_by_page()
    {
        var (customer, _) = await ChargedAsync();
        foreach (var name in new[] { "c", "a", "b" }) await host.Admin.PutBudgetAsync(customer, name, Of("1"));
        var first = await host.GetAsync($"/v1/customers/{customer}/budgets?limit=2");
        var cursor = first.Json.GetProperty("next_cursor").GetString();
        var rest = await host.GetAsync($"/v1/customers/{customer}/budgets?limit=2&cursor={cursor}");
        Assert.Equal(["a", "b", "c"], Names(first).Concat(Names(rest)));
        Assert.Equal(JsonValueKind.Null, rest.Json.GetProperty("next_cursor").ValueKind);

        static IEnumerable<string?> Names(RawAnswer answer) =>
            answer.Json.GetProperty("data").EnumerateArray().Select(one => one.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("b", "{}", "amount required, at_limit required, currency required, per required")]
    [InlineData("b", """{"currency":"usd","amount":"1.1234567","per":"day","at_limit":"deny"}""",
        "amount invalid_value, currency invalid_currency")]
    [InlineData("b", """{"currency":"USD","amount":"-1","per":"day","at_limit":"deny","warn_at":[90,80]}""",
        "amount out_of_range, warn_at out_of_range")]
    [InlineData("b", """{"currency":"USD","amount":1,"per":"hour","at_limit":"stop","warn":[]}""",
        "amount invalid_type, at_limit invalid_value, per invalid_value, warn unknown_field")]
    [InlineData("b!", """{"currency":"USD","amount":"1","per":"day","at_limit":"deny","namespace":"a b"}""",
        "name invalid_id, namespace invalid_id")]
    [InlineData("b", """{"currency":"USD","amount":"1","per":"day","at_limit":"deny","namespace":"gone"}""",
        "namespace unknown_namespace")]
    public async Task Every_bad_field_is_named(string name, string body, string expected)
    {
        var (customer, _) = await ChargedAsync();
        var answer = await host.PutAsync($"/v1/customers/{customer}/budgets/{name}", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(expected, string.Join(", ", answer.Errors.Order()));
        Assert.Empty(await host.Admin.ListBudgetsAsync(customer).ToListAsync());
    }

    [Fact]
    public async Task What_is_reached_is_told()
    {
        var endpoint = (await host.Admin.CreateWebhookEndpointAsync(
            new WebhookEndpointRequest { Url = "https://example.com/", Events = ["budget.*"] })).Id;
        var (customer, feature) = await ChargedAsync();
        await host.Admin.PutBudgetAsync(
            customer, "b", Of("10") with { AtLimit = BudgetStop.Warn, Per = BudgetPer.Day });
        foreach (var quantity in new[] { 8, 3 })
            await host.Admin.UseAsync(new UsageRequest { Customer = customer, Feature = feature, Quantity = quantity });

        Assert.True(Core.Webhooks.WebhookEndpointId.TryParse(endpoint, out var id));
        var log = await host.Services.GetRequiredService<Gate>()
            .OutboxAsync(outbox => outbox.ListAsync(id, null, 100, default));
        string Data(string part, string spent) =>
            $$"""
            {"customer":"{{customer}}","budget":"b",{{part}}"currency":"USD","amount":"10.00","spent":"{{spent}}",
            "held":"0.00","per":"day","at_limit":"warn","starts_at":"2026-11-15T00:00:00Z",
            "resets_at":"2026-11-16T00:00:00Z"}
            """.ReplaceLineEndings("");
        Assert.Equal(
            [
                $"budget.warned {Data("\"threshold\":80,", "8.00")}",
                $"budget.warned {Data("\"threshold\":100,", "11.00")}",
                $"budget.exceeded {Data("", "11.00")}",
            ],
            log.Where(one => one.Entry.Key == customer)
                .OrderBy(one => one.Entry.Sequence).ThenBy(one => one.Entry.Ordinal)
                .Select(one => $"{one.Entry.Type} "
                    + JsonDocument.Parse(one.Entry.Payload).RootElement.GetProperty("data").GetRawText()));
    }

    static BudgetRequest Of(string amount) =>
        new() { Currency = "USD", Amount = amount, Per = BudgetPer.Month, AtLimit = BudgetStop.Deny };

    // A customer that pays 1 USD for each unit, and has 1,000 to spend.
    async Task<(string Customer, string Feature)> ChargedAsync()
    {
        var (customer, feature, plan) = await host.CustomerWithAsync();
        var paid = $$"""{"limits":[{"quantity":0,"per":"cycle"}],"overage":"charge","price":{{One}}}""";
        var answer = await host.PutAsync(
            $"/v1/plans/{plan}-paid", $$$"""{"name":"P","kind":"base","features":{"{{{feature}}}":{{{paid}}} }}""");
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest { Plan = $"{plan}-paid" });
        await host.Services.GetRequiredService<Gate>().ApplyAsync<Core.Put<CreditGrantView>>(
            new GrantCredit(customer, Currency.Parse("USD"), Amount.Of(1_000), CreditKind.Grant), default);
        return (customer, feature);
    }
}
