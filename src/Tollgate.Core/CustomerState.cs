namespace Tollgate.Core;

/// <summary>A fact was asked for that was not loaded: a bug in <see cref="Needs"/>, never an answer.</summary>
public sealed class MissingFactException(string what) : Exception($"Not loaded: {what}.");

/// <summary>
/// What is known of one customer: at the bottom its rows as loaded with what the batch has kept so far, above it what
/// one request's draft has changed. Reads fall through; writes stay on top until they are kept. Not thread-safe.
/// </summary>
public sealed class CustomerState
{
    readonly CustomerState? under;
    readonly Dictionary<CounterKey, Counter> counters = [];
    readonly Dictionary<string, RecordedId> ids = new(StringComparer.Ordinal);
    Dictionary<string, Reservation>? reservations;
    Dictionary<string, IReadOnlyList<UsageEvent>>? lines;
    Dictionary<Currency, Wallet>? wallets;
    Dictionary<long, CreditGrant>? grants;
    Dictionary<CostKey, CostTotal>? costs;
    Dictionary<SpendKey, Spend>? spends;
    Dictionary<string, PaymentReturn>? returns;
    Dictionary<long, Withdrawal>? withdrawals;
    Dictionary<ChargeQuery, ChargeSums>? charged;
    Dictionary<Hash, PostedDifference>? posted;
    HashSet<PostedPeriod>? postedPeriods;
    Dictionary<AccrualKey, Accrual>? accruals;

    /// <summary>The rows of a customer as loaded.</summary>
    public CustomerState(Head head, Terms terms)
    {
        (Head, Terms, Audited) = (head, terms, terms);
        Changes = new Changes();
    }

    CustomerState(CustomerState under)
    {
        this.under = under;
        (Head, Terms, Audited) = (under.Head, under.Terms, under.Audited);
        ChainKey = under.ChainKey;
        Changes = new Changes();
    }

    /// <summary>Its place in its history.</summary>
    public Head Head { get; private set; }

    /// <summary>What the links of its chain are made with; null: no key.</summary>
    public ChainKey? ChainKey { get; init; }

    /// <summary>What it is entitled to.</summary>
    public Terms Terms { get; private set; }

    /// <summary>The same as the last recorded change left it.</summary>
    internal Terms Audited { get; private set; }

    /// <summary>What has been written on this layer.</summary>
    public Changes Changes { get; }

    /// <summary>The number its next change will get.</summary>
    public long NextSequence => Head.Sequence + 1;

    /// <summary>
    /// The counters as they stand on this layer. One of another epoch, loaded by a guess that rested on old terms, is
    /// none: its window has a counter of the current epoch, and a store keeps one of each window. A gauge's is of none.
    /// </summary>
    public IEnumerable<Counter> Loaded => counters.Values.Where(
        counter => counter.Key.Epoch == Terms.Profile?.Epoch || counter.Key.Epoch == KeptWindows.AllTime);

    /// <summary>An empty layer on top of this one.</summary>
    public CustomerState Over() => new(this);

    /// <summary>Takes over what was written on a layer on top of this one.</summary>
    public void Keep(CustomerState above)
    {
        (Head, Terms, Audited) = (above.Head, above.Terms, above.Audited);
        foreach (var (key, counter) in above.counters) counters[key] = counter;
        foreach (var (id, recorded) in above.ids) ids[id] = recorded;
        if (above.reservations is not null)
            foreach (var one in above.reservations.Values) Load(one);
        if (above.wallets is not null)
            foreach (var wallet in above.wallets.Values) Load(wallet);
        if (above.grants is not null)
            foreach (var grant in above.grants.Values) Load(grant);
        if (above.costs is not null)
            foreach (var total in above.costs.Values) Load(total);
        if (above.spends is not null)
            foreach (var spend in above.spends.Values) Load(spend);
        if (above.returns is not null)
            foreach (var row in above.returns.Values) Load(row);
        if (above.withdrawals is not null)
            foreach (var row in above.withdrawals.Values) Load(row);
        if (above.posted is not null)
            foreach (var one in above.posted.Values) Load(one);
        if (above.accruals is not null)
            foreach (var row in above.accruals.Values) Load(row);
        Changes.Add(above.Changes);
    }

    /// <summary>A counter, which must have been loaded.</summary>
    public Counter Counter(CounterKey key) =>
        counters.TryGetValue(key, out var counter) ? counter
        : under?.Counter(key) ?? throw new MissingFactException($"counter {key}");

