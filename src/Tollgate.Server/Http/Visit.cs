namespace Tollgate.Server;

/// <summary>
/// One request at the door. Whatever is bad in its path, its query and its body is collected, and named at once when
/// the request is to be submitted. Not thread-safe.
/// </summary>
internal sealed class Visit
{
    const string Placeholder = "x";
    const string CustomerPath = "/v1/customers/{id}";

    readonly Gate gate;
    readonly KeyNames names;
    readonly Hash? key;
    readonly ReadToken? token;

    public Visit(HttpContext http, Route route, Gate gate, KeyNames names)
    {
        (Http, Route, this.gate, this.names) = (http, route, gate, names);
        Scope = route.Operation.Scope ?? "";
        HasIdempotencyKey = IdempotencyKey.IsOn(http, route);
        if (route.Path.StartsWith(CustomerPath, StringComparison.Ordinal))
            About = http.Request.RouteValues["id"] as string;
        if (route.Operation.Scope is null || BearerKey.Of(http.Request.Headers.Authorization) is not { } sent) return;
        (key, token) = (KeyRing.HashOf(sent), ReadToken.Parse(sent));
    }

    public HttpContext Http { get; }

    public Route Route { get; }

    public Gate Gate => gate;

    public string RequestId => Http.TraceIdentifier;

    /// <summary>The scope the key needs: the route's, unless what is asked needs a higher one.</summary>
    public string Scope { get; set; }

    // What is judged before the commands are known: the customer of the path, or of a command once it is.
    string? About { get; set; }

    /// <summary>Every bad field so far.</summary>
    public FieldErrors Errors { get; } = new();

    /// <summary>Whether the request is not even of the shape asked for.</summary>
    public bool IsMalformed { get; set; }

    /// <summary>Whether the request is to be answered once and for all.</summary>
    public bool HasIdempotencyKey { get; }

    /// <summary>Hash of the canonical body; only where the request has an Idempotency-Key.</summary>
    public Hash Content { get; set; }

    /// <summary>Whether a key is needed and none was sent.</summary>
    public bool IsUnnamed => key is null && Route.Operation.Scope is not null;

    /// <summary>The key, and what it has to cover; judged where the request is decided.</summary>
    public Caller? Caller => key is { } hash ? new Caller(hash, Scope) { Token = token } : null;

    /// <summary>An id of the path. A bad one is noted, and one that is good stands in for it.</summary>
    public string Id(string name)
    {
        var id = (string?)Http.Request.RouteValues[name];
        if (FieldErrors.IsId(id)) return id!;
        Errors.Id(name, id);
        return Placeholder;
    }

    /// <summary>Whether the key is refused for what is asked: why, or null. Judged on a fresh snapshot.</summary>
    public async Task<Rejected?> JudgeAsync()
    {
        if (Caller is not { } caller) return null;
        Command[] commands = [new ShowKeyName(caller.Key, About)];
        return (await gate.SubmitAsync(new Request(commands) { ReadOnly = true, Caller = caller })).Rejected;
    }

    /// <summary>The answer to what cannot be done, or to a key that may not even ask for it.</summary>
    public async Task<Reply> RefuseAsync(Status status) =>
        await JudgeAsync() is { } refusal ? Problems.Of(refusal, RequestId) : Problems.Of(status, RequestId);

    /// <summary>The same command with the caller's name on it, for the audit.</summary>
    public async ValueTask<T> SignAsync<T>(T command) where T : Command
    {
        RefuseIfBad([command], path: null);
        About = command.Customer;
        // A new customer's number is given before its request is decided, and for ever: not to a key that is refused.
        if (command.MakesCustomer && await JudgeAsync() is { } refusal) throw new RejectedException(refusal);
        return command with { By = await ActorAsync() };
    }

