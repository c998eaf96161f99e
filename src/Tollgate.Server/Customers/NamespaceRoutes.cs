namespace Tollgate.Server;

/// <summary>Namespaces of a customer.</summary>
internal static class NamespaceRoutes
{
    const char List = 'n';

    static readonly Operation PutOne = new("putNamespace", "Customers", "Make a part of a customer, or set it.")
    {
        Scope = Scope.CustomersWrite,
        Takes = typeof(Wire.NamespaceRequest),
        Answers = typeof(Wire.Namespace),
        Creates = true,
        Problems = [404, 409],
    };

    static readonly Operation GetAll = new("listNamespaces", "Customers", "Every namespace of the customer, by id.")
    {
        Scope = Scope.CustomersRead,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.Namespace>),
        Problems = [404],
    };

    public static void MapNamespaces(this IEndpointRouteBuilder routes)
    {
        routes.Put("/v1/customers/{id}/namespaces/{namespace}", PutOne, PutAsync);
        routes.Get("/v1/customers/{id}/namespaces", GetAll, ListAsync);
    }

    static async Task<Reply> PutAsync(Visit visit)
    {
        var (id, name) = (visit.Id("id"), visit.Id("namespace"));
        var body = await visit.ReadAsync<Wire.NamespaceRequest>();
        var command = await visit.SignAsync(new PutNamespace(id, name, body.Name, body.Owner));
        return await visit.SubmitAsync(command, outcome =>
        {
            var put = (Put<Namespace>)outcome;
            return Reply.Of(Statuses.Of(put), Of(put.Value, id));
        });
    }

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (id, limit, after) = (visit.Id("id"), visit.Limit(), visit.IdCursor(List));
        var customer = await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(id));
        var rows = customer.Terms.Namespaces.Values
            .Where(one => string.CompareOrdinal(one.Key, after ?? "") > 0).Take(limit + 1);
        return Pages.Of([.. rows], limit, one => Of(one, id), one => Cursors.Write(List, one.Key));
    }

    static Wire.Namespace Of(Namespace one, string customer) => new()
    {
        Id = one.Key,
        Customer = customer,
        Name = one.Name,
        Owner = one.Owner?.Key,
        CreatedAt = Times.Write(one.CreatedAt),
    };
}
