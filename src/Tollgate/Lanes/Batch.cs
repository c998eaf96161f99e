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
        foreach (var party in parties.Values) party.Terms = memory.Terms(party.Id);
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
        foreach (var counter in loaded.Counters) byId[counter.Key.Customer].Counters[counter.Key] = counter;
        foreach (var id in loaded.Ids)
        {
            byId[id.Customer].Ids[id.Id] = id;
            byId[id.Customer].Known.Take(id);
        }
        foreach (var one in loaded.Reservations) byId[one.Customer].Known.Take(one);
        foreach (var line in loaded.Lines) byId[line.Customer].Known.Take(line);
        foreach (var wallet in loaded.Wallets) byId[wallet.Customer].Wallets.Add(wallet);
        foreach (var grant in loaded.Grants) byId[grant.Customer].Grants[grant.Id] = grant;
        foreach (var total in loaded.Costs)
        {
            byId[total.Key.Customer].Costs[total.Key] = total;
            byId[total.Key.Customer].Known.Take(total);
        }
        foreach (var spend in loaded.Spends) byId[spend.Key.Customer].Spends[spend.Key] = spend;
        foreach (var row in loaded.Returns) byId[row.Customer].Known.Take(row);
        foreach (var row in loaded.Withdrawals) byId[row.Customer].Withdrawals[row.Id] = row;
        foreach (var sums in loaded.Charged) byId[sums.Query.Customer].Charged[sums.Query] = sums;
        foreach (var one in loaded.Posted) byId[one.Customer].Posted[one.Key] = one;
        foreach (var row in loaded.Accruals) byId[row.Key.Customer].Known.Accruals.Add(row);
        foreach (var one in loaded.Due) byId[one.Customer].Due!.Add(one);
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
        var world = new World(now, account) { CanRecharge = memory.CanRecharge };
        foreach (var (key, party) in parties)
        {
            if (!party.IsFree) continue;
            var terms = party.Id == CustomerId.Account ? Core.Customers.Terms.None(party.Id) : party.Terms!;
            var state = new CustomerState(party.Head!, terms) { ChainKey = ChainKey };
            foreach (var counter in party.Counters.Values) state.Load(counter);
            foreach (var id in party.Ids.Values) if (id is not null) state.Load(id);
            foreach (var one in party.Known.Reservations) state.Load(one);
            foreach (var (id, lines) in party.Known.Uses) state.Load(id, lines);
            foreach (var wallet in party.Wallets) state.Load(wallet);
            foreach (var grant in party.Grants.Values) if (grant is not null) state.Load(grant);
            foreach (var total in party.Costs.Values) state.Load(total);
            foreach (var spend in party.Spends.Values) state.Load(spend);
            foreach (var sums in party.Charged.Values) if (sums is not null) state.Load(sums);
            foreach (var one in party.Posted.Values) state.Load(one);
            state.HasMoney = party.Money;
            foreach (var row in party.Known.Accruals) state.Load(row);
            state.HasAccruals = party.Accruals;
            foreach (var row in party.Known.Returns) state.Load(row);
            foreach (var row in party.Withdrawals.Values) if (row is not null) state.Load(row);
            world.Add(key, state);
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
            memory.Remember(state.Terms);
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
            };
            party?.Terms = terms;
            bystander?.Terms = terms;
            // Before the account that they may rest on is known, they are of no use to anybody else.
            if (account.Revision == accountRevision) memory.Remember(terms);
        }
    }

    // What time has brought about is settled before anything is decided.
    void SettleDue(World world)
    {
        Draft? draft = null;
        foreach (var (key, party) in parties)
        {
            if (!party.IsFree || party.Due is not { } open) continue;
            draft ??= new Draft(world);
            var over = open.FindAll(one => one.ExpiresAt <= TimeOf(party));
            var next = open.Find(one => one.ExpiresAt > TimeOf(party))?.ExpiresAt;
            DueDecider.Settle(draft, draft.Customer(key)!, over, next);
        }
        draft?.Keep();
    }

    Instant TimeOf(Party party) => Instant.Max(now, party.Head!.LastAt);

    void AddDue(Wanted wanted, Party party)
    {
        if (!party.IsFree || party.Due is not { } open) return;
        needs.Clear();
        needs.Money = true;
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
            if (!parties.TryGetValue(command.Customer, out var party) || party.Terms is not { } terms) continue;
            needs.Clear();
            Decider.Need(
                needs, command, terms, account.Catalog, party.Known,
                party.Head is { } head ? Instant.Max(time, head.LastAt) : time);
            AddNeeds(wanted, party);
        }
    }

    void AddNeeds(Wanted wanted, Party party)
    {
        foreach (var id in needs.Ids)
            if (party.Ids.TryAdd(id, null)) wanted.Ids.Add((party.Id, id));
        foreach (var key in needs.Counters)
            if (!party.Counters.ContainsKey(key)) wanted.Counters.Add(key);
        foreach (var id in needs.Reservations)
            if (party.Known.AskReservation(id)) wanted.Reservations.Add((party.Id, id));
        foreach (var id in needs.Lines)
            if (party.Known.AskLines(id)) wanted.Lines.Add((party.Id, id));
        if (needs.Money && !party.Money) wanted.Money.Add(party.Id);
        party.Money |= needs.Money;
        if (needs.Accruals && !party.Accruals) wanted.Accruals.Add(party.Id);
        party.Accruals |= needs.Accruals;
        foreach (var id in needs.Grants)
            if (party.Grants.TryAdd(id, null)) wanted.Grants.Add((party.Id, id));
        foreach (var key in needs.Costs)
            if (party.Costs.TryAdd(key, CostTotal.None(key))) wanted.Costs.Add(key);
        foreach (var key in needs.Spends)
            if (!party.Spends.ContainsKey(key)) wanted.Spends.Add(key);
        foreach (var payment in needs.Returns)
            if (party.Returns.Add(payment)) wanted.Returns.Add((party.Id, payment));
        foreach (var id in needs.Withdrawals)
            if (party.Withdrawals.TryAdd(id, null)) wanted.Withdrawals.Add((party.Id, id));
        foreach (var query in needs.Charged)
            if (party.Charged.TryAdd(query, null)) wanted.Charged.Add(query);
        foreach (var key in needs.Posted)
            if (party.Posted.TryAdd(key, new PostedDifference(party.Id, key, Amount.Zero, 0)))
                wanted.Posted.Add((party.Id, key));
        foreach (var owner in needs.Owners) Want(wanted, owner.Id);
    }

    // A customer of the batch: its number, its row if it is locked, and what is known of it.
    sealed class Party(CustomerId id)
    {
        public CustomerId Id { get; } = id;

        public Head? Head { get; set; }

        public bool Costly { get; set; }

        public bool IsFree => Head is not null && !Costly;

        public Terms? Terms { get; set; }

        public Dictionary<CounterKey, Counter> Counters { get; } = [];

        public Dictionary<string, RecordedId?> Ids { get; } = new(StringComparer.Ordinal);

        public Known Known { get; } = new();

        // Whether wallets were asked for.
        public bool Money { get; set; }

        // Whether levels of gauges were asked for.
        public bool Accruals { get; set; }

        public List<Wallet> Wallets { get; } = [];

        public Dictionary<long, CreditGrant?> Grants { get; } = [];

        public Dictionary<CostKey, CostTotal> Costs { get; } = [];

        public Dictionary<SpendKey, Spend> Spends { get; } = [];

        // Payments that were asked for.
        public HashSet<string> Returns { get; } = new(StringComparer.Ordinal);

        public Dictionary<long, Withdrawal?> Withdrawals { get; } = [];

        public Dictionary<ChargeQuery, ChargeSums?> Charged { get; } = [];

        public Dictionary<Hash, PostedDifference> Posted { get; } = [];

        // Null until they were asked for: nothing is due, as far as the head tells.
        public List<Reservation>? Due { get; set; }
    }
}
