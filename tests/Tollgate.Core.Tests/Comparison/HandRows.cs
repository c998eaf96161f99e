using NodaTime;
using Tollgate.Core.Accruals;
using Tollgate.Core.Budgets;
using Tollgate.Core.Customers;
using Tollgate.Core.Due;
using Tollgate.Core.History;
using Tollgate.Core.Money;
using Tollgate.Core.Payments;
using Tollgate.Core.Periods;
using Tollgate.Core.Pricing;
using Tollgate.Core.ProviderEvents;
using Tollgate.Core.Reconciliations;
using Tollgate.Core.Reservations;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Usage;
using Tollgate.Core.UsageReports;
using Tollgate.Core.Wallets;
using Tollgate.Core.Webhooks;

namespace Tollgate.Core.Tests.Comparison;

/// <summary>
/// Rows kept by hand, a world built from them for each request, and what the decision wrote put back: the core without
/// an engine or a store. Counters are computed from the events in the plainest way. Not thread-safe.
/// </summary>
public sealed class HandRows
{
    readonly Dictionary<string, CustomerRows> customers = new(StringComparer.Ordinal);
    Account account = Account.Empty with { Revision = 0, CollectsRecharges = true };
    Head accountHead = Head.New(CustomerId.Account);

    /// <summary>Whoever collected recharges is gone, as if there had never been anybody.</summary>
    public void StopCollecting() => account = account with { CollectsRecharges = false };

    /// <summary>The catalogue as it is.</summary>
    public Core.Catalog.Catalog Catalog => account.Catalog;

    /// <summary>The webhook endpoints as they are.</summary>
    public WebhookEndpoints Webhooks => account.Webhooks;

    /// <summary>Every message to an endpoint, in order.</summary>
    public List<OutboxEntry> Outbox { get; } = [];

    /// <summary>The account's changes, in order.</summary>
    public List<AuditEntry> AccountAudits { get; } = [];

    /// <summary>The rows of a customer, or null.</summary>
    public CustomerRows? Customer(string key) => customers.GetValueOrDefault(key);

    /// <summary>Decides one request and keeps what it wrote, as a lane does.</summary>
    public IReadOnlyList<Outcome> Decide(IReadOnlyList<Command> commands, bool atomic, Instant now)
    {
        foreach (var command in commands)
            if (command.MakesCustomer && !customers.ContainsKey(command.Customer))
                customers.Add(command.Customer, new CustomerRows(new CustomerId(customers.Count + 1)));

        var world = Load(commands, now);
        // What is due may take more than one turn.
        for (; world.Customers.Values.Any(one => one.IsUnsettled); world = Load(commands, now)) Keep(world);
        var (draft, outcomes) = Decider.Decide(world, commands);
        if (Array.Find(outcomes, outcome => outcome is Rejected) is { } rejected) return [rejected];
        IReadOnlyList<Outcome> answers = outcomes;
        if (!atomic || !outcomes.Any(outcome => outcome.Refused)) draft.Keep();
        else answers = RefusedBatch.Answers(world, commands, outcomes);
        WalletWatch.TellRefusals(world, commands, outcomes);
        Keep(world);
        return answers;
    }

    void Keep(World world)
    {
        account = world.Account;
        accountHead = world.Find(CustomerId.AccountKey)!.Head;
        AccountAudits.AddRange(world.Find(CustomerId.AccountKey)!.Changes.Audits);
        Outbox.AddRange(world.Customers.Values.SelectMany(state => state.Changes.Outbox));
        foreach (var (key, rows) in customers)
            if (world.Find(key) is { } state) rows.Take(state);
    }

    // What settling turns out to need beside is loaded, and settled again, as the engine rehearses it.
    World Load(IReadOnlyList<Command> commands, Instant now)
    {
        for (var beside = new Needs(); ;)
        {
            try
            {
                return Load(commands, now, beside);
            }
            catch (MissingFactException missing) when (missing.AddTo(beside))
            {
            }
        }
    }

    World Load(IReadOnlyList<Command> commands, Instant now, Needs beside)
    {
        var world = new World(now, account);
        world.Add(CustomerId.AccountKey, new CustomerState(accountHead, Terms.None(CustomerId.Account)));
        foreach (var key in commands.Select(command => command.Customer).Distinct())
            if (customers.TryGetValue(key, out var rows))
                world.Add(
                    key, rows.Load(commands.Where(command => command.Customer == key), account.Catalog, now, beside));
        foreach (var rows in customers.Values) world.See(rows.Seen());
        var draft = new Draft(world);
        foreach (var (key, state) in world.Customers)
            if (customers.TryGetValue(key, out var rows)) rows.Settle(draft, draft.Customer(key)!);
        draft.Keep();
        return world;
    }
}

