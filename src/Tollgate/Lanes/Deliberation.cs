namespace Tollgate.Lanes;

/// <summary>
/// Decides the ready requests of a batch, in arrival order, each on a draft that is kept or dropped whole. Pure but for
/// the batch it is given: it reaches no store and no clock.
/// </summary>
internal static class Deliberation
{
    /// <summary>Decides every ready request of <paramref name="batch"/>.</summary>
    public static Verdict Decide(Batch batch)
    {
        var world = batch.World();
        var changes = new ChangeSet();
        Dictionary<string, StoredResponse> stored = new(StringComparer.Ordinal);
        List<(Request, Answer?, Exception?)> answers = new(batch.Ready.Count);
        var deferred = new Deferred();
        foreach (var request in batch.Ready)
        {
            if (deferred.Follows(request) || deferred.Waits(request, world)) continue;
            try
            {
                answers.Add((request, Decide(request, world, batch, stored, changes), null));
            }
            catch (MissingFactException) when (deferred.Takes(request, world))
            {
            }
            catch (Exception bug)
            {
                answers.Add((request, null, bug));
            }
        }
        foreach (var customer in world.Customers.Values)
        {
            KeepComputed(customer);
            changes.Add(customer);
        }
        changes.Responses.AddRange(stored.Values.OrderBy(response => response.Key, StringComparer.Ordinal));
        return new Verdict(world, changes, answers, deferred.Requests);
    }

    static Answer Decide(
        Request request, World world, Batch batch, Dictionary<string, StoredResponse> stored, ChangeSet changes)
    {
        if (request.Caller is { } caller
            && world.Account.Keys.Refusal(caller, request.Commands, world.Now) is { } refusal)
            return new Answer([refusal]);

        var expired = false;
        if (request.Idempotency is { } idempotency
            && (stored.GetValueOrDefault(idempotency.Key) ?? batch.Response(idempotency.Key, out expired)) is { } first)
        {
            return first.Request == idempotency.Request ? new Answer([], first) : new Answer([Reused]);
        }

        var (draft, outcomes) = Decider.Decide(world, request.Commands);

        if (Rejection(request, outcomes) is { } rejected) return new Answer([rejected]);
        if (request.Atomic && outcomes.Any(outcome => outcome.Refused))
        {
            var answers = RefusedBatch.Answers(world, request.Commands, outcomes);
            if (!request.ReadOnly) WalletWatch.TellRefusals(world, request.Commands, outcomes);
            return new Answer(answers);
        }
        if (request.ReadOnly) return new Answer(outcomes);

        // Whatever may fail comes first: a response is never stored without its effect.
        var response = Render(request.Idempotency, outcomes, world.Now);
        draft.Keep();
        WalletWatch.TellRefusals(world, request.Commands, outcomes);
        if (response is null) return new Answer(outcomes);
        stored[response.Key] = response;
        if (expired) changes.ExpiredResponses.Add(response.Key);
        return new Answer(outcomes);
    }

    static StoredResponse? Render(Idempotency? idempotency, Outcome[] outcomes, Instant now)
    {
        if (idempotency is not { } key || !outcomes.Any(outcome => outcome.Recorded)) return null;
        var (status, body) = key.Render(outcomes);
        return new StoredResponse(key.Key, key.Request, status, body, now);
    }

    static Rejected Reused { get; } =
        new(Core.Rejection.IdempotencyKeyReused, "The Idempotency-Key was used before with another request.");

    // One rejected command rejects the request; bad fields of all of them are named at once.
    static Rejected? Rejection(Request request, Outcome[] outcomes)
    {
        if (Array.Find(outcomes, outcome => outcome is Rejected) is not Rejected first) return null;
        List<FieldError> errors = [];
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i] is not Rejected rejected) continue;
            errors.AddRange(rejected.Errors.Select(error => error with { Field = request.PathOf(i) + error.Field }));
        }
        return first with { Errors = errors };
    }

    // A counter, or a sum of charges, that took work to compute is worth a write even where every use was refused.
    // What was computed without what this batch has recorded in the epoch before is not: whoever is next computes it.
    static void KeepComputed(CustomerState customer)
    {
        if (customer.IsUnsettled) return;
        var (counters, spends) = (customer.Changes.Counters, customer.Changes.Spends);
        var counted = counters.Keys.Select(key => key with { Epoch = 0 }).ToHashSet();
        foreach (var counter in customer.Loaded)
            if (counter.Computed && !counted.Contains(counter.Key with { Epoch = 0 })) counters[counter.Key] = counter;
        var spent = spends.Keys.Select(key => key with { Epoch = 0 }).ToHashSet();
        foreach (var spend in customer.LoadedSpends)
            if (spend.Computed && !spent.Contains(spend.Key with { Epoch = 0 })) spends[spend.Key] = spend;
    }
}
