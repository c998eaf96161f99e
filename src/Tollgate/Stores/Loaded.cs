namespace Tollgate.Stores;

/// <summary>The rows that a batch wants, by key. Not thread-safe.</summary>
public sealed class Wanted
{
    const int LeastShare = 64;

    /// <summary>Customers to lock; of a read session: whose heads to read.</summary>
    public SortedSet<long> Customers { get; } = [];

    /// <summary>Customers whose terms are not in the process: profile, subscriptions, boosts, namespaces.</summary>
    public HashSet<CustomerId> Terms { get; } = [];

    /// <summary>Customers whose heads are read and not locked. Their terms are wanted by <see cref="Terms"/>.</summary>
    public HashSet<CustomerId> Others { get; } = [];

    /// <summary>Counters.</summary>
    public HashSet<CounterKey> Counters { get; } = [];

    /// <summary>Event ids.</summary>
    public HashSet<(CustomerId Customer, string Id)> Ids { get; } = [];

    /// <summary>Reservations.</summary>
    public HashSet<(CustomerId Customer, string Id)> Reservations { get; } = [];

    /// <summary>Uses whose lines are wanted, by event id.</summary>
    public HashSet<(CustomerId Customer, string Id)> Lines { get; } = [];

    /// <summary>Customers whose open reservations are wanted that are over at a time, with that time.</summary>
    public Dictionary<CustomerId, Instant> Due { get; } = [];

    /// <summary>Customers whose wallets are wanted, with every grant that anything remains of.</summary>
    public HashSet<CustomerId> Money { get; } = [];

    /// <summary>Credit grants.</summary>
    public HashSet<(CustomerId Customer, long Id)> Grants { get; } = [];

    /// <summary>What was used and what it cost so far.</summary>
    public HashSet<CostKey> Costs { get; } = [];

    /// <summary>What was spent of budgets.</summary>
    public HashSet<SpendKey> Spends { get; } = [];

    /// <summary>What was returned of payments.</summary>
    public HashSet<(CustomerId Customer, string Payment)> Returns { get; } = [];

    /// <summary>Withdrawals.</summary>
    public HashSet<(CustomerId Customer, long Id)> Withdrawals { get; } = [];

    /// <summary>Payment sessions.</summary>
    public HashSet<(CustomerId Customer, long Id)> Payments { get; } = [];

    /// <summary>How far things of providers were followed.</summary>
    public HashSet<(CustomerId Customer, string Name)> ProviderObjects { get; } = [];

    /// <summary>What was charged in periods that are over.</summary>
    public HashSet<ChargeQuery> Charged { get; } = [];

    /// <summary>What reconciliations have posted, by the time that they share.</summary>
    public HashSet<PostedPeriod> Posted { get; } = [];

    /// <summary>Customers whose levels of gauges are wanted.</summary>
    public HashSet<CustomerId> Accruals { get; } = [];

    /// <summary>Customers of whom all that was recorded in the open period is wanted.</summary>
    public HashSet<CustomerId> Tallies { get; } = [];

    /// <summary>Slices of billable overage.</summary>
    public HashSet<(CustomerId Customer, long Id)> Slices { get; } = [];

    /// <summary>Keys of stored responses.</summary>
    public HashSet<string> Responses { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The most stored events that all counters together may be computed from, about, and the most reservations that
    /// one customer may have due; null: any number. What is above it is named in <see cref="Loaded.Costly"/> and
    /// <see cref="Loaded.Overdue"/> instead.
    /// </summary>
    public int? MostEvents { get; init; }

    /// <summary>
    /// The share of <see cref="MostEvents"/> that each counter and each sum of charges has, so that a batch of many is
    /// bounded as one is.
    /// </summary>
    public int? MostEventsEach =>
        MostEvents is { } most
            ? Math.Max(Math.Min(LeastShare, most), most / Math.Max(1, Counters.Count + Spends.Count))
            : null;

    /// <summary>Whether the catalogue, settings and API keys are wanted.</summary>
    public bool Account { get; set; }

    /// <summary>Whether anything but locks is wanted.</summary>
    public bool Any =>
        Account || Terms.Count + Counters.Count + Ids.Count + Responses.Count > 0
            || Reservations.Count + Lines.Count + Due.Count + Others.Count > 0
            || Money.Count + Grants.Count + Costs.Count + Returns.Count + Withdrawals.Count + Payments.Count > 0
            || ProviderObjects.Count > 0
            || Spends.Count + Charged.Count + Posted.Count + Accruals.Count + Tallies.Count + Slices.Count > 0;
}

/// <summary>
/// The rows that a session found. Lists hold what exists; every counter that was wanted is there, or among the costly.
/// </summary>
public sealed class Loaded
{
    /// <summary>
    /// The clock, read after the locks were taken, in whole microseconds: the store's own, and ahead of that by the
    /// account's <see cref="TestClock"/>.
    /// </summary>
    public Instant Now { get; init; }

