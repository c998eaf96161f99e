using System.Collections;
using System.Text;

namespace Tollgate.Stores;

/// <summary>The rows.</summary>
internal sealed class MemoryTables
{
    // What is remembered of adjustments is named so.
    static readonly string Adjustment = Remembered.Name("adjustment", "");

    readonly HashSet<object> appended = [];

    public Dictionary<string, CustomerId> Customers { get; } = new(StringComparer.Ordinal)
    {
        [CustomerId.AccountKey] = CustomerId.Account,
    };
    public Dictionary<CustomerId, Head> Heads { get; } = new() { [CustomerId.Account] = Head.New(CustomerId.Account) };
    public Dictionary<CustomerId, Profile> Profiles { get; } = [];
    public SortedDictionary<(long Customer, long Id), Subscription> Subscriptions { get; } = [];
    public Dictionary<(CustomerId, string, long), ProviderLink> Links { get; } = [];
    public SortedDictionary<(long Customer, long Id), Boost> Boosts { get; } = [];
    public Dictionary<(CustomerId, string), Namespace> Namespaces { get; } = [];
    public Dictionary<CounterKey, Counter> Counters { get; } = [];
    public Dictionary<CounterKey, short> Told { get; } = [];
    public Dictionary<(CustomerId, string), RecordedId> Ids { get; } = [];
    public Dictionary<CustomerId, List<UsageEvent>> Events { get; } = [];
    public Dictionary<CustomerId, List<AuditEntry>> Audits { get; } = [];
    public Dictionary<(CustomerId, string), Reservation> Reservations { get; } = [];
    public SortedDictionary<(long Customer, string Currency), Wallet> Wallets { get; } = [];
    public SortedDictionary<(long Customer, long Id), CreditGrant> Grants { get; } = [];
    public Dictionary<CustomerId, List<LedgerEntry>> Ledger { get; } = [];
    public Dictionary<CostKey, CostTotal> Costs { get; } = [];
    public Dictionary<(CustomerId, string), Budget> Budgets { get; } = [];

