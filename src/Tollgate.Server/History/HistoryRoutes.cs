namespace Tollgate.Server;

/// <summary>Everything that was recorded of a customer.</summary>
internal static class HistoryRoutes
{
    const char List = 'h';

    static readonly Operation GetAll = new("getHistory", "Customers", "Every recorded change of a customer, by its sequence.")
    {
        Scope = Scope.CustomersRead,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.HistoryEntry>),
        Problems = [404],
    };

    public static void MapHistory(this IEndpointRouteBuilder routes) =>
        routes.Get("/v1/customers/{id}/history", GetAll, ListAsync);

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (id, limit, after) = (visit.Id("id"), visit.Limit(), visit.NumberCursor(List));
        var customer = await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(id));
        var rows = await visit.Gate.Queries.HistoryAsync(customer.Terms.Customer, after, limit + 1, visit.Http.RequestAborted);
        var catalog = await visit.CatalogOfAsync(rows.Select(row => row.Event), customer.Catalog);
        return Pages.Of(rows, limit, row => Of(row, id, catalog), row => Cursors.Write(List, row.Sequence));
    }

    static Wire.HistoryEntry Of(Change change, string customer, Catalog catalog) =>
        change.Event is { } use ? Of(use, customer, catalog) : Of(change.Audit!);

    static Wire.HistoryEntry Of(UsageEvent use, string customer, Catalog catalog) => new()
    {
        Sequence = use.Sequence,
        At = Times.Write(use.RecordedAt),
        Actor = use.Actor,
        Action = "usage.recorded",
        Target = use.Id,
        Use = UsageWire.Of(use, customer, catalog),
        Hash = use.Hash.ToString(),
    };

    static Wire.HistoryEntry Of(AuditEntry entry) => new()
    {
        Sequence = entry.Sequence,
        At = Times.Write(entry.At),
        Actor = entry.Actor,
        Action = entry.Action,
        Target = entry.Subject,
        Before = entry.Before is null ? null : Attached.Element(entry.Before),
        After = entry.After is null ? null : Attached.Element(entry.After),
        Hash = entry.Hash.ToString(),
    };
}
