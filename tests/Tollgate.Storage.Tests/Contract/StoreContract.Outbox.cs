namespace Tollgate.Storage.Tests.Contract;

/// <summary>The books of what is delivered.</summary>
public abstract partial class StoreContract
{
    static readonly TimeSpan Later = TimeSpan.FromHours(1);

    static DeliveryAttempt Delivered { get; } = new(DeliveryState.Delivered, TimeSpan.Zero, 200, null, 5);

    static DeliveryAttempt Failed { get; } = new(DeliveryState.Waiting, Later, 500, Rows.Strange, 7);

    static DeliveryAttempt GivenUp { get; } = new(DeliveryState.Failed, TimeSpan.Zero, null, "no answer", 15_000);

    [Fact]
    public async Task A_message_is_due_at_once_for_its_endpoint_and_read_back_equal()
    {
        var customer = (await MakeAsync("c"))[0];
        var entry = Rows.Message(customer, 7, 2, 5) with { Key = "c", Payload = Rows.Long };
        await CommitAsync(changes => changes.Outbox.Add(entry));

        Assert.Equal([5L], await Store.Outbox.DueEndpointsAsync([4, 5, 6], Stop));
        Assert.Equal([customer], await Store.Outbox.DueCustomersAsync(5, [], 10, Stop));
        Assert.Empty(await Store.Outbox.DueCustomersAsync(4, [], 10, Stop));
        Assert.Equal([new Delivery(entry)], await Store.Outbox.TakeAsync(5, customer, 10, Stop));
    }

    [Fact]
    public async Task A_line_is_taken_in_order_and_no_longer_than_asked()
    {
        var customer = await LinedUpAsync("c", (9, 1), (9, 0), (100, 0), (11, 0));

        Assert.Equal([(9, 0), (9, 1), (11, 0)], Places(await Store.Outbox.TakeAsync(1, customer, 3, Stop)));
    }

    [Fact]
    public async Task A_failure_holds_back_what_is_behind_it_for_that_customer_and_endpoint_alone()
    {
        var customer = await LinedUpAsync("c", (1, 0), (2, 0));
        var other = await LinedUpAsync("d", (1, 0));
        await CommitAsync(changes => changes.Outbox.Add(Rows.Message(customer, 1, endpoint: 2)));

        await AttemptFirstAsync(customer, Failed);

        Assert.Equal([other], await Store.Outbox.DueCustomersAsync(1, [], 10, Stop));
        Assert.Empty(await Store.Outbox.TakeAsync(1, customer, 10, Stop));
        Assert.Equal([customer], await Store.Outbox.DueCustomersAsync(2, [], 10, Stop));
        var failed = await Store.Outbox.FindAsync(new DeliveryKey(customer, 1, 0, 1), Stop);
        Assert.Equal(
            (DeliveryState.Waiting, 1, 500, Rows.Strange, 7, null),
            (failed!.State, failed.Attempts, failed.Status, failed.Detail, failed.Milliseconds, failed.FinishedAt));
        Assert.Equal(failed.AttemptedAt + Duration.FromTimeSpan(Later), failed.NextAt);
    }

