namespace Tollgate.Core;

/// <summary>
/// The rows that were written: the last version of each, and what was appended in order. Not thread-safe.
/// </summary>
public sealed class Changes
{
    /// <summary>Uses, in order.</summary>
    public List<UsageEvent> Events { get; } = [];

    /// <summary>Event ids, in order.</summary>
    public List<RecordedId> Ids { get; } = [];

    /// <summary>Other changes, in order.</summary>
    public List<AuditEntry> Audits { get; } = [];

    /// <summary>Counters.</summary>
    public Dictionary<CounterKey, Counter> Counters { get; } = [];

    /// <summary>Subscriptions by id.</summary>
    public Dictionary<long, Subscription> Subscriptions { get; } = [];

    /// <summary>Boosts by id.</summary>
    public Dictionary<long, Boost> Boosts { get; } = [];

    /// <summary>Namespaces by key.</summary>
    public Dictionary<string, Namespace> Namespaces { get; } = [];

    /// <summary>Reservations by id.</summary>
    public Dictionary<string, Reservation> Reservations { get; } = [];

    /// <summary>Wallets by currency.</summary>
    public Dictionary<Currency, Wallet> Wallets { get; } = [];

    /// <summary>Credit grants by id.</summary>
    public Dictionary<long, CreditGrant> Grants { get; } = [];

    /// <summary>What was used and what it cost so far.</summary>
    public Dictionary<CostKey, CostTotal> Costs { get; } = [];

    /// <summary>Budgets by name.</summary>
    public Dictionary<string, Budget> Budgets { get; } = [];

    /// <summary>Invoices by id.</summary>
    public Dictionary<string, Invoice> Invoices { get; } = new(StringComparer.Ordinal);

    /// <summary>What was spent of budgets.</summary>
    public Dictionary<SpendKey, Spend> Spends { get; } = [];

    /// <summary>What was returned of payments, by the payment.</summary>
    public Dictionary<string, PaymentReturn> Returns { get; } = new(StringComparer.Ordinal);

    /// <summary>Withdrawals by id.</summary>
    public Dictionary<long, Withdrawal> Withdrawals { get; } = [];

    /// <summary>Payment sessions by id.</summary>
    public Dictionary<long, PaymentSession> Payments { get; } = [];

    /// <summary>How far things of providers were followed, by name.</summary>
    public Dictionary<string, ProviderObject> ProviderObjects { get; } = new(StringComparer.Ordinal);

    /// <summary>Movements of wallets, in order.</summary>
    public List<LedgerEntry> Ledger { get; } = [];

    /// <summary>What reconciliations have posted, by the key of what they sum up.</summary>
    public Dictionary<Hash, PostedDifference> Posted { get; } = [];

    /// <summary>Levels of gauges through time.</summary>
    public Dictionary<AccrualKey, Accrual> Accruals { get; } = [];

    /// <summary>What came to what was recorded in the open period, by what it is of.</summary>
    public Dictionary<TallyKey, Tally> Tallies { get; } = [];

    /// <summary>Periods that were closed, by id.</summary>
    public Dictionary<long, ClosedPeriod> Periods { get; } = [];

    /// <summary>Slices of billable overage, by id.</summary>
    public Dictionary<long, UsageSlice> Slices { get; } = [];

    /// <summary>The profile, if it was written.</summary>
    public Profile? Profile { get; set; }

    /// <summary>Where providers' ids are found, by provider and subscription.</summary>
    public Dictionary<(string, long), ProviderLink> Links { get; } = [];

    /// <summary>Features by id.</summary>
    public Dictionary<int, Feature> Features { get; } = [];

    /// <summary>Plan versions by id.</summary>
    public Dictionary<int, PlanVersion> Plans { get; } = [];

    /// <summary>Settings by key.</summary>
    public Dictionary<string, Setting> Settings { get; } = [];

    /// <summary>Versions of rate cards by id.</summary>
    public Dictionary<int, RateCardVersion> RateCards { get; } = [];

    /// <summary>Discounts by id.</summary>
    public Dictionary<int, Discount> Discounts { get; } = [];

    /// <summary>API keys by id.</summary>
    public Dictionary<long, ApiKey> Keys { get; } = [];

    /// <summary>Webhook endpoints by id.</summary>
    public Dictionary<long, WebhookEndpoint> Webhooks { get; } = [];

    /// <summary>Messages to webhook endpoints, in order.</summary>
    public List<OutboxEntry> Outbox { get; } = [];

    /// <summary>Whether the customer falls due at another time: a change of its head that takes no number.</summary>
    public bool Due { get; set; }

    /// <summary>Whether anything took a number of the sequence.</summary>
    public bool Numbered => Events.Count > 0 || Audits.Count > 0;

    /// <summary>Adds what a later layer wrote.</summary>
    public void Add(Changes later)
    {
        Events.AddRange(later.Events);
        Ids.AddRange(later.Ids);
        Audits.AddRange(later.Audits);
        Take(Counters, later.Counters);
        Take(Subscriptions, later.Subscriptions);
        Take(Boosts, later.Boosts);
        Take(Namespaces, later.Namespaces);
        Take(Reservations, later.Reservations);
        Take(Wallets, later.Wallets);
        Take(Grants, later.Grants);
        Take(Costs, later.Costs);
        Take(Budgets, later.Budgets);
        Take(Invoices, later.Invoices);
        Take(Spends, later.Spends);
        Take(Returns, later.Returns);
        Take(Withdrawals, later.Withdrawals);
        Take(Payments, later.Payments);
        Take(ProviderObjects, later.ProviderObjects);
        Take(Posted, later.Posted);
        Take(Accruals, later.Accruals);
        foreach (var more in later.Tallies.Values) Add(more);
        Take(Periods, later.Periods);
        Take(Slices, later.Slices);
        Ledger.AddRange(later.Ledger);
        Take(Links, later.Links);
        Take(Features, later.Features);
        Take(Plans, later.Plans);
        Take(Settings, later.Settings);
        Take(RateCards, later.RateCards);
        Take(Discounts, later.Discounts);
        Take(Keys, later.Keys);
        Take(Webhooks, later.Webhooks);
        Outbox.AddRange(later.Outbox);
        Due |= later.Due;
        Profile = later.Profile ?? Profile;
    }

    /// <summary>Adds to what came to a tally.</summary>
    public void Add(Tally more) =>
        Tallies[more.Key] = Tallies.GetValueOrDefault(more.Key)?.Plus(more) ?? more;

    static void Take<TKey, TRow>(Dictionary<TKey, TRow> into, Dictionary<TKey, TRow> from) where TKey : notnull
    {
        foreach (var (key, row) in from) into[key] = row;
    }
}
