namespace Tollgate.Stores;

/// <summary>Lists for the doors, in stable order, page by page. Nothing decides on them. Thread-safe.</summary>
public interface IQueries
{
    /// <summary>
    /// Customers that were made, by key, after <paramref name="after"/>; with <paramref name="search"/> those whose
    /// key, name or email contains it.
    /// </summary>
    ValueTask<IReadOnlyList<Profile>> CustomersAsync(string? search, string? after, int limit, CancellationToken stop);

    /// <summary>
    /// Recorded uses of a customer, newest first by <c>(at, sequence)</c>, of one feature or all, dated in
    /// <c>[from, to)</c>, before <paramref name="before"/>.
    /// </summary>
    ValueTask<IReadOnlyList<UsageEvent>> EventsAsync(
        EventFilter filter, EventPosition? before, int limit, CancellationToken stop);

    /// <summary>
    /// A customer's recorded changes with numbers above <paramref name="after"/>, in order: every line of a use, and
    /// audit entries. A page ends with a whole use, unless it has but one.
    /// </summary>
    ValueTask<IReadOnlyList<Change>> HistoryAsync(CustomerId customer, long after, int limit, CancellationToken stop);

    /// <summary>
    /// Audit entries, newest first by <c>(at, customer, sequence)</c>, before <paramref name="before"/>.
    /// </summary>
    ValueTask<IReadOnlyList<ListedAudit>> AuditsAsync(
        AuditFilter filter, AuditPosition? before, int limit, CancellationToken stop);

    /// <summary>
    /// Adds the recorded uses of a customer to a summary: each use, or sums of uses that the summary does not tell
    /// apart. Ends early where the summary takes no more.
    /// </summary>
    ValueTask SummarizeAsync(UsageSummary summary, CancellationToken stop);

    /// <summary>
    /// Movements of a wallet, newest first, with numbers below <paramref name="before"/>; null: all.
    /// </summary>
    ValueTask<IReadOnlyList<LedgerEntry>> LedgerAsync(
        CustomerId customer, Currency currency, long? before, int limit, CancellationToken stop);

    /// <summary>
    /// A customer's payment sessions, newest first, with ids below <paramref name="before"/>; null: all.
    /// </summary>
    ValueTask<IReadOnlyList<PaymentSession>> PaymentsAsync(
        CustomerId customer, long? before, int limit, CancellationToken stop);

    /// <summary>
    /// A customer's closed periods, newest first, with ids below <paramref name="before"/>; null: all.
    /// </summary>
    ValueTask<IReadOnlyList<ClosedPeriod>> PeriodsAsync(
        CustomerId customer, long? before, int limit, CancellationToken stop);

    /// <summary>
    /// A customer's slices of billable overage, newest first, with ids below <paramref name="before"/>; null: all.
    /// </summary>
    ValueTask<IReadOnlyList<UsageSlice>> SlicesAsync(
        CustomerId customer, long? before, int limit, CancellationToken stop);

    /// <summary>
    /// At most <paramref name="limit"/> slices that somebody may begin to report at <paramref name="now"/>, who has
    /// waited longest first.
    /// </summary>
    ValueTask<IReadOnlyList<WaitingSlice>> WaitingSlicesAsync(Instant now, int limit, CancellationToken stop);

    /// <summary>
    /// How much of a customer's billable overage was cut, by feature, period and status; of the periods that started at
    /// <paramref name="from"/> or later.
    /// </summary>
    ValueTask<IReadOnlyList<SliceSum>> SliceSumsAsync(CustomerId customer, Instant from, CancellationToken stop);

    /// <summary>What was recorded in a customer's open period.</summary>
    ValueTask<IReadOnlyList<Tally>> TalliesAsync(CustomerId customer, CancellationToken stop);

    /// <summary>The session that a provider's payment paid for, with the key of its customer; null: none.</summary>
    ValueTask<PaidSession?> FindPaymentAsync(string provider, string payment, CancellationToken stop);

    /// <summary>A customer's withdrawals, newest first, with ids below <paramref name="before"/>; null: all.</summary>
    ValueTask<IReadOnlyList<Withdrawal>> WithdrawalsAsync(
        CustomerId customer, long? before, int limit, CancellationToken stop);

    /// <summary>
    /// At most <paramref name="limit"/> approved withdrawals of which a payout may be begun at
    /// <paramref name="now"/>, who has waited longest first.
    /// </summary>
    ValueTask<IReadOnlyList<WaitingPayout>> PayoutsAsync(Instant now, int limit, CancellationToken stop);

