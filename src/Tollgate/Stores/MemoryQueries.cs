namespace Tollgate.Stores;

/// <summary>Lists over the rows.</summary>
internal sealed class MemoryQueries(MemoryTables tables, SemaphoreSlim gate) : IQueries
{
    public ValueTask<IReadOnlyList<Profile>> CustomersAsync(
        string? search, string? after, int limit, CancellationToken stop) =>
        ListAsync(() => tables.Profiles.Values
            .Where(one => string.CompareOrdinal(one.Key, after ?? "") > 0 && (search is null || Holds(one, search)))
            .OrderBy(one => one.Key, StringComparer.Ordinal).Take(limit), stop);

    public ValueTask<IReadOnlyList<UsageEvent>> EventsAsync(
        EventFilter filter, EventPosition? before, int limit, CancellationToken stop) =>
        ListAsync(() => (tables.Events.GetValueOrDefault(filter.Customer) ?? [])
            .Where(one => one.Line == 0 && one.Kind is UsageKind.Use or UsageKind.Reversal or UsageKind.Accrual
                && (filter.Feature is null || one.Feature == filter.Feature)
                && (filter.Namespace is null || one.Namespace == filter.Namespace)
                && !(one.At < filter.From) && !(one.At >= filter.To)
                && (before is not { } place || (one.At, one.Sequence).CompareTo((place.At, place.Sequence)) < 0))
            .OrderByDescending(one => one.At).ThenByDescending(one => one.Sequence).Take(limit), stop);

    public ValueTask<IReadOnlyList<Change>> HistoryAsync(
        CustomerId customer, long after, int limit, CancellationToken stop) =>
        ListAsync(() => Change.Page(
            (tables.Events.GetValueOrDefault(customer) ?? []).Where(one => one.Sequence > after),
            (tables.Audits.GetValueOrDefault(customer) ?? []).Where(one => one.Sequence > after), limit), stop);

    public ValueTask<IReadOnlyList<ListedAudit>> AuditsAsync(
        AuditFilter filter, AuditPosition? before, int limit, CancellationToken stop) =>
        ListAsync(() => tables.Audits
            .Where(one => filter.Customer is null || one.Key == filter.Customer)
            .SelectMany(one => one.Value)
            .Where(one => (filter.Action is null || one.Action == filter.Action)
                && !(one.At < filter.From) && !(one.At >= filter.To)
                && (before is not { } place || Position(one).CompareTo(
                    (place.At, place.Customer.Value, place.Sequence)) < 0))
            .OrderByDescending(Position).Take(limit)
            .Select(one => new ListedAudit(tables.Customers.First(known => known.Value == one.Customer).Key, one)),
            stop);

    public async ValueTask SummarizeAsync(UsageSummary summary, CancellationToken stop)
    {
        var filter = summary.Filter;
        foreach (var use in await ListAsync(() => tables.Events.GetValueOrDefault(filter.Customer) ?? [], stop))
            if (use.Line == 0 && UsageSummary.Summed.Contains(use.Kind) && filter.Features.Contains(use.Feature)
                && use.At >= filter.From && use.At < filter.To && !summary.Add(use))
                return;
    }

