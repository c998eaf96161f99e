namespace Tollgate.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Rows_of_every_table_are_read_back_equal_at_their_extremes()
    {
        var customers = await MakeAsync("full", "bare");
        var written = FullRows.Of(customers[0], customers[1]);
        await CommitAsync(written);

        CustomerId[] all = [CustomerId.Account, .. customers];
        var wanted = Wanting(
            all, [.. written.Counters.Select(row => row.Key)], [.. written.Responses.Select(row => row.Key)],
            true, true);
        wanted.Ids.UnionWith(written.Ids.Select(row => (row.Customer, row.Id)));
        wanted.Reservations.UnionWith(written.Reservations.Select(row => (row.Customer, row.Id)));
        wanted.Money.UnionWith(customers);
        wanted.Accruals.UnionWith(written.Accruals.Select(row => row.Key.Customer));
        wanted.Costs.UnionWith(written.Costs.Select(row => row.Key));
        wanted.Spends.UnionWith(written.Spends.Select(row => row.Key));
        wanted.Returns.UnionWith(written.Returns.Select(row => (row.Customer, row.Payment)));
        wanted.Withdrawals.UnionWith(written.Withdrawals.Select(row => (row.Customer, row.Id)));
        wanted.Payments.UnionWith(written.Payments.Select(row => (row.Customer, row.Id)));
        wanted.ProviderObjects.UnionWith(written.ProviderObjects.Select(row => (row.Customer, row.Name)));
        wanted.Posted.UnionWith(written.Posted.Select(
            row => new PostedPeriod(row.Customer, row.Currency, Rows.Earliest, Rows.Latest)));
        var read = await LoadAsync(wanted);

        AssertSame(Tables.Posted, written.Posted, read.Posted);

        AssertSame(Tables.Wallets, written.Wallets, read.Wallets);
        AssertSame(Tables.Grants, written.Grants, read.Grants);
        AssertSame(Tables.Costs, written.Costs, read.Costs);
        AssertSame(Tables.Accruals, written.Accruals, read.Accruals);
        AssertSame(Tables.Budgets, written.Budgets, read.Budgets);
        AssertSame(Tables.Spends, written.Spends, read.Spends);
        AssertSame(Tables.Returns, written.Returns, read.Returns);
        AssertSame(Tables.Withdrawals, written.Withdrawals, read.Withdrawals);
        AssertSame(Tables.Payments, written.Payments, read.Payments);
        AssertSame(Tables.ProviderObjects, written.ProviderObjects, read.ProviderObjects);
        AssertSame(Tables.Heads, written.Heads, read.Heads.Values);
        AssertSame(Tables.Profiles, written.Profiles, read.Profiles);
        AssertSame(Tables.Subscriptions, written.Subscriptions, read.Subscriptions);
        AssertSame(Tables.Boosts, written.Boosts, read.Boosts);
        AssertSame(Tables.Namespaces, written.Namespaces, read.Namespaces);
        AssertSame(Tables.Reservations, written.Reservations, read.Reservations);
        AssertSame(Tables.Ids, written.Ids, read.Ids);
        AssertSame(Tables.Responses, written.Responses, read.Responses);
        AssertSame(Tables.Features, written.Features, read.Account!.Features);
        AssertSame(Tables.Plans, written.Plans, read.Account!.Plans);
        AssertSame(Tables.RateCards, written.RateCards, read.Account!.RateCards);
        AssertSame(Tables.Discounts, written.Discounts, read.Account!.Discounts);
        AssertSame(Tables.Settings, written.Settings, read.Account!.Settings);
        AssertSame(Tables.Keys, written.Keys, read.Account!.Keys);
        AssertSame(Tables.Webhooks, written.Webhooks, read.Account!.Webhooks);
        Assert.Equal(3, read.AccountRevision);
        Assert.Equal(written.Counters.Select(row => (row.Key, row.Used, row.Reserved)).ToHashSet(),
            read.Counters.Select(row => (row.Key, row.Used, row.Reserved)).ToHashSet());
        await AssertListedAsync(written, customers);
    }

    [Fact]
    public async Task Rows_that_may_change_are_overwritten_whole()
    {
        var customers = await MakeAsync("full", "bare");
        var first = FullRows.Of(customers[0], customers[1]);
        await CommitAsync(first);
        var second = new ChangeSet();
        second.Heads.AddRange(
            first.Heads.Select(row => row with { Sequence = 5, DueAt = null, Hash = Hash.Empty, LastAt = Rows.Noon }));
        second.Profiles.AddRange(
            first.Profiles.Select(row => row with { Name = null, SuspendedAt = null, Waived = !row.Waived }));
        second.Subscriptions.AddRange(
            first.Subscriptions.Select(row => row with { EndsAt = null, ReplacedBy = 7, CanceledAt = Rows.Noon }));
        second.Boosts.AddRange(first.Boosts.Select(row => row with { CanceledAt = Rows.Earliest, EndsAt = null }));
        second.Namespaces.AddRange(first.Namespaces.Select(row => row with { Name = "other" }));
        second.Features.AddRange(
            first.Features.Select(row => row with { Definition = row.Definition with { Name = "other" } }));
        second.Settings.AddRange(first.Settings.Select(row => row with { Value = "other" }));
        second.Webhooks.AddRange(first.Webhooks.Select(row => row with { DisabledAt = Rows.Noon, Secret = "other" }));
        second.Wallets.AddRange(first.Wallets.Select(row => row with { Balance = new Amount(5), LowBalance = null }));
        second.Grants.AddRange(first.Grants.Select(row => row with { Remaining = Amount.Zero, Held = new Amount(7) }));
        second.Returns.AddRange(first.Returns.Select(row => row with { Refunded = new Amount(3), Disputes = [] }));
        second.Withdrawals.AddRange(first.Withdrawals.Select(
            row => row with { Status = WithdrawalStatus.Failed, Reason = "other", Held = [] }));
        second.Payments.AddRange(first.Payments.Select(
            row => row with { Status = PaymentStatus.Failed, Problem = null, Collected = null, Attempts = [] }));
        second.Posted.AddRange(first.Posted.Select(row => row with { Amount = new Amount(-3), Sequence = 9 }));
        second.Accruals.AddRange(first.Accruals.Select(row => row with { Level = -3, Area = Exact.Of(9) }));
        second.Costs.AddRange(first.Costs.Select(row => row with { Charged = new Amount(9) }));
        second.Budgets.AddRange(first.Budgets.Select(row => row with { Amount = new Amount(3), WarnAt = [7] }));
        second.Spends.AddRange(first.Spends.Select(row => row with { Spent = new Amount(4), Alerted = 9 }));
        second.Keys.AddRange(first.Keys.Select(row => row with { RevokedAt = Rows.Noon }));
        await CommitAsync(second);

        var wanted = Wanting([CustomerId.Account, .. customers], terms: true, account: true);
        wanted.Money.UnionWith(customers);
        wanted.Grants.UnionWith(second.Grants.Select(row => (row.Customer, row.Id)));
        wanted.Accruals.UnionWith(second.Accruals.Select(row => row.Key.Customer));
        wanted.Costs.UnionWith(second.Costs.Select(row => row.Key));
        wanted.Spends.UnionWith(second.Spends.Select(row => row.Key));
        wanted.Returns.UnionWith(second.Returns.Select(row => (row.Customer, row.Payment)));
        wanted.Withdrawals.UnionWith(second.Withdrawals.Select(row => (row.Customer, row.Id)));
        wanted.Payments.UnionWith(second.Payments.Select(row => (row.Customer, row.Id)));
        wanted.Posted.UnionWith(second.Posted.Select(
            row => new PostedPeriod(row.Customer, row.Currency, Rows.Earliest, Rows.Latest)));
        var read = await LoadAsync(wanted);

        AssertSame(Tables.Posted, second.Posted, read.Posted);

        AssertSame(Tables.Wallets, second.Wallets, read.Wallets);
        AssertSame(Tables.Grants, second.Grants, read.Grants);
        AssertSame(Tables.Costs, second.Costs, read.Costs);
        AssertSame(Tables.Accruals, second.Accruals, read.Accruals);
        AssertSame(Tables.Budgets, second.Budgets, read.Budgets);
        AssertSame(Tables.Spends, second.Spends, read.Spends);
        AssertSame(Tables.Returns, second.Returns, read.Returns);
        AssertSame(Tables.Withdrawals, second.Withdrawals, read.Withdrawals);
        AssertSame(Tables.Payments, second.Payments, read.Payments);

        AssertSame(Tables.Heads, second.Heads, read.Heads.Values);
        AssertSame(Tables.Profiles, second.Profiles, read.Profiles);
        AssertSame(Tables.Subscriptions, second.Subscriptions, read.Subscriptions);
        AssertSame(Tables.Boosts, second.Boosts, read.Boosts);
        AssertSame(Tables.Namespaces, second.Namespaces, read.Namespaces);
        AssertSame(Tables.Features, second.Features, read.Account!.Features);
        AssertSame(Tables.Settings, second.Settings, read.Account!.Settings);
        AssertSame(Tables.Keys, second.Keys, read.Account!.Keys);
        AssertSame(Tables.Webhooks, second.Webhooks, read.Account!.Webhooks);
    }

    [Fact]
    public async Task Of_a_rate_card_the_latest_version_is_read()
    {
        RateCardVersion[] rows =
        [
            new(7, "a", 2, new RateCard(Currency.Parse("USD"), ["model"], [], null)),
            new(5, "a", 10, new RateCard(Currency.Parse("USD"), ["later"], [], null)),
            new(9, "b", 1, new RateCard(Currency.Parse("EUR"), ["model"], [], null)),
        ];
        await CommitAsync(changes => changes.RateCards.AddRange(rows));

        var read = await LoadAsync(Wanting([CustomerId.Account], account: true));

        AssertSame(Tables.RateCards, rows[1..], read.Account!.RateCards);
    }

    [Fact]
    public async Task Subscriptions_come_in_the_order_they_were_made()
    {
        var customers = await MakeAsync("a", "b");
        var rows = customers.SelectMany(customer => new long[] { 9, 100, 11 }.Select(id => new Subscription(
            customer, id, 1, false, "", Rows.Noon, null, null, Rows.Noon, null, null, null, null, Hash.Empty, null,
            Rows.Noon)));
        await CommitAsync(changes => changes.Subscriptions.AddRange(rows));

        var read = await LoadAsync(Wanting(customers, terms: true));

        Assert.All(customers, customer => Assert.Equal(
            [9, 11, 100], read.Subscriptions.Where(row => row.Customer == customer).Select(row => row.Id)));
    }

    [Theory]
    [InlineData("event")]
    [InlineData("event_id")]
    [InlineData("audit")]
    [InlineData("ledger_entry")]
    [InlineData("outbox")]
    [InlineData("response")]
    public async Task A_row_that_is_only_appended_refuses_a_second_one_and_nothing_of_that_attempt_stays(string table)
    {
        var customer = (await MakeAsync("a"))[0];
        await CommitAsync(changes => Append(changes, table, customer));
        var again = new ChangeSet();
        again.Counters.Add(new Counter(Rows.Key(customer, "forever"), 5, 0, null));
        again.Audits.Add(Rows.Audit(customer, 2));
        Append(again, table, customer);
        again.Heads.Add(Rows.Head(customer));

        var error = await Assert.ThrowsAnyAsync<Exception>(() => CommitAsync(again));

        Assert.Contains(Store.Classify(error, committing: true), new[] { Fault.Poison, Fault.Transient });
        var read = await LoadAsync(Wanting([customer], [Rows.Key(customer, "hour")]));
        Assert.Equal(Head.New(customer), read.Heads[customer]);
        Assert.Empty(await Store.Queries.CountersAsync(customer, Stop));
        Assert.DoesNotContain(await Store.Queries.HistoryAsync(customer, 1, 10, Stop), change => change.Sequence == 2);
    }

    static void Append(ChangeSet changes, string table, CustomerId customer)
    {
        switch (table)
        {
            case "event": changes.Events.Add(Rows.Event(customer, 1, Rows.Noon)); break;
            case "event_id": changes.Ids.Add(Rows.Id(customer, "e-1")); break;
            case "audit": changes.Audits.Add(Rows.Audit(customer, 1)); break;
            case "ledger_entry": changes.Ledger.Add(Rows.Entry(customer, 1)); break;
            case "outbox": changes.Outbox.Add(Rows.Message(customer, 1)); break;
            default: changes.Responses.Add(Rows.Response("k")); break;
        }
    }

    async Task AssertListedAsync(ChangeSet written, CustomerId[] customers)
    {
        List<UsageEvent> events = [];
        List<AuditEntry> audits = [];
        List<Counter> counters = [];
        foreach (var customer in customers)
        {
            var history = await Store.Queries.HistoryAsync(customer, long.MinValue, 10, Stop);
            Assert.Equal(history.OrderBy(change => change.Sequence), history);
            events.AddRange(history.Select(change => change.Event).OfType<UsageEvent>());
            audits.AddRange(history.Select(change => change.Audit).OfType<AuditEntry>());
            counters.AddRange(await Store.Queries.CountersAsync(customer, Stop));
        }
        AssertSame(Tables.Events, written.Events, events);
        AssertSame(Tables.Audits, written.Audits, audits);
        AssertSame(Tables.Counters, written.Counters, counters);
        AssertSame(Tables.Profiles, written.Profiles, await Store.Queries.CustomersAsync(null, null, 10, Stop));
    }

    static void AssertSame<TRow>(Table<TRow> table, IEnumerable<TRow> written, IEnumerable<TRow> read) =>
        Assert.Equal(Rows.Show(table, written), Rows.Show(table, read));
}
