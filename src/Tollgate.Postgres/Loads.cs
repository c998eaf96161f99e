namespace Tollgate.Postgres;

/// <summary>The reads of one round trip: appended for what is wanted, read back in the same order.</summary>
internal sealed class Loads
{
    readonly List<Func<NpgsqlDataReader, PostgresReader, Loaded, CancellationToken, Task>> readers = [];
    readonly NpgsqlBatch batch;
    readonly int? mostDue;
    readonly int? mostEvents;

    public Loads(NpgsqlBatch batch, Wanted wanted)
    {
        this.batch = batch;
        mostDue = wanted.MostEvents;
        mostEvents = wanted.MostEventsEach;
        if (wanted.Account) AppendAccount();
        if (wanted.Others.Count > 0) AppendHeads(wanted.Others, (loaded, head) => loaded.Others[head.Customer] = head);
        if (wanted.Terms.Count > 0) AppendTerms([.. wanted.Terms.Select(id => id.Value)]);
        if (wanted.Ids.Count > 0) AppendIds([.. wanted.Ids]);
        if (wanted.Counters.Count > 0) AppendCounters(wanted.Counters);
        if (wanted.Reservations.Count > 0)
            AppendPairs(
                Append(Sql.Reservations, Tables.Reservations, (loaded, row) => loaded.Reservations.Add(row)),
                [.. wanted.Reservations]);
        if (wanted.Lines.Count > 0)
            AppendPairs(Append(Sql.Lines, Tables.Events, (loaded, row) => loaded.Lines.Add(row)), [.. wanted.Lines]);
        if (wanted.Money.Count > 0) AppendMoney([.. wanted.Money.Select(id => id.Value)]);
        if (wanted.Grants.Count > 0)
            AppendNumbers(
                Append(Sql.Grants, Tables.Grants, (loaded, row) => loaded.Grants.Add(row)), [.. wanted.Grants]);
        if (wanted.Accruals.Count > 0)
            Parameters.AddTo(
                Append(Sql.Accruals, Tables.Accruals, (loaded, row) => loaded.Accruals.Add(row)),
                wanted.Accruals.Select(id => id.Value).ToArray());
        if (wanted.Tallies.Count > 0)
            Parameters.AddTo(
                Append(Sql.Tallies, Tables.Tallies, (loaded, row) => loaded.Tallies.Add(row)),
                wanted.Tallies.Select(id => id.Value).ToArray());
        if (wanted.Costs.Count > 0) AppendCosts([.. wanted.Costs]);
        if (wanted.Spends.Count > 0) AppendSpends([.. wanted.Spends]);
        if (wanted.Returns.Count > 0)
            AppendPairs(
                Append(Sql.Returns, Tables.Returns, (loaded, row) => loaded.Returns.Add(row)), [.. wanted.Returns]);
        if (wanted.Withdrawals.Count > 0)
            AppendNumbers(
                Append(Sql.Withdrawals, Tables.Withdrawals, (loaded, row) => loaded.Withdrawals.Add(row)),
                [.. wanted.Withdrawals]);
        if (wanted.Slices.Count > 0)
            AppendNumbers(
                Append(Sql.Slices, Tables.Slices, (loaded, row) => loaded.Slices.Add(row)), [.. wanted.Slices]);
        if (wanted.Payments.Count > 0)
            AppendNumbers(
                Append(Sql.Payments, Tables.Payments, (loaded, row) => loaded.Payments.Add(row)),
                [.. wanted.Payments]);
        if (wanted.ProviderObjects.Count > 0)
            AppendPairs(
                Append(Sql.ProviderObjects, Tables.ProviderObjects, (loaded, row) => loaded.ProviderObjects.Add(row)),
                [.. wanted.ProviderObjects]);
        if (wanted.Posted.Count > 0) AppendPosted([.. wanted.Posted]);
        foreach (var query in wanted.Charged)
            readers.Add(ChargeLoads.Append(batch, query, wanted.MostEvents));
        if (wanted.Due.Count > 0) AppendDue(wanted.Due);
        if (wanted.Responses.Count > 0) AppendResponses([.. wanted.Responses]);
        if (wanted.Others.Count > 0) AppendOthersAgain(wanted.Others);
    }

    public async Task ReadAsync(NpgsqlDataReader reader, Loaded loaded, CancellationToken stop)
    {
        var rows = new PostgresReader(reader);
        foreach (var read in readers)
        {
            await reader.NextResultAsync(stop);
            await read(reader, rows, loaded, stop);
        }
    }

