namespace Tollgate.Server;

/// <summary>Where hash chains end, to be kept elsewhere.</summary>
internal static class CheckpointRoutes
{
    const char List = 'c';
    const char Mark = '=';

    static readonly Operation GetAll = new(
        "listCheckpoints", "Verification", "Where the hash chains of the account and of each customer end now.")
    {
        Scope = Scope.Admin,
        Query =
        [
            new QueryParameter("customer", typeof(string), "A customer's id; the account and all unless given."),
            QueryParameter.Limit,
            QueryParameter.Cursor,
        ],
        Answers = typeof(Wire.Page<Wire.Checkpoint>),
        Problems = [404],
    };

    public static void MapCheckpoints(this IEndpointRouteBuilder routes) =>
        routes.Get("/v1/checkpoints", GetAll, ListAsync);

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (id, limit, after) = (visit.Code("customer"), visit.Limit(), Place(visit));
        var stop = visit.Http.RequestAborted;
        if (id is null) await visit.AccountAsync();
        else await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(id));
        var heads = await visit.Gate.ListAsync(async lists =>
        {
            // One customer alone is the first behind the number before its own.
            var place = (id ?? after) is { } key ? (await lists.FindCustomerAsync(key, stop))?.Value ?? -1 : -1;
            return id is null
                ? await visit.Gate.Records.HeadsAsync(new CustomerId(place), limit + 1, stop)
                : await visit.Gate.Records.HeadsAsync(new CustomerId(place - 1), 1, stop);
        });
        return Pages.Of(heads, limit, VerifyWire.Of, head => Cursors.Write(List, Mark + head.Key));
    }

    // The key of the last of a page; the account's is empty, and a cursor never is.
    static string? Place(Visit visit)
    {
        if (visit.Cursor(List) is not { } place) return null;
        if (place[0] == Mark && (place.Length == 1 || FieldErrors.IsId(place[1..]))) return place[1..];
        visit.NoteBadCursor();
        return null;
    }
}
