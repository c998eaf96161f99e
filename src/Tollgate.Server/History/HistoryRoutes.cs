namespace Tollgate.Server;

/// <summary>Every recorded change of a customer, by its number.</summary>
internal static class HistoryRoutes
{
    const char List = 'h';
    const int RowsAtOnce = 2000;

    static readonly Operation GetAll = new(
        "listHistory", "History", "Every recorded change of the customer by its number, without gaps.")
    {
        Scope = Scope.CustomersRead,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.HistoryItem>),
        Problems = [404],
    };

    public static void MapHistory(this IEndpointRouteBuilder routes) =>
        routes.Get("/v1/customers/{id}/history", GetAll, ListAsync);

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (id, limit, after) = (visit.Id("id"), visit.Limit(), visit.NumberCursor(List));
        var customer = await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(id));
        var rows = await visit.Gate.ListAsync(lists => ReadAsync(lists, customer.Terms.Customer, after, limit, visit));
        var catalog = await visit.CatalogOfAsync(rows.Select(row => row.Event).OfType<UsageEvent>(), customer.Catalog);
        List<Change[]> items = [.. rows.GroupBy(row => row.Sequence).Select(lines => lines.ToArray())];
        return Pages.Of(
            items, limit, lines => HistoryWire.Of(lines, id, catalog), lines => Cursors.Write(List, lines[0].Sequence));
    }

    // Rows of more changes than a page holds, or of all that there are. A use may have many lines; more than are read
    // at once are read again, all of them.
    static async ValueTask<List<Change>> ReadAsync(
        IQueries lists, CustomerId customer, long after, int limit, Visit visit)
    {
        List<Change> rows = [];
        for (var most = RowsAtOnce; ;)
        {
            var read = await lists.HistoryAsync(customer, after, most, visit.Http.RequestAborted);
            if (read.Count == 0) return rows;
            if (read.Count == most && read[0].Sequence == read[^1].Sequence)
            {
                most *= 2;
                continue;
            }
            rows.AddRange(read);
            after = read[^1].Sequence;
            if (after - rows[0].Sequence >= limit) return rows;
        }
    }
}
