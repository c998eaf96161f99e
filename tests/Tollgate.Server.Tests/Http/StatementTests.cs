using System.Net;

namespace Tollgate.Server.Tests.Http;

/// <summary>What was charged, in the list of uses, in summaries and in statements.</summary>
public sealed class StatementTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task Uses_and_their_sums_say_what_was_charged_and_given_back()
    {
        var (customer, feature) = await host.PayingAsync();
        await host.PayAsync(customer, feature, 3, "a");
        var second = await host.PayAsync(customer, feature, 4, "b");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Admin.ReverseAsync(second.Id!, new ReverseRequest { Customer = customer });

        var uses = await host.Admin.ListUsageAsync(customer).ToListAsync();
        Assert.Equal(
            [("reversal", "-2.00"), ("use", "2.00"), ("use", "1.50")],
            uses.Select(use => (use.Kind, use.Charge!.Amount)));
        Assert.All(uses, use => Assert.Equal("USD", use.Charge!.Currency));

        var summary = await host.Admin.SummarizeUsageAsync(customer, new UsageSummaryQuery { By = ["model"] });
        Assert.Equal(
            ["a 1.50 USD", "b 0.00 USD"],
            summary.Data.Select(group => $"{group.Property} {Show(group.Charges)}"));
        var (free, other, _) = await host.CustomerWithAsync();
        await host.PayAsync(free, other, 1);
        Assert.Empty((await host.Admin.SummarizeUsageAsync(free)).Data.Single().Charges);
        Assert.Null((await host.Admin.ListUsageAsync(free).SingleAsync()).Charge);
    }

    [Fact]
    public async Task A_statement_leads_from_one_balance_to_the_other_and_its_spend_is_what_was_debited()
    {
        var (customer, feature) = await host.PayingAsync();
        await host.PayAsync(customer, feature, 100, "a");
        host.Clock.Advance(TimeSpan.FromHours(1));
        var from = host.Clock.GetUtcNow();
        var reversed = await host.PayAsync(customer, feature, 6, "a");
        await host.PayAsync(customer, feature, 4, "b", from.AddDays(-1));
        await host.Admin.AdjustWalletAsync(
            customer, "USD", new AdjustmentRequest { Amount = "-7", Reason = "a correction" });
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.Admin.ReverseAsync(reversed.Id!, new ReverseRequest { Customer = customer });
        host.Clock.Advance(TimeSpan.FromHours(1));
        var to = host.Clock.GetUtcNow();
        await host.PayAsync(customer, feature, 1000, "a");

        var statement = await host.Admin.GetStatementAsync(
            customer, new StatementQuery { From = from, To = to, By = ["feature", "model"] });

        Assert.Equal(("950.00", "941.00", "2.00", "2.00", true),
            (statement.OpeningBalance, statement.ClosingBalance, statement.Spend, statement.DatedOutside,
                statement.Agrees));
        Assert.Equal(
            [("debit", 2L, "-5.00"), ("reversal", 1L, "3.00"), ("adjustment", 1L, "-7.00")],
            statement.Entries.Select(entry => (entry.Kind, entry.Count, entry.Amount)));
        Assert.Equal(
            [$"{feature} a 0 0.00 USD", $"{feature} b 4 2.00 USD"],
            statement.Data.Select(
                group => $"{group.Feature} {group.Property} {group.Quantity:0} {Show(group.Charges)}"));
    }

    [Fact]
    public async Task Statements_join_without_a_gap()
    {
        var (customer, feature) = await host.PayingAsync();
        var start = host.Clock.GetUtcNow();
        for (var hour = 0; hour < 4; hour++)
        {
            await host.PayAsync(customer, feature, hour + 1);
            host.Clock.Advance(TimeSpan.FromHours(1));
        }
        var statements = new List<Statement>();
        for (var hour = 0; hour < 4; hour++)
            statements.Add(await host.Admin.GetStatementAsync(customer, new StatementQuery
            {
                From = start.AddHours(hour),
                To = start.AddHours(hour + 1),
            }));

        Assert.Equal(["0.50", "1.00", "1.50", "2.00"], statements.Select(one => one.Spend));
        Assert.Equal(
            statements.SkipLast(1).Select(one => one.ClosingBalance),
            statements.Skip(1).Select(one => one.OpeningBalance));
        Assert.Equal(("0.00", "995.00"), (statements[0].OpeningBalance, statements[3].ClosingBalance));
        var whole = await host.Admin.GetStatementAsync(customer, new StatementQuery { By = ["day"] });
        Assert.Equal(("5.00", "995.00", true), (whole.Spend, whole.ClosingBalance, whole.Agrees));
    }

    [Theory]
    [InlineData("currency=usd", "currency invalid_currency")]
    [InlineData("by=model,size", "by too_many")]
    [InlineData("from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z", "from out_of_range")]
    [InlineData("from=2025-01-01T00:00:00Z&to=2026-11-01T00:00:00Z", "from out_of_range")]
    public async Task Every_bad_parameter_is_named(string query, string errors)
    {
        var (customer, _) = await host.PayingAsync();
        var answer = await host.GetAsync($"/v1/customers/{customer}/statements?{query}");
        Assert.Equal((HttpStatusCode.BadRequest, errors), (answer.Status, string.Join("; ", answer.Errors)));
    }

    [Fact]
    public async Task There_is_no_statement_of_what_is_not_there()
    {
        var (customer, _) = await host.PayingAsync();
        var nobody = await host.GetAsync("/v1/customers/nobody/statements");
        var euros = await host.GetAsync($"/v1/customers/{customer}/statements?currency=EUR");
        Assert.Equal((HttpStatusCode.NotFound, "customer_not_found"), (nobody.Status, nobody.Code));
        Assert.Equal((HttpStatusCode.NotFound, "wallet_not_found"), (euros.Status, euros.Code));
    }

    static string Show(IReadOnlyList<Money> charges) =>
        string.Join(' ', charges.Select(charge => $"{charge.Amount} {charge.Currency}"));
}