    /// <summary>
    /// The revision of customer 0, read after the locks were taken; that of <see cref="Account"/>, if that is here.
    /// </summary>
    public long AccountRevision { get; set; }

    /// <summary>The customers that were free and are now locked.</summary>
    public Dictionary<CustomerId, Head> Heads { get; } = [];

    /// <summary>The heads that were read and not locked, as they were after the terms were read.</summary>
    public Dictionary<CustomerId, Head> Others { get; } = [];

    /// <summary>Those of them whose terms changed while they were read: of no one revision, not to be used.</summary>
    public HashSet<CustomerId> Moving { get; } = [];

    /// <summary>
    /// The revision of customer 0, read after <see cref="Others"/>, whose terms may rest on it; 0 where a store reads
    /// everything at one moment.
    /// </summary>
    public long LastAccountRevision { get; set; }

    /// <summary>The customers whose terms were wanted; of some there may be no row.</summary>
    public IReadOnlyCollection<CustomerId> Asked { get; init; } = [];

    /// <summary>Profiles of the customers whose terms were wanted.</summary>
    public List<Profile> Profiles { get; } = [];

    /// <summary>Subscriptions of the same, by id.</summary>
    public List<Subscription> Subscriptions { get; } = [];

    /// <summary>Boosts of the same, by id.</summary>
    public List<Boost> Boosts { get; } = [];

    /// <summary>Invoices of the same that are not paid.</summary>
    public List<Invoice> Invoices { get; } = [];

    /// <summary>Budgets of the same that are not deleted.</summary>
    public List<Budget> Budgets { get; } = [];

    /// <summary>Namespaces of the same.</summary>
    public List<Namespace> Namespaces { get; } = [];

    /// <summary>Counters: as stored in their epoch, else computed from the events.</summary>
    public List<Counter> Counters { get; } = [];

    /// <summary>
    /// Wanted counters that are to be computed from more events than <see cref="Wanted.MostEvents"/>.
    /// </summary>
    public List<CounterKey> Costly { get; } = [];

    /// <summary>Event ids.</summary>
    public List<RecordedId> Ids { get; } = [];

    /// <summary>Reservations by id.</summary>
    public List<Reservation> Reservations { get; } = [];

    /// <summary>Every line of the uses that were wanted, in order; of a settled reservation those of its use.</summary>
    public List<UsageEvent> Lines { get; } = [];

    /// <summary>
    /// The open reservations of those whose due ones were wanted, by their end: all that are over at that time, and the
    /// first that is not.
    /// </summary>
    public List<Reservation> Due { get; } = [];

    /// <summary>Those of them that have more due than <see cref="Wanted.MostEvents"/>.</summary>
    public List<CustomerId> Overdue { get; } = [];

    /// <summary>The wallets of the customers whose money was wanted.</summary>
    public List<Wallet> Wallets { get; } = [];

    /// <summary>Every grant of the same that anything remains of, and those that were wanted by id.</summary>
    public List<CreditGrant> Grants { get; } = [];

    /// <summary>What was used and what it cost so far; of what was never charged there is none.</summary>
    public List<CostTotal> Costs { get; } = [];

    /// <summary>What was spent of budgets: as stored in its epoch, else computed.</summary>
    public List<Spend> Spends { get; } = [];

    /// <summary>
    /// Those of whom such a sum is to be computed from more events, or reservations, than
    /// <see cref="Wanted.MostEvents"/>.
    /// </summary>
    public List<CustomerId> Unsummed { get; } = [];

