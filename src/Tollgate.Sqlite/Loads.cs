namespace Tollgate.Sqlite;

/// <summary>The reads of one connection, by key. Not thread-safe.</summary>
internal sealed class Loads(SqliteConnection connection) : IDisposable
{
    readonly Query resolve = new(connection, Sql.Resolve, 1);
    readonly Query head = new(connection, Sql.Head, 1);
    readonly Query ahead = new(connection, Sql.Ahead, 0);
    readonly Query revision = new(connection, Sql.Revision, 0);
    readonly Query id = new(connection, Sql.Id, 2);
    readonly CounterLoads counters = new(connection);
    readonly Query response = new(connection, Sql.Response, 1);
    readonly Query profile = new(connection, Sql.Profile, 1);
    readonly Query subscriptions = new(connection, Sql.Subscriptions, 1);
    readonly Query boosts = new(connection, Sql.Boosts, 1);
    readonly Query namespaces = new(connection, Sql.Namespaces, 1);
    readonly Query reservation = new(connection, Sql.Reservation, 2);
    readonly Query lines = new(connection, Sql.Lines, 2);
    readonly Query due = new(connection, Sql.Due, 3);
    readonly Query nextDue = new(connection, Sql.NextDue, 2);
    readonly Query wallets = new(connection, Sql.Wallets, 1);
    readonly Query liveGrants = new(connection, Sql.LiveGrants, 1);
    readonly Query grant = new(connection, Sql.Grant, 2);
    readonly Query accruals = new(connection, Sql.Accruals, 1);
    readonly Query slice = new(connection, Sql.Slice, 2);
    readonly Query tallies = new(connection, Sql.Tallies, 1);
    readonly Query cost = new(connection, Sql.Cost, 5);
    readonly Query invoices = new(connection, Sql.Invoices, 1);
    readonly Query budgets = new(connection, Sql.Budgets, 1);
    readonly SpendLoads spends = new(connection);
    readonly Query back = new(connection, Sql.Return, 2);
    readonly Query withdrawal = new(connection, Sql.Withdrawal, 2);
    readonly Query payment = new(connection, Sql.Payment, 2);
    readonly Query providerObject = new(connection, Sql.ProviderObject, 2);
    readonly Query posted = new(connection, Sql.Posted, 4);
    readonly Query findEvent = new(connection, Sql.FindEvent, 5);
    readonly Query findAudit = new(connection, Sql.FindAudit, 2);

    public Dictionary<string, CustomerId> Resolve(IReadOnlyCollection<string> keys)
    {
        Dictionary<string, CustomerId> found = new(StringComparer.Ordinal);
        foreach (var key in keys)
            if (resolve.Find(key) is long number) found[key] = new CustomerId(number);
        return found;
    }

    /// <summary>The heads and rows that a batch wants, at a time of its own.</summary>
    public Loaded Begin(Wanted wanted, TimeProvider clock)
    {
        // The first read takes a reader's snapshot, and only then the clock is read.
        var moved = TestClock.AheadBy((string?)ahead.Find());
        var loaded = Load(wanted, Instant.FromDateTimeOffset(clock.GetUtcNow()).Cut() + moved);
        List<Head> heads = [];
        foreach (var customer in wanted.Customers) head.Read(Tables.Heads, heads, customer);
        foreach (var one in heads) loaded.Heads[one.Customer] = one;
        return loaded;
    }

    /// <summary>The rows that a batch wants more, at the time at which it began.</summary>
    public Loaded Load(Wanted wanted, Instant now)
    {
        var loaded = new Loaded { AccountRevision = (long)revision.Find()!, Now = now, Asked = wanted.Terms };
        if (wanted.Account) loaded.Account = Account();
        if (wanted.Others.Count > 0) LoadOthers(wanted.Others, loaded);
        foreach (var customer in wanted.Terms)
        {
            profile.Read(Tables.Profiles, loaded.Profiles, customer.Value);
            subscriptions.Read(Tables.Subscriptions, loaded.Subscriptions, customer.Value);
            boosts.Read(Tables.Boosts, loaded.Boosts, customer.Value);
            invoices.Read(Tables.Invoices, loaded.Invoices, customer.Value);
            budgets.Read(Tables.Budgets, loaded.Budgets, customer.Value);
            namespaces.Read(Tables.Namespaces, loaded.Namespaces, customer.Value);
        }
        foreach (var (customer, name) in wanted.Ids) id.Read(Tables.Ids, loaded.Ids, customer.Value, name);
        LoadReservations(wanted, loaded);
        LoadMoney(wanted, loaded);
        LoadMovements(wanted, loaded);
        foreach (var key in wanted.Counters)
        {
            if (counters.Load(key, now, wanted.MostEventsEach) is { } counter) loaded.Counters.Add(counter);
            else loaded.Costly.Add(key);
        }
        foreach (var key in wanted.Responses) response.Read(Tables.Responses, loaded.Responses, key);
        return loaded;
    }

