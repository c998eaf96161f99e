namespace Tollgate.Server;

/// <summary>Recording uses, and listing what was recorded.</summary>
internal static class UsageRoutes
{
    const string Events = "events";
    const char List = 'u';

    static readonly Operation UseOne = new("recordUsage", "Usage", "Record a use, if it is allowed.")
    {
        Scope = Scope.UsageWrite,
        Takes = typeof(Wire.UsageRequest),
        Answers = typeof(Wire.Decision),
    };

    static readonly Operation UseMany = new(
        "recordUsageBatch", "Usage", "Record many uses in one transaction, each by its own decision or all or none.")
    {
        Scope = Scope.UsageWrite,
        Takes = typeof(Wire.UsageBatchRequest),
        MostBytes = Operation.LargeBody,
        Answers = typeof(Wire.UsageBatchResult),
    };

    static readonly Operation GetAll = new("listUsage", "Usage", "The customer's recorded uses, newest first.")
    {
        Scope = Scope.UsageRead,
        Query =
        [
            new QueryParameter("feature", typeof(string), "A feature's code; all unless given."),
            QueryParameter.Namespace,
            new QueryParameter("from", typeof(DateTimeOffset), "The earliest time of use, inclusive."),
            new QueryParameter("to", typeof(DateTimeOffset), "The latest time of use, exclusive."),
            QueryParameter.Limit,
            QueryParameter.Cursor,
        ],
        Answers = typeof(Wire.Page<Wire.UsageEvent>),
        Problems = [404],
    };

    public static void MapUsage(this IEndpointRouteBuilder routes)
    {
        routes.Post("/v1/usage", UseOne, UseAsync);
        routes.Post("/v1/usage/batch", UseMany, UseBatchAsync);
        routes.Get("/v1/customers/{id}/usage", GetAll, ListAsync);
    }

    static async Task<Reply> UseAsync(Visit visit)
    {
        var body = await visit.ReadAsync<Wire.UsageRequest>();
        var use = await visit.SignAsync(UsageWire.Command(body));
        return await visit.SubmitAsync(new Submission([use], Render));
    }

    static async Task<Reply> UseBatchAsync(Visit visit)
    {
        var body = await visit.ReadAsync<Wire.UsageBatchRequest>();
        var backfill = body.Backfill ?? false;
        if (backfill) visit.Scope = Scope.Admin;
        visit.CheckCount(Events, body.Events.Count);
        Command[] uses = [.. body.Events.Select(one => UsageWire.Command(one, backfill))];
        await visit.SignAsync(uses);
        var submission = new Submission(uses, RenderBatch) { Atomic = body.Atomic ?? false, Path = Events };
        return await visit.SubmitAsync(submission);
    }

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (id, code, name, limit) = (visit.Id("id"), visit.Code("feature"), visit.Namespace(), visit.Limit());
        var (from, to, before) = (visit.Time("from"), visit.Time("to"), Position(visit));
        var customer = await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(id));
        if (name is not null && customer.Terms.Namespace(name) is null)
            return Problems.Of(Statuses.NamespaceNotFound, visit.RequestId);
        var feature = code is null ? null : customer.Catalog.Feature(code);
        if (code is not null && feature is null) return Problems.Of(Statuses.FeatureNotFound, visit.RequestId);

        var filter = new EventFilter(customer.Terms.Customer, feature?.Id, from, to, name);
        var rows = await visit.Gate.ListAsync(
            lists => lists.EventsAsync(filter, before, limit + 1, visit.Http.RequestAborted));
        var catalog = await visit.CatalogOfAsync(rows, customer.Catalog);
        return Pages.Of(rows, limit, row => UsageWire.Of(row, id, catalog), Cursor);
    }

    static Reply Render(IReadOnlyList<Outcome> outcomes) => DecisionJson.Reply(outcomes[0]);

    static Reply RenderBatch(IReadOnlyList<Outcome> outcomes) =>
        new(Statuses.Ok, JsonBytes.Of(outcomes, DecisionJson.WriteUses));

    static string Cursor(UsageEvent row) => Cursors.Write(List, $"{row.At.ToMicroseconds()}.{row.Sequence}");

    static EventPosition? Position(Visit visit)
    {
        if (visit.Cursor(List) is not { } place) return null;
        if (place.Split('.') is [var at, var sequence] && Cursors.TryNumber(at, out var microseconds)
            && Cursors.TryNumber(sequence, out var number) && Times.TryRead(microseconds, out var time))
            return new EventPosition(time, number);
        visit.NoteBadCursor();
        return null;
    }
}
