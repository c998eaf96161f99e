using Microsoft.Extensions.Logging;
using Tollgate.Passages;
using Tollgate.Verification;

namespace Tollgate;

/// <summary>
/// The gate: decides, records and answers, once what it answers is durable. Thread-safe. A caller's cancellation ends
/// its waiting, never the work: what was let in is settled, and a repetition with the same ids finds what was recorded.
/// </summary>
public sealed partial class Gate : IAsyncDisposable
{
    readonly IStore store;
    readonly Surroundings around;
    readonly Metrics metrics = new();
    readonly Memory memory;
    readonly FairQueue writes;
    readonly FairQueue bulk;
    readonly FairQueue reads;
    readonly List<Lane> lanes = [];
    readonly Porter porter;
    readonly CancellationTokenSource giveUp = new();
    readonly Lock state = new();
    Task? opening;
    Task? closing;
    Task running = Task.CompletedTask;

    /// <summary>
    /// A gate on a store, which it closes with itself. It lets nothing in before <see cref="OpenAsync"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Gate(IStore store, TollgateOptions options, TimeProvider clock, ILogger<Gate> log)
    {
        options.Check();
        this.store = store;
        around = new Surroundings(options, clock, log);
        writes = new FairQueue(options.QueueEvents);
        bulk = new FairQueue(Math.Max(options.QueueEvents, options.RequestEvents * 16));
        reads = new FairQueue(options.QueueEvents);
        memory = new Memory(clock);
        Add(options.WriteLanes ?? (store.HasOneWriter ? 1 : 2), Access.Write, LaneKind.Hot, writes);
        Add(options.PatientLanes, Access.Write, LaneKind.Patient, writes);
        Add(1, Access.Write, LaneKind.Hot, bulk);
        Add(1, Access.Write, LaneKind.Patient, bulk);
        Add(options.ReadLanes, Access.Read, LaneKind.Hot, reads);
        Add(1, Access.Read, LaneKind.Patient, reads);
        porter = new Porter(store, memory, metrics, around, Validate, giveUp.Token);
        metrics.ObserveQueue("write", () => writes.Events);
        metrics.ObserveQueue("bulk", () => bulk.Events);
        metrics.ObserveQueue("read", () => reads.Events);

        void Add(int count, Access access, LaneKind kind, FairQueue queue)
        {
            for (var i = 0; i < count; i++)
                lanes.Add(new Lane(store, access, kind, queue, memory, metrics, around) { Writers = writes });
        }
    }

    /// <summary>Whether it lets requests in.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>
    /// About what the store's clock shows, as the last batch saw it: for housekeeping alone; nothing decides on it.
    /// </summary>
    public Instant Now => memory.Now;

    /// <summary>
    /// The keys as a decision last saw them: perhaps behind, so good enough to slow a caller down, not to let one in.
    /// </summary>
    public KeyRing SeenKeys => memory.Account.Keys;

    /// <summary>Brings the schema up to date and starts the lanes. A second call waits for the first.</summary>
    /// <exception cref="InvalidOperationException">It was closed before.</exception>
    public Task OpenAsync(CancellationToken stop = default)
    {
        lock (state)
        {
            if (closing is not null) throw new InvalidOperationException("A gate that was closed stays closed.");
            if (opening is null or { IsFaulted: true } or { IsCanceled: true }) opening = StartAsync(stop);
            return opening;
        }
    }

    /// <summary>Settles a request. Every command's fields are checked first.</summary>
    /// <exception cref="InvalidRequestException">Some field is malformed.</exception>
    /// <exception cref="GateUnavailableException">It was not decided in time.</exception>
    public async Task<Answer> SubmitAsync(Request request, CancellationToken cancel = default)
    {
        Passage.RefuseInside();
        Validate(request);
        var queue = request.ReadOnly ? reads : request.Commands.Count > around.Options.BatchEvents ? bulk : writes;
        var waiting = request with { Admitted = around.Clock.GetTimestamp() };
        if (!IsOpen || !queue.TryAdd(waiting)) throw Unavailable(Unavailability.Overloaded);
        return await waiting.Completion.Task.WaitAsync(cancel);
    }

    /// <summary>Uses a feature: decides, and records if it is allowed.</summary>
    /// <exception cref="InvalidRequestException">Some field is malformed.</exception>
    /// <exception cref="GateUnavailableException">It was not decided in time.</exception>
    public async Task<Decision> UseAsync(Use use, CancellationToken cancel = default) =>
        await ApplyAsync<Decision>(use, cancel);