    public async ValueTask StateAsync(Statement statement, CancellationToken stop)
    {
        var (filter, currency) = (statement.Charges.Filter, statement.Currency);
        var uses = await ListAsync(() => tables.Events.GetValueOrDefault(filter.Customer) ?? [], stop);
        var audits = await ListAsync(() => tables.Audits.GetValueOrDefault(filter.Customer) ?? [], stop);
        var ledger = await ListAsync(() => tables.Ledger.GetValueOrDefault(filter.Customer) ?? [], stop);
        var changes = uses.Select(use => (use.Sequence, At: use.RecordedAt))
            .Concat(audits.Select(audit => (audit.Sequence, audit.At)))
            .Where(change => change.Sequence <= statement.Last).ToList();
        var (first, last) = (LastBefore(filter.From), LastBefore(filter.To));
        var entries = ledger.Where(entry => entry.Currency == currency).ToList();
        statement.Begin(BalanceAt(first), BalanceAt(last));
        foreach (var kind in entries.Where(entry => IsWithin(entry.Sequence)).GroupBy(entry => entry.Kind))
            statement.Add(kind.Key, kind.Count(), kind.Aggregate((Int128)0, (sum, one) => sum + one.Amount.Micros));
        foreach (var use in uses)
            if (IsWithin(use.Sequence) && use.Line == 0 && UsageSummary.Summed.Contains(use.Kind)
                && use.Charge?.Currency == currency && !statement.Add(use))
                return;

        bool IsWithin(long sequence) => sequence > first && sequence <= last;

        long LastBefore(Instant time) =>
            changes.Where(change => change.At < time).Select(change => change.Sequence).DefaultIfEmpty().Max();

        Amount BalanceAt(long sequence) =>
            entries.LastOrDefault(entry => entry.Sequence <= sequence)?.Balance ?? Amount.Zero;
    }

    public ValueTask<IReadOnlyList<string>> DueAsync(Instant now, int limit, CancellationToken stop) =>
        ListAsync(() => tables.Heads.Values.Where(one => one.DueAt <= now && tables.Profiles.ContainsKey(one.Customer))
            .OrderBy(one => one.DueAt).Take(limit).Select(one => tables.Profiles[one.Customer].Key), stop);

    public ValueTask<IReadOnlyList<LedgerEntry>> LedgerAsync(
        CustomerId customer, Currency currency, long? before, int limit, CancellationToken stop) =>
        ListAsync(() => (tables.Ledger.GetValueOrDefault(customer) ?? [])
            .Where(one => one.Currency == currency && !(one.Number >= before))
            .OrderByDescending(one => one.Number).Take(limit), stop);

    public ValueTask<IReadOnlyList<UsageSlice>> SlicesAsync(
        CustomerId customer, long? before, int limit, CancellationToken stop) =>
        ListAsync(() => tables.Slices.Values.Where(one => one.Customer == customer && !(one.Id >= before))
            .OrderByDescending(one => one.Id).Take(limit), stop);

    public ValueTask<IReadOnlyList<WaitingSlice>> WaitingSlicesAsync(
        Instant now, int limit, CancellationToken stop) =>
        ListAsync(() => tables.Slices.Values.Where(one => one.Status == UsageSliceStatus.Waiting && one.TryAt <= now)
            .OrderBy(one => one.TryAt).Take(limit)
            .Select(one => new WaitingSlice(tables.Profiles[one.Customer].Key, one.Id)), stop);

    public ValueTask<IReadOnlyList<SliceSum>> SliceSumsAsync(
        CustomerId customer, Instant from, CancellationToken stop) =>
        ListAsync(() => tables.Slices.Values.Where(one => one.Customer == customer && one.PeriodFrom >= from)
            .GroupBy(one => (one.Feature, one.PeriodFrom, one.Status))
            .Select(sum => new SliceSum(
                sum.Key.Feature, sum.Key.PeriodFrom, sum.Key.Status, sum.Sum(one => one.Quantity), sum.Count()))
            .OrderBy(one => one.PeriodFrom).ThenBy(one => one.Feature).ThenBy(one => one.Status), stop);

    public ValueTask<IReadOnlyList<Tally>> TalliesAsync(CustomerId customer, CancellationToken stop) =>
        ListAsync(() => tables.Tallies.Values.Where(one => one.Key.Customer == customer)
            .OrderBy(one => one.Key.Feature).ThenBy(one => one.Key.Currency, StringComparer.Ordinal), stop);

    public ValueTask<IReadOnlyList<ClosedPeriod>> PeriodsAsync(
        CustomerId customer, long? before, int limit, CancellationToken stop) =>
        ListAsync(() => tables.Periods.Values.Where(one => one.Customer == customer && !(one.Id >= before))
            .OrderByDescending(one => one.Id).Take(limit), stop);

