namespace Tollgate.Stores;

/// <summary>The rows that a batch wants, by key. Not thread-safe.</summary>
public sealed class Wanted
{
    /// <summary>Customers to lock; of a read session: whose heads to read.</summary>
    public SortedSet<long> Customers { get; } = [];

    /// <summary>Customers whose terms are not in the process: profile, subscriptions, boosts, namespaces.</summary>
    public HashSet<CustomerId> Terms { get; } = [];

    /// <summary>Counters.</summary>
    public HashSet<CounterKey> Counters { get; } = [];

    /// <summary>Event ids.</summary>
    public HashSet<(CustomerId Customer, string Id)> Ids { get; } = [];

    /// <summary>Keys of stored responses.</summary>
    public HashSet<string> Responses { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The most stored events that one counter may be computed from; null: any number. Counters above it are named in
    /// <see cref="Loaded.Costly"/> instead.
    /// </summary>
    public int? MostEvents { get; init; }

    /// <summary>Whether the catalogue, settings and API keys are wanted.</summary>
    public bool Account { get; set; }

    /// <summary>Whether anything but locks is wanted.</summary>
    public bool Any => Account || Terms.Count + Counters.Count + Ids.Count + Responses.Count > 0;
}

/// <summary>
/// The rows that a session found. Lists hold what exists; every counter that was wanted is there, or among the costly.
/// </summary>
public sealed class Loaded
{
    /// <summary>The clock, read after the locks were taken, in whole microseconds.</summary>
    public Instant Now { get; init; }

    /// <summary>
    /// The revision of customer 0, read after the locks were taken; that of <see cref="Account"/>, if that is here.
    /// </summary>
    public long AccountRevision { get; set; }

    /// <summary>The customers that were free and are now locked.</summary>
    public Dictionary<CustomerId, Head> Heads { get; } = [];

    /// <summary>The customers whose terms were wanted; of some there may be no row.</summary>
    public IReadOnlyCollection<CustomerId> Asked { get; init; } = [];

    /// <summary>Profiles of the customers whose terms were wanted.</summary>
    public List<Profile> Profiles { get; } = [];

    /// <summary>Subscriptions of the same, by id.</summary>
    public List<Subscription> Subscriptions { get; } = [];

    /// <summary>Boosts of the same, by id.</summary>
    public List<Boost> Boosts { get; } = [];

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

    /// <summary>Stored responses.</summary>
    public List<StoredResponse> Responses { get; } = [];

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
    /// <summary>The account at a revision.</summary>
    public Account At(long revision) =>
        new(revision, new Catalog(Features, Plans, SettingsCodec.Read(Settings)),
            KeyRing.Of(Keys, KeepTokenSecret.Of(Settings)));
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
