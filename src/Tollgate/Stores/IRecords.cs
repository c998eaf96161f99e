namespace Tollgate.Stores;

/// <summary>
/// What is recorded, customer by customer and in order, for whoever recomputes or copies it. Nothing decides on it.
/// Thread-safe.
/// </summary>
public interface IRecords
{
    /// <summary>
    /// The heads of customers with numbers above <paramref name="after"/>, by number, with their keys; the account is
    /// number 0, and its key is empty.
    /// </summary>
    ValueTask<IReadOnlyList<NamedHead>> HeadsAsync(CustomerId after, int limit, CancellationToken stop);

    /// <summary>Opens one snapshot of a customer's rows, that stands still while others write.</summary>
    ValueTask<IRecordSnapshot> OpenAsync(CustomerId customer, CancellationToken stop);
}

/// <summary>One customer's rows, all of one moment. Not thread-safe.</summary>
public interface IRecordSnapshot : IAsyncDisposable
{
    /// <summary>How the customer stands.</summary>
    ValueTask<CustomerRows> CustomerAsync(CancellationToken stop);

    /// <summary>The account's rows.</summary>
    ValueTask<AccountRows> AccountAsync(CancellationToken stop);

    /// <summary>Lines of uses behind a place, by number and line.</summary>
    ValueTask<IReadOnlyList<UsageEvent>> EventsAsync(LinePlace after, int limit, CancellationToken stop);

    /// <summary>Other changes above a number, by number.</summary>
    ValueTask<IReadOnlyList<AuditEntry>> AuditsAsync(long after, int limit, CancellationToken stop);

    /// <summary>Entries of the wallet in a currency above a number of its ledger, by number.</summary>
    ValueTask<IReadOnlyList<LedgerEntry>> LedgerAsync(
        Currency currency, long after, int limit, CancellationToken stop);

    /// <summary>
    /// The next rows of the memory of ids, by number and id; fewer than <paramref name="limit"/> at the end. Each is
    /// read once: there is no index by number, so that they are sorted as they are first asked for.
    /// </summary>
    ValueTask<IReadOnlyList<RecordedId>> NextIdsAsync(int limit, CancellationToken stop);

    /// <summary>The next reservations that have ended, by the number of their end and id, as those are read.</summary>
    ValueTask<IReadOnlyList<Reservation>> NextEndedAsync(int limit, CancellationToken stop);

    /// <summary>Credit grants above an id, by id, whether or not anything remains of them.</summary>
    ValueTask<IReadOnlyList<CreditGrant>> GrantsAsync(long after, int limit, CancellationToken stop);

    /// <summary>Payment sessions above an id, by id.</summary>
    ValueTask<IReadOnlyList<PaymentSession>> PaymentsAsync(long after, int limit, CancellationToken stop);

    /// <summary>Slices of billable overage above an id, by id.</summary>
    ValueTask<IReadOnlyList<UsageSlice>> SlicesAsync(long after, int limit, CancellationToken stop);

    /// <summary>Closed periods above an id, by id.</summary>
    ValueTask<IReadOnlyList<ClosedPeriod>> PeriodsAsync(long after, int limit, CancellationToken stop);

    /// <summary>Withdrawals above an id, by id, whether or not they have ended.</summary>
    ValueTask<IReadOnlyList<Withdrawal>> WithdrawalsAsync(long after, int limit, CancellationToken stop);
}

/// <summary>A customer's head, with its key.</summary>
public sealed record NamedHead(string Key, Head Head);

/// <summary>A place among the lines of a customer's uses.</summary>
public readonly record struct LinePlace(long Sequence, int Line)
{
    /// <summary>Before the first.</summary>
    public static LinePlace Start => new(0, -1);
}

/// <summary>A customer's rows but for its history.</summary>
/// <param name="AccountRevision">The revision of the account that its terms rest on.</param>
/// <param name="Head">Its head.</param>
/// <param name="Terms">What it is entitled to.</param>
/// <param name="Counters">Its counters.</param>
/// <param name="Reservations">Its open reservations.</param>
public sealed record CustomerRows(
    long AccountRevision, Head Head, Terms Terms, IReadOnlyList<Counter> Counters,
    IReadOnlyList<Reservation> Reservations)
{
    /// <summary>Its wallets, by currency.</summary>
    public IReadOnlyList<Wallet> Wallets { get; init; } = [];

    /// <summary>What its uses cost, of all time and of each cycle.</summary>
    public IReadOnlyList<CostTotal> Costs { get; init; } = [];

    /// <summary>Its credit grants of which anything remains or is held.</summary>
    public IReadOnlyList<CreditGrant> Grants { get; init; } = [];

    /// <summary>Its withdrawals that have not ended.</summary>
    public IReadOnlyList<Withdrawal> Withdrawals { get; init; } = [];

    /// <summary>Its budgets by name, whether or not they were deleted.</summary>
    public IReadOnlyList<Budget> Budgets { get; init; } = [];

    /// <summary>What was spent of budgets.</summary>
    public IReadOnlyList<Spend> Spends { get; init; } = [];

    /// <summary>What was returned of payments, by payment.</summary>
    public IReadOnlyList<PaymentReturn> Returns { get; init; } = [];

    /// <summary>How far things of providers were followed, by name.</summary>
    public IReadOnlyList<ProviderObject> ProviderObjects { get; init; } = [];

    /// <summary>What reconciliations have posted.</summary>
    public IReadOnlyList<PostedDifference> Posted { get; init; } = [];

    /// <summary>Levels of gauges through time.</summary>
    public IReadOnlyList<Accrual> Accruals { get; init; } = [];

    /// <summary>What was recorded in the open period.</summary>
    public IReadOnlyList<Tally> Tallies { get; init; } = [];
}
