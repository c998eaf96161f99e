using System.Globalization;

namespace Tollgate.Server;

/// <summary>Who changed what, of one customer or of all.</summary>
internal static class AuditRoutes
{
    const char List = 'a';

    static readonly Operation GetAll = new(
        "listAudit", "History", "Changes other than uses, newest first: who, what, before and after.")
    {
        Scope = Scope.Admin,
        Query =
        [
            new QueryParameter("customer", typeof(string), "A customer's id; all and the account unless given."),
            new QueryParameter("action", typeof(string), "What was done, as subscription.created."),
            new QueryParameter("from", typeof(DateTimeOffset), "The earliest time, inclusive."),
            new QueryParameter("to", typeof(DateTimeOffset), "The latest time, exclusive."),
            QueryParameter.Limit,
            QueryParameter.Cursor,
        ],
        Answers = typeof(Wire.Page<Wire.AuditEntry>),
        Problems = [404],
    };

    public static void MapAudit(this IEndpointRouteBuilder routes) => routes.Get("/v1/audit", GetAll, ListAsync);

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (id, action, limit) = (visit.Code("customer"), visit.Code("action"), visit.Limit());
        var (from, to, place) = (visit.Time("from"), visit.Time("to"), Place(visit));
        CustomerId? customer = null;
        if (id is null) await visit.AccountAsync();
        else customer = (await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(id))).Terms.Customer;

        var rows = await visit.Gate.ListAsync(async lists =>
        {
            AuditPosition? before = place is { } at
                ? new(at.At, await lists.FindCustomerAsync(at.Customer, visit.Http.RequestAborted) ?? default,
                    at.Sequence)
                : null;
            return await lists.AuditsAsync(
                new AuditFilter(customer, action, from, to), before, limit + 1, visit.Http.RequestAborted);
        });
        return Pages.Of(rows, limit, row => HistoryWire.Of(row.Entry, row.Customer), Cursor);
    }

    // A customer's number leaves no process, so its key stands for it.
    static string Cursor(ListedAudit row) => Cursors.Write(
        List, string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Entry.At.ToMicroseconds()}.{row.Entry.Sequence}.{row.Customer}"));

    static (Instant At, long Sequence, string Customer)? Place(Visit visit)
    {
        if (visit.Cursor(List) is not { } place) return null;
        if (place.Split('.', 3) is [var at, var sequence, var customer] && Cursors.TryNumber(at, out var microseconds)
            && Cursors.TryNumber(sequence, out var number) && Times.TryRead(microseconds, out var time)
            && (customer.Length == 0 || FieldErrors.IsId(customer)))
            return (time, number, customer);
        visit.NoteBadCursor();
        return null;
    }
}