    [Fact]
    public async Task What_comes_later_behind_a_failure_is_put_off_once_it_is_found()
    {
        var customer = await LinedUpAsync("c", (1, 0));
        await AttemptFirstAsync(customer, Failed);
        await CommitAsync(changes => changes.Outbox.Add(Rows.Message(customer, 2)));
        Assert.Equal([customer], await Store.Outbox.DueCustomersAsync(1, [], 10, Stop));

        Assert.Empty(await Store.Outbox.TakeAsync(1, customer, 10, Stop));

        Assert.Empty(await Store.Outbox.DueCustomersAsync(1, [], 10, Stop));
        Assert.Empty(await Store.Outbox.DueEndpointsAsync([1], Stop));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Once_the_first_is_over_what_was_held_back_goes_on(bool delivered)
    {
        var customer = await LinedUpAsync("c", (1, 0), (2, 0));
        await AttemptFirstAsync(customer, Failed);
        var first = await Store.Outbox.RetryAsync(new DeliveryKey(customer, 1, 0, 1), Stop);
        Assert.Equal((DeliveryState.Waiting, 0), (first!.State, first.Attempts));
        Assert.NotNull(first.RetriedAt);

        await AttemptFirstAsync(customer, delivered ? Delivered : GivenUp);

        Assert.Equal([(2, 0)], Places(await Store.Outbox.TakeAsync(1, customer, 10, Stop)));
        var over = await Store.Outbox.FindAsync(first.Key, Stop);
        Assert.Equal(delivered ? DeliveryState.Delivered : DeliveryState.Failed, over!.State);
        Assert.Equal(over.AttemptedAt, over.FinishedAt);
    }

    [Fact]
    public async Task What_is_over_stays_as_it_is_until_it_is_tried_again()
    {
        var customer = await LinedUpAsync("c", (1, 0));
        var waiting = (await Store.Outbox.TakeAsync(1, customer, 1, Stop))[0];
        await Store.Outbox.RecordAsync(waiting, Delivered, Stop);

        await Store.Outbox.RecordAsync(waiting, Failed, Stop);

        var kept = await Store.Outbox.FindAsync(waiting.Key, Stop);
        Assert.Equal((DeliveryState.Delivered, 1, 200), (kept!.State, kept.Attempts, kept.Status));
        await Store.Outbox.RetryAsync(waiting.Key, Stop);
        Assert.Equal([(1, 0)], Places(await Store.Outbox.TakeAsync(1, customer, 10, Stop)));
        Assert.Null(await Store.Outbox.RetryAsync(waiting.Key with { Endpoint = 9 }, Stop));
        Assert.Null(await Store.Outbox.FindAsync(waiting.Key with { Ordinal = 9 }, Stop));
    }

    [Fact]
    public async Task Those_who_have_waited_longest_come_first_and_those_named_not_at_all()
    {
        var customers = await MakeAsync("a", "b", "d");
        await CommitAsync(changes => changes.Outbox.AddRange(customers.Select((customer, i) =>
            Rows.Message(customer, 1, at: Rows.Past - Duration.FromMinutes(i)))));

        Assert.Equal(customers.Reverse(), await Store.Outbox.DueCustomersAsync(1, [], 10, Stop));
        Assert.Equal([customers[1]], await Store.Outbox.DueCustomersAsync(1, [customers[2]], 1, Stop));
    }

    [Fact]
    public async Task The_log_is_listed_newest_first_page_by_page()
    {
        var customers = await MakeAsync("a", "b");
        var rows = customers.SelectMany(customer => new[] { 1L, 2L }.Select(n => Rows.Message(customer, n))).ToList();
        await CommitAsync(changes => changes.Outbox.AddRange(
            [.. rows, Rows.Message(customers[0], 3, at: Rows.Past - Duration.FromDays(1)),
                Rows.Message(customers[0], 4, endpoint: 2)]));

        var first = await Store.Outbox.ListAsync(1, null, 3, Stop);
        var last = first[^1].Entry;
        var rest = await Store.Outbox.ListAsync(
            1, new DeliveryPosition(last.At, last.Customer, last.Sequence, last.Ordinal), 10, Stop);

        Assert.Equal(
            [(customers[1], 2), (customers[1], 1), (customers[0], 2), (customers[0], 1), (customers[0], 3)],
            first.Concat(rest).Select(one => (one.Entry.Customer, one.Entry.Sequence)));
    }

    [Fact]
    public async Task One_owner_at_a_time_delivers_to_an_endpoint()
    {
        var outbox = Store.Outbox;

        Assert.True(await outbox.LeaseAsync(1, "a", Later, Stop));
        Assert.False(await outbox.LeaseAsync(1, "b", Later, Stop));
        Assert.True(await outbox.LeaseAsync(1, "a", Later, Stop));
        Assert.True(await outbox.LeaseAsync(2, "b", Later, Stop));
        await outbox.ReleaseAsync(1, "b", Stop);
        Assert.False(await outbox.LeaseAsync(1, "b", Later, Stop));
        await outbox.ReleaseAsync(1, "a", Stop);
        Assert.True(await outbox.LeaseAsync(1, "b", TimeSpan.Zero, Stop));
        Assert.True(await outbox.LeaseAsync(1, "a", Later, Stop));
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_gets_the_lease()
    {
        var asked = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            () => Store.Outbox.LeaseAsync(1, $"owner {i}", Later, Stop).AsTask(), Stop)));

        Assert.Single(asked, got => got);
    }

    [Fact]
    public async Task What_is_long_over_is_forgotten_and_what_waits_for_nobody()
    {
        var customer = await LinedUpAsync("c", (1, 0), (2, 0));
        await CommitAsync(changes => changes.Outbox.Add(Rows.Message(customer, 1, endpoint: 2)));
        await AttemptFirstAsync(customer, Delivered);

        Assert.Equal(0, await Store.Outbox.ForgetAsync(TimeSpan.FromDays(9_000), [1], Stop));
        Assert.Equal(2, await Store.Outbox.ForgetAsync(TimeSpan.Zero, [1], Stop));

        Assert.Equal([(2, 0)], Places(await Store.Outbox.ListAsync(1, null, 10, Stop)));
        Assert.Empty(await Store.Outbox.ListAsync(2, null, 10, Stop));
    }

    [Fact]
    public async Task A_deleted_endpoint_is_never_loaded_again()
    {
        var kept = new WebhookEndpoint(1, "u", ["*"], "s", null, null, Rows.Noon, null, null, null);
        await CommitAsync(changes => changes.Webhooks.AddRange([kept, kept with { Id = 2 }]));
        await CommitAsync(changes => changes.Webhooks.Add(kept with { Id = 2, Secret = "", DeletedAt = Rows.Noon }));

        var read = await LoadAsync(Wanting([CustomerId.Account], account: true));

        Assert.Equal([1L], read.Account!.Webhooks.Select(one => one.Id));
    }

    async Task<CustomerId> LinedUpAsync(string key, params (long Sequence, int Ordinal)[] places)
    {
        var customer = (await MakeAsync(key))[0];
        await CommitAsync(changes => changes.Outbox.AddRange(
            places.Select(place => Rows.Message(customer, place.Sequence, place.Ordinal))));
        return customer;
    }

    async Task AttemptFirstAsync(CustomerId customer, DeliveryAttempt attempt) =>
        await Store.Outbox.RecordAsync((await Store.Outbox.TakeAsync(1, customer, 1, Stop))[0], attempt, Stop);

    static IEnumerable<(int, int)> Places(IEnumerable<Delivery> deliveries) =>
        deliveries.Select(one => ((int)one.Entry.Sequence, one.Entry.Ordinal));
}
