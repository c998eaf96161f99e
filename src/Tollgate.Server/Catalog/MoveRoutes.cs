namespace Tollgate.Server;

/// <summary>
/// Moves the subscribers of a plan to another version of it, a page at a time. Each customer is moved under its own
/// lock, in a transaction of its own; whoever was moved already is passed over, so that a repetition finishes what a
/// crash has cut short.
/// </summary>
internal static class MoveRoutes
{
    const char List = 'm';
    const int AtOnce = 64;

    // What it changes are customers: who may only write the catalogue may not.
    static readonly Operation Move = new(
        "movePlan", "Catalogue", "Move a page of a plan's subscribers to another version of it.")
    {
        Scope = Scope.CustomersWrite,
        Takes = typeof(Wire.MoveRequest),
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.MoveResult),
        Problems = [404],
    };

    public static void MapMoves(this IEndpointRouteBuilder routes) =>
        routes.Post("/v1/plans/{code}/move", Move, MoveAsync);

    static async Task<Reply> MoveAsync(Visit visit)
    {
        var code = visit.Id("code");
        var (limit, after) = (visit.Limit(), visit.NumberCursor(List));
        var body = await visit.ReadAsync<Wire.MoveRequest>();
        visit.RefuseIfBad([], path: null);
        Account? account = null;
        var first = await visit.SubmitAsync(new Submission([new ShowAccount()], Seen) { ReadOnly = true });
        if (account is null) return first;
        if (account.Catalog.Plan(code) is not { } newest) return Problems.Of(Statuses.PlanNotFound, visit.RequestId);
        var move = new MoveSubscriptions(
            "", code, body.From, body.To ?? newest.Row.Version, body.At == Wire.MoveTime.PeriodEnd);
        Check(visit, account.Catalog, move);

        var plans = account.Catalog.Versions(code).Where(plan => move.IsFrom(plan.Row)).Select(plan => plan.Id);
        var subscribers = await visit.Gate.ListAsync(
            lists => lists.SubscribersAsync([.. plans], new CustomerId(after), limit + 1, visit.Http.RequestAborted));
        var page = subscribers.Take(limit).ToList();
        var by = await visit.ActorAsync();
        var moved = await MoveAsync(visit, page, move with { By = by });
        var reply = Reply.Of(Statuses.Ok, new Wire.MoveResult
        {
            Moved = moved.Now,
            Scheduled = moved.Later,
            Skipped = moved.Skipped,
            NextCursor = subscribers.Count > limit ? Cursors.Write(List, page[^1].Customer.Value) : null,
        });
        if (!moved.Recorded) return reply;
        var note = new NoteMove(code, move.From, move.To, move.AtPeriodEnd, moved) { By = by };
        return await visit.SubmitAsync(note, _ => reply);

        // Also the place where the answer to an earlier request with this Idempotency-Key is found.
        Reply Seen(IReadOnlyList<Outcome> outcomes)
        {
            account = ((Shown<Account>)outcomes[0]).Value;
            return default;
        }
    }

    static void Check(Visit visit, Catalog catalog, MoveSubscriptions move)
    {
        foreach (var (field, version) in new[] { ("from", move.From), ("to", move.To) })
            if (version is { } given && catalog.Plan(move.Plan, given) is null)
                visit.Errors.Add(field, "unknown_version", $"There is no version {given} of {move.Plan}.");
        if (move.From == move.To)
            visit.Errors.Add("from", "out_of_range", "from and to must be different versions.");
        visit.RefuseIfBad([], path: null);
    }

    static async Task<Moved> MoveAsync(Visit visit, IReadOnlyList<Subscriber> subscribers, MoveSubscriptions move)
    {
        var (moved, scheduled, skipped) = (0, 0, 0);
        await Parallel.ForEachAsync(
            subscribers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (subscriber, _) =>
            {
                var request = new Request([move with { Customer = subscriber.Key }]) { Caller = visit.Caller };
                var answer = await visit.Gate.SubmitAsync(request, CancellationToken.None);
                if (answer.Rejected is { } refusal) throw new RejectedException(refusal);
                var one = (Moved)answer.Outcomes[0];
                Interlocked.Add(ref moved, one.Now);
                Interlocked.Add(ref scheduled, one.Later);
                Interlocked.Add(ref skipped, one.Skipped);
            });
        return new Moved(moved, scheduled, skipped);
    }
}
