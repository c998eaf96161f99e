namespace Tollgate.Core;

/// <summary>A fact was asked for that was not loaded: a bug in <see cref="Needs"/>, never an answer.</summary>
public sealed class MissingFactException(string what) : Exception($"Not loaded: {what}.")
{
    /// <summary>The cost that it was, or null.</summary>
    public CostKey? Cost { get; init; }

    /// <summary>What was spent of a budget that it was, or null.</summary>
    public SpendKey? Spend { get; init; }

    /// <summary>Asks for it, if it can be; false: it is a bug.</summary>
    public bool AddTo(Needs needs)
    {
        if (Cost is { } cost) needs.Costs.Add(cost);
        if (Spend is { } spend) needs.Spends.Add(spend);
        return Cost is not null || Spend is not null;
    }
}

/// <summary>
/// What is known of one customer: at the bottom its rows as loaded with what the batch has kept so far, above it what
/// one request's draft has changed. Reads fall through; writes stay on top until they are kept. Not thread-safe.
/// </summary>
public sealed partial class CustomerState
{
    readonly CustomerState? under;
    readonly Dictionary<CounterKey, Counter> counters = [];
    readonly Dictionary<string, RecordedId> ids = new(StringComparer.Ordinal);
    Dictionary<string, Reservation>? reservations;
    Dictionary<string, IReadOnlyList<UsageEvent>>? lines;

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
        SettledUntil = above.SettledUntil ?? SettledUntil;
        KeepMoney(above);
        KeepPeriods(above);
        KeepObjects(above);
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

    /// <summary>Until when it is settled, where more is due than was settled at once; null: all of it.</summary>
    internal Instant? SettledUntil { get; set; }

    /// <summary>Whether more is due: nothing else is decided before the next batch has gone on.</summary>
    public bool IsUnsettled => SettledUntil is not null;

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
        var before = Terms.Subscriptions.FirstOrDefault(one => one.Id == subscription.Id)?.Providers;
        Link(subscription.Id, before, subscription.Providers);
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

    /// <summary>Writes an invoice.</summary>
    public void Put(Invoice invoice)
    {
        Terms = Terms.With(invoice);
        Changes.Invoices[invoice.Id] = invoice;
    }

    /// <summary>Writes the profile.</summary>
    public void Put(Profile profile)
    {
        Link(0, Terms.Profile?.Providers, profile.Providers);
        Terms = Terms with { Profile = profile };
        Changes.Profile = profile;
    }

    void Link(long subscription, ProviderIds? before, ProviderIds after)
    {
        if ((before ?? ProviderIds.None).Equals(after)) return;
        foreach (var provider in (before ?? ProviderIds.None).All.Keys.Union(after.All.Keys))
            if (before?.Find(provider) != after.Find(provider))
                Changes.Links[(provider, subscription)] =
                    new ProviderLink(Head.Customer, provider, subscription, after.Find(provider));
    }

    /// <summary>Writes an API key; of the account alone.</summary>
    public void Put(ApiKey key) => Changes.Keys[key.Id] = key;

    /// <summary>Writes a version of a rate card; of the account alone.</summary>
    public void Put(RateCardVersion card) => Changes.RateCards[card.Id] = card;

    /// <summary>Writes a discount; of the account alone.</summary>
    public void Put(Discount discount) => Changes.Discounts[discount.Id] = discount;

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
        if (Terms.Profile?.Period is { } period && Tally.Of(line, period.From) is { } more) Changes.Add(more);
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
