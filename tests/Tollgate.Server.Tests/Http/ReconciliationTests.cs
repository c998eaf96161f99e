using System.Net;

namespace Tollgate.Server.Tests.Http;

/// <summary>Reconciliation with a provider's totals over HTTP.</summary>
public sealed class ReconciliationTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task What_a_provider_counts_otherwise_is_posted_once()
    {
        var (customer, feature, from, to) = await PaidAsync();
        var request = Request(customer, from, to, Total("2", ("model", "a")), Total("1.75", ("model", "b")));

        var planned = await host.Admin.ReconcileAsync(request with { DryRun = true });
        var posted = await host.Admin.ReconcileAsync(request);
        var again = await host.Admin.ReconcileAsync(request);

        Assert.Equal(
            [("2.00", "1.50", "0.00", "0.50"), ("1.75", "2.00", "0.00", "-0.25")], Show(planned));
        Assert.Equal(Show(planned), Show(posted));
        Assert.Equal((true, null), (planned.DryRun, planned.Id));
        Assert.Equal([("2.00", "1.50", "0.50", "0.00"), ("1.75", "2.00", "-0.25", "0.00")], Show(again));
        Assert.Null(again.Id);
        var ledger = await host.Admin.ListLedgerAsync(customer, "USD").Take(2).ToListAsync();
        Assert.Equal(
            [("adjustment", "0.25", posted.Id), ("adjustment", "-0.50", posted.Id)],
            ledger.Select(entry => (entry.Kind, entry.Amount, entry.Reference)));
        Assert.Equal("991.25", (await host.Admin.ListWalletsAsync(customer).SingleAsync()).Balance);
        Assert.StartsWith($"rec_{customer}_", posted.Id, StringComparison.Ordinal);
        var statement = await host.Admin.GetStatementAsync(customer, new StatementQuery { From = from, To = to });
        Assert.Equal(("8.50", true), (statement.Spend, statement.Agrees));
    }

    [Fact]
    public async Task A_new_posting_is_201_one_that_posts_nothing_200_and_a_key_answers_as_it_did_first()
    {
        var (customer, feature, from, to) = await PaidAsync();
        var body = Body(customer, from, to, $$"""[{"match":{"feature":"{{feature}}","model":"a"},"amount":"3"}]""");

        var first = await host.PostAsync("/v1/reconciliations", body, "key-1");
        var second = await host.PostAsync("/v1/reconciliations", body, "key-1");
        var third = await host.PostAsync("/v1/reconciliations", body, "key-2");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.OK),
            (first.Status, second.Status, third.Status));
        Assert.Equal((true, first.Text), (second.IsReplay, second.Text));
        Assert.Equal("990.00", (await host.Admin.ListWalletsAsync(customer).SingleAsync()).Balance);
    }

    [Fact]
    public async Task Many_at_once_post_once()
    {
        var (customer, _, from, to) = await PaidAsync();
        var request = Request(customer, from, to, Total("10"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Admin.ReconcileAsync(request)));

        Assert.Single(answers, answer => answer.Id is not null);
        Assert.Equal("990.00", (await host.Admin.ListWalletsAsync(customer).SingleAsync()).Balance);
    }

    [Theory]
    [InlineData("[]", "totals required")]
    [InlineData("""[{"match":{},"amount":"x"}]""", "totals[0].amount invalid_value")]
    [InlineData("""[{"match":{"model":1},"amount":"1"}]""", "totals[0].match.model invalid_type")]
    [InlineData("""[{"match":{"model":"a"},"amount":"1"},{"match":{},"amount":"1"}]""", "totals[1].match overlaps")]
    [InlineData("""[{"match":{"model":"a","properties.model":"a"},"amount":"1"}]""", "totals[0].match duplicate")]
    [InlineData("""[{"match":{"feature":"none"},"amount":"1"}]""", "totals[0].match.feature unknown_feature")]
    [InlineData("""[{"amount":"1"}]""", "totals[0].match required")]
    public async Task Every_bad_field_is_named(string totals, string errors)
    {
        var (customer, _, from, to) = await PaidAsync();
        var answer = await host.PostAsync("/v1/reconciliations", Body(customer, from, to, totals));
        Assert.Equal((HttpStatusCode.BadRequest, errors), (answer.Status, string.Join("; ", answer.Errors)));
    }

    [Fact]
    public async Task A_period_that_is_not_over_and_a_wallet_that_is_not_there_are_refused()
    {
        var (customer, _, from, to) = await PaidAsync();
        const string Totals = """[{"match":{},"amount":"1"}]""";
        var early = await host.PostAsync(
            "/v1/reconciliations", Body(customer, from, host.Clock.GetUtcNow().AddSeconds(1), Totals));
        var euros = await host.PostAsync("/v1/reconciliations", Body(customer, from, to, Totals, "EUR"));
        var nobody = await host.PostAsync("/v1/reconciliations", Body("nobody", from, to, Totals));

        Assert.Equal(["to out_of_range"], early.Errors);
        Assert.Equal((HttpStatusCode.NotFound, "wallet_not_found"), (euros.Status, euros.Code));
        Assert.Equal((HttpStatusCode.NotFound, "customer_not_found"), (nobody.Status, nobody.Code));
    }

    // 3 units of model a, 4 of model b and 10 of none at 0.50 each, and a period that holds them.
    async Task<(string Customer, string Feature, DateTimeOffset From, DateTimeOffset To)> PaidAsync()
    {
        var (customer, feature) = await host.PayingAsync();
        var from = host.Clock.GetUtcNow();
        await host.PayAsync(customer, feature, 3, "a");
        await host.PayAsync(customer, feature, 4, "b");
        await host.PayAsync(customer, feature, 10);
        host.Clock.Advance(TimeSpan.FromHours(1));
        return (customer, feature, from, host.Clock.GetUtcNow());
    }

    static ReconciliationRequest Request(
        string customer, DateTimeOffset from, DateTimeOffset to, params StatedTotal[] totals) =>
        new() { Customer = customer, Currency = "USD", From = from, To = to, Totals = totals };

    static StatedTotal Total(string amount, params (string Name, string Value)[] match) => new()
    {
        Match = match.ToDictionary(one => one.Name, one => one.Value),
        Amount = amount,
    };

    static string Body(
        string customer, DateTimeOffset from, DateTimeOffset to, string totals, string currency = "USD") =>
        $$"""
        {"customer":"{{customer}}","currency":"{{currency}}","from":"{{from:O}}","to":"{{to:O}}",
        "totals":{{totals}}}
        """;

    static List<(string, string, string, string)> Show(Reconciliation one) => [.. one.Totals.Select(
        total => (total.Stated, total.Recorded, total.PostedBefore, total.Difference))];
}
