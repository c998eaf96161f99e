namespace Tollgate.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Customers_are_listed_by_key_page_by_page()
    {
        string[] keys = ["b", "B", "a-10", "a-9", "_"];
        var customers = await MakeAsync(keys);
        await CommitAsync(
            changes => changes.Profiles.AddRange(keys.Select((key, i) => Rows.Profile(customers[i], key))));

        var first = await Store.Queries.CustomersAsync(null, null, 2, Stop);
        var rest = await Store.Queries.CustomersAsync(null, first[^1].Key, 10, Stop);

        Assert.Equal(keys.Order(StringComparer.Ordinal), first.Concat(rest).Select(row => row.Key));
        Assert.Equal(2, first.Count);
    }

    [Fact]
    public async Task Who_is_due_is_listed_longest_first()
    {
        string[] keys = ["a", "b", "c", "never", "later"];
        var customers = await MakeAsync(keys);
        Instant?[] due = [Rows.Noon, Rows.Noon - Duration.FromHours(1), Rows.Earliest, null, Rows.Noon + Microsecond];
        await CommitAsync(changes =>
        {
            changes.Profiles.AddRange(keys.Select((key, i) => Rows.Profile(customers[i], key)));
            changes.Heads.AddRange(customers.Select((one, i) => Rows.Head(one) with { DueAt = due[i] }));
        });

        Assert.Equal(["c", "b", "a"], await Store.Queries.DueAsync(Rows.Noon, 10, Stop));
        Assert.Equal(["c", "b"], await Store.Queries.DueAsync(Rows.Noon, 2, Stop));
        Assert.Equal(["c"], await Store.Queries.DueAsync(Rows.Noon - Duration.FromHours(2), 10, Stop));
    }

    [Theory]
    [InlineData("ACME", "acme-1,other")]
    [InlineData("@example", "acme-1")]
    [InlineData("%", "")]
    [InlineData("nobody", "")]
    public async Task Customers_are_searched_by_part_of_key_name_or_email_in_any_case(string search, string expected)
    {
        var customers = await MakeAsync("acme-1", "other", "third");
        await CommitAsync(changes => changes.Profiles.AddRange(
        [
            Rows.Profile(customers[0], "acme-1", email: "Bill@Example.com"),
            Rows.Profile(customers[1], "other", name: "The Acme Company"),
            Rows.Profile(customers[2], "third"),
        ]));

        var found = await Store.Queries.CustomersAsync(search, null, 10, Stop);

        Assert.Equal(expected, string.Join(',', found.Select(row => row.Key)));
    }

    [Fact]
    public async Task Uses_are_listed_newest_first_page_by_page_without_the_lines_of_pools()
    {
        var customer = (await MakeAsync("a"))[0];
        await CommitAsync(changes =>
        {
            changes.Features.AddRange(new[] { 1, 2 }.Select(
                id => new Feature(id, $"f{id}", new FeatureDefinition("F", FeatureType.Metered))));
            changes.Events.AddRange(
            [
                Rows.Event(customer, 1, Rows.Noon), Rows.Event(customer, 2, Rows.Noon + Microsecond),
                Rows.Event(customer, 3, Rows.Noon), Rows.Event(customer, 3, Rows.Noon) with { Line = 1 },
                Rows.Event(customer, 4, Rows.Noon, feature: 2),
            ]);
        });

        var all = new EventFilter(customer, null, null, null);
        Assert.Equal([2, 4, 3, 1], Sequences(await Store.Queries.EventsAsync(all, null, 10, Stop)));
        Assert.Equal([2, 4], Sequences(await Store.Queries.EventsAsync(all, null, 2, Stop)));
        Assert.Equal(
            [3, 1], Sequences(await Store.Queries.EventsAsync(all, new EventPosition(Rows.Noon, 4), 10, Stop)));
        Assert.Equal([4], Sequences(await Store.Queries.EventsAsync(all with { Feature = 2 }, null, 10, Stop)));
        Assert.Equal(
            [2],
            Sequences(await Store.Queries.EventsAsync(all with { From = Rows.Noon + Microsecond }, null, 10, Stop)));
        Assert.Equal(
            [4, 3, 1],
            Sequences(await Store.Queries.EventsAsync(all with { To = Rows.Noon + Microsecond }, null, 10, Stop)));
    }

    [Fact]
    public async Task A_history_is_listed_in_order_of_its_numbers_page_by_page()
    {
        var customers = await MakeAsync("a", "b");
        await CommitAsync(changes =>
        {
            changes.Events.AddRange(
                [Rows.Event(customers[0], 2, Rows.Noon), Rows.Event(customers[0], 4, Rows.Earliest)]);
            changes.Events.Add(Rows.Event(customers[1], 1, Rows.Noon));
            changes.Audits.AddRange(
                [Rows.Audit(customers[0], 1), Rows.Audit(customers[0], 3), Rows.Audit(customers[0], 5)]);
        });

        var first = await Store.Queries.HistoryAsync(customers[0], 0, 3, Stop);
        var rest = await Store.Queries.HistoryAsync(customers[0], 3, 100, Stop);

        Assert.Equal([1, 2, 3], first.Select(change => change.Sequence));
        Assert.Equal([4, 5], rest.Select(change => change.Sequence));
    }

    [Fact]
    public async Task A_page_of_a_history_ends_with_a_whole_use()
    {
        var customer = (await MakeAsync("a"))[0];
        var use = Rows.Event(customer, 2, Rows.Noon);
        await CommitAsync(changes =>
        {
            changes.Audits.Add(Rows.Audit(customer, 1));
            changes.Events.AddRange([use, use with { Line = 1, Pot = "#1" }, use with { Line = 2, Pot = "#2" }]);
        });

        var first = await Store.Queries.HistoryAsync(customer, 0, 3, Stop);
        var rest = await Store.Queries.HistoryAsync(customer, 1, 100, Stop);

        Assert.Equal([1], first.Select(change => change.Sequence));
        Assert.Equal([0, 1, 2], rest.Select(change => (int)change.Event!.Line));
    }

    // Two reads of two moments list a later change and leave out an earlier one.
    [Fact]
    public async Task A_history_that_is_read_while_it_grows_has_no_gap()
    {
        var customer = (await MakeAsync("a"))[0];
        var writing = Task.Run(WriteAsync, Stop);
        while (!writing.IsCompleted) AssertGapless(await Store.Queries.HistoryAsync(customer, 0, 10_000, Stop));
        await writing;
        Assert.Equal(600, (await Store.Queries.HistoryAsync(customer, 0, 10_000, Stop)).Count);

        async Task WriteAsync()
        {
            await using var session = await OpenAsync();
            for (var n = 1; n <= 600; n += 2)
            {
                await session.BeginAsync(Wanting([customer]), wait: true, Stop);
                var changes = new ChangeSet();
                changes.Events.Add(Rows.Event(customer, n, Rows.Noon));
                changes.Audits.Add(Rows.Audit(customer, n + 1));
                await session.CommitAsync(changes, Stop);
            }
        }
    }

    [Fact]
    public async Task Subscribers_of_plan_versions_are_listed_once_by_number_page_by_page()
    {
        var customers = await MakeAsync("a", "b", "c", "d", "e");
        await CommitAsync(changes => changes.Subscriptions.AddRange(
        [
            On(customers[0], 1, plan: 7), On(customers[0], 2, plan: 8), On(customers[1], 1, plan: 9),
            On(customers[2], 1, plan: 9) with { NextPlan = 8, ChangeAt = Rows.Noon }, On(customers[3], 1, plan: 8),
            On(customers[4], 1, plan: 7),
        ]));

        var first = await Store.Queries.SubscribersAsync([7, 8], CustomerId.Account, 2, Stop);
        var rest = await Store.Queries.SubscribersAsync([7, 8], first[^1].Customer, 10, Stop);

        Assert.Equal([new Subscriber(customers[0], "a"), new Subscriber(customers[2], "c")], first);
        Assert.Equal([new Subscriber(customers[3], "d"), new Subscriber(customers[4], "e")], rest);
        Assert.Empty(await Store.Queries.SubscribersAsync([], CustomerId.Account, 10, Stop));

        static Subscription On(CustomerId customer, long id, int plan) => new(
            customer, id, plan, false, "", Rows.Noon, null, null, Rows.Noon, null, null, null, null, Rows.Hash(1), null,
            Rows.Noon);
    }

    static IEnumerable<long> Sequences(IEnumerable<UsageEvent> events) => events.Select(one => one.Sequence);

    static void AssertGapless(IReadOnlyList<Change> history)
    {
        for (var i = 0; i < history.Count; i++) Assert.Equal(i + 1, history[i].Sequence);
    }
}
