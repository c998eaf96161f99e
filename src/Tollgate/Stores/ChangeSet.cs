namespace Tollgate.Stores;

/// <summary>All rows that one transaction writes. Heads are written last. Not thread-safe.</summary>
public sealed class ChangeSet
{
    /// <summary>Counters.</summary>
    public List<Counter> Counters { get; } = [];

    /// <summary>Uses.</summary>
    public List<UsageEvent> Events { get; } = [];

    /// <summary>Event ids.</summary>
    public List<RecordedId> Ids { get; } = [];

    /// <summary>Other changes.</summary>
    public List<AuditEntry> Audits { get; } = [];

    /// <summary>Profiles.</summary>
    public List<Profile> Profiles { get; } = [];

    /// <summary>
    /// Subscriptions; of each customer those that end come first, so that at no row two bases are without an end.
    /// </summary>
    public List<Subscription> Subscriptions { get; } = [];

    /// <summary>Where providers' ids are found.</summary>
    public List<ProviderLink> Links { get; } = [];

    /// <summary>Boosts.</summary>
    public List<Boost> Boosts { get; } = [];

    /// <summary>Namespaces.</summary>
    public List<Namespace> Namespaces { get; } = [];

    /// <summary>Reservations.</summary>
    public List<Reservation> Reservations { get; } = [];

    /// <summary>Wallets.</summary>
    public List<Wallet> Wallets { get; } = [];

    /// <summary>Credit grants.</summary>
    public List<CreditGrant> Grants { get; } = [];

    /// <summary>Movements of wallets.</summary>
    public List<LedgerEntry> Ledger { get; } = [];

    /// <summary>What was used and what it cost so far.</summary>
    public List<CostTotal> Costs { get; } = [];

    /// <summary>Invoices.</summary>
    public List<Invoice> Invoices { get; } = [];

    /// <summary>Budgets.</summary>
    public List<Budget> Budgets { get; } = [];

    /// <summary>What was spent of budgets.</summary>
    public List<Spend> Spends { get; } = [];

    /// <summary>What was returned of payments.</summary>
    public List<PaymentReturn> Returns { get; } = [];

    /// <summary>Withdrawals.</summary>
    public List<Withdrawal> Withdrawals { get; } = [];

    /// <summary>Payment sessions.</summary>
    public List<PaymentSession> Payments { get; } = [];

    /// <summary>How far things of providers were followed.</summary>
    public List<ProviderObject> ProviderObjects { get; } = [];

    /// <summary>What reconciliations have posted.</summary>
    public List<PostedDifference> Posted { get; } = [];

    /// <summary>Levels of gauges through time.</summary>
    public List<Accrual> Accruals { get; } = [];

    /// <summary>What came to tallies of open periods: each is added to the row that is there.</summary>
    public List<Tally> Tallies { get; } = [];

    /// <summary>Periods that were closed.</summary>
    public List<ClosedPeriod> Periods { get; } = [];

    /// <summary>Slices of billable overage.</summary>
    public List<UsageSlice> Slices { get; } = [];

    /// <summary>Features.</summary>
    public List<Feature> Features { get; } = [];

    /// <summary>Plan versions.</summary>
    public List<PlanVersion> Plans { get; } = [];

    /// <summary>Settings.</summary>
    public List<Setting> Settings { get; } = [];

    /// <summary>Versions of rate cards.</summary>
    public List<RateCardVersion> RateCards { get; } = [];

    /// <summary>Discounts.</summary>
    public List<Discount> Discounts { get; } = [];

    /// <summary>API keys.</summary>
    public List<ApiKey> Keys { get; } = [];

    /// <summary>Webhook endpoints.</summary>
    public List<WebhookEndpoint> Webhooks { get; } = [];

    /// <summary>Messages to webhook endpoints.</summary>
    public List<OutboxEntry> Outbox { get; } = [];

    /// <summary>Keys of stored responses that have outlived their time and are to go first.</summary>
    public List<string> ExpiredResponses { get; } = [];

    /// <summary>Stored responses, sorted by key: the only key across customers.</summary>
    public List<StoredResponse> Responses { get; } = [];

    /// <summary>The heads of the customers that changed.</summary>
    public List<Head> Heads { get; } = [];

    /// <summary>Whether there is anything to write.</summary>
    public bool Any => Heads.Count + Counters.Count + Spends.Count + Responses.Count > 0;

    /// <summary>Adds what a batch has changed of one customer.</summary>
    public void Add(CustomerState customer)
    {
        var changes = customer.Changes;
        Counters.AddRange(changes.Counters.Values);
        Events.AddRange(changes.Events);
        Ids.AddRange(changes.Ids);
        Audits.AddRange(changes.Audits);
        Subscriptions.AddRange(changes.Subscriptions.Values.OrderBy(one => one.Over is null).ThenBy(one => one.Id));
        Links.AddRange(changes.Links.Values);
        Boosts.AddRange(changes.Boosts.Values);
        Namespaces.AddRange(changes.Namespaces.Values);
        Reservations.AddRange(changes.Reservations.Values);
        Wallets.AddRange(changes.Wallets.Values);
        Grants.AddRange(changes.Grants.Values);
        Ledger.AddRange(changes.Ledger);
        Costs.AddRange(changes.Costs.Values);
        Invoices.AddRange(changes.Invoices.Values);
        Budgets.AddRange(changes.Budgets.Values);
        Spends.AddRange(changes.Spends.Values);
        Returns.AddRange(changes.Returns.Values);
        Withdrawals.AddRange(changes.Withdrawals.Values);
        Payments.AddRange(changes.Payments.Values);
        ProviderObjects.AddRange(changes.ProviderObjects.Values);
        Posted.AddRange(changes.Posted.Values);
        Accruals.AddRange(changes.Accruals.Values);
        Tallies.AddRange(changes.Tallies.Values.Where(one => !one.IsNone));
        Periods.AddRange(changes.Periods.Values);
        Slices.AddRange(changes.Slices.Values);
        Features.AddRange(changes.Features.Values);
        Plans.AddRange(changes.Plans.Values);
        Settings.AddRange(changes.Settings.Values);
        RateCards.AddRange(changes.RateCards.Values);
        Discounts.AddRange(changes.Discounts.Values);
        Keys.AddRange(changes.Keys.Values);
        Webhooks.AddRange(changes.Webhooks.Values);
        Outbox.AddRange(changes.Outbox);
        if (changes.Profile is { } profile) Profiles.Add(profile);
        if (changes.Numbered || changes.Due) Heads.Add(customer.Head);
    }

    /// <summary>The change by which this attempt can be recognised, or null where it takes no number.</summary>
    public Attempt? Attempt()
    {
        if (Events.Count > 0) return new Attempt(Events[0], null);
        return Audits.Count > 0 ? new Attempt(null, Audits[0]) : null;
    }
}

/// <summary>The first change of an attempt: an event or an audit entry. Its hash tells it from any other.</summary>
public sealed record Attempt(UsageEvent? Event, AuditEntry? Audit)
{
    /// <summary>Whose it is.</summary>
    public CustomerId Customer => Event?.Customer ?? Audit!.Customer;

    /// <summary>Its hash.</summary>
    public Hash Hash => Event?.Hash ?? Audit!.Hash;
}
