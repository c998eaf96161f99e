namespace Tollgate.Lanes;

/// <summary>
/// One batch on its way: whose rows it wants, what was loaded, and the world it decides on. Created when it is closed,
/// before its transaction begins; thrown away with it. Not thread-safe.
/// </summary>
/// <param name="requests">What was taken from the queue, in order.</param>
/// <param name="memory">What is known from before.</param>
/// <param name="mostEvents">The most events that a counter may be computed from; null: any number.</param>
internal sealed class Batch(IReadOnlyList<Request> requests, Memory memory, int? mostEvents)
{
    readonly Dictionary<string, Party> parties = new(StringComparer.Ordinal);
    readonly Dictionary<CustomerId, Party> byId = [];
    readonly Dictionary<string, StoredResponse> responses = new(StringComparer.Ordinal);
    readonly HashSet<string> askedResponses = new(StringComparer.Ordinal);
    readonly HashSet<string> asked = new(StringComparer.Ordinal);
    readonly Needs needs = new();
    readonly Bystanders bystanders = new(memory);
    readonly HashSet<string> named = new(StringComparer.Ordinal);
    bool begun;
    Account account = Account.Empty;
    Instant now;
    long accountRevision;

    /// <summary>What chains are made with; null: no key.</summary>
    public ChainKey? ChainKey { get; init; }

    /// <summary>
    /// What a transaction that is still open has made of terms: used before what is known from before, and kept from
    /// it. Null: the batch is a transaction by itself.
    /// </summary>
    public Dictionary<CustomerId, Terms>? Apart { get; init; }

    /// <summary>The requests that can be decided: no customer of theirs is held elsewhere, or costly.</summary>
    public List<Request> Ready { get; private set; } = [];

    /// <summary>The others.</summary>
    public List<Request> Held { get; } = [];

    /// <summary>Whether a customer has a counter that takes long to compute: whoever is patient does that.</summary>
    public bool Costly => parties.Values.Any(party => party.Costly);

    /// <summary>The keys whose numbers this process does not know, and which of them are to be made.</summary>
    public (HashSet<string> Keys, HashSet<string> Make) Unresolved()
    {
        HashSet<string> keys = new(StringComparer.Ordinal), make = new(StringComparer.Ordinal);
        foreach (var command in requests.SelectMany(request => request.Commands))
        {
            if (command.Names is { } other) Name(other, keys);
            if (parties.ContainsKey(command.Customer)) continue;
            if (!keys.Contains(command.Customer) && memory.Customer(command.Customer) is { } id)
            {
                Add(command.Customer, id);
                continue;
            }
            keys.Add(command.Customer);
            asked.Add(command.Customer);
            if (command.MakesCustomer) make.Add(command.Customer);
        }
        return (keys, make);
    }

    /// <summary>Takes the numbers that were found.</summary>
    public void Resolve(IReadOnlyDictionary<string, CustomerId> found)
    {
        foreach (var (key, id) in found)
        {
            memory.Remember(key, id);
            if (named.Contains(key)) bystanders.Name(key, id);
            if (asked.Contains(key)) Add(key, id);
        }
    }

    /// <summary>What the first round trip is to bring, by cached terms and the local clock.</summary>
    public Wanted Guess()
    {
        foreach (var party in parties.Values)
            party.Terms = Apart?.GetValueOrDefault(party.Id) ?? memory.Terms(party.Id);
        // After the terms, which another lane may just have learned: their plans are in this account, or in one before
        // it.
        account = memory.Account;
        var wanted = new Wanted { Account = account.Revision < 0, MostEvents = mostEvents };
        foreach (var party in parties.Values)
        {
            wanted.Customers.Add(party.Id.Value);
            if (party.Terms is null && party.Id != CustomerId.Account) wanted.Terms.Add(party.Id);
        }
        var guessed = memory.Now;
        foreach (var request in requests) AddNeeds(wanted, request, guessed);
        return wanted;
    }

    /// <summary>
    /// Takes what the first round trip brought, and parts the requests into those that are ready and those held.
    /// </summary>
    public void Begin(Loaded loaded)
    {
        begun = true;
        now = loaded.Now;
        memory.SawClock(now);
        foreach (var party in parties.Values) party.Head = loaded.Heads.GetValueOrDefault(party.Id);
        Ready = [.. requests];
        Take(loaded);
        SetAside();
    }

    /// <summary>What the ready requests still lack; each time less, at last nothing.</summary>
    public Wanted Missing()
    {
        var wanted = new Wanted { Account = account.Revision != accountRevision, MostEvents = mostEvents };
        foreach (var party in parties.Values)
        {
            if (!party.IsFree || party.Id == CustomerId.Account) continue;
            if (party.Terms?.Revision != party.Head!.Revision) wanted.Terms.Add(party.Id);
            if (party.Due is not null || !(party.Head.DueAt <= TimeOf(party))) continue;
            party.Due = [];
            wanted.Due.Add(party.Id, TimeOf(party));
        }
        bystanders.AddMissing(wanted);
        if (wanted.Any) return wanted;
        foreach (var party in parties.Values) AddDue(wanted, party);
        if (!wanted.Any) foreach (var (key, party) in parties) Rehearse(wanted, key, party);
        foreach (var request in Ready) AddNeeds(wanted, request, now);
        return wanted;
    }

