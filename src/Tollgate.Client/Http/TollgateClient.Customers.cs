namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>Makes a customer, or sets the whole profile of one; a suspension stays as it is.</summary>
    public Task<Customer> PutCustomerAsync(
        string id, CustomerRequest request, CancellationToken cancellation = default) =>
        SendAsync<Customer>(Call.Put(CustomerPath(id), request), cancellation);

    /// <summary>One customer. 404 <c>customer_not_found</c>.</summary>
    public Task<Customer> GetCustomerAsync(string id, CancellationToken cancellation = default) =>
        SendAsync<Customer>(Call.Get(CustomerPath(id)), cancellation);

    /// <summary>The customers that match, or all, page by page as they are read.</summary>
    public IAsyncEnumerable<Customer> ListCustomersAsync(
        string? search = null, CancellationToken cancellation = default) =>
        SendPagesAsync<Customer>("v1/customers", new Query(("search", search)), cancellation);

    /// <summary>Every use from now on is refused with <c>customer_suspended</c>.</summary>
    public Task<Customer> SuspendCustomerAsync(
        string id, string? reason = null, string? idempotencyKey = null, CancellationToken cancellation = default)
    {
        var call = Call.Post($"{CustomerPath(id)}/suspend", new SuspendRequest { Reason = reason });
        return SendAsync<Customer>(call.Keyed(idempotencyKey), cancellation);
    }

    /// <summary>Ends a suspension; revives nothing that was paused for itself.</summary>
    public Task<Customer> ResumeCustomerAsync(
        string id, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAsync<Customer>(Call.Post($"{CustomerPath(id)}/resume").Keyed(idempotencyKey), cancellation);

    /// <summary>
    /// Erases names, email, metadata, actors and properties for good. The customer stays, suspended and anonymous; what
    /// it used still counts, and its hash chain still holds.
    /// </summary>
    public Task<Customer> EraseCustomerAsync(
        string id, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAsync<Customer>(Call.Post($"{CustomerPath(id)}/erase").Keyed(idempotencyKey), cancellation);

    /// <summary>
    /// Makes a namespace of the customer, or sets its name and owner. 404 <c>customer_not_found</c>, also of the owner.
    /// </summary>
    public Task<Namespace> PutNamespaceAsync(
        string customer, string id, NamespaceRequest request, CancellationToken cancellation = default) =>
        SendAsync<Namespace>(Call.Put($"{CustomerPath(customer)}/namespaces/{Segment.Of(id)}", request), cancellation);

    /// <summary>The customer's namespaces, page by page as they are read.</summary>
    public IAsyncEnumerable<Namespace> ListNamespacesAsync(string customer, CancellationToken cancellation = default) =>
        SendPagesAsync<Namespace>($"{CustomerPath(customer)}/namespaces", new Query(), cancellation);

    /// <summary>What the customer, or a namespace of it, may use now, and how much is left.</summary>
    public Task<CustomerEntitlements> GetEntitlementsAsync(
        string customer, string? name = null, CancellationToken cancellation = default)
    {
        var query = new Query(("namespace", name));
        return SendAsync<CustomerEntitlements>(Call.Get($"{CustomerPath(customer)}/entitlements{query}"), cancellation);
    }

    static string CustomerPath(string id) => $"v1/customers/{Segment.Of(id)}";
}