    /// <summary>What is remembered of an event id, or null.</summary>
    public RecordedId? Find(string id) => ids.GetValueOrDefault(id) ?? under?.Find(id);

    /// <summary>A reservation that was loaded or made, or null.</summary>
    public Reservation? Reservation(string id) =>
        reservations?.GetValueOrDefault(id) ?? under?.Reservation(id);

    /// <summary>The wallet in a currency, or null; they must have been loaded.</summary>
    public Wallet? Wallet(Currency currency) =>
        wallets?.GetValueOrDefault(currency) ?? (under is null ? NoWallet : under.Wallet(currency));

    /// <summary>Every wallet, by its currency; they must have been loaded.</summary>
    public IEnumerable<Wallet> Wallets
    {
        get
        {
            IEnumerable<Wallet> own = wallets is null ? [] : wallets.Values;
            if (under is null) return HasMoney ? own : throw new MissingFactException("wallets");
            return own.Concat(under.Wallets.Where(one => wallets?.ContainsKey(one.Currency) != true))
                .OrderBy(one => one.Currency.Code, StringComparer.Ordinal);
        }
    }

    /// <summary>The wallet in a currency as the layer below has it, or null.</summary>
    internal Wallet? Before(Currency currency) => under?.Wallet(currency);

    Wallet? NoWallet => HasMoney ? null : throw new MissingFactException("wallets");

    /// <summary>Whether its wallets were loaded, with every grant that anything remains of.</summary>
    public bool HasMoney { get => field || under?.HasMoney == true; set; }

    /// <summary>What was used and what it cost so far, which must have been loaded.</summary>
    public CostTotal Cost(CostKey key) =>
        costs?.GetValueOrDefault(key) ?? under?.Cost(key) ?? throw new MissingFactException($"cost {key}");

    /// <summary>What was spent of a budget, which must have been loaded.</summary>
    public Spend Spend(SpendKey key) =>
        spends?.GetValueOrDefault(key) ?? under?.Spend(key) ?? throw new MissingFactException($"spend {key}");

    /// <summary>
    /// What was spent of budgets as it stands on this layer. One that a guess by old terms loaded is left out: of
    /// another epoch, or of a budget that is none any more.
    /// </summary>
    public IEnumerable<Spend> LoadedSpends => spends is null ? [] : spends.Values.Where(
        one => one.Key.Epoch == Terms.Profile?.Epoch && Terms.Budgets.Any(budget => budget.Id == one.Key.Budget));

    /// <summary>
    /// What was charged in a period that is over, a sum for each part; it must have been loaded. What is recorded now
    /// belongs to a later period.
    /// </summary>
    public ChargeSums Charged(ChargeQuery query) =>
        charged?.GetValueOrDefault(query) ?? under?.Charged(query)
            ?? throw new MissingFactException($"charged {query}");

    /// <summary>What reconciliations have posted in some time, which must have been loaded.</summary>
    public IReadOnlyList<PostedDifference> Posted(PostedPeriod period) => HasPosted(period)
        ? [.. AllPosted.Where(period.Holds)]
        : throw new MissingFactException($"posted {period}");

    IEnumerable<PostedDifference> AllPosted
    {
        get
        {
            IEnumerable<PostedDifference> own = posted is null ? [] : posted.Values;
            return under is null ? own : own.Concat(under.AllPosted.Where(one => posted?.ContainsKey(one.Key) != true));
        }
    }

    bool HasPosted(PostedPeriod period) =>
        postedPeriods?.Contains(period) == true || under?.HasPosted(period) == true;

    /// <summary>A credit grant that was loaded or made, or null.</summary>
    public CreditGrant? Grant(long id) => grants?.GetValueOrDefault(id) ?? under?.Grant(id);

    /// <summary>Every credit grant that was loaded or made, among them all that anything remains of.</summary>
    public IEnumerable<CreditGrant> Grants
    {
        get
        {
            IEnumerable<CreditGrant> own = grants is null ? [] : grants.Values;
            return under is null ? own : own.Concat(under.Grants.Where(one => grants?.ContainsKey(one.Id) != true));
        }
    }

    /// <summary>The lines of a recorded use, as loaded or as recorded since; empty where there is none.</summary>
    public IReadOnlyList<UsageEvent> Lines(string id)
    {
        if (lines?.GetValueOrDefault(id) is { Count: > 0 } loaded) return loaded;
        var recorded = Changes.Events.FindAll(one => one.Id == id && one.Kind is not UsageKind.Reversal);
        var settled = recorded.FindIndex(one => one is { Kind: UsageKind.Use, Line: 0 });
        return settled >= 0 ? recorded[settled..] : under?.Lines(id) ?? [];
    }

