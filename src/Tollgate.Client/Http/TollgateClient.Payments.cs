namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>Whether a customer may pass the gate, as things stand. 404 <c>customer_not_found</c>.</summary>
    public Task<AccessAnswer> CheckAccessAsync(AccessRequest request, CancellationToken cancellation = default) =>
        SendAsync<AccessAnswer>(Call.Post("v1/access", request), cancellation);

    /// <summary>The customer's unpaid invoices by id, page by page as they are read.</summary>
    public IAsyncEnumerable<Invoice> ListInvoicesAsync(string customer, CancellationToken cancellation = default) =>
        SendPagesAsync<Invoice>($"{CustomerPath(customer)}/invoices", new Query(), cancellation);

    /// <summary>Says that a payment failed. 409 <c>too_many_invoices</c>.</summary>
    public Task<Invoice> FailInvoiceAsync(
        string customer, string invoice, InvoiceFailure failure, CancellationToken cancellation = default) =>
        SendAsync<Invoice>(Call.Post($"{InvoicePath(customer, invoice)}/fail", failure), cancellation);

    /// <summary>Says that an invoice is paid, or needs not be any more. It stays so.</summary>
    public Task<Invoice> PayInvoiceAsync(string customer, string invoice, CancellationToken cancellation = default) =>
        SendAsync<Invoice>(Call.Post($"{InvoicePath(customer, invoice)}/pay"), cancellation);

    static string InvoicePath(string customer, string invoice) =>
        $"{CustomerPath(customer)}/invoices/{Segment.Of(invoice)}";
}