/// <summary>The rows of one customer.</summary>
public sealed class CustomerRows(CustomerId id)
{
    Terms terms = Terms.None(id);
    readonly Dictionary<string, RecordedId> ids = new(StringComparer.Ordinal);
    readonly Dictionary<string, Reservation> reservations = new(StringComparer.Ordinal);

    /// <summary>Its place in its history.</summary>
    public Head Head { get; private set; } = Head.New(id);

    /// <summary>Its wallets, by currency.</summary>
    public SortedDictionary<string, Wallet> Wallets { get; } = new(StringComparer.Ordinal);

    /// <summary>Its credit grants, by id.</summary>
    public SortedDictionary<long, CreditGrant> Grants { get; } = [];

    /// <summary>What was used and what it cost so far.</summary>
    public Dictionary<CostKey, CostTotal> Costs { get; } = [];

    /// <summary>
    /// What was spent of its budgets. A stored one of the same window is overwritten whatever its epoch.
    /// </summary>
    public Dictionary<SpendKey, Spend> Spends { get; } = [];

    /// <summary>What was returned of payments, by the payment.</summary>
    public Dictionary<string, PaymentReturn> Returns { get; } = new(StringComparer.Ordinal);

    /// <summary>Its withdrawals, by id.</summary>
    public SortedDictionary<long, Withdrawal> Withdrawals { get; } = [];

    /// <summary>Its payment sessions, by id.</summary>
    public SortedDictionary<long, PaymentSession> Payments { get; } = [];

    /// <summary>How far things of providers were followed.</summary>
    public Dictionary<string, ProviderObject> ProviderObjects { get; } = [];

    /// <summary>What reconciliations have posted.</summary>
    public Dictionary<Hash, PostedDifference> Posted { get; } = [];

    /// <summary>The levels of its gauges.</summary>
    public Dictionary<AccrualKey, Accrual> Accruals { get; } = [];

    /// <summary>What was recorded in its open period.</summary>
    public Dictionary<TallyKey, Tally> Tallies { get; } = [];

    /// <summary>Slices of its billable overage, by id.</summary>
    public SortedDictionary<long, UsageSlice> Slices { get; } = [];

    /// <summary>Its closed periods, in order.</summary>
    public List<ClosedPeriod> Periods { get; } = [];

    /// <summary>Its movements of money, in order.</summary>
    public List<LedgerEntry> Ledger { get; } = [];

    /// <summary>Its subscriptions, by id.</summary>
    public IReadOnlyList<Subscription> Subscriptions => terms.Subscriptions;

    /// <summary>All that is known of it.</summary>
    public Terms Terms => terms;

    /// <summary>Its uses, in order.</summary>
    public List<UsageEvent> Events { get; } = [];

    /// <summary>Its other changes, in order.</summary>
    public List<AuditEntry> Audits { get; } = [];

    /// <summary>Its stored counters. A stored one of the same window is overwritten whatever its epoch.</summary>
    public Dictionary<CounterKey, Counter> Counters { get; } = [];

