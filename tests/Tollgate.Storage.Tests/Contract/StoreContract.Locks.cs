namespace Tollgate.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_customer_that_is_held_is_absent_for_who_does_not_wait_or_comes_with_the_turn()
    {
        var customers = await MakeAsync("held", "free");
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        await first.BeginAsync(Wanting([customers[0]]), wait: false, Stop);

        var asked = second.BeginAsync(Wanting(customers), wait: false, Stop).AsTask();
        if (SkipsHeld)
        {
            Assert.Equal([customers[1]], (await asked).Heads.Keys);
            await second.RollbackAsync(Stop);
            return;
        }
        // Whatever comes in turns has had its turn by then, had the second been let in before.
        await first.LoadAsync(Wanting([customers[0]]), Stop);
        Assert.False(asked.IsCompleted);
        await first.RollbackAsync(Stop);
        Assert.Equal(customers, (await asked).Heads.Keys.OrderBy(id => id.Value));
    }

    [Fact]
    public async Task Who_waited_sees_the_customer_its_counters_and_the_clock_as_they_are_after_the_wait()
    {
        var customer = (await MakeAsync("a"))[0];
        var key = Rows.Key(customer, "forever");
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        var before = await first.BeginAsync(Wanting(counters: [key]), wait: false, Stop);
        Assert.Equal(0, before.Counters.Single().Used);

        var waiting = Task.Run(() => second.BeginAsync(Wanting(counters: [key]), wait: true, Stop).AsTask(), Stop);
        await Here.WhenWaitingAsync();
        var changes = new ChangeSet();
        changes.Heads.Add(Rows.Head(customer, sequence: 7));
        changes.Counters.Add(new Counter(key, 9, 0, null));
        await first.CommitAsync(changes, Stop);

        var after = await waiting;
        Assert.Equal(7, after.Heads[customer].Sequence);
        Assert.Equal(9, after.Counters.Single().Used);
        Assert.True(after.Now > before.Now);
    }

    [Fact]
    public async Task A_hundred_that_add_one_each_under_the_lock_make_a_hundred()
    {
        var customer = (await MakeAsync("a"))[0];
        var key = Rows.Key(customer, "forever");

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(AddTenAsync, Stop)));

        Assert.Equal(100, (await LoadAsync(Wanting(counters: [key]))).Counters.Single().Used);

        async Task AddTenAsync()
        {
            await using var session = await OpenAsync();
            for (var added = 0; added < 10;)
            {
                var loaded = await session.BeginAsync(Wanting(counters: [key]), wait: false, Stop);
                if (loaded.Heads.Count == 0)
                {
                    await session.RollbackAsync(Stop);
                    continue;
                }
                var changes = new ChangeSet();
                changes.Counters.Add(loaded.Counters.Single() with { Used = loaded.Counters.Single().Used + 1 });
                await session.CommitAsync(changes, Stop);
                added++;
            }
        }
    }
}
