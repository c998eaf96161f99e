namespace Tollgate.Server;

/// <summary>Customers.</summary>
internal static class CustomerRoutes
{
    const char List = 'c';

    static readonly Operation PutOne = new(
        "putCustomer", "Customers", "Make a customer, or set its whole profile; what is left out takes its default.")
    {
        Scope = Scope.CustomersWrite,
        Takes = typeof(Wire.CustomerRequest),
        Answers = typeof(Wire.Customer),
        Creates = true,
    };

    static readonly Operation GetOne = new("getCustomer", "Customers", "One customer.")
    {
        Scope = Scope.CustomersRead,
        Answers = typeof(Wire.Customer),
        Problems = [404],
    };

    static readonly Operation GetAll = new("listCustomers", "Customers", "Every customer, by id.")
    {
        Scope = Scope.CustomersRead,
        Query =
        [
            new QueryParameter("search", typeof(string), "Part of the id, name or email."),
            QueryParameter.Limit,
            QueryParameter.Cursor,
        ],
        Answers = typeof(Wire.Page<Wire.Customer>),
    };

    static readonly Operation Suspend = new(
        "suspendCustomer", "Customers", "Refuse every use of the customer from now on.")
    {
        Scope = Scope.CustomersWrite,
        Takes = typeof(Wire.SuspendRequest),
        BodyOptional = true,
        Answers = typeof(Wire.Customer),
        Problems = [404],
    };

    static readonly Operation Resume = new("resumeCustomer", "Customers", "End a suspension.")
    {
        Scope = Scope.CustomersWrite,
        Takes = typeof(Wire.EmptyRequest),
        BodyOptional = true,
        Answers = typeof(Wire.Customer),
        Problems = [404],
    };

    static readonly Operation Erase = new(
        "eraseCustomer", "Customers", "Erase personal data; the customer stays, suspended, and its chain still holds.")
    {
        Scope = Scope.CustomersWrite,
        Takes = typeof(Wire.EmptyRequest),
        BodyOptional = true,
        Answers = typeof(Wire.Customer),
        Problems = [404],
    };

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        routes.Put("/v1/customers/{id}", PutOne, PutAsync);
        routes.Get("/v1/customers/{id}", GetOne, GetAsync);
        routes.Get("/v1/customers", GetAll, ListAsync);
        routes.Post("/v1/customers/{id}/suspend", Suspend, SuspendAsync);
        routes.Post("/v1/customers/{id}/resume", Resume, ResumeAsync);
        routes.Post("/v1/customers/{id}/erase", Erase, EraseAsync);
    }

    static async Task<Reply> PutAsync(Visit visit)
    {
        var id = visit.Id("id");
        var body = await visit.ReadAsync<Wire.CustomerRequest>();
        var reply = await visit.SubmitAsync(await visit.SignAsync(CustomerWire.Command(id, body)), Render);
        return await visit.WakeAsync(reply, body.Providers);
    }

    static async Task<Reply> GetAsync(Visit visit)
    {
        var customer = await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(visit.Id("id")));
        return Reply.Of(Statuses.Ok, CustomerWire.Of(customer.Terms.Profile!));
    }

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (search, limit, after) = (visit.Text("search"), visit.Limit(), visit.IdCursor(List));
        await visit.AccountAsync();
        var rows = await visit.Gate.ListAsync(
            lists => lists.CustomersAsync(search, after, limit + 1, visit.Http.RequestAborted));
        return Pages.Of(rows, limit, CustomerWire.Of, row => Cursors.Write(List, row.Key));
    }

    static async Task<Reply> SuspendAsync(Visit visit)
    {
        var id = visit.Id("id");
        var body = await visit.ReadAsync<Wire.SuspendRequest>();
        return await visit.SubmitAsync(await visit.SignAsync(new SuspendCustomer(id, body.Reason)), Render);
    }

    static async Task<Reply> ResumeAsync(Visit visit)
    {
        var id = visit.Id("id");
        await visit.ReadAsync<Wire.EmptyRequest>();
        return await visit.SubmitAsync(await visit.SignAsync(new ResumeCustomer(id)), Render);
    }

    // Answered when all is erased. Who got no answer asks again, and it goes on where it was.
    static async Task<Reply> EraseAsync(Visit visit)
    {
        var id = visit.Id("id");
        await visit.ReadAsync<Wire.EmptyRequest>();
        var reply = await visit.SubmitAsync(await visit.SignAsync(new EraseCustomer(id)), Render);
        if (!reply.IsProblem) await visit.Gate.EraseHistoryAsync(id);
        return reply;
    }

    static Reply Render(Outcome outcome)
    {
        var put = (Put<Profile>)outcome;
        return Reply.Of(Statuses.Of(put), CustomerWire.Of(put.Value));
    }
}
