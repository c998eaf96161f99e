namespace Tollgate.Storage.Tests.Lanes;

public sealed class FairQueueTests
{
    static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_busy_customer_leaves_room_for_everybody_in_the_next_batch()
    {
        var queue = new FairQueue(65_536);
        for (var i = 0; i < 5_000; i++) Add(queue, "hot");
        for (var i = 0; i < 100; i++) Add(queue, $"calm{i}");

        var batch = await queue.TakeAsync(1024, [], Stop);

        Assert.Equal(1024, batch.Count);
        Assert.Equal(100, batch.Count(request => request.Customer != "hot"));
    }

    [Fact]
    public void No_line_is_longer_than_an_eighth_of_the_queue()
    {
        var queue = new FairQueue(800);

        var taken = Enumerable.Range(0, 200).Count(_ => queue.TryAdd(Ask("hot")));

        Assert.Equal(100, taken);
        Assert.True(queue.TryAdd(Ask("calm")));
    }

    [Fact]
    public void A_request_larger_than_an_eighth_finds_room_in_an_empty_line()
    {
        var queue = new FairQueue(800);

        Assert.True(queue.TryAdd(Ask("large", 500)));
        Assert.False(queue.TryAdd(Ask("large")));
        Assert.True(queue.TryAdd(Ask("small")));
    }

    [Fact]
    public void A_full_queue_takes_nobody()
    {
        var queue = new FairQueue(80);

        var taken = Enumerable.Range(0, 100).Count(i => queue.TryAdd(Ask($"customer{i}")));

        Assert.Equal(80, taken);
    }

    [Fact]
    public async Task Requests_of_one_customer_keep_their_order()
    {
        var queue = new FairQueue(65_536);
        var asked = Enumerable.Range(0, 1_000).Select(i => Add(queue, i % 2 == 0 ? "a" : "b")).ToList();

        var batch = await queue.TakeAsync(1024, [], Stop);

        foreach (var customer in new[] { "a", "b" })
            Assert.Equal(
                asked.Where(request => request.Customer == customer),
                batch.Where(request => request.Customer == customer));
    }

    [Fact]
    public async Task A_request_above_the_limit_comes_alone_and_is_not_overtaken_for_ever()
    {
        var queue = new FairQueue(65_536);
        Add(queue, "small");
        var large = Ask("large", 2_000);
        Assert.True(queue.TryAdd(large));
        for (var i = 0; i < 10; i++) Add(queue, $"other{i}");

        Assert.Single(await queue.TakeAsync(1024, [], Stop));
        Assert.Equal([large], await queue.TakeAsync(1024, [], Stop));
        Assert.Equal(10, (await queue.TakeAsync(1024, [], Stop)).Count);
    }

    [Fact]
    public async Task What_is_put_back_comes_first_and_in_order()
    {
        var queue = new FairQueue(65_536);
        var asked = Enumerable.Range(0, 3).Select(_ => Add(queue, "held")).ToList();
        var batch = await queue.TakeAsync(1024, [], Stop);
        asked.Add(Add(queue, "held"));

        queue.PutBack(batch);

        Assert.Equal(asked, await queue.TakeAsync(1024, batch, Stop));
    }

    [Fact]
    public async Task A_line_that_missed_three_times_waits_for_the_lock_apart_from_the_others()
    {
        var queue = new FairQueue(65_536);
        var held = Add(queue, "held");
        List<Request> missed = [];
        for (var miss = 0; miss < 3; miss++)
        {
            missed = await queue.TakeAsync(1024, missed, Stop);
            queue.Hold(missed, park: false);
        }
        var calm = Add(queue, "calm");

        Assert.Equal([calm], await queue.TakeAsync(1024, missed, Stop));
        Assert.Equal([held], await queue.TakeParkedAsync(1024, [], Stop));

        var later = Add(queue, "held");
        var next = queue.TakeAsync(1024, [], Stop).AsTask();
        Assert.False(next.IsCompleted);
        var waiting = queue.TakeParkedAsync(1024, [held], Stop).AsTask();
        Assert.Equal([later], await next);
        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public async Task A_line_that_was_waited_for_in_vain_goes_behind_the_other_parked_ones()
    {
        var queue = new FairQueue(65_536);
        List<Request> asked = [Add(queue, "first"), Add(queue, "second")];
        var missed = await queue.TakeAsync(1024, [], Stop);
        queue.Hold(missed, park: true);
        var idle = queue.TakeAsync(1024, missed, Stop).AsTask();

        var waited = await queue.TakeParkedAsync(1024, [], Stop);
        queue.Hold(waited, park: true);

        var next = await queue.TakeParkedAsync(1024, waited, Stop);
        Assert.Equal(asked.Except(waited), next);
        Assert.Equal(waited, await queue.TakeParkedAsync(1024, next, Stop));
        Assert.False(idle.IsCompleted);
    }

    [Fact]
    public async Task A_line_that_a_lane_has_taken_of_is_left_alone_until_that_lane_is_done()
    {
        var queue = new FairQueue(65_536);
        Add(queue, "a");
        var first = await queue.TakeAsync(1024, [], Stop);
        var (later, calm) = (Add(queue, "a"), Add(queue, "calm"));

        Assert.Equal([calm], await queue.TakeAsync(1024, [], Stop));
        Assert.Equal([later], await queue.TakeAsync(1024, first, Stop));
    }

    [Fact]
    public async Task A_closed_queue_serves_what_it_holds_and_then_ends()
    {
        var queue = new FairQueue(65_536);
        var asked = Add(queue, "a");
        queue.Close();

        Assert.False(queue.TryAdd(Ask("a")));
        var batch = await queue.TakeAsync(1024, [], Stop);
        Assert.Equal([asked], batch);

        var parked = queue.TakeParkedAsync(1024, [], Stop).AsTask();
        queue.Hold(batch, park: true);
        var end = queue.TakeAsync(1024, batch, Stop).AsTask();
        Assert.Equal([asked], await parked);

        Assert.False(end.IsCompleted);
        Assert.Empty(await queue.TakeParkedAsync(1024, [asked], Stop));
        Assert.Empty(await end);
    }

    static Request Add(FairQueue queue, string customer)
    {
        var request = Ask(customer);
        Assert.True(queue.TryAdd(request));
        return request;
    }

    static Request Ask(string customer, int events = 1) =>
        new([.. Enumerable.Repeat(new Use(customer, "feature"), events)]);
}
