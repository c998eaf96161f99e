namespace Tollgate.Server;

/// <summary>Where hash chains end, to be kept elsewhere.</summary>
internal static class CheckpointRoutes
{
    const char List = 'c';

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
        var (id, limit, after) = (visit.Code("customer"), visit.Limit(), visit.IdCursor(List));
        var stop = visit.Http.RequestAborted;
        if (id is null) await visit.AccountAsync();
        var from = (id ?? after) is { } named
            ? (await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(named))).Terms.Customer.Value
            : -1;
        // One customer alone is the first behind the number before its own.
        var (place, most) = id is null ? (from, limit) : (from - 1, 1);
        var heads = await visit.Gate.ListAsync(
            _ => visit.Gate.Records.HeadsAsync(new CustomerId(place), most + (id is null ? 1 : 0), stop));
        return Pages.Of(heads, most, VerifyWire.Of, head => Cursors.Write(List, head.Key));
    }
}