    public Dictionary<(CustomerId, string), Invoice> Invoices { get; } = [];
    public Dictionary<SpendKey, Spend> Spends { get; } = [];
    public Dictionary<(CustomerId, string), PaymentReturn> Returns { get; } = [];
    public SortedDictionary<(long Customer, long Id), Withdrawal> Withdrawals { get; } = [];
    public SortedDictionary<(long Customer, long Id), PaymentSession> Payments { get; } = [];
    public Dictionary<(CustomerId, string), ProviderObject> ProviderObjects { get; } = [];
    public Dictionary<(string, string), InboxMessage> Inbox { get; } = [];
    public Dictionary<string, Instant> Sweeps { get; } = [];
    public Dictionary<(CustomerId, Hash), PostedDifference> Posted { get; } = [];
    public Dictionary<AccrualKey, Accrual> Accruals { get; } = [];
    public Dictionary<TallyKey, Tally> Tallies { get; } = [];
    public SortedDictionary<(long Customer, long Id), ClosedPeriod> Periods { get; } = [];
    public SortedDictionary<(long Customer, long Id), UsageSlice> Slices { get; } = [];
    public SortedDictionary<int, Feature> Features { get; } = [];
    public SortedDictionary<int, PlanVersion> Plans { get; } = [];
    public SortedDictionary<int, RateCardVersion> RateCards { get; } = [];
    public SortedDictionary<int, Discount> Discounts { get; } = [];
    public SortedDictionary<string, Setting> Settings { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<long, ApiKey> Keys { get; } = [];
    public SortedDictionary<long, WebhookEndpoint> Webhooks { get; } = [];
    public SortedDictionary<(long Customer, long Sequence, int Ordinal, long Endpoint), Delivery> Outbox { get; } = [];
    public Dictionary<string, StoredResponse> Responses { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes the keys of rows that are only appended, or throws before anything is written.</summary>
    public void Append(ChangeSet changes)
    {
        List<object> keys =
        [
            .. changes.Events.Select(
                row => (object)(nameof(Events), row.Customer, row.Feature, row.At, row.Sequence, row.Line)),
            .. changes.Ids.Select(row => (object)(nameof(Ids), row.Customer, row.Id)),
            .. changes.Audits.Select(row => (object)(nameof(Audits), row.Customer, row.Sequence)),
            .. changes.Ledger.Select(row => (object)(nameof(Ledger), row.Customer, row.Currency, row.Number)),
            .. changes.Outbox.Select(
                row => (object)(nameof(Outbox), row.Customer, row.Sequence, row.Ordinal, row.Endpoint)),
        ];
        var kept = changes.Responses
            .Where(row => Responses.ContainsKey(row.Key) && !changes.ExpiredResponses.Contains(row.Key));
        if (kept.Any() || keys.Exists(appended.Contains) || keys.Distinct().Count() < keys.Count)
            throw new InvalidOperationException("A row that is only appended is there already.");
        appended.UnionWith(keys);
    }

    /// <summary>
    /// Copies all rows; what it returns puts them back. Between the two rows are set and appended, not changed.
    /// </summary>
    public Action Save()
    {
        List<object> keys = [.. appended];
        var back = typeof(MemoryTables).GetProperties().Select(one => Save((IDictionary)one.GetValue(this)!)).ToList();
        return () =>
        {
            appended.Clear();
            appended.UnionWith(keys);
            foreach (var put in back) put();
        };
    }

    static Action Save(IDictionary rows)
    {
        List<(object Key, object? Row, int Count)> saved = [];
        foreach (DictionaryEntry entry in rows) saved.Add((entry.Key, entry.Value, (entry.Value as IList)?.Count ?? 0));
        return () =>
        {
            rows.Clear();
            foreach (var (key, row, count) in saved)
            {
                if (row is IList list) while (list.Count > count) list.RemoveAt(list.Count - 1);
                rows.Add(key, row);
            }
        };
    }

    /// <summary>Blanks what a customer's history holds of persons.</summary>
    public void Erase(CustomerId customer)
    {
        var (events, audits) = (Events.GetValueOrDefault(customer) ?? [], Audits.GetValueOrDefault(customer) ?? []);
        for (var i = 0; i < events.Count; i++)
        {
            events[i] = events[i] with
            {
                Actor = Erased.Of(events[i].Actor),
                Properties = Erased.Of(events[i].Properties),
                Metadata = Erased.Of(events[i].Metadata),
            };
        }
        for (var i = 0; i < audits.Count; i++)
            audits[i] = audits[i] with { Before = Erased.Of(audits[i].Before), After = Erased.Of(audits[i].After) };
        var ledger = Ledger.GetValueOrDefault(customer) ?? [];
        for (var i = 0; i < ledger.Count; i++)
            ledger[i] = ledger[i] with { Reason = Erased.Of(ledger[i].Reason), Actor = Erased.Of(ledger[i].Actor) };
        foreach (var (key, row) in Ids.ToList())
        {
            if (key.Item1 != customer || !row.Id.StartsWith(Adjustment, StringComparison.Ordinal)) continue;
            var answer = CoreJson.Read<LedgerEntryView>(Encoding.UTF8.GetString(row.Decision));
            Ids[key] = row with
            {
                Decision = Encoding.UTF8.GetBytes(CoreJson.Write(answer with { Reason = null, Actor = null })),
            };
        }
        foreach (var (id, row) in Reservations.ToList())
        {
            if (row.Customer != customer || row.End is not null) continue;
            Reservations[id] = row with { Actor = null, Properties = null, Metadata = null };
        }
        foreach (var (key, row) in Withdrawals.Where(one => one.Key.Customer == customer.Value && one.Value.HasEnded)
            .ToList())
            Withdrawals[key] = row with { Destination = "{}", RequestedBy = "", ApprovedBy = null, Reason = null };
        foreach (var (key, row) in Slices.Where(
            one => one.Key.Customer == customer.Value && one.Value.Status != UsageSliceStatus.Waiting).ToList())
            Slices[key] = row with { ProviderCustomer = "" };
        foreach (var (key, row) in Payments.Where(one => one.Key.Customer == customer.Value).ToList())
            Payments[key] = row with { ReturnUrl = "", CheckoutUrl = null, Actor = "" };
        foreach (var (key, row) in Inbox.Where(one => one.Value.Customer == customer).ToList())
            Inbox[key] = row with { Body = [] };
        foreach (var (key, row) in Outbox.Where(one => one.Key.Customer == customer.Value).ToList())
        {
            if (row.Entry.Type == "customer.erased" || row.Entry.Type.StartsWith("usage.", StringComparison.Ordinal))
                continue;
            Outbox.Remove(key);
        }
    }

    /// <summary>
    /// A counter as stored in its epoch, else the sum of its events; null where that takes more than
    /// <paramref name="most"/>.
    /// </summary>
    public Counter? Counter(CounterKey key, Instant now, int? most)
    {
        var stored = Counters.GetValueOrDefault(key);
        // What was told of it is the window's, whatever the epoch.
        var told = Told.GetValueOrDefault(key with { Epoch = 0 });
        if (key.Rolling is { } length)
            return Rolling(key, stored, Instant.Max(now, Heads[key.Customer].LastAt) - length, told, most);
        if (stored is not null) return stored;
        if (Exceeds(key, most, one => one.At >= key.From && one.At < key.To)) return null;
        var (used, reserved) = Sum(key, one => one.At >= key.From && one.At < key.To);
        return new Counter(key, used, reserved, null, null, told, (used, reserved) != (0, 0));
    }

    /// <summary>
    /// What was spent as stored in its epoch, else the sum of what events were charged and open reservations hold; null
    /// where those are more than <paramref name="most"/>.
    /// </summary>
    public Spend? Spend(SpendKey key, int? most)
    {
        // What was told of it is the window's, whatever the epoch.
        var stored = Spends.GetValueOrDefault(key with { Epoch = 0 }) ?? Core.Budgets.Spend.None(key);
        if (stored.Key == key && Spends.ContainsKey(key with { Epoch = 0 })) return stored;
        var charges = (Events.GetValueOrDefault(key.Customer) ?? []).FindAll(
            one => one.Charge is { } charge && key.Counts(charge.Currency, one.Namespace, one.At));
        var open = Reservations.Values.Where(one => one.Customer == key.Customer && one.End is null).ToList();
        if (Math.Max(charges.Count, open.Count) > most) return null;
        var spent = new Amount(charges.Sum(one => one.Charge!.Amount.Micros));
        var held = new Amount(open
            .Where(one => one.Held is { } credit && key.Counts(credit.Currency, one.Namespace, one.At))
            .Sum(one => one.Held!.Amount.Micros));
        return stored with
        {
            Key = key,
            Spent = spent,
            Held = held,
            Computed = (spent, held) != (Amount.Zero, Amount.Zero),
        };
    }

    Counter? Rolling(CounterKey key, Counter? stored, Instant from, short told, int? most)
    {
        var known = stored?.CountedFrom;
        bool Counts(UsageEvent one) =>
            one.At > Least(known, from) && (known is null || one.At <= Instant.Max(known.Value, from));

        if (Exceeds(key, most, Counts)) return null;
        var oldest = Of(key)
            .Where(one => one.At > from && !one.Kind.Reserves())
            .GroupBy(one => one.At).Where(same => same.Sum(one => (decimal)one.Included + one.Overage) > 0)
            .Select(same => (Instant?)same.Key).Min();
        if (stored is null)
        {
            var (used, reserved) = Sum(key, one => one.At > from);
            return new Counter(key, used, reserved, from, oldest, told, (used, reserved) != (0, 0));
        }
        var before = known!.Value;
        // If the clock went back since it was stored, what had left is in again.
        var sign = before <= from ? 1 : -1;
        var gone = Sum(key, one => one.At > Instant.Min(before, from) && one.At <= Instant.Max(before, from));
        return stored with
        {
            Used = stored.Used - sign * gone.Used,
            Reserved = stored.Reserved - sign * gone.Reserved,
            CountedFrom = from,
            Oldest = stored.Used - sign * gone.Used > 0 ? oldest : null,
            Computed = gone != (0, 0),
        };
    }

    static Instant Least(Instant? known, Instant from) => known is { } one ? Instant.Min(one, from) : from;

    bool Exceeds(CounterKey key, int? most, Func<UsageEvent, bool> counts) =>
        most is { } limit && (Events.GetValueOrDefault(key.Customer) ?? [])
            .Where(one => one.Feature == key.Feature && counts(one)).Skip(limit).Any();

    (long Used, long Reserved) Sum(CounterKey key, Func<UsageEvent, bool> counts)
    {
        var (used, reserved) = (0m, 0m);
        foreach (var one in Of(key).Where(counts))
        {
            if (one.Kind.Reserves()) reserved += (decimal)one.Included + one.Overage;
            else used += (decimal)one.Included + one.Overage;
        }
        return ((long)Math.Min(Core.Usage.Counter.Most, used), (long)Math.Min(Core.Usage.Counter.Most, reserved));
    }

    IEnumerable<UsageEvent> Of(CounterKey key) => (Events.GetValueOrDefault(key.Customer) ?? []).Where(key.Counts);
}