    /// <summary>The state that the decision of <paramref name="commands"/> needs, and nothing more.</summary>
    public CustomerState Load(
        IEnumerable<Command> commands, Core.Catalog.Catalog catalog, Instant now, Needs? beside = null)
    {
        var time = Instant.Max(now, Head.LastAt);
        var needs = new Needs();
        var known = new Known();
        foreach (var name in reservations.Keys) known.AskReservation(name);
        foreach (var one in reservations.Values) known.Take(one);
        foreach (var name in Events.Select(one => one.Id).Distinct()) known.AskLines(name);
        foreach (var line in Events.Where(IsOfUse)) known.Take(line);
        foreach (var one in ids.Values) known.Take(one);
        foreach (var one in Returns.Values) known.Take(one);
        foreach (var one in Costs.Values) known.Take(one);
        known.Accruals.AddRange(Accruals.Values);
        foreach (var command in commands) Decider.Need(needs, command, terms, catalog, known, time);
        var open = reservations.Values.Where(one => one.End is null).OrderBy(one => one.ExpiresAt).ToList();
        var due = open.FindAll(one => one.ExpiresAt <= time);
        foreach (var one in due) ReservationDecider.Need(needs, one, terms, catalog, time);

        if (Head.DueAt <= time)
        {
            AccrualDecider.Need(needs, known.Accruals, terms, catalog, time);
            PeriodDecider.Need(needs, terms, catalog, Head.DueAt.Value, time);
        }

        var state = new CustomerState(Head, terms)
        {
            HasMoney = needs.Money || Head.DueAt <= time,
            HasAccruals = needs.Accruals,
            HasTallies = needs.Tallies,
        };
        if (needs.Tallies)
            foreach (var row in Tallies.Values) state.Load(row);
        if (needs.Accruals)
            foreach (var row in Accruals.Values) state.Load(row);
        if (state.HasMoney)
        {
            foreach (var wallet in Wallets.Values) state.Load(wallet);
            foreach (var grant in Grants.Values.Where(one => one.Remaining > Amount.Zero)) state.Load(grant);
        }
        foreach (var grant in needs.Grants.Where(Grants.ContainsKey)) state.Load(Grants[grant]);
        if (beside is not null)
        {
            needs.Costs.AddRange(beside.Costs);
            needs.Spends.AddRange(beside.Spends);
        }
        foreach (var key in needs.Costs.Distinct()) state.Load(Costs.GetValueOrDefault(key) ?? CostTotal.None(key));
        foreach (var key in needs.Spends.Distinct()) state.Load(Spend(key));
        foreach (var query in needs.Charged) state.Load(Charged(query));
        foreach (var one in Posted.Values) state.Load(one);
        foreach (var period in needs.Posted) state.Load(period);
        foreach (var key in needs.Counters.Distinct()) state.Load(Counter(key, time));
        foreach (var name in needs.Returns.Where(Returns.ContainsKey)) state.Load(Returns[name]);
        foreach (var one in needs.Withdrawals.Where(Withdrawals.ContainsKey)) state.Load(Withdrawals[one]);
        foreach (var one in needs.Slices.Where(Slices.ContainsKey)) state.Load(Slices[one]);
        foreach (var one in needs.Payments.Where(Payments.ContainsKey)) state.Load(Payments[one]);
        foreach (var name in needs.ProviderObjects.Where(ProviderObjects.ContainsKey))
            state.Load(ProviderObjects[name]);
        foreach (var name in needs.Ids) if (ids.TryGetValue(name, out var recorded)) state.Load(recorded);
        foreach (var one in known.Reservations) state.Load(one);
        foreach (var (name, lines) in known.Uses) state.Load(name, lines);
        return state;
    }

    /// <summary>Settles what is due of it.</summary>
    public void Settle(Draft draft, CustomerState state)
    {
        var time = draft.TimeOf(state);
        if (!(Head.DueAt <= time)) return;
        var open = reservations.Values.Where(one => one.End is null).OrderBy(one => one.ExpiresAt).ToList();
        DueDecider.Settle(
            draft, state, open.FindAll(one => one.ExpiresAt <= time),
            open.Find(one => one.ExpiresAt > time)?.ExpiresAt);
    }

    /// <summary>It as another customer's decision sees it.</summary>
    public CustomerState Seen() => new(Head, terms);

    ChargeSums Charged(ChargeQuery query)
    {
        var (sums, erased) = (new Amount[query.Parts.Count], false);
        foreach (var use in Events.Where(one => one.RecordedAt >= query.From && one.RecordedAt < query.To))
        {
            erased |= query.IsErased(use);
            if (query.PartOf(use) is >= 0 and var part) sums[part] += use.Charge!.Amount;
        }
        return new ChargeSums(query, sums, erased);
    }

    // Of a settled reservation, what its end recorded.
    bool IsOfUse(UsageEvent line) =>
        reservations.TryGetValue(line.Id, out var one)
            ? line.Sequence == one.End?.Sequence
            : line.Kind != UsageKind.Reversal;

    /// <summary>Blanks what its uses say of persons, as a store does.</summary>
    public void Erase()
    {
        for (var i = 0; i < Events.Count; i++)
            Events[i] = Events[i] with { Properties = Erased.Of(Events[i].Properties) };
    }

    /// <summary>Takes what was written.</summary>
    public void Take(CustomerState state)
    {
        Head = state.Head;
        terms = state.Terms;
        foreach (var row in state.Changes.Ids) ids.Add(row.Id, row);
        foreach (var row in state.Changes.Reservations.Values) reservations[row.Id] = row;
        Events.AddRange(state.Changes.Events);
        Audits.AddRange(state.Changes.Audits);
        foreach (var row in state.Changes.Wallets.Values) Wallets[row.Currency.Code] = row;
        foreach (var row in state.Changes.Grants.Values) Grants[row.Id] = row;
        foreach (var row in state.Changes.Costs.Values) Costs[row.Key] = row;
        foreach (var (key, row) in state.Changes.Spends) Spends[key with { Epoch = 0 }] = row;
        foreach (var row in state.Changes.Returns.Values) Returns[row.Payment] = row;
        foreach (var row in state.Changes.Withdrawals.Values) Withdrawals[row.Id] = row;
        foreach (var row in state.Changes.Payments.Values) Payments[row.Id] = row;
        foreach (var row in state.Changes.ProviderObjects.Values) ProviderObjects[row.Name] = row;
        foreach (var row in state.Changes.Posted.Values) Posted[row.Key] = row;
        foreach (var (key, row) in state.Changes.Accruals) Accruals[key] = row;
        foreach (var (key, row) in state.Changes.Tallies)
            Tallies[key] = Tallies.GetValueOrDefault(key)?.Plus(row) ?? row;
        foreach (var row in state.Changes.Slices.Values) Slices[row.Id] = row;
        Periods.AddRange(state.Changes.Periods.Values.OrderBy(one => one.Id));
        Ledger.AddRange(state.Changes.Ledger);
        foreach (var (key, row) in state.Changes.Counters) Counters[key with { Epoch = 0 }] = row;
    }