    /// <summary>Takes the lines of a recorded use as loaded: no change.</summary>
    public void Load(string id, IReadOnlyList<UsageEvent> loaded) => (lines ??= [])[id] = loaded;

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(Reservation reservation) =>
        (reservations ??= new(StringComparer.Ordinal))[reservation.Id] = reservation;

    /// <summary>Takes a row as loaded: no change.</summary>
    public void Load(Counter counter) => counters[counter.Key] = counter;

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(RecordedId recorded) => ids[recorded.Id] = recorded;

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(Wallet wallet) => (wallets ??= [])[wallet.Currency] = wallet;

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(CreditGrant grant) => (grants ??= [])[grant.Id] = grant;

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(CostTotal total) => (costs ??= [])[total.Key] = total;

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(Spend spend) => (spends ??= [])[spend.Key] = spend;

    /// <summary>Writes what was spent of a budget.</summary>
    public void Put(Spend spend)
    {
        Load(spend);
        Changes.Spends[spend.Key] = spend;
    }

    /// <summary>Writes a budget.</summary>
    public void Put(Budget budget)
    {
        Terms = Terms.With(budget);
        Changes.Budgets[budget.Name] = budget;
    }

    /// <summary>What was returned of a payment as it was loaded or made, or null.</summary>
    public PaymentReturn? Return(string payment) => returns?.GetValueOrDefault(payment) ?? under?.Return(payment);

    /// <summary>A withdrawal that was loaded or made, or null.</summary>
    public Withdrawal? Withdrawal(long id) => withdrawals?.GetValueOrDefault(id) ?? under?.Withdrawal(id);

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(PaymentReturn row) => (returns ??= new(StringComparer.Ordinal))[row.Payment] = row;

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(Withdrawal row) => (withdrawals ??= [])[row.Id] = row;

    /// <summary>Writes what was returned of a payment.</summary>
    public void Put(PaymentReturn row)
    {
        Load(row);
        Changes.Returns[row.Payment] = row;
    }

    /// <summary>Writes a withdrawal.</summary>
    public void Put(Withdrawal row)
    {
        Load(row);
        Changes.Withdrawals[row.Id] = row;
    }

    public void Load(ChargeSums sums) => (charged ??= [])[sums.Query] = sums;

    /// <summary>Takes note that all that was posted in some time is loaded.</summary>
    public void Load(PostedPeriod period) => (postedPeriods ??= []).Add(period);

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(PostedDifference one) => (posted ??= [])[one.Key] = one;

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(Accrual row) => (accruals ??= [])[row.Key] = row;

    /// <summary>Writes the level of a gauge.</summary>
    public void Put(Accrual row)
    {
        Load(row);
        Changes.Accruals[row.Key] = row;
    }

    /// <summary>Whether the levels of its gauges were loaded.</summary>
    public bool HasAccruals { get => field || under?.HasAccruals == true; set; }

    /// <summary>The level of every gauge that was ever changed; they must have been loaded.</summary>
    public IEnumerable<Accrual> Accruals
    {
        get
        {
            IEnumerable<Accrual> own = accruals is null ? [] : accruals.Values;
            if (under is null) return HasAccruals ? own : throw new MissingFactException("accruals");
            return own.Concat(under.Accruals.Where(one => accruals?.ContainsKey(one.Key) != true));
        }
    }

    /// <summary>The level of a gauge in an allowance, of nothing where it was never changed.</summary>
    public Accrual Accrual(AccrualKey key, Instant now) =>
        Accruals.FirstOrDefault(one => one.Key == key) ?? Core.Accruals.Accrual.None(key, now);

    /// <summary>Writes what reconciliations have posted so far.</summary>
    public void Put(PostedDifference one)
    {
        Load(one);
        Changes.Posted[one.Key] = one;
    }

    /// <summary>Writes what was used and what it cost so far.</summary>
    public void Put(CostTotal total)
    {
        Load(total);
        Changes.Costs[total.Key] = total;
    }

    /// <summary>Writes a wallet.</summary>
    public void Put(Wallet wallet)
    {
        Load(wallet);
        Changes.Wallets[wallet.Currency] = wallet;
    }

    /// <summary>Writes a credit grant; the head is due when it expires, or before.</summary>
    public void Put(CreditGrant grant)
    {
        Load(grant);
        Changes.Grants[grant.Id] = grant;
        if (grant.ExpiresAt is { } at && grant.Free > Amount.Zero && !(Head.DueAt <= at)) SetDue(at);
    }