    void AppendAccount()
    {
        List<Feature> features = [];
        List<PlanVersion> plans = [];
        List<Setting> settings = [];
        List<ApiKey> keys = [];
        Append(Sql.Features, Tables.Features, (_, row) => features.Add(row));
        Append(Sql.Plans, Tables.Plans, (_, row) => plans.Add(row));
        Append(Sql.Settings, Tables.Settings, (_, row) => settings.Add(row));
        List<WebhookEndpoint> webhooks = [];
        Append(Sql.Keys, Tables.Keys, (_, row) => keys.Add(row));
        List<RateCardVersion> cards = [];
        Append(Sql.RateCards, Tables.RateCards, (_, row) => cards.Add(row));
        List<Discount> discounts = [];
        Append(Sql.Discounts, Tables.Discounts, (_, row) => discounts.Add(row));
        Append(Sql.Webhooks, Tables.Webhooks, (_, row) => webhooks.Add(row));
        PostgresSession.Append(batch, Sql.Revision);
        readers.Add(async (reader, _, loaded, stop) =>
        {
            await reader.ReadAsync(stop);
            var after = reader.GetInt64(0);
            if (after == loaded.AccountRevision) loaded.Account = new AccountRows(features, plans, settings, keys)
            {
                RateCards = cards,
                Discounts = discounts,
                Webhooks = webhooks,
            };
            loaded.AccountRevision = after;
        });
    }

    void AppendHeads(IEnumerable<CustomerId> customers, Action<Loaded, Head> take) =>
        Parameters.AddTo(Append(Sql.Heads, Tables.Heads, take), [.. customers.Select(customer => customer.Value)]);

    // Whom nobody has locked may change between two statements, together with the catalogue that its terms rest on.
    void AppendOthersAgain(IEnumerable<CustomerId> customers)
    {
        AppendHeads(customers, (loaded, head) => loaded.TakeAgain(head));
        PostgresSession.Append(batch, Sql.Revision);
        readers.Add(async (reader, _, loaded, stop) =>
        {
            await reader.ReadAsync(stop);
            loaded.LastAccountRevision = reader.GetInt64(0);
        });
    }

    void AppendTerms(long[] customers)
    {
        Parameters.AddTo(Append(Sql.Profiles, Tables.Profiles, (loaded, row) => loaded.Profiles.Add(row)), customers);
        Parameters.AddTo(
            Append(Sql.Subscriptions, Tables.Subscriptions, (loaded, row) => loaded.Subscriptions.Add(row)), customers);
        Parameters.AddTo(Append(Sql.Boosts, Tables.Boosts, (loaded, row) => loaded.Boosts.Add(row)), customers);
        Parameters.AddTo(Append(Sql.Invoices, Tables.Invoices, (loaded, row) => loaded.Invoices.Add(row)), customers);
        Parameters.AddTo(Append(SpendSql.Budgets, Tables.Budgets, (loaded, row) => loaded.Budgets.Add(row)), customers);
        Parameters.AddTo(
            Append(Sql.Namespaces, Tables.Namespaces, (loaded, row) => loaded.Namespaces.Add(row)), customers);
    }

    void AppendIds((CustomerId Customer, string Id)[] ids)
    {
        AppendPairs(Append(Sql.Ids, Tables.Ids, (loaded, row) => loaded.Ids.Add(row)), ids);
    }

    static void AppendPairs(NpgsqlBatchCommand command, (CustomerId Customer, string Id)[] ids)
    {
        Parameters.AddTo(command, Array.ConvertAll(ids, id => id.Customer.Value));
        Parameters.AddTo(command, Array.ConvertAll(ids, id => id.Id));
    }

    void AppendMoney(long[] customers)
    {
        Parameters.AddTo(Append(Sql.Wallets, Tables.Wallets, (loaded, row) => loaded.Wallets.Add(row)), customers);
        Parameters.AddTo(Append(Sql.LiveGrants, Tables.Grants, (loaded, row) => loaded.Grants.Add(row)), customers);
    }

    static void AppendNumbers(NpgsqlBatchCommand command, (CustomerId Customer, long Id)[] ids)
    {
        Parameters.AddTo(command, Array.ConvertAll(ids, id => id.Customer.Value));
        Parameters.AddTo(command, Array.ConvertAll(ids, id => id.Id));
    }

