namespace Tollgate.Stores;

/// <summary>What is recorded; a snapshot is a copy.</summary>
internal sealed class MemoryRecords(MemoryTables tables, SemaphoreSlim gate) : IRecords
{
    public async ValueTask<IReadOnlyList<NamedHead>> HeadsAsync(
        CustomerId after, int limit, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        List<NamedHead> found = [.. tables.Customers
            .Where(one => one.Value.Value > after.Value).OrderBy(one => one.Value.Value).Take(limit)
            .Select(one => new NamedHead(
                one.Key, tables.Heads.GetValueOrDefault(one.Value) ?? Head.New(one.Value)))];
        gate.Release();
        return found;
    }

    public async ValueTask<IRecordSnapshot> OpenAsync(CustomerId customer, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        try
        {
            return new MemorySnapshot(tables, customer);
        }
        finally
        {
            gate.Release();
        }
    }
}

/// <summary>A copy of a customer's rows.</summary>
internal sealed class MemorySnapshot(MemoryTables tables, CustomerId customer) : IRecordSnapshot
{
    readonly CustomerRows rows = Rows(tables, customer);
    readonly AccountRows account = new(
        [.. tables.Features.Values], [.. tables.Plans.Values], [.. tables.Settings.Values], [.. tables.Keys.Values])
    {
        Discounts = [.. tables.Discounts.Values],
    };
    readonly List<UsageEvent> events = [.. (tables.Events.GetValueOrDefault(customer) ?? [])
        .OrderBy(one => one.Sequence).ThenBy(one => one.Line)];
    readonly List<AuditEntry> audits = [.. (tables.Audits.GetValueOrDefault(customer) ?? [])
        .OrderBy(one => one.Sequence)];

    readonly List<LedgerEntry> ledger = [.. tables.Ledger.GetValueOrDefault(customer) ?? []];
    readonly Queue<RecordedId> ids = new(tables.Ids.Values.Where(one => one.Customer == customer)
        .OrderBy(one => one.Sequence).ThenBy(one => one.Id, StringComparer.Ordinal));
    readonly Queue<Reservation> ended = new(tables.Reservations.Values
        .Where(one => one.Customer == customer && one.End is not null)
        .OrderBy(one => one.End!.Sequence).ThenBy(one => one.Id, StringComparer.Ordinal));
    readonly List<CreditGrant> grants = [.. tables.Grants.Values.Where(one => one.Customer == customer)
        .OrderBy(one => one.Id)];
    readonly List<PaymentSession> payments = [.. tables.Payments.Values.Where(one => one.Customer == customer)
        .OrderBy(one => one.Id)];
    readonly List<UsageSlice> slices = [.. tables.Slices.Values.Where(one => one.Customer == customer)];
    readonly List<ClosedPeriod> periods = [.. tables.Periods.Values.Where(one => one.Customer == customer)];
    readonly List<Withdrawal> withdrawals = [.. tables.Withdrawals.Values.Where(one => one.Customer == customer)
        .OrderBy(one => one.Id)];

    public ValueTask<CustomerRows> CustomerAsync(CancellationToken stop) => ValueTask.FromResult(rows);

    public ValueTask<AccountRows> AccountAsync(CancellationToken stop) => ValueTask.FromResult(account);

    public ValueTask<IReadOnlyList<UsageEvent>> EventsAsync(LinePlace after, int limit, CancellationToken stop) =>
        ValueTask.FromResult<IReadOnlyList<UsageEvent>>([.. events
            .Where(one => (one.Sequence, (int)one.Line).CompareTo((after.Sequence, after.Line)) > 0).Take(limit)]);

    public ValueTask<IReadOnlyList<AuditEntry>> AuditsAsync(long after, int limit, CancellationToken stop) =>
        ValueTask.FromResult<IReadOnlyList<AuditEntry>>([.. audits.Where(one => one.Sequence > after).Take(limit)]);

    public ValueTask<IReadOnlyList<LedgerEntry>> LedgerAsync(
        Currency currency, long after, int limit, CancellationToken stop) =>
        ValueTask.FromResult<IReadOnlyList<LedgerEntry>>([.. ledger
            .Where(one => one.Currency == currency && one.Number > after).OrderBy(one => one.Number).Take(limit)]);

