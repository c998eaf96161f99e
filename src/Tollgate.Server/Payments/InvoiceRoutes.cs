namespace Tollgate.Server;

/// <summary>What is said of invoices by whoever makes them.</summary>
internal static class InvoiceRoutes
{
    const char List = 'i';
    const string Path = "/v1/customers/{id}/invoices";

    static readonly Operation GetAll = new("listInvoices", "Payments", "The customer's unpaid invoices, by id.")
    {
        Scope = Scope.PaymentsRead,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.Invoice>),
        Problems = [404],
    };

    static readonly Operation Fail = new(
        "failInvoice", "Payments",
        "Say that a payment failed: for use, nothing more is used; for a plan, it falls at the end of the period.")
    {
        Scope = Scope.PaymentsWrite,
        Takes = typeof(Wire.InvoiceFailure),
        Answers = typeof(Wire.Invoice),
        Problems = [404, 409],
    };

    static readonly Operation Pay = new(
        "payInvoice", "Payments", "Say that an invoice is paid, or needs not be any more. It stays so.")
    {
        Scope = Scope.PaymentsWrite,
        Answers = typeof(Wire.Invoice),
        Problems = [404],
    };

    public static void MapInvoices(this IEndpointRouteBuilder routes)
    {
        routes.Get(Path, GetAll, ListAsync);
        routes.Post($"{Path}/{{name}}/fail", Fail, FailAsync);
        routes.Post($"{Path}/{{name}}/pay", Pay, PayAsync);
    }

    // So few that a page is cut from all of them.
    static async Task<Reply> ListAsync(Visit visit)
    {
        var (id, limit, after) = (visit.Id("id"), visit.Limit(), visit.IdCursor(List));
        var unpaid = await visit.ShowAsync<IReadOnlyList<InvoiceView>>(new ShowInvoices(id));
        var rows = unpaid.OrderBy(one => one.Id, StringComparer.Ordinal)
            .Where(one => string.CompareOrdinal(one.Id, after ?? "") > 0).Take(limit + 1);
        return Pages.Of([.. rows], limit, one => PaymentWire.Of(id, one), one => Cursors.Write(List, one.Id));
    }

    static async Task<Reply> FailAsync(Visit visit)
    {
        var (id, invoice) = (visit.Id("id"), visit.Id("name"));
        var body = await visit.ReadAsync<Wire.InvoiceFailure>();
        var command = PaymentWire.Command(id, invoice, body, visit.Errors);
        return await SubmitAsync(visit, command);
    }

    static Task<Reply> PayAsync(Visit visit) =>
        SubmitAsync(visit, new PayInvoice(visit.Id("id"), visit.Id("name")));

    static async Task<Reply> SubmitAsync(Visit visit, Command command) =>
        await visit.SubmitAsync(await visit.SignAsync(command), outcome =>
            Reply.Of(Statuses.Ok, PaymentWire.Of(command.Customer, ((Put<InvoiceView>)outcome).Value)));
}
