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
            if (deferred.Follows(request)) continue;
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

        var draft = new Draft(world);
        var outcomes = new Outcome[request.Commands.Count];
        for (var i = 0; i < outcomes.Length; i++) outcomes[i] = Decider.Decide(draft, request.Commands[i]);

        if (Rejection(request, outcomes) is { } rejected) return new Answer([rejected]);
        if (request.Atomic && outcomes.Any(outcome => outcome.Refused))
            return new Answer(RefusedBatch.Answers(world, request.Commands, outcomes));
        if (request.ReadOnly) return new Answer(outcomes);

        // Whatever may fail comes first: a response is never stored without its effect.
        var response = Render(request.Idempotency, outcomes, world.Now);
        draft.Keep();
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

    // A counter that took work to compute is worth a write even where every use was refused.
    static void KeepComputed(CustomerState customer)
    {
        foreach (var counter in customer.Loaded)
            if (counter.Computed && !customer.Changes.Counters.ContainsKey(counter.Key))
                customer.Changes.Counters[counter.Key] = counter;
    }
}

/// <summary>
/// Requests that need a counter of a window which a request before them, in the same batch, has only now brought into
/// being, or one of a use that was only now recorded. A counter is computed from the events, and those of this batch
/// are not stored yet: such a request, and those of its customers behind it, belong into the next batch.
/// </summary>
internal sealed class Deferred
{
    readonly HashSet<string> customers = new(StringComparer.Ordinal);

    /// <summary>The requests, in order.</summary>
    public List<Request> Requests { get; } = [];

    /// <summary>Takes a request that comes behind one that was taken.</summary>
    public bool Follows(Request request)
    {
        if (customers.Count == 0 || !request.Commands.Any(command => customers.Contains(command.Customer)))
            return false;
        Add(request);
        return true;
    }

    /// <summary>Takes a request that lacks a fact which this batch has only now brought into being.</summary>
    public bool Takes(Request request, World world)
    {
        if (!request.Commands.Any(command => world.Find(command.Customer)?.Changes.Numbered == true)) return false;
        Add(request);
        return true;
    }

    void Add(Request request)
    {
        Requests.Add(request);
        foreach (var command in request.Commands) customers.Add(command.Customer);
    }
}

/// <summary>
/// What a batch came to: the rows to write, an answer or a bug for each request, and what belongs into the next.
/// </summary>
internal sealed record Verdict(
    World World, ChangeSet Changes, IReadOnlyList<(Request Request, Answer? Answer, Exception? Bug)> Answers,
    List<Request> Deferred)
{
    /// <summary>Sends every answer; called only when what it rests on is durable.</summary>
    public void Send()
    {
        foreach (var (request, answer, bug) in Answers)
        {
            if (bug is null) request.Completion.TrySetResult(answer!);
            else request.Completion.TrySetException(bug);
        }
    }
}
