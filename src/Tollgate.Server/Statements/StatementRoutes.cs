namespace Tollgate.Server;

/// <summary>What moved a wallet in a period, and what the money was spent on.</summary>
internal static class StatementRoutes
{
    static readonly Operation GetOne = new(
        "getStatement", "Wallets", "Balances, movements and spend of a wallet in a period, by time of recording.")
    {
        Scope = Scope.WalletsRead,
        Query =
        [
            SummaryRoutes.ByParameter,
            new QueryParameter(
                "from", typeof(DateTimeOffset), "The earliest time of recording, inclusive (30 days before to)."),
            new QueryParameter(
                "to", typeof(DateTimeOffset),
                "The latest time of recording, exclusive, at most 400 days later (now)."),
            new QueryParameter("currency", typeof(string), "Of which wallet (the customer's currency)."),
        ],
        Answers = typeof(Wire.Statement),
        Problems = [404],
    };

    public static void MapStatements(this IEndpointRouteBuilder routes) =>
        routes.Get("/v1/customers/{id}/statements", GetOne, GetAsync);

    static async Task<Reply> GetAsync(Visit visit)
    {
        var (id, from, to) = (visit.Id("id"), visit.Time("from"), visit.Time("to"));
        var (by, property) = SummaryRoutes.Keys(visit);
        if (visit.Text("currency") is { } given) visit.Errors.Currency("currency", given);
        var customer = await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(id));
        var (first, last) = SummaryRoutes.Period(visit, from, to, customer.Now);
        var (terms, catalog) = (customer.Terms, customer.Catalog);
        var currency = Currency.Parse(visit.Text("currency") ?? terms.Profile!.Currency);
        var wallets = await visit.ShowAsync<IReadOnlyList<WalletState>>(new ShowWallets(id));
        if (!wallets.Any(one => one.Wallet.Currency == currency))
            return Problems.Of(Statuses.Of(Rejection.WalletNotFound), visit.RequestId);

        int[] features = [.. catalog.Features.Select(feature => feature.Id)];
        var filter = new SummaryFilter(terms.Customer, features, first, last, by, property)
        {
            Currency = currency,
            Recorded = true,
        };
        var spend = new UsageSummary(filter, catalog, terms.Profile!.Zone, SummaryRoutes.MostGroups);
        var statement = new Statement(spend, customer.Sequence);
        await visit.Gate.ListAsync(async lists =>
        {
            await lists.StateAsync(statement, visit.Http.RequestAborted);
            return statement;
        });
        return spend.IsTooLarge
            ? Problems.Of(Statuses.TooManyGroups, visit.RequestId)
            : Reply.Of(Statuses.Ok, Of(id, visit.Text("by"), statement, catalog));
    }

    static Wire.Statement Of(string customer, string? by, Statement statement, Catalog catalog)
    {
        var (filter, currency) = (statement.Charges.Filter, statement.Currency);
        return new Wire.Statement
        {
            Customer = customer,
            Currency = currency.Code,
            From = Times.Write(filter.From),
            To = Times.Write(filter.To),
            OpeningBalance = statement.Opening.ToString(currency),
            ClosingBalance = statement.Closing.ToString(currency),
            Entries =
            [
                .. statement.Entries.Select(kind => new Wire.StatementEntry
                {
                    Kind = LedgerEntryView.Show(kind.Key),
                    Count = kind.Value.Count,
                    Amount = Amount.Write(kind.Value.Amount, currency),
                }),
            ],
            Spend = Amount.Write(statement.Spent, currency),
            DatedOutside = Amount.Write(statement.DatedOutside, currency),
            Agrees = statement.Agrees,
            By = by?.Split(',') ?? [],
            Data = SummaryRoutes.Of(statement.Charges, catalog),
        };
    }
}
