namespace Tollgate.Stores;

/// <summary>One lane's way to the rows. From begin to commit or rollback it holds the one lock.</summary>
internal sealed class MemorySession(MemoryTables tables, SemaphoreSlim gate, TimeProvider clock) : ISession
{
    bool holds;
    Instant now;

    public async ValueTask<IReadOnlyDictionary<string, CustomerId>> ResolveAsync(
        IReadOnlyCollection<string> keys, IReadOnlyCollection<string> make, CancellationToken stop)
    {
        await TakeTurnAsync(stop);
        try
        {
            foreach (var key in make.Where(key => !tables.Customers.ContainsKey(key)))
            {
                var id = tables.Customers[key] = new CustomerId(tables.Customers.Count);
                tables.Heads[id] = Head.New(id);
            }
            return keys.Where(tables.Customers.ContainsKey).ToDictionary(key => key, key => tables.Customers[key]);
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask<Loaded> BeginAsync(Wanted wanted, bool wait, CancellationToken stop)
    {
        await TakeTurnAsync(stop);
        holds = true;
        return Begin(wanted);
    }

    internal Loaded Begin(Wanted wanted)
    {
        now = Instant.FromDateTimeOffset(clock.GetUtcNow()).Cut() + TestClock.AheadBy(tables.Settings.Values);
        var loaded = Load(wanted);
        foreach (var id in wanted.Customers) loaded.Heads[new CustomerId(id)] = tables.Heads[new CustomerId(id)];
        return loaded;
    }

    public ValueTask<Loaded> LoadAsync(Wanted wanted, CancellationToken stop) => ValueTask.FromResult(Load(wanted));

    public ValueTask CommitAsync(ChangeSet changes, CancellationToken stop)
    {
        Write(tables, changes);
        return RollbackAsync(stop);
    }

    internal static void Write(MemoryTables tables, ChangeSet changes)
    {
        tables.Append(changes);
        foreach (var key in changes.ExpiredResponses) tables.Responses.Remove(key);
        foreach (var row in changes.Features) tables.Features[row.Id] = row;
        foreach (var row in changes.Plans) tables.Plans[row.Id] = row;
        foreach (var row in changes.Settings) tables.Settings[row.Key] = row;
        foreach (var row in changes.RateCards) tables.RateCards[row.Id] = row;
        foreach (var row in changes.Discounts) tables.Discounts[row.Id] = row;
        foreach (var row in changes.Keys) tables.Keys[row.Id] = row;
        foreach (var row in changes.Profiles) tables.Profiles[row.Customer] = row;
        foreach (var row in changes.Subscriptions) tables.Subscriptions[(row.Customer.Value, row.Id)] = row;
        foreach (var row in changes.Links) tables.Links[(row.Customer, row.Provider, row.Subscription)] = row;
        foreach (var row in changes.Boosts) tables.Boosts[(row.Customer.Value, row.Id)] = row;
        foreach (var row in changes.Namespaces) tables.Namespaces[(row.Customer, row.Key)] = row;
        foreach (var row in changes.Reservations) tables.Reservations[(row.Customer, row.Id)] = row;
        foreach (var row in changes.Wallets) tables.Wallets[(row.Customer.Value, row.Currency.Code)] = row;
        foreach (var row in changes.Grants) tables.Grants[(row.Customer.Value, row.Id)] = row;
        foreach (var row in changes.Costs) tables.Costs[row.Key] = row;
        foreach (var row in changes.Invoices) tables.Invoices[(row.Customer, row.Id)] = row;
        foreach (var row in changes.Budgets) tables.Budgets[(row.Customer, row.Name)] = row;
        foreach (var row in changes.Spends) tables.Spends[row.Key with { Epoch = 0 }] = row with { Computed = false };
        foreach (var row in changes.Returns) tables.Returns[(row.Customer, row.Payment)] = row;
        foreach (var row in changes.Withdrawals) tables.Withdrawals[(row.Customer.Value, row.Id)] = row;
        foreach (var row in changes.Payments) tables.Payments[(row.Customer.Value, row.Id)] = row;
        foreach (var row in changes.ProviderObjects) tables.ProviderObjects[(row.Customer, row.Name)] = row;
        foreach (var row in changes.Posted) tables.Posted[(row.Customer, row.Key)] = row;
        foreach (var row in changes.Tallies)
            tables.Tallies[row.Key] = tables.Tallies.GetValueOrDefault(row.Key)?.Plus(row) ?? row;
        foreach (var row in changes.Slices) tables.Slices[(row.Customer.Value, row.Id)] = row;
        foreach (var row in changes.Periods) tables.Periods.Add((row.Customer.Value, row.Id), row);
        foreach (var row in changes.Accruals) tables.Accruals[row.Key] = row;
        foreach (var row in changes.Ledger) Append(tables.Ledger, row.Customer, row);
        foreach (var row in changes.Counters)
        {
            tables.Counters[row.Key] = row with { Computed = false };
            tables.Told[row.Key with { Epoch = 0 }] = row.Alerted;
        }
        foreach (var row in changes.Events) Append(tables.Events, row.Customer, row);
        foreach (var row in changes.Ids) tables.Ids.Add((row.Customer, row.Id), row);
        foreach (var row in changes.Audits) Append(tables.Audits, row.Customer, row);
        foreach (var row in changes.Webhooks) tables.Webhooks[row.Id] = row;
        foreach (var row in changes.Outbox)
            tables.Outbox.Add((row.Customer.Value, row.Sequence, row.Ordinal, row.Endpoint), new Delivery(row));
        foreach (var row in changes.Responses) tables.Responses.Add(row.Key, row);
        foreach (var row in changes.Heads) tables.Heads[row.Customer] = row;
    }

    public ValueTask RollbackAsync(CancellationToken stop)
    {
        if (!holds) return ValueTask.CompletedTask;
        holds = false;
        gate.Release();
        return ValueTask.CompletedTask;
    }

    public async ValueTask<bool> WasCommittedAsync(Attempt attempt, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        try
        {
            var hash = attempt.Event is { } use
                ? tables.Events.GetValueOrDefault(attempt.Customer)
                    ?.Find(one => one.Sequence == use.Sequence && one.Line == use.Line)?.Hash
                : tables.Audits.GetValueOrDefault(attempt.Customer)
                    ?.Find(one => one.Sequence == attempt.Audit!.Sequence)?.Hash;
            return hash == attempt.Hash;
        }
        finally
        {
            gate.Release();
        }
    }

    public ValueTask DisposeAsync() => holds ? RollbackAsync(default) : ValueTask.CompletedTask;

    // An operation may hold everything for long: who waits for it is told that it is held.
    async Task TakeTurnAsync(CancellationToken stop)
    {
        if (!await gate.WaitAsync(MemoryStore.Patience, stop)) throw new TimeoutException("Another writes for long.");
    }

    Loaded Load(Wanted wanted)
    {
        var loaded = new Loaded
        {
            Now = now,
            AccountRevision = tables.Heads[CustomerId.Account].Revision,
            Asked = wanted.Terms,
        };
        foreach (var id in wanted.Others) loaded.Others[id] = tables.Heads[id];
        foreach (var id in wanted.Terms)
        {
            if (tables.Profiles.TryGetValue(id, out var profile)) loaded.Profiles.Add(profile);
            loaded.Subscriptions.AddRange(tables.Subscriptions.Values.Where(one => one.Customer == id));
            loaded.Boosts.AddRange(tables.Boosts.Values.Where(one => one.Customer == id));
            loaded.Invoices.AddRange(
                tables.Invoices.Values.Where(one => one.Customer == id && one.PaidAt is null));
            loaded.Budgets.AddRange(
                tables.Budgets.Values.Where(one => one.Customer == id && one.DeletedAt is null));
            loaded.Namespaces.AddRange(tables.Namespaces.Values.Where(one => one.Customer == id));
        }
        foreach (var key in wanted.Counters)
        {
            if (tables.Counter(key, now, wanted.MostEventsEach) is { } counter) loaded.Counters.Add(counter);
            else loaded.Costly.Add(key);
        }
        foreach (var id in wanted.Ids) if (tables.Ids.TryGetValue(id, out var recorded)) loaded.Ids.Add(recorded);
        LoadReservations(wanted, loaded);
        LoadMoney(wanted, loaded);
        foreach (var key in wanted.Responses)
            if (tables.Responses.TryGetValue(key, out var response)) loaded.Responses.Add(response);
        if (wanted.Account)
            loaded.Account = new AccountRows(
                [.. tables.Features.Values], [.. tables.Plans.Values], [.. tables.Settings.Values],
                [.. tables.Keys.Values])
            {
                RateCards = [.. tables.RateCards.Values.GroupBy(one => one.Code).Select(
                    versions => versions.MaxBy(one => one.Version)!)],
                Discounts = [.. tables.Discounts.Values],
                Webhooks = [.. tables.Webhooks.Values.Where(one => one.DeletedAt is null)],
            };
        return loaded;
    }

    void LoadReservations(Wanted wanted, Loaded loaded)
    {
        foreach (var id in wanted.Reservations)
            if (tables.Reservations.TryGetValue(id, out var reservation)) loaded.Reservations.Add(reservation);
        foreach (var id in wanted.Lines)
        {
            if (!tables.Ids.TryGetValue(id, out var recorded)) continue;
            var sequence = tables.Reservations.GetValueOrDefault(id)?.End?.Sequence ?? recorded.Sequence;
            loaded.Lines.AddRange(tables.Events[id.Customer].Where(one => one.Sequence == sequence));
        }
        foreach (var customer in wanted.Due.Keys)
        {
            var open = tables.Reservations.Values.Where(one => one.Customer == customer && one.End is null);
            loaded.TakeDue(open.OrderBy(one => one.ExpiresAt), wanted.Due, wanted.MostEvents);
        }
    }

    void LoadMoney(Wanted wanted, Loaded loaded)
    {
        loaded.Wallets.AddRange(tables.Wallets.Values.Where(one => wanted.Money.Contains(one.Customer)));
        loaded.Grants.AddRange(tables.Grants.Values.Where(
            one => one.Remaining > Amount.Zero && wanted.Money.Contains(one.Customer)));
        foreach (var (customer, id) in wanted.Grants)
            if (tables.Grants.TryGetValue((customer.Value, id), out var grant)) loaded.Grants.Add(grant);
        loaded.Accruals.AddRange(tables.Accruals.Values.Where(one => wanted.Accruals.Contains(one.Key.Customer)));
        loaded.Tallies.AddRange(tables.Tallies.Values.Where(one => wanted.Tallies.Contains(one.Key.Customer)));
        foreach (var key in wanted.Costs)
            if (tables.Costs.TryGetValue(key, out var total)) loaded.Costs.Add(total);
        foreach (var key in wanted.Spends)
        {
            if (tables.Spend(key, wanted.MostEventsEach) is { } spend) loaded.Spends.Add(spend);
            else loaded.Unsummed.Add(key.Customer);
        }
        foreach (var key in wanted.Returns)
            if (tables.Returns.TryGetValue(key, out var row)) loaded.Returns.Add(row);
        foreach (var (customer, id) in wanted.Withdrawals)
            if (tables.Withdrawals.TryGetValue((customer.Value, id), out var row)) loaded.Withdrawals.Add(row);
        foreach (var (customer, id) in wanted.Slices)
            if (tables.Slices.TryGetValue((customer.Value, id), out var row)) loaded.Slices.Add(row);
        foreach (var (customer, id) in wanted.Payments)
            if (tables.Payments.TryGetValue((customer.Value, id), out var row)) loaded.Payments.Add(row);
        foreach (var key in wanted.ProviderObjects)
            if (tables.ProviderObjects.TryGetValue(key, out var row)) loaded.ProviderObjects.Add(row);
        foreach (var period in wanted.Posted)
            loaded.Posted.AddRange(tables.Posted.Values.Where(period.Holds).Take(PostedPeriod.Most + 1));
        foreach (var query in wanted.Charged)
        {
            var sums = new ChargeSumming(query);
            var uses = (tables.Events.GetValueOrDefault(query.Customer) ?? [])
                .Where(use => use.RecordedAt >= query.From && use.RecordedAt < query.To);
            foreach (var use in uses) sums.Add(use);
            if (sums.Read > wanted.MostEvents) loaded.CostlyCharges.Add(query.Customer);
            else loaded.Charged.Add(sums.Result);
        }
    }

    static void Append<TRow>(Dictionary<CustomerId, List<TRow>> rows, CustomerId customer, TRow row)
    {
        if (!rows.TryGetValue(customer, out var list)) rows[customer] = list = [];
        list.Add(row);
    }
}
