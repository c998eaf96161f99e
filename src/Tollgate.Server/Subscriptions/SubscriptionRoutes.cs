namespace Tollgate.Server;

/// <summary>Subscriptions of a customer. Each answer is read in the transaction of its change.</summary>
internal static class SubscriptionRoutes
{
    const char List = 's';

    static readonly Operation CreateOne = new(
        "createSubscription", "Subscriptions", "Put a customer on a plan; a base plan replaces the one before it.")
    {
        Scope = Scope.CustomersWrite,
        Takes = typeof(Wire.SubscriptionRequest),
        Answers = typeof(Wire.Subscription),
        Creates = true,
        Problems = [404, 409],
    };

    static readonly Operation GetAll = new(
        "listSubscriptions", "Subscriptions", "Every subscription the customer ever had, in the order they were made.")
    {
        Scope = Scope.CustomersRead,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.Subscription>),
        Problems = [404],
    };

    static readonly Operation CancelOne = new(
        "cancelSubscription", "Subscriptions", "Cancel now, at the end of the cycle, or at a time.")
    {
        Scope = Scope.CustomersWrite,
        Takes = typeof(Wire.CancelRequest),
        BodyOptional = true,
        Answers = typeof(Wire.Subscription),
        Problems = [404, 409],
    };

    public static void MapSubscriptions(this IEndpointRouteBuilder routes)
    {
        routes.Post("/v1/customers/{id}/subscriptions", CreateOne, CreateAsync);
        routes.Get("/v1/customers/{id}/subscriptions", GetAll, ListAsync);
        routes.Post("/v1/subscriptions/{id}/cancel", CancelOne, CancelAsync);
    }

    static async Task<Reply> CreateAsync(Visit visit)
    {
        var id = visit.Id("id");
        var body = await visit.ReadAsync<Wire.SubscriptionRequest>();
        var reply = await SubmitAsync(visit, SubscriptionWire.Command(id, body, visit.Errors));
        return await visit.WakeAsync(reply, body.Providers);
    }

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (id, limit, after) = (visit.Id("id"), visit.Limit(), visit.NumberCursor(List));
        var customer = await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(id));
        var rows = customer.Terms.Subscriptions.Where(one => one.Id > after).OrderBy(one => one.Id).Take(limit + 1);
        return Pages.Of(
            [.. rows], limit, one => SubscriptionWire.Of(one, customer), one => Cursors.Write(List, one.Id));
    }

    static async Task<Reply> CancelAsync(Visit visit)
    {
        var sid = (string)visit.Http.Request.RouteValues["id"]!;
        if (!SubscriptionId.TryParse(sid, out var customer, out var id))
            return await visit.RefuseAsync(Statuses.Of(Rejection.SubscriptionNotFound));
        var body = await visit.ReadAsync<Wire.CancelRequest>();
        return await SubmitAsync(visit, SubscriptionWire.Command(customer, id, body, visit.Errors));
    }

    /// <summary>Submits a command that answers with a subscription.</summary>
    public static async Task<Reply> SubmitAsync(Visit visit, Command command)
    {
        List<Command> commands = [await visit.SignAsync(command), new ShowCustomer(command.Customer)];
        // Whoever is given a discount is one of so many.
        if (command is Subscribe { Renewal.Discount: not null } or SetRenewal { Terms.Discount: not null })
            commands.Add(new HoldAccount());
        return await visit.SubmitAsync(new Submission(commands, Render));
    }

    static Reply Render(IReadOnlyList<Outcome> outcomes)
    {
        var put = (Put<Subscription>)outcomes[0];
        var customer = ((Shown<CustomerSnapshot>)outcomes[1]).Value;
        return Reply.Of(Statuses.Of(put), SubscriptionWire.Of(put.Value, customer));
    }
}