    /// <summary>The hash under which an attempt's first change is stored, or null.</summary>
    public Hash? Find(Attempt attempt)
    {
        var found = attempt.Event is { } use
            ? findEvent.Find(use.Customer.Value, use.Feature, SqliteTime.Write(use.At), use.Sequence, use.Line)
            : findAudit.Find(attempt.Customer.Value, attempt.Audit!.Sequence);
        return found is byte[] hash ? Hash.Of(hash) : null;
    }

    public void Dispose()
    {
        IDisposable[] all =
            [resolve, head, ahead, revision, id, counters, response, profile, subscriptions, boosts, namespaces,
                reservation, lines, due, nextDue, wallets, liveGrants, grant, cost, back, withdrawal, budgets, spends,
                posted, accruals, tallies, slice, payment, providerObject, findEvent, findAudit];
        foreach (var one in all) one.Dispose();
    }

    void LoadOthers(IEnumerable<CustomerId> wanted, Loaded loaded)
    {
        List<Head> heads = [];
        foreach (var customer in wanted) head.Read(Tables.Heads, heads, customer.Value);
        foreach (var one in heads) loaded.Others[one.Customer] = one;
    }

    void LoadReservations(Wanted wanted, Loaded loaded)
    {
        foreach (var (customer, name) in wanted.Reservations)
            reservation.Read(Tables.Reservations, loaded.Reservations, customer.Value, name);
        foreach (var (customer, name) in wanted.Lines)
            lines.Read(Tables.Events, loaded.Lines, customer.Value, name);
        if (wanted.Due.Count == 0) return;
        List<Reservation> open = [];
        foreach (var (customer, time) in wanted.Due)
        {
            var most = wanted.MostEvents is { } limit ? limit + 1L : -1L;
            due.Read(Tables.Reservations, open, customer.Value, SqliteTime.Write(time), most);
            nextDue.Read(Tables.Reservations, open, customer.Value, SqliteTime.Write(time));
        }
        loaded.TakeDue(open, wanted.Due, wanted.MostEvents);
    }

    void LoadMoney(Wanted wanted, Loaded loaded)
    {
        foreach (var customer in wanted.Money)
        {
            wallets.Read(Tables.Wallets, loaded.Wallets, customer.Value);
            liveGrants.Read(Tables.Grants, loaded.Grants, customer.Value);
        }
        foreach (var customer in wanted.Accruals) accruals.Read(Tables.Accruals, loaded.Accruals, customer.Value);
        foreach (var customer in wanted.Tallies) tallies.Read(Tables.Tallies, loaded.Tallies, customer.Value);
        foreach (var (customer, id) in wanted.Grants) grant.Read(Tables.Grants, loaded.Grants, customer.Value, id);
        foreach (var key in wanted.Costs)
            cost.Read(
                Tables.Costs, loaded.Costs, key.Customer.Value, key.Feature, key.Currency.Code, key.Scope,
                SqliteTime.Write(key.From));
        foreach (var key in wanted.Spends)
        {
            if (spends.Load(key, wanted.MostEventsEach) is { } spend) loaded.Spends.Add(spend);
            else loaded.Unsummed.Add(key.Customer);
        }
    }

    void LoadMovements(Wanted wanted, Loaded loaded)
    {
        foreach (var (customer, payment) in wanted.Returns)
            back.Read(Tables.Returns, loaded.Returns, customer.Value, payment);
        foreach (var (customer, id) in wanted.Withdrawals)
            withdrawal.Read(Tables.Withdrawals, loaded.Withdrawals, customer.Value, id);
        foreach (var (customer, id) in wanted.Slices)
            slice.Read(Tables.Slices, loaded.Slices, customer.Value, id);
        foreach (var (customer, id) in wanted.Payments)
            payment.Read(Tables.Payments, loaded.Payments, customer.Value, id);
        foreach (var (customer, name) in wanted.ProviderObjects)
            providerObject.Read(Tables.ProviderObjects, loaded.ProviderObjects, customer.Value, name);
        foreach (var (customer, currency, from, to) in wanted.Posted)
            posted.Read(
                Tables.Posted, loaded.Posted, customer.Value, currency.Code, SqliteTime.Write(from),
                SqliteTime.Write(to));
        foreach (var query in wanted.Charged) ChargeLoads.Load(connection, query, wanted.MostEvents, loaded);
    }

    AccountRows Account() => new(
        All(Sql.Features, Tables.Features), All(Sql.Plans, Tables.Plans), All(Sql.Settings, Tables.Settings),
        All(Sql.Keys, Tables.Keys))
    {
        RateCards = All(Sql.RateCards, Tables.RateCards),
        Discounts = All(Sql.Discounts, Tables.Discounts),
        Webhooks = All(Sql.Webhooks, Tables.Webhooks),
    };

    List<TRow> All<TRow>(string sql, Table<TRow> table)
    {
        using var query = new Query(connection, sql, 0);
        List<TRow> rows = [];
        query.Read(table, rows);
        return rows;
    }
}