    /// <summary>Takes what a round trip brought.</summary>
    public void Take(Loaded loaded)
    {
        accountRevision = Math.Max(accountRevision, Math.Max(loaded.AccountRevision, loaded.LastAccountRevision));
        if (loaded.Others.Count > 0) bystanders.Take(loaded);
        if (loaded.Account is { } rows) memory.Remember(account = rows.At(loaded.AccountRevision));
        if (loaded.Asked.Count > 0) TakeTerms(loaded);
        foreach (var counter in loaded.Counters) byId[counter.Key.Customer].Take(counter);
        foreach (var id in loaded.Ids) byId[id.Customer].Take(id);
        foreach (var one in loaded.Reservations) byId[one.Customer].Known.Take(one);
        foreach (var line in loaded.Lines) byId[line.Customer].Known.Take(line);
        foreach (var one in loaded.Due) byId[one.Customer].Due!.Add(one);
        foreach (var row in loaded.Accruals) byId[row.Key.Customer].Known.Accruals.Add(row);
        foreach (var row in loaded.Slices) byId[row.Customer].Take(row);
        foreach (var row in loaded.Tallies) byId[row.Key.Customer].Take(row);
        foreach (var row in loaded.Returns) byId[row.Customer].Known.Take(row);
        foreach (var wallet in loaded.Wallets) byId[wallet.Customer].Take(wallet);
        foreach (var grant in loaded.Grants) byId[grant.Customer].Take(grant);
        foreach (var total in loaded.Costs) byId[total.Key.Customer].Take(total);
        foreach (var spend in loaded.Spends) byId[spend.Key.Customer].Take(spend);
        foreach (var row in loaded.Withdrawals) byId[row.Customer].Take(row);
        foreach (var row in loaded.Payments) byId[row.Customer].Take(row);
        foreach (var row in loaded.ProviderObjects) byId[row.Customer].Take(row);
        foreach (var sums in loaded.Charged) byId[sums.Query.Customer].Take(sums);
        foreach (var one in loaded.Posted) byId[one.Customer].Take(one);
        foreach (var response in loaded.Responses) responses[response.Key] = response;
        if (loaded.Costly.Count + loaded.Overdue.Count + loaded.Unsummed.Count == 0
            && loaded.CostlyCharges.Count == 0) return;
        foreach (var key in loaded.Costly) byId[key.Customer].Costly = true;
        foreach (var customer in loaded.Overdue) byId[customer].Costly = true;
        foreach (var customer in loaded.Unsummed) byId[customer].Costly = true;
        foreach (var customer in loaded.CostlyCharges) byId[customer].Costly = true;
        SetAside();
    }

    /// <summary>The world of the ready requests.</summary>
    public World World()
    {
        // Whoever started before it was sealed adds no link that the key does not fit.
        if (account.Seal is { } fingerprint && fingerprint != ChainKey?.Fingerprint)
            throw new InvalidOperationException(LedgerSeal.Mismatch);
        var world = new World(now, account);
        foreach (var (key, party) in parties)
        {
            if (party.IsFree) world.Add(key, party.State(ChainKey));
        }
        bystanders.AddTo(world);
        SettleDue(world);
        return world;
    }

    /// <summary>
    /// Keeps for the next batch what this one has made of the terms and the account. Only once that is durable.
    /// </summary>
    public void Remember(World world)
    {
        memory.Remember(world.Account);
        foreach (var (key, state) in world.Customers)
        {
            if (key == CustomerId.AccountKey || state.Changes.Audits.Count == 0) continue;
            Remember(state.Terms);
        }
    }

    /// <summary>The response that is stored for a key, or null; one that has outlived its time is none.</summary>
    public StoredResponse? Response(string key, out bool expired)
    {
        var stored = responses.GetValueOrDefault(key);
        expired = stored is not null && stored.CreatedAt + StoredResponse.Lifetime <= now;
        return expired ? null : stored;
    }

    void Add(string key, CustomerId id)
    {
        var party = new Party(id);
        parties.Add(key, party);
        byId[id] = party;
    }

    void Name(string key, HashSet<string> keys)
    {
        if (memory.Customer(key) is { } id)
        {
            bystanders.Name(key, id);
            return;
        }
        keys.Add(key);
        named.Add(key);
    }

    // Whoever is locked anyway is read with the lock.
    void Want(Wanted wanted, CustomerId other)
    {
        if (byId.TryGetValue(other, out var party) && (party.IsFree || !begun)) return;
        bystanders.Want(wanted, other);
    }

    void SetAside()
    {
        if (Ready.TrueForAll(IsFree)) return;
        Held.AddRange(Ready.Where(request => !IsFree(request)));
        Ready = Ready.FindAll(IsFree);
    }