    public ValueTask<IReadOnlyList<RecordedId>> NextIdsAsync(int limit, CancellationToken stop) =>
        ValueTask.FromResult(Next(ids, limit));

    public ValueTask<IReadOnlyList<Reservation>> NextEndedAsync(int limit, CancellationToken stop) =>
        ValueTask.FromResult(Next(ended, limit));

    static IReadOnlyList<TRow> Next<TRow>(Queue<TRow> rows, int limit)
    {
        List<TRow> page = [];
        while (page.Count < limit && rows.TryDequeue(out var row)) page.Add(row);
        return page;
    }

    public ValueTask<IReadOnlyList<CreditGrant>> GrantsAsync(long after, int limit, CancellationToken stop) =>
        ValueTask.FromResult<IReadOnlyList<CreditGrant>>([.. grants.Where(one => one.Id > after).Take(limit)]);

    public ValueTask<IReadOnlyList<PaymentSession>> PaymentsAsync(long after, int limit, CancellationToken stop) =>
        ValueTask.FromResult<IReadOnlyList<PaymentSession>>([.. payments.Where(one => one.Id > after).Take(limit)]);

    public ValueTask<IReadOnlyList<UsageSlice>> SlicesAsync(long after, int limit, CancellationToken stop) =>
        ValueTask.FromResult<IReadOnlyList<UsageSlice>>([.. slices.Where(one => one.Id > after).Take(limit)]);

    public ValueTask<IReadOnlyList<ClosedPeriod>> PeriodsAsync(long after, int limit, CancellationToken stop) =>
        ValueTask.FromResult<IReadOnlyList<ClosedPeriod>>([.. periods.Where(one => one.Id > after).Take(limit)]);

    public ValueTask<IReadOnlyList<Withdrawal>> WithdrawalsAsync(long after, int limit, CancellationToken stop) =>
        ValueTask.FromResult<IReadOnlyList<Withdrawal>>([.. withdrawals.Where(one => one.Id > after).Take(limit)]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    static CustomerRows Rows(MemoryTables tables, CustomerId id)
    {
        var head = tables.Heads.GetValueOrDefault(id) ?? Head.New(id);
        var namespaces = tables.Namespaces.Values.Where(one => one.Customer == id);
        return new CustomerRows(
            tables.Heads[CustomerId.Account].Revision, head,
            new Terms(
                id, head.Revision, tables.Profiles.GetValueOrDefault(id),
                [.. tables.Subscriptions.Values.Where(one => one.Customer == id)],
                [.. tables.Boosts.Values.Where(one => one.Customer == id)],
                Terms.NoNamespaces.AddRange(namespaces.Select(one => KeyValuePair.Create(one.Key, one)))),
            [.. tables.Counters.Values.Where(one => one.Key.Customer == id)],
            [.. tables.Reservations.Values.Where(one => one.Customer == id && one.End is null)])
        {
            Wallets = [.. tables.Wallets.Values.Where(one => one.Customer == id)],
            Costs = [.. tables.Costs.Values.Where(one => one.Key.Customer == id)],
            Budgets = [.. tables.Budgets.Values.Where(one => one.Customer == id)],
            Spends = [.. tables.Spends.Values.Where(one => one.Key.Customer == id)],
            Returns = [.. tables.Returns.Values.Where(one => one.Customer == id)],
            ProviderObjects = [.. tables.ProviderObjects.Values.Where(one => one.Customer == id)],
            Posted = [.. tables.Posted.Values.Where(one => one.Customer == id)],
            Accruals = [.. tables.Accruals.Values.Where(one => one.Key.Customer == id)],
            Tallies = [.. tables.Tallies.Values.Where(one => one.Key.Customer == id)],
            Grants = [.. tables.Grants.Values.Where(
                one => one.Customer == id && (one.Remaining != Amount.Zero || one.Held != Amount.Zero))],
            Withdrawals = [.. tables.Withdrawals.Values.Where(one => one.Customer == id && !one.HasEnded)],
        };
    }
}