    /// <summary>Writes a counter.</summary>
    public void Put(Counter counter)
    {
        counters[counter.Key] = counter;
        Changes.Counters[counter.Key] = counter;
    }

    /// <summary>Writes a reservation; the head is due when the first that is open expires, or before.</summary>
    public void Put(Reservation reservation)
    {
        Load(reservation);
        Changes.Reservations[reservation.Id] = reservation;
        if (reservation.End is not null || Head.DueAt <= reservation.ExpiresAt) return;
        SetDue(reservation.ExpiresAt);
    }

    /// <summary>Says when something of this customer falls due next.</summary>
    public void SetDue(Instant? at)
    {
        if (Head.DueAt == at) return;
        Head = Head with { DueAt = at };
        Changes.Due = true;
    }

    /// <summary>Writes a subscription.</summary>
    public void Put(Subscription subscription)
    {
        Terms = Terms.With(subscription);
        Changes.Subscriptions[subscription.Id] = subscription;
    }

    /// <summary>Writes a boost.</summary>
    public void Put(Boost boost)
    {
        Terms = Terms.With(boost);
        Changes.Boosts[boost.Id] = boost;
    }

    /// <summary>Writes a namespace.</summary>
    public void Put(Namespace one)
    {
        Terms = Terms.With(one);
        Changes.Namespaces[one.Key] = one;
    }

    /// <summary>Writes the profile.</summary>
    public void Put(Profile profile)
    {
        Terms = Terms with { Profile = profile };
        Changes.Profile = profile;
    }

    /// <summary>Writes an API key; of the account alone.</summary>
    public void Put(ApiKey key) => Changes.Keys[key.Id] = key;

    /// <summary>Writes a version of a rate card; of the account alone.</summary>
    public void Put(RateCardVersion card) => Changes.RateCards[card.Id] = card;

    /// <summary>Writes a feature; of the account alone.</summary>
    public void Put(Feature feature) => Changes.Features[feature.Id] = feature;

    /// <summary>Writes a plan version; of the account alone.</summary>
    public void Put(PlanVersion plan) => Changes.Plans[plan.Id] = plan;

    /// <summary>Writes a webhook endpoint; of the account alone.</summary>
    public void Put(WebhookEndpoint endpoint) => Changes.Webhooks[endpoint.Id] = endpoint;

    /// <summary>Writes a setting; of the account alone.</summary>
    public void Put(Setting setting) => Changes.Settings[setting.Key] = setting;

    /// <summary>A line with its link, behind the last of the chain.</summary>
    public UsageEvent Linked(UsageEvent line, string feature) =>
        line with { Hash = Chain.Next(Head.Hash, line, feature, ChainKey) };

    /// <inheritdoc cref="Linked(UsageEvent, string)"/>
    public AuditEntry Linked(AuditEntry entry) => entry with { Hash = Chain.Next(Head.Hash, entry, ChainKey) };

    /// <inheritdoc cref="Linked(UsageEvent, string)"/>
    public LedgerEntry Linked(LedgerEntry entry) => entry with { Hash = Chain.Next(Head.Hash, entry, ChainKey) };

    /// <summary>Records a line of a use and moves the head on.</summary>
    public void Record(UsageEvent line)
    {
        Changes.Events.Add(line);
        Head = Head with { Sequence = line.Sequence, LastAt = line.RecordedAt, Hash = line.Hash };
    }

    /// <summary>Records an event id with its answer.</summary>
    public void Record(RecordedId recorded)
    {
        Changes.Ids.Add(recorded);
        ids[recorded.Id] = recorded;
    }

    /// <summary>Records a movement of a wallet that belongs to the last recorded change.</summary>
    public void Record(LedgerEntry entry)
    {
        Changes.Ledger.Add(entry);
        Head = Head with { Hash = entry.Hash };
    }

    /// <summary>Records a message about the last recorded change.</summary>
    public void Record(OutboxEntry entry) => Changes.Outbox.Add(entry);

    /// <summary>Records a change of the terms and moves the head on.</summary>
    public void Record(AuditEntry entry)
    {
        Changes.Audits.Add(entry);
        Head = Head with
        {
            Sequence = entry.Sequence,
            Revision = Head.Revision + 1,
            LastAt = entry.At,
            Hash = entry.Hash,
        };
        Audited = Terms = Terms with { Revision = Head.Revision };
    }
}
