namespace Tollgate.Lanes;

/// <summary>
/// A customer of a batch: its number, its row if it is locked, what was asked of it and what is known. What was asked
/// for once is not asked for again. Not thread-safe.
/// </summary>
internal sealed class Party(CustomerId id)
{
    readonly Dictionary<CounterKey, Counter> counters = [];
    readonly Dictionary<string, RecordedId?> ids = new(StringComparer.Ordinal);
    readonly List<Wallet> wallets = [];
    readonly Dictionary<long, CreditGrant?> grants = [];
    readonly Dictionary<CostKey, CostTotal> costs = [];
    readonly Dictionary<SpendKey, Spend> spends = [];
    readonly HashSet<string> returns = new(StringComparer.Ordinal);
    readonly Dictionary<long, Withdrawal?> withdrawals = [];
    readonly Dictionary<long, PaymentSession?> payments = [];
    readonly Dictionary<string, ProviderObject?> objects = new(StringComparer.Ordinal);
    readonly Dictionary<ChargeQuery, ChargeSums?> charged = [];
    readonly Dictionary<Hash, PostedDifference> posted = [];
    readonly HashSet<PostedPeriod> postedPeriods = [];
    readonly List<Tally> tallies = [];
    readonly Dictionary<long, UsageSlice?> slices = [];
    bool hasTallies;
    bool hasMoney;
    bool hasAccruals;

    public CustomerId Id { get; } = id;

    /// <summary>Null: it is held elsewhere.</summary>
    public Head? Head { get; set; }

    /// <summary>Whether something of it takes long to compute.</summary>
    public bool Costly { get; set; }

    /// <summary>Whether it can be decided about.</summary>
    public bool IsFree => Head is not null && !Costly;

    public Terms? Terms { get; set; }

    /// <summary>What they will be once what is due is settled; null: the same, or that is not known yet.</summary>
    public Terms? Settled { get; set; }

    public Known Known { get; } = new();

    /// <summary>Null until they were asked for: nothing is due, as far as the head tells.</summary>
    public List<Reservation>? Due { get; set; }

    /// <summary>Adds to what is wanted what is needed of this customer and was not asked for yet.</summary>
    public void Ask(Needs needs, Wanted wanted)
    {
        foreach (var id in needs.Ids)
            if (ids.TryAdd(id, null)) wanted.Ids.Add((Id, id));
        foreach (var key in needs.Counters)
            if (!counters.ContainsKey(key)) wanted.Counters.Add(key);
        foreach (var id in needs.Reservations)
            if (Known.AskReservation(id)) wanted.Reservations.Add((Id, id));
        foreach (var id in needs.Lines)
            if (Known.AskLines(id)) wanted.Lines.Add((Id, id));
        if (needs.Accruals && !hasAccruals) wanted.Accruals.Add(Id);
        hasAccruals |= needs.Accruals;
        if (needs.Tallies && !hasTallies) wanted.Tallies.Add(Id);
        hasTallies |= needs.Tallies;
        foreach (var id in needs.Slices)
            if (slices.TryAdd(id, null)) wanted.Slices.Add((Id, id));
        AskMoney(needs, wanted);
    }

    public void Take(Counter counter) => counters[counter.Key] = counter;

    public void Take(RecordedId recorded)
    {
        ids[recorded.Id] = recorded;
        Known.Take(recorded);
    }

    public void Take(Wallet wallet) => wallets.Add(wallet);

    public void Take(CreditGrant grant) => grants[grant.Id] = grant;

    public void Take(CostTotal total)
    {
        costs[total.Key] = total;
        Known.Take(total);
    }

    public void Take(Spend spend) => spends[spend.Key] = spend;

    public void Take(Withdrawal row) => withdrawals[row.Id] = row;

    public void Take(PaymentSession row) => payments[row.Id] = row;

    public void Take(UsageSlice row) => slices[row.Id] = row;

    public void Take(Tally row) => tallies.Add(row);

    public void Take(ProviderObject row) => objects[row.Name] = row;

    public void Take(ChargeSums sums) => charged[sums.Query] = sums;

    public void Take(PostedDifference one) => posted[one.Key] = one;

    /// <summary>What is known, to decide on; it must be free.</summary>
    public CustomerState State(ChainKey? chainKey)
    {
        var terms = Id == CustomerId.Account ? Core.Customers.Terms.None(Id) : Terms!;
        var state = new CustomerState(Head!, terms)
        {
            ChainKey = chainKey,
            HasMoney = hasMoney,
            HasAccruals = hasAccruals,
            HasTallies = hasTallies,
        };
        foreach (var counter in counters.Values) state.Load(counter);
        foreach (var id in ids.Values) if (id is not null) state.Load(id);
        foreach (var one in Known.Reservations) state.Load(one);
        foreach (var (id, lines) in Known.Uses) state.Load(id, lines);
        foreach (var row in Known.Accruals) state.Load(row);
        foreach (var row in tallies) state.Load(row);
        foreach (var row in slices.Values) if (row is not null) state.Load(row);
        LoadMoney(state);
        return state;
    }

    void AskMoney(Needs needs, Wanted wanted)
    {
        if (needs.Money && !hasMoney) wanted.Money.Add(Id);
        hasMoney |= needs.Money;
        foreach (var id in needs.Grants)
            if (grants.TryAdd(id, null)) wanted.Grants.Add((Id, id));
        foreach (var key in needs.Costs)
            if (costs.TryAdd(key, CostTotal.None(key))) wanted.Costs.Add(key);
        foreach (var key in needs.Spends)
            if (!spends.ContainsKey(key)) wanted.Spends.Add(key);
        foreach (var payment in needs.Returns)
            if (returns.Add(payment)) wanted.Returns.Add((Id, payment));
        foreach (var id in needs.Withdrawals)
            if (withdrawals.TryAdd(id, null)) wanted.Withdrawals.Add((Id, id));
        foreach (var id in needs.Payments)
            if (payments.TryAdd(id, null)) wanted.Payments.Add((Id, id));
        foreach (var name in needs.ProviderObjects)
            if (objects.TryAdd(name, null)) wanted.ProviderObjects.Add((Id, name));
        foreach (var query in needs.Charged)
            if (charged.TryAdd(query, null)) wanted.Charged.Add(query);
        foreach (var period in needs.Posted)
            if (postedPeriods.Add(period)) wanted.Posted.Add(period);
    }

    void LoadMoney(CustomerState state)
    {
        foreach (var wallet in wallets) state.Load(wallet);
        foreach (var grant in grants.Values) if (grant is not null) state.Load(grant);
        foreach (var total in costs.Values) state.Load(total);
        foreach (var spend in spends.Values) state.Load(spend);
        foreach (var row in Known.Returns) state.Load(row);
        foreach (var row in withdrawals.Values) if (row is not null) state.Load(row);
        foreach (var row in payments.Values) if (row is not null) state.Load(row);
        foreach (var row in objects.Values) if (row is not null) state.Load(row);
        foreach (var sums in charged.Values) if (sums is not null) state.Load(sums);
        foreach (var one in posted.Values) state.Load(one);
        foreach (var period in postedPeriods) state.Load(period);
    }
}