    /// <summary>Answers as <see cref="UseAsync"/> would, and records nothing.</summary>
    /// <inheritdoc cref="UseAsync" path="/exception"/>
    public async Task<Decision> CheckAsync(Use use, CancellationToken cancel = default) =>
        Expect<Decision>(await SubmitAsync(new Request([use with { CheckOnly = true }]) { ReadOnly = true }, cancel));

    /// <summary>Carries out any command and returns its outcome.</summary>
    /// <exception cref="InvalidRequestException">Some field is malformed.</exception>
    /// <exception cref="RejectedException">It cannot be carried out as things stand.</exception>
    /// <exception cref="GateUnavailableException">It was not decided in time.</exception>
    public async Task<TOutcome> ApplyAsync<TOutcome>(
        Command command, CancellationToken cancel = default)
        where TOutcome : Outcome =>
        Expect<TOutcome>(await SubmitAsync(new Request([command]), cancel));

    /// <summary>Carries out a command that reads, on one snapshot.</summary>
    /// <inheritdoc cref="ApplyAsync" path="/exception"/>
    public async Task<T> ShowAsync<T>(Command command, CancellationToken cancel = default) =>
        Expect<Shown<T>>(await SubmitAsync(new Request([command]) { ReadOnly = true }, cancel)).Value;

    /// <summary>A page of a list. Nothing decides on it.</summary>
    /// <exception cref="GateUnavailableException">The database cannot be reached.</exception>
    public Task<T> ListAsync<T>(Func<IQueries, ValueTask<T>> read) => AskAsync(() => read(store.Queries));

    /// <summary>
    /// Blanks what a customer's history holds of persons, in steps: actors, properties and metadata of uses, before and
    /// after of other changes, actors and reasons of the ledger. Their hashes stay, and the chain holds. To be called
    /// after <see cref="EraseCustomer"/>,
    /// and again where it did not come to its end; what was blanked stays so.
    /// </summary>
    /// <exception cref="GateUnavailableException">The database cannot be reached.</exception>
    public async Task EraseHistoryAsync(string customer, CancellationToken cancel = default)
    {
        if (await ListAsync(lists => lists.FindCustomerAsync(customer, cancel)) is not { } id) return;
        for (long? after = 0; after is { } place;)
            after = await AskAsync(() => store.EraseAsync(id, place, cancel));
    }

    /// <summary>
    /// Recomputes a customer, or with an empty key the account, from what was recorded; see
    /// <see cref="StoreVerifier"/>. Null where there is none. It takes some ten seconds for a million events.
    /// </summary>
    /// <exception cref="GateUnavailableException">The database cannot be reached.</exception>
    public Task<Verified?> VerifyAsync(string customer, CancellationToken cancel = default) =>
        AskAsync(() => new StoreVerifier(store, around.ChainKey).VerifyAsync(customer, cancel));

    /// <summary>What is recorded, in order, for whoever copies it. Nothing decides on it.</summary>
    public IRecords Records => store.Records;

    /// <inheritdoc cref="StoreVerifier.VerifyAllAsync"/>
    /// <exception cref="GateUnavailableException">The database cannot be reached.</exception>
    public Task<Verified> VerifyAllAsync(string? after, TimeSpan? atMost, CancellationToken stop = default) =>
        AskAsync(() => new StoreVerifier(store, around.ChainKey).VerifyAllAsync(after, atMost, stop));

    async Task<T> AskAsync<T>(Func<ValueTask<T>> ask)
    {
        Passage.RefuseInside();
        try
        {
            return await ask();
        }
        catch (Exception exception)
            when (store.Classify(exception, committing: false) is Fault.Unavailable or Fault.Transient)
        {
            throw Unavailable(Unavailability.DatabaseUnavailable, exception);
        }
    }

    GateUnavailableException Unavailable(Unavailability why, Exception? exception = null)
    {
        metrics.Unavailable(1, why);
        return new GateUnavailableException(why, exception);
    }

    /// <summary>Reads or keeps the books of what is delivered. Nothing decides on them.</summary>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public Task<T> OutboxAsync<T>(Func<IOutbox, ValueTask<T>> work) => AskAsync(() => work(store.Outbox));