    /// <summary>
    /// At most <paramref name="limit"/> recharges that wait to be tried at <paramref name="now"/>, who has waited
    /// longest first.
    /// </summary>
    ValueTask<IReadOnlyList<WaitingRecharge>> RechargesAsync(Instant now, int limit, CancellationToken stop);

    /// <summary>
    /// Fills a statement: balances and sums of a wallet's ledger, and the spend of the same changes. Ends early where
    /// that takes no more groups.
    /// </summary>
    ValueTask StateAsync(Statement statement, CancellationToken stop);

    /// <summary>All stored counters of a customer.</summary>
    ValueTask<IReadOnlyList<Counter>> CountersAsync(CustomerId customer, CancellationToken stop);

    /// <summary>
    /// The keys of at most <paramref name="limit"/> customers that are due at <paramref name="now"/>, who has been
    /// longest first.
    /// </summary>
    ValueTask<IReadOnlyList<string>> DueAsync(Instant now, int limit, CancellationToken stop);

    /// <summary>
    /// Customers with numbers above <paramref name="after"/>, in order, of whom some subscription, over or not, is on
    /// one of <paramref name="plans"/> (ids of versions) or was to change to it.
    /// </summary>
    ValueTask<IReadOnlyList<Subscriber>> SubscribersAsync(
        IReadOnlyList<int> plans, CustomerId after, int limit, CancellationToken stop);

    /// <summary>
    /// Which customers, and which of their subscriptions, a provider calls so: at most <paramref name="limit"/>.
    /// Nothing keeps two customers from having one id; whoever looks decides what that means.
    /// </summary>
    ValueTask<IReadOnlyList<Linked>> LinkedAsync(string provider, string id, int limit, CancellationToken stop);

    /// <summary>The number of a customer's key, or null.</summary>
    ValueTask<CustomerId?> FindCustomerAsync(string key, CancellationToken stop);
}

/// <summary>A customer that subscribes to a plan, by its number and the caller's key.</summary>
public sealed record Subscriber(CustomerId Customer, string Key);

/// <summary>What a provider's id stands for: a customer, by its key, or its subscription of that number.</summary>
public sealed record Linked(string Customer, long? Subscription);

/// <summary>A withdrawal that waits to be paid out, with its customer's key.</summary>
public sealed record WaitingPayout(string Customer, long Id);

/// <summary>A slice that waits to be reported, with its customer's key.</summary>
public sealed record WaitingSlice(string Customer, long Id);

/// <summary>How much was cut of a feature in a period, and stands so; in the feature's smallest unit.</summary>
public sealed record SliceSum(int Feature, Instant PeriodFrom, UsageSliceStatus Status, long Quantity, long Slices);

/// <summary>Which uses are listed.</summary>
public sealed record EventFilter(
    CustomerId Customer, int? Feature, Instant? From, Instant? To, string? Namespace = null);

/// <summary>A place in the list of uses.</summary>
public readonly record struct EventPosition(Instant At, long Sequence);

/// <summary>Which audit entries are listed: of one customer or of all, in <c>[from, to)</c>.</summary>
public sealed record AuditFilter(CustomerId? Customer, string? Action, Instant? From, Instant? To);

/// <summary>A place in the list of audit entries.</summary>
public readonly record struct AuditPosition(Instant At, CustomerId Customer, long Sequence);

/// <summary>An audit entry with its customer's key; that of the account is empty.</summary>
public sealed record ListedAudit(string Customer, AuditEntry Entry);

/// <summary>One recorded change: a use, or an audit entry.</summary>
public sealed record Change(UsageEvent? Event, AuditEntry? Audit)
{
    /// <summary>Its number.</summary>
    public long Sequence => Event?.Sequence ?? Audit!.Sequence;

    /// <summary>A page of what was read of each, up to the limit.</summary>
    public static IReadOnlyList<Change> Page(IEnumerable<UsageEvent> events, IEnumerable<AuditEntry> audits, int limit)
    {
        var all = events.Select(one => new Change(one, null)).Concat(audits.Select(one => new Change(null, one)));
        List<Change> page = [.. all.OrderBy(one => one.Sequence).ThenBy(one => one.Event?.Line).Take(limit)];
        if (page.Count < limit || page[0].Sequence == page[^1].Sequence) return page;
        var cut = page[^1];
        return cut.Event is null ? page : page.FindAll(one => one.Sequence != cut.Sequence);
    }
}

/// <summary>A recharge that waits to be tried: of which wallet, and its customer's key.</summary>
public sealed record WaitingRecharge(string Customer, Currency Currency);

/// <summary>A payment session that was paid, or tried.</summary>
/// <param name="Customer">The caller's key of its customer.</param>
/// <param name="Session">The session.</param>
public sealed record PaidSession(string Customer, PaymentSession Session);