    bool IsFree(Request request)
    {
        foreach (var command in request.Commands)
            if (parties.TryGetValue(command.Customer, out var party) && !party.IsFree) return false;
        return true;
    }

    void TakeTerms(Loaded loaded)
    {
        var subscriptions = loaded.Subscriptions.ToLookup(one => one.Customer);
        var boosts = loaded.Boosts.ToLookup(one => one.Customer);
        var namespaces = loaded.Namespaces.ToLookup(one => one.Customer, one => KeyValuePair.Create(one.Key, one));
        var budgets = loaded.Budgets.ToLookup(one => one.Customer);
        var invoices = loaded.Invoices.ToLookup(one => one.Customer);
        var profiles = loaded.Profiles.ToDictionary(profile => profile.Customer);
        foreach (var id in loaded.Asked)
        {
            var party = byId.GetValueOrDefault(id);
            var bystander = bystanders.Find(id, loaded);
            if ((party?.Head ?? bystander?.Head) is not { } head) continue;
            var terms = new Terms(
                id, head.Revision, profiles.GetValueOrDefault(id), [.. subscriptions[id]], [.. boosts[id]],
                Core.Customers.Terms.NoNamespaces.AddRange(namespaces[id]))
            {
                Budgets = [.. budgets[id].OrderBy(one => one.Name, StringComparer.Ordinal)],
                Unpaid = [.. invoices[id].OrderBy(one => one.FailedAt).ThenBy(one => one.Id, StringComparer.Ordinal)],
            };
            party?.Terms = terms;
            bystander?.Terms = terms;
            // Before the account that they may rest on is known, they are of no use to anybody else.
            if (account.Revision == accountRevision) Remember(terms);
        }
    }

    void Remember(Terms terms)
    {
        if (Apart is null) memory.Remember(terms);
        else Apart[terms.Customer] = terms;
    }

    // What time has brought about is settled before anything is decided.
    void SettleDue(World world)
    {
        Draft? draft = null;
        foreach (var (key, party) in parties)
        {
            if (!party.IsFree || party.Due is null) continue;
            draft ??= new Draft(world);
            Settle(draft, key, party);
        }
        draft?.Keep();
    }

    void Settle(Draft draft, string key, Party party)
    {
        var over = party.Due!.FindAll(one => one.ExpiresAt <= TimeOf(party));
        var next = party.Due.Find(one => one.ExpiresAt > TimeOf(party))?.ExpiresAt;
        DueDecider.Settle(draft, draft.Customer(key)!, over, next);
    }

    // Renewals change terms, so what is needed after them, and by those that come after them, shows only once they are
    // tried. Counters that reservations leave are not stored yet: who needs them comes with the next batch.
    void Rehearse(Wanted wanted, string key, Party party)
    {
        if (!party.IsFree || party.Due is not { } open || party.Settled is not null) return;
        if (!(RenewalTries.Next(party.Terms!) <= TimeOf(party))) return;
        var world = new World(now, account);
        world.Add(key, party.State(ChainKey));
        var draft = new Draft(world);
        try
        {
            Settle(draft, key, party);
            var leavesCounters = open.Exists(one => one.ExpiresAt <= TimeOf(party));
            party.Settled = leavesCounters ? party.Terms : draft.Customer(key)!.Terms;
        }
        catch (MissingFactException missing)
        {
            needs.Clear();
            if (!missing.AddTo(needs)) throw;
            AddNeeds(wanted, party);
        }
    }

    Instant TimeOf(Party party) => Instant.Max(now, party.Head!.LastAt);

    void AddDue(Wanted wanted, Party party)
    {
        if (!party.IsFree || party.Due is not { } open) return;
        needs.Clear();
        needs.Money = true;
        PeriodDecider.Need(needs, party.Terms!, account.Catalog, party.Head!.DueAt!.Value, TimeOf(party));
        AccrualDecider.Need(needs, party.Known.Accruals, party.Terms!, account.Catalog, TimeOf(party));
        foreach (var one in open.Where(one => one.ExpiresAt <= TimeOf(party)))
            ReservationDecider.Need(needs, one, party.Terms!, account.Catalog, TimeOf(party));
        AddNeeds(wanted, party);
    }

    void AddNeeds(Wanted wanted, Request request, Instant time)
    {
        if (request.Idempotency is { } idempotency && askedResponses.Add(idempotency.Key))
            wanted.Responses.Add(idempotency.Key);
        foreach (var command in request.Commands)
        {
            if (command.Names is { } key && bystanders.Named(key) is { } id) Want(wanted, id);
            if (!parties.TryGetValue(command.Customer, out var party)) continue;
            if ((party.Settled ?? party.Terms) is not { } terms) continue;
            needs.Clear();
            Decider.Need(
                needs, command, terms, account.Catalog, party.Known,
                party.Head is { } head ? Instant.Max(time, head.LastAt) : time);
            AddNeeds(wanted, party);
        }
    }

    void AddNeeds(Wanted wanted, Party party)
    {
        party.Ask(needs, wanted);
        foreach (var owner in needs.Owners) Want(wanted, owner.Id);
    }
}