    /// <summary>Reads or keeps the books of what came in from payment providers. Nothing decides on them.</summary>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public Task<T> InboxAsync<T>(Func<IInbox, ValueTask<T>> work) => AskAsync(() => work(store.Inbox));

    /// <summary>Reads or tells of the use of API keys. Nothing decides on it.</summary>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public Task<T> KeyUsageAsync<T>(Func<IKeyUsage, ValueTask<T>> work) => AskAsync(() => work(store.KeyUsage));

    /// <summary>
    /// Lets nothing more in, settles what was let in, and ends the lanes. A second call waits for the first.
    /// </summary>
    public Task CloseAsync()
    {
        lock (state) return closing ??= DrainAsync();
    }

    async Task StartAsync(CancellationToken stop)
    {
        await store.MigrateAsync(stop);
        var isNew = await LedgerSeal.CheckAsync(store, around.ChainKey, stop);
        lock (state)
        {
            if (closing is not null) return;
            running = Task.WhenAll(lanes.Select(lane => Task.Run(() => RunAsync(lane), CancellationToken.None)));
        }
        if (isNew) await SealAsync();
        if (around.Options.Recharges) await SettleFirstAsync<Shown<bool>>(new CollectRecharges());
        lock (state) IsOpen = closing is null;
        around.Log.GateOpened();
    }

    async Task SealAsync()
    {
        var fingerprint = around.ChainKey!.Fingerprint;
        if ((await SettleFirstAsync<Shown<string?>>(new SealLedger(fingerprint))).Value != fingerprint)
            throw new InvalidOperationException(LedgerSeal.Mismatch);
    }

    // Before anybody is let in.
    async Task<TOutcome> SettleFirstAsync<TOutcome>(Command command) where TOutcome : Outcome
    {
        var request = new Request([command]) { Admitted = around.Clock.GetTimestamp() };
        if (!writes.TryAdd(request)) throw Unavailable(Unavailability.Overloaded);
        return Expect<TOutcome>(await request.Completion.Task);
    }

    async Task DrainAsync()
    {
        IsOpen = false;
        foreach (var queue in new[] { writes, bulk, reads }) queue.Close();
        try
        {
            await Task.WhenAll(running, porter.CloseAsync()).WaitAsync(around.Options.DrainTimeout, around.Clock);
            around.Log.GateClosed();
        }
        catch (Exception exception)
        {
            around.Log.GateGaveUp(exception);
            await giveUp.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await porter.CloseAsync();
        }
        foreach (var queue in new[] { writes, bulk, reads })
            metrics.Unavailable(queue.Abandon(), Unavailability.Overloaded);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        foreach (var lane in lanes) await lane.DisposeAsync();
        await store.DisposeAsync();
        porter.Dispose();
        metrics.Dispose();
        giveUp.Dispose();
    }

    async Task RunAsync(Lane lane)
    {
        try
        {
            await lane.RunAsync(giveUp.Token);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            IsOpen = false;
            around.Log.LaneEnded(exception);
            throw;
        }
    }

    void Validate(Request request)
    {
        var errors = new FieldErrors();
        if (request.Commands.Count == 0) errors.Add("events", "required", "At least one is required.");
        if (request.Commands.Count > around.Options.RequestEvents)
            errors.Add("events", "too_many", $"At most {around.Options.RequestEvents} are taken at once.");
        for (var i = 0; i < request.Commands.Count && errors.All.Count < 100; i++)
        {
            errors.Prefix = request.PathOf(i);
            errors.Actor("by", request.Commands[i].By, optional: false);
            request.Commands[i].Validate(errors);
        }
        errors.Prefix = "";
        RefuseMixture(request, errors);
        if (errors.Any) throw new InvalidRequestException(errors.All);
    }

    // A change of terms may bring counters into being that are computed from stored events: uses belong into a later
    // request.
    static void RefuseMixture(Request request, FieldErrors errors)
    {
        if (request.Commands.Count == 1 || !request.Commands.Any(command => command is Use)) return;
        if (request.Commands.Any(command => command is not Use))
            errors.Add("commands", "mixed", "Uses and other commands cannot share a request.");
    }

    internal static T Expect<T>(Answer answer) where T : Outcome =>
        answer.Rejected is { } rejected ? throw new RejectedException(rejected) : (T)answer.Outcomes[0];
}
