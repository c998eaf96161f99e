namespace Tollgate.Stores;

/// <summary>
/// The reference: every table a sorted map, one lock for all. What the databases are compared with. Thread-safe; ends with
/// the process.
/// </summary>
public sealed class MemoryStore(TimeProvider clock) : IStore
{
    readonly MemoryTables tables = new();
    readonly SemaphoreSlim gate = new(1, 1);

    /// <inheritdoc/>
    public IQueries Queries => new MemoryQueries(tables, gate);

    /// <inheritdoc/>
    public ValueTask MigrateAsync(CancellationToken stop) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask<ISession> OpenAsync(Access access, CancellationToken stop) =>
        ValueTask.FromResult<ISession>(new MemorySession(tables, gate, clock));

    /// <inheritdoc/>
    public Fault Classify(Exception exception, bool committing) => Fault.Poison;

    /// <inheritdoc/>
    public async ValueTask<int> ForgetResponsesAsync(Instant before, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        var old = tables.Responses.Values.Where(response => response.CreatedAt < before).ToList();
        foreach (var response in old) tables.Responses.Remove(response.Key);
        gate.Release();
        return old.Count;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        gate.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>The rows.</summary>
internal sealed class MemoryTables
{
    readonly HashSet<object> appended = [];

    public Dictionary<string, CustomerId> Customers { get; } = new(StringComparer.Ordinal) { [CustomerId.AccountKey] = CustomerId.Account };
    public Dictionary<CustomerId, Head> Heads { get; } = new() { [CustomerId.Account] = Head.New(CustomerId.Account) };
    public Dictionary<CustomerId, Profile> Profiles { get; } = [];
    public SortedDictionary<(long Customer, long Id), Subscription> Subscriptions { get; } = [];
    public Dictionary<CounterKey, Counter> Counters { get; } = [];
    public Dictionary<(CustomerId, string), RecordedId> Ids { get; } = [];
    public Dictionary<CustomerId, List<UsageEvent>> Events { get; } = [];
    public Dictionary<CustomerId, List<AuditEntry>> Audits { get; } = [];
    public SortedDictionary<int, Feature> Features { get; } = [];
    public SortedDictionary<int, PlanVersion> Plans { get; } = [];
    public SortedDictionary<string, Setting> Settings { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<long, ApiKey> Keys { get; } = [];
    public Dictionary<string, StoredResponse> Responses { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes the keys of rows that are only appended, or throws before anything is written.</summary>
    public void Append(ChangeSet changes)
    {
        List<object> keys =
        [
            .. changes.Events.Select(row => (object)(nameof(Events), row.Customer, row.Feature, row.At, row.Sequence, row.Line)),
            .. changes.Ids.Select(row => (object)(nameof(Ids), row.Customer, row.Id)),
            .. changes.Audits.Select(row => (object)(nameof(Audits), row.Customer, row.Sequence)),
            .. changes.Plans.Select(row => (object)(nameof(Plans), row.Id)),
        ];
        var kept = changes.Responses.Where(row => Responses.ContainsKey(row.Key) && !changes.ExpiredResponses.Contains(row.Key));
        if (kept.Any() || keys.Exists(appended.Contains) || keys.Distinct().Count() < keys.Count)
            throw new InvalidOperationException("A row that is only appended is there already.");
        appended.UnionWith(keys);
    }

    /// <summary>A counter as stored in its epoch, else the sum of its events.</summary>
    public Counter Counter(CounterKey key, Instant now)
    {
        var stored = Counters.GetValueOrDefault(key);
        if (key.Rolling is { } length) return Rolling(key, stored, Instant.Max(now, Heads[key.Customer].LastAt) - length);
        if (stored is not null) return stored;
        var used = Sum(key, one => one.At >= key.From && one.At < key.To);
        return new Counter(key, used, 0, null, Computed: used != 0);
    }

    Counter Rolling(CounterKey key, Counter? stored, Instant from)
    {
        var oldest = Of(key).Where(one => one.At > from && one.Included + one.Overage > 0).Select(one => (Instant?)one.At).Min();
        if (stored is null)
        {
            var used = Sum(key, one => one.At > from);
            return new Counter(key, used, 0, from, oldest, Computed: used != 0);
        }
        var before = stored.CountedFrom!.Value;
        // If the clock went back since it was stored, what had left is in again.
        var gone = before <= from
            ? Sum(key, one => one.At > before && one.At <= from)
            : -Sum(key, one => one.At > from && one.At <= before);
        return stored with { Used = stored.Used - gone, CountedFrom = from, Oldest = oldest, Computed = gone != 0 };
    }

    long Sum(CounterKey key, Func<UsageEvent, bool> counts) =>
        (long)Math.Min(Core.Usage.Counter.Most, Of(key).Where(counts).Sum(one => (decimal)one.Included + one.Overage));

    IEnumerable<UsageEvent> Of(CounterKey key) => (Events.GetValueOrDefault(key.Customer) ?? []).Where(one =>
        one.Feature == key.Feature && one.Pot == key.Pot && (key.Namespace.Length == 0 || one.Namespace == key.Namespace));
}

/// <summary>One lane's way to the rows. From begin to commit or rollback it holds the one lock.</summary>
internal sealed class MemorySession(MemoryTables tables, SemaphoreSlim gate, TimeProvider clock) : ISession
{
    bool holds;
    Instant now;

    public async ValueTask<IReadOnlyDictionary<string, CustomerId>> ResolveAsync(
        IReadOnlyCollection<string> keys, IReadOnlyCollection<string> make, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        foreach (var key in make)
        {
            if (tables.Customers.ContainsKey(key)) continue;
            var id = tables.Customers[key] = new CustomerId(tables.Customers.Count);
            tables.Heads[id] = Head.New(id);
        }
        var found = keys.Where(tables.Customers.ContainsKey).ToDictionary(key => key, key => tables.Customers[key]);
        gate.Release();
        return found;
    }

    public async ValueTask<Loaded> BeginAsync(Wanted wanted, bool wait, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        holds = true;
        now = Instant.FromDateTimeOffset(clock.GetUtcNow()).Cut();
        var loaded = Load(wanted);
        foreach (var id in wanted.Customers) loaded.Heads[new CustomerId(id)] = tables.Heads[new CustomerId(id)];
        return loaded;
    }

    public ValueTask<Loaded> LoadAsync(Wanted wanted, CancellationToken stop) => ValueTask.FromResult(Load(wanted));

    public ValueTask CommitAsync(ChangeSet changes, CancellationToken stop)
    {
        tables.Append(changes);
        foreach (var key in changes.ExpiredResponses) tables.Responses.Remove(key);
        foreach (var row in changes.Features) tables.Features[row.Id] = row;
        foreach (var row in changes.Plans) tables.Plans[row.Id] = row;
        foreach (var row in changes.Settings) tables.Settings[row.Key] = row;
        foreach (var row in changes.Keys) tables.Keys[row.Id] = row;
        foreach (var row in changes.Profiles) tables.Profiles[row.Customer] = row;
        foreach (var row in changes.Subscriptions) tables.Subscriptions[(row.Customer.Value, row.Id)] = row;
        foreach (var row in changes.Counters) tables.Counters[row.Key] = row with { Oldest = null, Computed = false };
        foreach (var row in changes.Events) Append(tables.Events, row.Customer, row);
        foreach (var row in changes.Ids) tables.Ids.Add((row.Customer, row.Id), row);
        foreach (var row in changes.Audits) Append(tables.Audits, row.Customer, row);
        foreach (var row in changes.Responses) tables.Responses.Add(row.Key, row);
        foreach (var row in changes.Heads) tables.Heads[row.Customer] = row;
        return RollbackAsync(stop);
    }

    public ValueTask RollbackAsync(CancellationToken stop)
    {
        holds = false;
        gate.Release();
        return ValueTask.CompletedTask;
    }

    public async ValueTask<bool> WasCommittedAsync(Attempt attempt, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        var hash = attempt.Event is { } use
            ? tables.Events.GetValueOrDefault(attempt.Customer)?.Find(one => one.Sequence == use.Sequence && one.Line == use.Line)?.Hash
            : tables.Audits.GetValueOrDefault(attempt.Customer)?.Find(one => one.Sequence == attempt.Audit!.Sequence)?.Hash;
        gate.Release();
        return hash == attempt.Hash;
    }

    public ValueTask DisposeAsync() => holds ? RollbackAsync(default) : ValueTask.CompletedTask;

    Loaded Load(Wanted wanted)
    {
        var loaded = new Loaded { Now = now, AccountRevision = tables.Heads[CustomerId.Account].Revision, Asked = wanted.Terms };
        foreach (var id in wanted.Terms)
        {
            if (tables.Profiles.TryGetValue(id, out var profile)) loaded.Profiles.Add(profile);
            loaded.Subscriptions.AddRange(tables.Subscriptions.Values.Where(one => one.Customer == id));
        }
        foreach (var key in wanted.Counters) loaded.Counters.Add(tables.Counter(key, now));
        foreach (var id in wanted.Ids) if (tables.Ids.TryGetValue(id, out var recorded)) loaded.Ids.Add(recorded);
        foreach (var key in wanted.Responses) if (tables.Responses.TryGetValue(key, out var response)) loaded.Responses.Add(response);
        if (wanted.Account)
            loaded.Account = new AccountRows([.. tables.Features.Values], [.. tables.Plans.Values], [.. tables.Settings.Values], [.. tables.Keys.Values]);
        return loaded;
    }

    static void Append<TRow>(Dictionary<CustomerId, List<TRow>> rows, CustomerId customer, TRow row)
    {
        if (!rows.TryGetValue(customer, out var list)) rows[customer] = list = [];
        list.Add(row);
    }
}

/// <summary>Lists over the rows.</summary>
internal sealed class MemoryQueries(MemoryTables tables, SemaphoreSlim gate) : IQueries
{
    public ValueTask<IReadOnlyList<Profile>> CustomersAsync(string? search, string? after, int limit, CancellationToken stop) =>
        ListAsync(() => tables.Profiles.Values
            .Where(one => string.CompareOrdinal(one.Key, after ?? "") > 0 && (search is null || Holds(one, search)))
            .OrderBy(one => one.Key, StringComparer.Ordinal).Take(limit), stop);

    public ValueTask<IReadOnlyList<UsageEvent>> EventsAsync(EventFilter filter, EventPosition? before, int limit, CancellationToken stop) =>
        ListAsync(() => (tables.Events.GetValueOrDefault(filter.Customer) ?? [])
            .Where(one => one.Line == 0 && (filter.Feature is null || one.Feature == filter.Feature)
                && !(one.At < filter.From) && !(one.At >= filter.To)
                && (before is not { } place || (one.At, one.Sequence).CompareTo((place.At, place.Sequence)) < 0))
            .OrderByDescending(one => one.At).ThenByDescending(one => one.Sequence).Take(limit), stop);

    public ValueTask<IReadOnlyList<Change>> HistoryAsync(CustomerId customer, long after, int limit, CancellationToken stop) =>
        ListAsync(() => (tables.Events.GetValueOrDefault(customer) ?? []).Select(one => new Change(one, null))
            .Concat((tables.Audits.GetValueOrDefault(customer) ?? []).Select(one => new Change(null, one)))
            .Where(one => one.Sequence > after).OrderBy(one => one.Sequence).Take(limit), stop);

    public ValueTask<IReadOnlyList<Counter>> CountersAsync(CustomerId customer, CancellationToken stop) =>
        ListAsync(() => tables.Counters.Values.Where(one => one.Key.Customer == customer), stop);

    public async ValueTask<CustomerId?> FindCustomerAsync(string key, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        CustomerId? found = tables.Customers.TryGetValue(key, out var id) ? id : null;
        gate.Release();
        return found;
    }

    async ValueTask<IReadOnlyList<T>> ListAsync<T>(Func<IEnumerable<T>> list, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        try
        {
            return [.. list()];
        }
        finally
        {
            gate.Release();
        }
    }

    static bool Holds(Profile profile, string search) =>
        new[] { profile.Key, profile.Name, profile.Email }.Any(text => text?.Contains(search, StringComparison.OrdinalIgnoreCase) == true);
}
