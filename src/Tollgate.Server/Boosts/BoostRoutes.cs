namespace Tollgate.Server;

/// <summary>Boosts of a customer. Each answer is read in the transaction of its change.</summary>
internal static class BoostRoutes
{
    const char List = 'b';

    static readonly Operation CreateOne = new("createBoost", "Boosts", "Give a customer an extra on one feature.")
    {
        Scope = Scope.CustomersWrite,
        Takes = typeof(Wire.BoostRequest),
        Answers = typeof(Wire.Boost),
        Creates = true,
        Problems = [404, 409],
    };

    static readonly Operation GetAll = new(
        "listBoosts", "Boosts", "Every boost the customer ever had, in the order they were made.")
    {
        Scope = Scope.CustomersRead,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.Boost>),
        Problems = [404],
    };

    static readonly Operation CancelOne = new("cancelBoost", "Boosts", "End a boost at once; what was used stays used.")
    {
        Scope = Scope.CustomersWrite,
        Takes = typeof(Wire.EmptyRequest),
        BodyOptional = true,
        Answers = typeof(Wire.Boost),
        Problems = [404, 409],
    };

    public static void MapBoosts(this IEndpointRouteBuilder routes)
    {
        routes.Post("/v1/customers/{id}/boosts", CreateOne, CreateAsync);
        routes.Get("/v1/customers/{id}/boosts", GetAll, ListAsync);
        routes.Post("/v1/boosts/{id}/cancel", CancelOne, CancelAsync);
    }

    static async Task<Reply> CreateAsync(Visit visit)
    {
        var id = visit.Id("id");
        var body = await visit.ReadAsync<Wire.BoostRequest>();
        return await SubmitAsync(visit, BoostWire.Command(id, body, visit.Errors));
    }

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (id, limit, after) = (visit.Id("id"), visit.Limit(), visit.NumberCursor(List));
        var customer = await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(id));
        var rows = customer.Terms.Boosts.Where(one => one.Id > after).Take(limit + 1);
        return Pages.Of([.. rows], limit, one => BoostWire.Of(one, customer), one => Cursors.Write(List, one.Id));
    }

    static async Task<Reply> CancelAsync(Visit visit)
    {
        var bid = (string)visit.Http.Request.RouteValues["id"]!;
        if (!BoostId.TryParse(bid, out var customer, out var id))
            return await visit.RefuseAsync(Statuses.Of(Rejection.BoostNotFound));
        await visit.ReadAsync<Wire.EmptyRequest>();
        return await SubmitAsync(visit, new CancelBoost(customer, id));
    }

    static async Task<Reply> SubmitAsync(Visit visit, Command command)
    {
        Command[] commands = [await visit.SignAsync(command), new ShowCustomer(command.Customer)];
        return await visit.SubmitAsync(new Submission(commands, Render));
    }

    static Reply Render(IReadOnlyList<Outcome> outcomes)
    {
        var put = (Put<Boost>)outcomes[0];
        var customer = ((Shown<CustomerSnapshot>)outcomes[1]).Value;
        return Reply.Of(Statuses.Of(put), BoostWire.Of(put.Value, customer));
    }
}