    /// <inheritdoc cref="Soundness.WrongCounters"/>
    public string WrongCounters(Core.Catalog.Catalog catalog, Instant now) => string.Join('\n', Soundness.WrongCounters(
        terms, catalog, Counters.Values, Events, now));

    /// <inheritdoc cref="SoundMoney.Faults"/>
    public IEnumerable<string> WrongMoney() => SoundMoney.Faults(
        Wallets.Values, Grants.Values, Ledger, reservations.Values.Where(one => one.End is null))
        .Concat(SoundMoney.ChargeFaults(Events, Ledger)).Concat(SoundMoney.CostFaults(Costs.Values, Events));

    /// <summary>
    /// The names of budgets of which a stored sum of the current epoch is not what its events and holds add up to.
    /// </summary>
    public string WrongSpends() => string.Join(' ', Spends.Values
        .Where(one => one.Key.Epoch == terms.Profile!.Epoch && Summed(one.Key) is var sum
            && (sum.Spent, sum.Held) != (one.Spent, one.Held))
        .Select(one => terms.Budgets.FirstOrDefault(budget => budget.Id == one.Key.Budget)?.Name).OfType<string>());

    // As stored in its epoch, else summed.
    Spend Spend(SpendKey key)
    {
        if (Spends.GetValueOrDefault(key with { Epoch = 0 }) is not { } stored) return Summed(key);
        return stored.Key == key
            ? stored
            : Summed(key) with { Alerted = stored.Alerted, Exceeded = stored.Exceeded };
    }

    Spend Summed(SpendKey key) => new(
        key,
        new Amount(Events.Sum(one => one.Charge is { } charge && key.Counts(charge.Currency, one.Namespace, one.At)
            ? charge.Amount.Micros : 0)),
        new Amount(reservations.Values.Sum(one => one is { End: null, Held: { } credit }
            && key.Counts(credit.Currency, one.Namespace, one.At) ? credit.Amount.Micros : 0)));

    /// <summary>The sum of a counter's events, counted anew; of a rolling one those after an instant.</summary>
    public Counter Sum(CounterKey key, Instant? from)
    {
        var counted = Events.Where(one => Soundness.Counts(key, one) && IsIn(key, from, one.At)).ToList();
        var uses = counted.FindAll(one => !one.Kind.Reserves());
        var taken = uses.GroupBy(one => one.At).Where(same => same.Sum(one => one.Included + one.Overage) > 0).ToList();
        Instant? oldest = from is null || taken.Count == 0 ? null : taken.Min(same => same.Key);
        return new Counter(
            key, uses.Sum(one => one.Included + one.Overage),
            counted.Where(one => one.Kind.Reserves()).Sum(one => one.Included + one.Overage), from, oldest);
    }

    Counter Counter(CounterKey key, Instant now)
    {
        var summed = Sum(key, key.Rolling is { } rolling ? now - rolling : null);
        if (Counters.GetValueOrDefault(key with { Epoch = 0 }) is not { } stored) return summed;
        summed = summed with { Alerted = stored.Alerted };
        if (stored.Key.Epoch != key.Epoch) return summed;
        if (key.Rolling is not { } length) return stored;
        var left = Events.FindAll(
            one => Soundness.Counts(key, one) && one.At > stored.CountedFrom && one.At <= now - length);
        return summed with
        {
            Used = stored.Used - left.Where(one => !one.Kind.Reserves()).Sum(one => one.Included + one.Overage),
            Reserved = stored.Reserved - left.Where(one => one.Kind.Reserves()).Sum(one => one.Included + one.Overage),
        };
    }

    static bool IsIn(CounterKey key, Instant? rollsFrom, Instant at) =>
        rollsFrom is { } from ? at > from : at >= key.From && at < key.To;
}
