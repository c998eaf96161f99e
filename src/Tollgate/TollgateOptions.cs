namespace Tollgate;

/// <summary>How the engine runs. The defaults suit one process of a few cores.</summary>
public sealed class TollgateOptions
{
    /// <summary>
    /// The most events of one batch; a request above it travels alone. 1 to 10,000; 1,024 unless set.
    /// </summary>
    public int BatchEvents { get; set; } = 1024;

    /// <summary>The most events of one request. 1 to 10,000; 10,000 unless set.</summary>
    public int RequestEvents { get; set; } = 10_000;

    /// <summary>
    /// The most events that wait in the queue of writes, and again in that of reads. 8 to 1,048,576; 65,536 unless set.
    /// At least <see cref="RequestEvents"/>. One customer takes an eighth of it, or a single request. Requests above
    /// <see cref="BatchEvents"/> have a queue of their own, of 16 times <see cref="RequestEvents"/> where that is more.
    /// </summary>
    public int QueueEvents { get; set; } = 65_536;

    /// <summary>
    /// Lanes that write. 1 to 64. Unless set 2, so that one decides while the database is busy with the other's
    /// customers; on a store that writes one transaction at a time, 1.
    /// </summary>
    public int? WriteLanes { get; set; }

    /// <summary>Lanes that wait for customers held elsewhere. 1 to 64; 4 unless set.</summary>
    public int PatientLanes { get; set; } = 4;

    /// <summary>Lanes that read. 1 to 64; 2 unless set.</summary>
    public int ReadLanes { get; set; } = 2;

    /// <summary>
    /// How long a request may wait for a customer that is held elsewhere. Up to an hour; 5 seconds unless set.
    /// </summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a request may wait at all, a database that cannot be reached included. Up to an hour; 10 seconds unless
    /// set.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long closing waits for what was let in. Up to an hour; 30 seconds unless set.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long an operation may hold its customer: then it is told to end, and a second later its transaction is. 10
    /// milliseconds to an hour; 30 seconds unless set.
    /// </summary>
    public TimeSpan LongestHold { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Operations that hold their customers at once, each with a connection of its own where the store has such. 1 to
    /// 500; 10 unless set.
    /// </summary>
    public int Holds { get; set; } = 10;

    /// <summary>
    /// Whether webhooks may go to addresses that are not public, and by http. Only for trials: whoever may make an
    /// endpoint could reach the network this runs in. False unless set.
    /// </summary>
    public bool WebhooksToPrivateAddresses { get; set; }

    /// <summary>
    /// How long a webhook's endpoint may take to answer. 1 second to a minute; 15 seconds unless set.
    /// </summary>
    public TimeSpan WebhookTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Whether recharges of wallets are opened: whoever says so collects them. <see cref="TollgateBuilder"/> does,
    /// where it is told by whom. False unless set.
    /// </summary>
    public bool Recharges { get; set; }

    /// <summary>
    /// The key that the hash chains are made with: at least 16 characters, the same on every server and for ever. A
    /// database that has a history is opened only with the key, or without one, as it was begun. None unless set.
    /// </summary>
    public string? LedgerKey { get; set; }

    /// <summary>
    /// How often payment providers are asked for messages that never came. 10 seconds to a day; 5 minutes unless set.
    /// </summary>
    public TimeSpan WebhookSweep { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long messages of payment providers are kept, to be listed and replayed: 7 to 400 days; 90 unless set. What
    /// was applied stays so for ever.
    /// </summary>
    public TimeSpan WebhooksKept { get; set; } = TimeSpan.FromDays(90);

    internal void Check()
    {
        Within(WebhookSweep, TimeSpan.FromSeconds(10), TimeSpan.FromDays(1), nameof(WebhookSweep));
        Within(WebhooksKept, TimeSpan.FromDays(7), TimeSpan.FromDays(400), nameof(WebhooksKept));
        if (LedgerKey?.Length < ChainKey.LeastCharacters)
            throw new ArgumentOutOfRangeException(
                nameof(LedgerKey), $"{nameof(LedgerKey)} has at least {ChainKey.LeastCharacters} characters.");
        Within(WebhookTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), nameof(WebhookTimeout));
        Within(BatchEvents, 1, 10_000, nameof(BatchEvents));
        Within(RequestEvents, 1, 10_000, nameof(RequestEvents));
        Within(QueueEvents, Math.Max(8, RequestEvents), 1 << 20, nameof(QueueEvents));
        Within(WriteLanes ?? 1, 1, 64, nameof(WriteLanes));
        Within(PatientLanes, 1, 64, nameof(PatientLanes));
        Within(ReadLanes, 1, 64, nameof(ReadLanes));
        Within(BusyTimeout, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(BusyTimeout));
        Within(RequestTimeout, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(RequestTimeout));
        Within(DrainTimeout, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(DrainTimeout));
        Within(LongestHold, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1), nameof(LongestHold));
        Within(Holds, 1, 500, nameof(Holds));
    }

    static void Within<T>(T value, T least, T most, string name) where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            throw new ArgumentOutOfRangeException(name, value, $"{name} is from {least} to {most}.");
    }
}