    void AppendCosts(CostKey[] keys)
    {
        var command = Append(Sql.Costs, Tables.Costs, (loaded, row) => loaded.Costs.Add(row));
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.Customer.Value));
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.Feature));
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.Currency.Code));
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.Scope));
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.From));
    }

    void AppendSpends(SpendKey[] keys)
    {
        var spends = new SpendLoads(keys, mostEvents);
        spends.AppendTo(batch);
        readers.Add((reader, _, loaded, stop) => spends.ReadAsync(reader, loaded, stop));
    }

    void AppendPosted(PostedPeriod[] periods)
    {
        var command = Append(Sql.Posted, Tables.Posted, (loaded, row) => loaded.Posted.Add(row));
        Parameters.AddTo(command, Array.ConvertAll(periods, period => period.Customer.Value));
        Parameters.AddTo(command, Array.ConvertAll(periods, period => period.Currency.Code));
        Parameters.AddTo(command, Array.ConvertAll(periods, period => period.From));
        Parameters.AddTo(command, Array.ConvertAll(periods, period => period.To));
    }

    void AppendDue(Dictionary<CustomerId, Instant> wanted)
    {
        var command = PostgresSession.Append(batch, Sql.Due);
        Parameters.AddTo(command, [.. wanted.Keys.Select(customer => customer.Value)]);
        Parameters.AddTo(command, wanted.Values.ToArray());
        AddLimit(command, mostDue);
        readers.Add(async (reader, rows, loaded, stop) =>
        {
            List<Reservation> found = [];
            while (await reader.ReadAsync(stop)) found.Add(Tables.Reservations.Read(rows));
            loaded.TakeDue(found, wanted, mostDue);
        });
    }

    void AppendResponses(string[] keys) =>
        Parameters.AddTo(Append(Sql.Responses, Tables.Responses, (loaded, row) => loaded.Responses.Add(row)), keys);

    void AppendCounters(HashSet<CounterKey> wanted)
    {
        var rolling = wanted.Where(key => key.Rolling is not null).ToArray();
        var dated = wanted.Where(key => key.Rolling is null).ToArray();
        if (dated.Length > 0) AppendDated(dated);
        if (rolling.Length > 0) AppendRolling(rolling);
    }

    void AppendDated(CounterKey[] keys)
    {
        var command = AppendKeys(Sql.Counters, keys);
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.From));
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.To));
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.Epoch));
        AddLimit(command, mostEvents);
        readers.Add(async (reader, _, loaded, stop) =>
        {
            while (await reader.ReadAsync(stop))
            {
                var key = keys[reader.GetInt64(0) - 1];
                if (Exceeds(reader.GetInt64(5)))
                {
                    loaded.Costly.Add(key);
                    continue;
                }
                var stored = !await reader.IsDBNullAsync(1, stop);
                var (used, reserved) = (reader.GetInt64(stored ? 1 : 3), reader.GetInt64(stored ? 2 : 4));
                loaded.Counters.Add(new Counter(
                    key, used, reserved, null, null, reader.GetInt16(6), !stored && (used, reserved) != (0, 0)));
            }
        });
    }

    void AppendRolling(CounterKey[] keys)
    {
        var command = AppendKeys(Sql.Rolling, keys);
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.Epoch));
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.Rolling!.Value.ToTimeSpan()));
        AddLimit(command, mostEvents);
        readers.Add(async (reader, rows, loaded, stop) =>
        {
            while (await reader.ReadAsync(stop))
            {
                var key = keys[reader.GetInt64(0) - 1];
                if (Exceeds(reader.GetInt64(6)) || Exceeds(reader.GetInt64(9)) || reader.GetBoolean(11))
                {
                    loaded.Costly.Add(key);
                    continue;
                }
                var stored = !await reader.IsDBNullAsync(1, stop);
                var counted = (Used: reader.GetInt64(4), Reserved: reader.GetInt64(5));
                var gone = (Used: reader.GetInt64(7), Reserved: reader.GetInt64(8));
                var used = stored ? reader.GetInt64(1) - gone.Used : counted.Used;
                var reserved = stored ? reader.GetInt64(2) - gone.Reserved : counted.Reserved;
                loaded.Counters.Add(new Counter(
                    key, used, reserved, rows.Instant(3), rows.NullableInstant(10), reader.GetInt16(12),
                    Computed: (stored ? gone : counted) != (0, 0)));
            }
        });
    }

    static void AddLimit(NpgsqlBatchCommand command, int? limit) => command.Parameters.Add(new NpgsqlParameter
    {
        Value = limit is { } most ? most + 1L : DBNull.Value,
        NpgsqlDbType = NpgsqlDbType.Bigint,
    });

    bool Exceeds(long events) => events > (mostEvents ?? long.MaxValue);

    NpgsqlBatchCommand AppendKeys(string sql, CounterKey[] keys)
    {
        var command = PostgresSession.Append(batch, sql);
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.Customer.Value));
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.Feature));
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.Pot));
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.Namespace));
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.Window));
        return command;
    }

    NpgsqlBatchCommand Append<TRow>(string sql, Table<TRow> table, Action<Loaded, TRow> take)
    {
        readers.Add(async (reader, rows, loaded, stop) =>
        {
            while (await reader.ReadAsync(stop)) take(loaded, table.Read(rows));
        });
        return PostgresSession.Append(batch, sql);
    }
}