    /// <summary>Puts the caller's name on uses, for the ledger; where something is bad, that is told first.</summary>
    public async ValueTask SignAsync(Command[] uses)
    {
        if (Errors.Any) return;
        var by = await ActorAsync();
        for (var i = 0; i < uses.Length; i++) uses[i] = uses[i] with { By = by };
    }

    /// <summary>The name of the caller's key, for the audit.</summary>
    public async ValueTask<string> ActorAsync() =>
        names.Find(key!.Value)
        ?? names.Remember(key.Value, await ShowAsync<string>(new ShowKeyName(key.Value, About)));

    /// <summary>The account on a fresh snapshot.</summary>
    /// <exception cref="RejectedException">The key is refused.</exception>
    public async Task<Account> AccountAsync() => await ShowAsync<Account>(new ShowAccount());

    /// <summary>What a reading command finds on a fresh snapshot.</summary>
    /// <exception cref="RejectedException">The key is refused, or there is no such thing.</exception>
    public async Task<T> ShowAsync<T>(Command command)
    {
        RefuseIfBad([command], path: null);
        var answer = await gate.SubmitAsync(new Request([command]) { ReadOnly = true, Caller = Caller });
        if (answer.Rejected is { } refusal) throw new RejectedException(refusal);
        return ((Shown<T>)answer.Outcomes[0]).Value;
    }

    /// <summary>Decides one command and renders its outcome.</summary>
    public Task<Reply> SubmitAsync(Command command, Func<Outcome, Reply> render) =>
        SubmitAsync(new Submission([command], outcomes => render(outcomes[0])));

    /// <summary>
    /// Decides commands as one request and renders their outcomes, or the response that was stored for its key.
    /// </summary>
    public async Task<Reply> SubmitAsync(Submission submission)
    {
        RefuseIfBad(submission.Commands, submission.Path);
        var request = new Request(submission.Commands, submission.Atomic)
        {
            Caller = Caller,
            Idempotency = IdempotencyKey.Of(this, submission),
            ReadOnly = submission.ReadOnly,
            Path = submission.Path,
        };
        var answer = await gate.SubmitAsync(request);
        if (answer.Replayed is { } stored) return new Reply(stored.Status, stored.Body) { Replayed = true };
        if (answer.Rejected is { } refusal) return Problems.Of(submission.Named(refusal), RequestId);
        return submission.Render(answer.Outcomes);
    }

    /// <summary>Refuses a request with a bad field, and names with it those that only its commands can tell.</summary>
    /// <exception cref="BadRequestException">There is one.</exception>
    public void RefuseIfBad(IReadOnlyList<Command> commands, string? path)
    {
        if (!Errors.Any) return;
        var all = BadFields.Of(Errors.All, commands, path);
        var status = IsMalformed ? Statuses.Malformed : Statuses.Invalid;
        throw new BadRequestException(status, BadFields.Sentence(all), all);
    }
}

/// <summary>What a handler wants decided.</summary>
/// <param name="Commands">In order.</param>
/// <param name="Render">Makes the answer of the outcomes, always the same for the same.</param>
internal sealed record Submission(IReadOnlyList<Command> Commands, Func<IReadOnlyList<Outcome>, Reply> Render)
{
    /// <summary>Makes the answer that is stored for a repetition; the same unless it must not be.</summary>
    public Func<IReadOnlyList<Outcome>, Reply> RenderStored { get; init; } = Render;

    public bool Atomic { get; init; }

    public bool ReadOnly { get; init; }

    /// <summary>The name of the list whose items the commands are.</summary>
    public string? Path { get; init; }

    /// <summary>Gives a bad field, as the engine names it, the name it has in the request.</summary>
    public Func<string, string>? NameField { get; init; }

    /// <summary>A rejection with its fields as the request names them.</summary>
    public Rejected Named(Rejected rejected) => NameField is { } name
        ? rejected with { Errors = [.. rejected.Errors.Select(error => error with { Field = name(error.Field) })] }
        : rejected;
}