    public ValueTask<IReadOnlyList<PaymentSession>> PaymentsAsync(
        CustomerId customer, long? before, int limit, CancellationToken stop) =>
        ListAsync(() => tables.Payments.Values.Where(one => one.Customer == customer && !(one.Id >= before))
            .OrderByDescending(one => one.Id).Take(limit), stop);

    public async ValueTask<PaidSession?> FindPaymentAsync(string provider, string payment, CancellationToken stop) =>
        await ListAsync(() => tables.Payments.Values
            .Where(one => one.Provider == provider && one.Payment == payment).Take(1)
            .Select(one => new PaidSession(tables.Profiles[one.Customer].Key, one)), stop) is [var found]
            ? found
            : null;

    public ValueTask<IReadOnlyList<Withdrawal>> WithdrawalsAsync(
        CustomerId customer, long? before, int limit, CancellationToken stop) =>
        ListAsync(() => tables.Withdrawals.Values.Where(one => one.Customer == customer && !(one.Id >= before))
            .OrderByDescending(one => one.Id).Take(limit), stop);

    public ValueTask<IReadOnlyList<WaitingPayout>> PayoutsAsync(Instant now, int limit, CancellationToken stop) =>
        ListAsync(() => tables.Withdrawals.Values
            .Where(one => one.Status == WithdrawalStatus.Approved && one.PayoutAt <= now
                && (one.Payouts > 0 || tables.Profiles[one.Customer].SuspendedAt is null))
            .OrderBy(one => one.PayoutAt).Take(limit)
            .Select(one => new WaitingPayout(tables.Profiles[one.Customer].Key, one.Id)), stop);

    public ValueTask<IReadOnlyList<WaitingRecharge>> RechargesAsync(Instant now, int limit, CancellationToken stop) =>
        ListAsync(() => tables.Wallets.Values.Where(one => one.Recharging?.DueAt <= now)
            .OrderBy(one => one.Recharging!.DueAt).Take(limit)
            .Select(one => new WaitingRecharge(tables.Profiles[one.Customer].Key, one.Currency)), stop);

    public ValueTask<IReadOnlyList<Counter>> CountersAsync(CustomerId customer, CancellationToken stop) =>
        ListAsync(() => tables.Counters.Values.Where(one => one.Key.Customer == customer), stop);

    public ValueTask<IReadOnlyList<Subscriber>> SubscribersAsync(
        IReadOnlyList<int> plans, CustomerId after, int limit, CancellationToken stop) =>
        ListAsync(() => tables.Subscriptions.Values
            .Where(one => plans.Contains(one.Plan) || (one.NextPlan is { } next && plans.Contains(next)))
            .Select(one => one.Customer).Where(customer => customer.Value > after.Value).Distinct()
            .Take(limit).Select(id => new Subscriber(id, tables.Customers.First(pair => pair.Value == id).Key)), stop);

    public ValueTask<IReadOnlyList<Linked>> LinkedAsync(
        string provider, string id, int limit, CancellationToken stop) =>
        ListAsync(() => tables.Links.Values
            .Where(one => one.Provider == provider && one.Id == id)
            .OrderBy(one => one.Customer.Value).ThenBy(one => one.Subscription).Take(limit)
            .Select(one => new Linked(
                tables.Profiles[one.Customer].Key, one.Subscription == 0 ? null : one.Subscription)), stop);

    public async ValueTask<CustomerId?> FindCustomerAsync(string key, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        CustomerId? found = tables.Customers.TryGetValue(key, out var id) ? id : null;
        gate.Release();
        return found;
    }

    static (Instant, long, long) Position(AuditEntry one) => (one.At, one.Customer.Value, one.Sequence);

    async ValueTask<IReadOnlyList<T>> ListAsync<T>(Func<IEnumerable<T>> list, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        try
        {
            return [.. list()];
        }
        finally
        {
            gate.Release();
        }
    }

    static bool Holds(Profile profile, string search) =>
        new[] { profile.Key, profile.Name, profile.Email }.Any(
            text => text?.Contains(search, StringComparison.OrdinalIgnoreCase) == true);
}
