using System.Globalization;

namespace Tollgate.Server;

/// <summary>What happens to a subscription between its making and its end.</summary>
internal static class LifecycleRoutes
{
    const char List = 'q';

    static readonly Operation Pause = Verb(
        "pauseSubscription", "Take it out of force until it is resumed.", typeof(Wire.EmptyRequest));

    static readonly Operation Resume = Verb("resumeSubscription", "End a pause.", typeof(Wire.EmptyRequest));

    static readonly Operation Activate = Verb(
        "activateSubscription", "Record it as paid: a trial ends, a scheduled one starts.", typeof(Wire.EmptyRequest));

    static readonly Operation Renew = Verb(
        "renewSubscription", "Give it another end, also one that has ended by agreement.", typeof(Wire.RenewRequest));

    static readonly Operation Change = Verb(
        "changeSubscription", "Put it on another plan version, now or later; it keeps its id.",
        typeof(Wire.ChangeRequest), bodyOptional: false);

    static readonly Operation GetAll = new(
        "listScheduledChanges", "Subscriptions", "What is still to happen to the customer's subscriptions, by time.")
    {
        Scope = Scope.CustomersRead,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.ScheduledChange>),
        Problems = [404],
    };

    static readonly Operation TakeBack = new(
        "takeBackChange", "Subscriptions", "Take a scheduled change back before it takes effect.")
    {
        Scope = Scope.CustomersWrite,
        Answers = typeof(Wire.Subscription),
        Problems = [404],
    };

    public static void MapLifecycle(this IEndpointRouteBuilder routes)
    {
        routes.Post("/v1/subscriptions/{id}/pause", Pause, visit => PlainAsync(
            visit, (customer, id) => new PauseSubscription(customer, id)));
        routes.Post("/v1/subscriptions/{id}/resume", Resume, visit => PlainAsync(
            visit, (customer, id) => new ResumeSubscription(customer, id)));
        routes.Post("/v1/subscriptions/{id}/activate", Activate, visit => PlainAsync(
            visit, (customer, id) => new ActivateSubscription(customer, id)));
        routes.Post("/v1/subscriptions/{id}/renew", Renew, visit => DoAsync<Wire.RenewRequest>(
            visit, (customer, id, body) => new RenewSubscription(
                customer, id, Times.Read(body.EndsAt), Times.Read(body.Anchor))));
        routes.Post("/v1/subscriptions/{id}/change", Change, visit => DoAsync<Wire.ChangeRequest>(
            visit, (customer, id, body) => SubscriptionWire.Command(customer, id, body, visit.Errors)));
        routes.Get("/v1/customers/{id}/scheduled-changes", GetAll, ListAsync);
        routes.Delete("/v1/scheduled-changes/{id}", TakeBack, TakeBackAsync);
    }

    static Operation Verb(string name, string summary, Type takes, bool bodyOptional = true) => new(
        name, "Subscriptions", summary)
    {
        Scope = Scope.CustomersWrite,
        Takes = takes,
        BodyOptional = bodyOptional,
        Answers = typeof(Wire.Subscription),
        Problems = [404, 409],
    };

    static Task<Reply> PlainAsync(Visit visit, Func<string, long, Command> command) =>
        DoAsync<Wire.EmptyRequest>(visit, (customer, id, _) => command(customer, id));

    static async Task<Reply> DoAsync<TBody>(Visit visit, Func<string, long, TBody, Command> command) where TBody : class
    {
        if (!SubscriptionId.TryParse(Named(visit), out var customer, out var id))
            return await visit.RefuseAsync(Statuses.Of(Rejection.SubscriptionNotFound));
        var body = await visit.ReadAsync<TBody>();
        return await SubscriptionRoutes.SubmitAsync(visit, command(customer, id, body));
    }

    // So few at a time that a page is cut from all of them.
    static async Task<Reply> ListAsync(Visit visit)
    {
        var (id, limit, after) = (visit.Id("id"), visit.Limit(), Position(visit));
        var customer = await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(id));
        var rows = ScheduledChange.Of(customer.Terms, customer.Now)
            .SkipWhile(change => after is { } place && change.Place.CompareTo(place) <= 0).Take(limit + 1);
        return Pages.Of([.. rows], limit, change => SubscriptionWire.Of(change, customer), Cursor);
    }

    static string Cursor(ScheduledChange change)
    {
        var (at, id, kind) = change.Place;
        return Cursors.Write(
            List, string.Create(CultureInfo.InvariantCulture, $"{at.ToMicroseconds()},{id},{(int)kind}"));
    }

    // By what the last one was and not by how many there were: some take effect between two pages.
    static (Instant At, long Id, ChangeKind Kind)? Position(Visit visit)
    {
        if (visit.Cursor(List) is not { } place) return null;
        if (place.Split(',') is [var at, var id, var kind]
            && Cursors.TryNumber(at, out var microseconds) && Times.TryRead(microseconds, out var time)
            && Cursors.TryNumber(id, out var subscription)
            && Cursors.TryNumber(kind, out var number) && number is >= 0 and <= (long)ChangeKind.Lapse)
            return (time, subscription, (ChangeKind)number);
        visit.NoteBadCursor();
        return null;
    }

    static async Task<Reply> TakeBackAsync(Visit visit)
    {
        if (!ScheduledChange.TryParse(Named(visit), out var kind, out var customer, out var id))
            return await visit.RefuseAsync(Statuses.Of(Rejection.ScheduledChangeNotFound));
        return await SubscriptionRoutes.SubmitAsync(visit, new TakeBackChange(customer, kind, id));
    }

    static string Named(Visit visit) => (string)visit.Http.Request.RouteValues["id"]!;

}
