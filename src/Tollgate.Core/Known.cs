namespace Tollgate.Core;

/// <summary>
/// What was loaded of one customer so far, where what a command needs depends on rows it has to see first. Not
/// thread-safe.
/// </summary>
public sealed class Known
{
    Dictionary<string, Reservation?>? reservations;
    Dictionary<string, List<UsageEvent>>? lines;
    Dictionary<string, RecordedId>? ids;
    Dictionary<string, PaymentReturn>? returns;
    Dictionary<CostKey, CostTotal>? costs;

    /// <summary>The levels of gauges that were found.</summary>
    public List<Accrual> Accruals { get; } = [];

    /// <summary>Every reservation that was found.</summary>
    public IEnumerable<Reservation> Reservations =>
        reservations?.Values.OfType<Reservation>() ?? [];

    /// <summary>The lines of every use that was found, by its id.</summary>
    public IEnumerable<(string Id, IReadOnlyList<UsageEvent> Lines)> Uses =>
        lines?.Select(pair => (pair.Key, (IReadOnlyList<UsageEvent>)pair.Value)) ?? [];

    /// <summary>Whether a reservation was not asked for yet; from now on it was.</summary>
    public bool AskReservation(string id) =>
        (reservations ??= new(StringComparer.Ordinal)).TryAdd(id, null);

    /// <summary>Whether the lines of a use were not asked for yet; from now on they were.</summary>
    public bool AskLines(string id) => (lines ??= new(StringComparer.Ordinal)).TryAdd(id, []);

    /// <summary>Takes a reservation that was found.</summary>
    public void Take(Reservation reservation) => reservations![reservation.Id] = reservation;

    /// <summary>Takes a line that was found, in order.</summary>
    public void Take(UsageEvent line) => lines![line.Id].Add(line);

    /// <summary>Takes an id that was found.</summary>
    public void Take(RecordedId recorded) => (ids ??= new(StringComparer.Ordinal))[recorded.Id] = recorded;

    /// <summary>Takes what was found to be returned of a payment.</summary>
    public void Take(PaymentReturn row) => (returns ??= new(StringComparer.Ordinal))[row.Payment] = row;

    /// <summary>Takes what was found to be used and to have cost.</summary>
    public void Take(CostTotal row) => (costs ??= [])[row.Key] = row;

    /// <summary>What was found to be used and to have cost, or null.</summary>
    public CostTotal? Cost(CostKey key) => costs?.GetValueOrDefault(key);

    /// <summary>An id that was found, or null.</summary>
    public RecordedId? Id(string id) => ids?.GetValueOrDefault(id);

    /// <summary>What was found to be returned of a payment, or null.</summary>
    public PaymentReturn? Return(string payment) => returns?.GetValueOrDefault(payment);

    /// <summary>What was found to be returned of payments.</summary>
    public IEnumerable<PaymentReturn> Returns => returns?.Values ?? Enumerable.Empty<PaymentReturn>();

    /// <summary>A reservation that was found, or null.</summary>
    public Reservation? Reservation(string id) => reservations?.GetValueOrDefault(id);

    /// <summary>The lines of a use that were found.</summary>
    public IReadOnlyList<UsageEvent> Lines(string id) => lines?.GetValueOrDefault(id) ?? [];
}
