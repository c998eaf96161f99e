namespace Tollgate.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    static readonly Duration Microsecond = Duration.FromTicks(10);

    [Fact]
    public async Task A_counter_that_is_missing_is_the_sum_of_the_events_in_its_window()
    {
        var customers = await MakeAsync("a", "b");
        var (from, to) = (Rows.Noon, Rows.Noon + Duration.FromHours(1));
        await CommitAsync(changes => changes.Events.AddRange(
        [
            Rows.Event(customers[0], 1, from - Microsecond, 1),
            Rows.Event(customers[0], 2, from, 10),
            Rows.Event(customers[0], 3, to - Microsecond, 100, overage: 20),
            Rows.Event(customers[0], 4, to, 1_000),
            Rows.Event(customers[0], 5, from, 10_000, feature: 2),
            Rows.Event(customers[0], 6, from, 100_000, pot: "p"),
            Rows.Event(customers[0], 7, from, 1_000_000, scope: "n"),
            Rows.Event(customers[1], 1, from, 10_000_000),
        ]));

        Assert.Equal(1_000_130, await UsedAsync(Rows.Key(customers[0], "hour", from, to)));
        Assert.Equal(1_000_000, await UsedAsync(Rows.Key(customers[0], "hour", from, to, scope: "n")));
        Assert.Equal(100_000, await UsedAsync(Rows.Key(customers[0], "hour", from, to, pot: "p")));
        Assert.Equal(1_001_131, await UsedAsync(Rows.Key(customers[0], "forever")));
        Assert.Equal(0, await UsedAsync(Rows.Key(customers[1], "hour", to, to + Duration.FromHours(1))));
    }

    [Fact]
    public async Task A_sum_beyond_what_a_counter_holds_reads_as_the_most_it_holds()
    {
        var customer = (await MakeAsync("a"))[0];
        await CommitAsync(changes => changes.Events.AddRange(
            Enumerable.Range(1, 3).Select(n => Rows.Event(customer, n, Rows.Noon, 4_000_000_000_000_000_007))));

        Assert.Equal(Counter.Most, await UsedAsync(Rows.Key(customer, "forever")));
    }

    [Fact]
    public async Task A_counter_is_taken_as_stored_in_its_epoch_and_computed_anew_in_any_other()
    {
        var customer = (await MakeAsync("a"))[0];
        var key = Rows.Key(customer, "day", Rows.Noon, Rows.Noon + Duration.FromDays(1), epoch: 3);
        await CommitAsync(changes =>
        {
            changes.Events.Add(Rows.Event(customer, 1, Rows.Noon, 4));
            changes.Counters.Add(new Counter(key, 70, 5, null));
        });

        Assert.Equal(new Counter(key, 70, 5, null), await CounterAsync(key));
        var other = key with { Epoch = 4 };
        Assert.Equal(new Counter(other, 4, 0, null, Computed: true), await CounterAsync(other));
        var otherEnd = key with { To = key.To + Microsecond };
        Assert.Equal(new Counter(otherEnd, 4, 0, null, Computed: true), await CounterAsync(otherEnd));
        var otherPot = key with { Pot = "p" };
        Assert.Equal(new Counter(otherPot, 0, 0, null), await CounterAsync(otherPot));
    }

    [Fact]
    public async Task What_was_told_of_a_window_is_known_in_any_epoch()
    {
        var customer = (await MakeAsync("a"))[0];
        var dated = Rows.Key(customer, "day", Rows.Noon, Rows.Noon + Duration.FromDays(1), epoch: 3);
        var rolling = Rows.Key(customer, "PT1H", epoch: 3);
        await CommitAsync(changes => changes.Counters.AddRange(
        [
            new Counter(dated, 70, 5, null, null, 80), new Counter(rolling, 70, 5, Rows.Noon, null, 90),
        ]));

        Assert.Equal((70, 80), await ToldAsync(dated));
        Assert.Equal((0, 80), await ToldAsync(dated with { Epoch = 4 }));
        Assert.Equal((0, 0), await ToldAsync(dated with { To = dated.To + Microsecond, Epoch = 4 }));
        Assert.Equal((0, 90), await ToldAsync(rolling with { Epoch = 4 }));

        async Task<(int, int)> ToldAsync(CounterKey key)
        {
            var counter = await CounterAsync(key);
            return ((int)counter.Used, counter.Alerted);
        }
    }

    [Fact]
    public async Task A_counter_that_is_loaded_later_in_the_transaction_is_the_same()
    {
        var customer = (await MakeAsync("a"))[0];
        var (dated, rolling) = (Rows.Key(customer, "forever"), Rows.Key(customer, "PT1H"));
        await CommitAsync(changes => changes.Events.Add(Rows.Event(customer, 1, Rows.Noon, 4)));
        await using var session = await OpenAsync();
        var first = await session.BeginAsync(Wanting(counters: [dated, rolling]), wait: false, Stop);

        var second = await session.LoadAsync(Wanting(counters: [dated, rolling]), Stop);

        Assert.Equal(first.Counters.ToHashSet(), second.Counters.ToHashSet());
    }

    [Fact]
    public async Task A_rolling_counter_that_is_missing_counts_what_is_younger_than_its_length_to_the_microsecond()
    {
        var customer = (await MakeAsync("a"))[0];
        var now = Rows.Latest;
        var start = now - Duration.FromHours(1);
        await CommitAsync(changes =>
        {
            changes.Heads.Add(Rows.Head(customer, lastAt: now));
            changes.Events.Add(Rows.Event(customer, 1, start - Microsecond, 1));
            changes.Events.Add(Rows.Event(customer, 2, start, 10));
            changes.Events.Add(Rows.Event(customer, 3, start + Microsecond, 0));
            changes.Events.Add(Rows.Event(customer, 4, start + Microsecond + Microsecond, 100));
            changes.Events.Add(Rows.Event(customer, 5, now, 1_000, overage: 500));
            changes.Events.Add(Rows.Event(customer, 6, now, 10_000, scope: "n"));
        });

        var key = Rows.Key(customer, "PT1H");
        Assert.Equal(
            new Counter(key, 11_600, 0, start, start + Microsecond + Microsecond, Computed: true),
            await CounterAsync(key));
        var scoped = Rows.Key(customer, "PT1H", scope: "n");
        Assert.Equal(new Counter(scoped, 10_000, 0, start, now, Computed: true), await CounterAsync(scoped));
        var other = Rows.Key(customer, "PT1H", pot: "p");
        Assert.Equal(new Counter(other, 0, 0, start), await CounterAsync(other));
    }

    [Fact]
    public async Task A_rolling_counter_loses_what_has_left_since_it_was_stored()
    {
        var customer = (await MakeAsync("a"))[0];
        var now = Rows.Latest;
        var start = now - Duration.FromHours(1);
        var countedFrom = start - Duration.FromMinutes(1);
        var key = Rows.Key(customer, "PT1H", epoch: 2);
        await CommitAsync(changes =>
        {
            changes.Heads.Add(Rows.Head(customer, lastAt: now));
            changes.Counters.Add(new Counter(key, 5_000, 7, countedFrom));
            changes.Events.Add(Rows.Event(customer, 1, countedFrom, 1));
            changes.Events.Add(Rows.Event(customer, 2, countedFrom + Microsecond, 10));
            changes.Events.Add(Rows.Event(customer, 3, start, 100));
            changes.Events.Add(Rows.Event(customer, 4, start + Microsecond, 1_000));
        });

        Assert.Equal(new Counter(key, 4_890, 7, start, start + Microsecond, Computed: true), await CounterAsync(key));
        var other = key with { Epoch = 1 };
        Assert.Equal(
            new Counter(other, 1_000, 0, start, start + Microsecond, Computed: true), await CounterAsync(other));
    }

    [Fact]
    public async Task A_rolling_counter_that_nothing_has_left_is_as_stored()
    {
        var customer = (await MakeAsync("a"))[0];
        var start = Rows.Latest - Duration.FromHours(1);
        var key = Rows.Key(customer, "PT1H");
        await CommitAsync(changes =>
        {
            changes.Heads.Add(Rows.Head(customer, lastAt: Rows.Latest));
            changes.Counters.Add(new Counter(key, 4, 0, start - Duration.FromHours(2)));
        });

        Assert.Equal(new Counter(key, 4, 0, start), await CounterAsync(key));
    }

    // A batch of refusals writes a window that has moved, but no head: nothing then keeps the customer's time from
    // going back.
    [Fact]
    public async Task A_rolling_counter_takes_back_what_had_left_when_the_clock_went_back()
    {
        var customer = (await MakeAsync("a"))[0];
        var start = Rows.Latest - Duration.FromHours(1);
        var countedFrom = start + Duration.FromMinutes(1);
        var key = Rows.Key(customer, "PT1H");
        await CommitAsync(changes =>
        {
            changes.Heads.Add(Rows.Head(customer, lastAt: Rows.Latest));
            changes.Counters.Add(new Counter(key, 1_000, 0, countedFrom));
            changes.Events.Add(Rows.Event(customer, 1, start, 1));
            changes.Events.Add(Rows.Event(customer, 2, start + Microsecond, 10));
            changes.Events.Add(Rows.Event(customer, 3, countedFrom, 100));
            changes.Events.Add(Rows.Event(customer, 4, countedFrom + Microsecond, 1_000));
        });

        Assert.Equal(new Counter(key, 1_110, 0, start, start + Microsecond, Computed: true), await CounterAsync(key));
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task A_counter_is_computed_from_as_many_events_as_are_allowed_and_else_said_to_be_costly(
        int most, bool enough)
    {
        var customer = (await MakeAsync("a"))[0];
        var start = Rows.Latest - Duration.FromHours(1);
        var (dated, rolling, moved) = (
            Rows.Key(customer, "forever"), Rows.Key(customer, "PT1H"), Rows.Key(customer, "PT1H", epoch: 1));
        await CommitAsync(changes =>
        {
            changes.Heads.Add(Rows.Head(customer, lastAt: Rows.Latest));
            changes.Counters.Add(new Counter(moved, 1_000, 0, start - Duration.FromMinutes(1)));
            changes.Events.AddRange(
                Enumerable.Range(1, 3).Select(n => Rows.Event(customer, n, start, scope: n == 2 ? "n" : "")));
            changes.Events.AddRange(
                Enumerable.Range(4, 3).Select(n => Rows.Event(customer, n, Rows.Latest, feature: 2)));
        });
        var stored = Rows.Key(customer, "day", Rows.Noon, Rows.Noon + Duration.FromDays(1));
        await CommitAsync(changes => changes.Counters.Add(new Counter(stored, 7, 0, null)));
        CounterKey[] keys = [dated, moved, dated with { Namespace = "n" }, rolling with { Feature = 2 }];

        var loaded = await LoadAsync(Wanting(counters: [stored, .. keys], mostEvents: most));

        Assert.Equal(enough ? [] : keys.ToHashSet(), loaded.Costly.ToHashSet());
        Assert.Equal(enough ? [stored, .. keys] : [stored], loaded.Counters.Select(counter => counter.Key).ToHashSet());
    }

    async Task<long> UsedAsync(CounterKey key) => (await CounterAsync(key)).Used;

    async Task<Counter> CounterAsync(CounterKey key) => (await LoadAsync(Wanting(counters: [key]))).Counters.Single();
}