    /// <summary>What was returned of payments; of most there is none.</summary>
    public List<PaymentReturn> Returns { get; } = [];

    /// <summary>Withdrawals by id.</summary>
    public List<Withdrawal> Withdrawals { get; } = [];

    /// <summary>Slices by id.</summary>
    public List<UsageSlice> Slices { get; } = [];

    /// <summary>What was recorded in the open period.</summary>
    public List<Tally> Tallies { get; } = [];

    /// <summary>Payment sessions by id.</summary>
    public List<PaymentSession> Payments { get; } = [];

    /// <summary>How far things of providers were followed.</summary>
    public List<ProviderObject> ProviderObjects { get; } = [];

    /// <summary>
    /// What was charged in periods that are over, unless that takes more events than <see cref="Wanted.MostEvents"/>.
    /// </summary>
    public List<ChargeSums> Charged { get; } = [];

    /// <summary>The customers of those that do.</summary>
    public List<CustomerId> CostlyCharges { get; } = [];

    /// <summary>What reconciliations have posted; of a period at most one more than may be read.</summary>
    public List<PostedDifference> Posted { get; } = [];

    /// <summary>The levels of all gauges of those whose were wanted.</summary>
    public List<Accrual> Accruals { get; } = [];

    /// <summary>Stored responses.</summary>
    public List<StoredResponse> Responses { get; } = [];

    /// <summary>Takes a head that was read before and after the terms of its customer.</summary>
    public void TakeAgain(Head head)
    {
        if (Others[head.Customer].Revision != head.Revision) Moving.Add(head.Customer);
        Others[head.Customer] = head;
    }

    /// <summary>
    /// Takes reservations that were read one more than <paramref name="most"/> of each customer at the most.
    /// </summary>
    public void TakeDue(IEnumerable<Reservation> found, Dictionary<CustomerId, Instant> wanted, int? most)
    {
        foreach (var open in found.GroupBy(one => one.Customer))
        {
            if (open.Count(one => one.ExpiresAt <= wanted[open.Key]) > most) Overdue.Add(open.Key);
            else Due.AddRange(open);
        }
    }

    /// <summary>
    /// The account's rows, if they were wanted and no other server changed them while they were read.
    /// </summary>
    public AccountRows? Account { get; set; }
}

/// <summary>Everything that belongs to customer 0.</summary>
public sealed record AccountRows(
    IReadOnlyList<Feature> Features, IReadOnlyList<PlanVersion> Plans, IReadOnlyList<Setting> Settings,
    IReadOnlyList<ApiKey> Keys)
{
    /// <summary>The latest version of each rate card.</summary>
    public IReadOnlyList<RateCardVersion> RateCards { get; init; } = [];

    /// <summary>Discounts, archived ones too.</summary>
    public IReadOnlyList<Discount> Discounts { get; init; } = [];

    /// <summary>Webhook endpoints that are not deleted.</summary>
    public IReadOnlyList<WebhookEndpoint> Webhooks { get; init; } = [];

    /// <summary>The account at a revision.</summary>
    public Account At(long revision) =>
        new(revision, new Catalog(Features, Plans, SettingsCodec.Read(Settings), RateCards, Discounts),
            KeyRing.Of(Keys, KeepTokenSecret.Of(Settings)))
        {
            Webhooks = WebhookEndpoints.Of(Webhooks),
            Ahead = TestClock.AheadBy(Settings),
            Seal = ChainKey.SealOf(Settings),
            CollectsRecharges = CollectRecharges.Of(Settings),
        };
}

/// <summary>The answer to a request with an Idempotency-Key, kept for 24 hours.</summary>
/// <param name="Key">Method, path and key.</param>
/// <param name="Request">Hash of the canonical request.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">UTF-8 JSON.</param>
/// <param name="CreatedAt">When it was stored.</param>
public sealed record StoredResponse(string Key, Hash Request, short Status, byte[] Body, Instant CreatedAt)
{
    /// <summary>How long it is kept.</summary>
    public static Duration Lifetime { get; } = Duration.FromHours(24);
}
