namespace Tollgate.Storage.Tests.Testing;

public sealed class ManualTimeTests
{
    static readonly DateTimeOffset Start = new(2025, 3, 1, 0, 0, 0, TimeSpan.Zero);

    readonly ManualTime _time = new(Start);
    readonly List<string> _fired = [];

    [Fact]
    public void Timers_fire_in_the_order_they_are_due_and_see_the_clock_of_their_moment()
    {
        Timer("c", 3);
        Timer("a", 1);
        Timer("b", 2);
        Timer("b, set later", 2);

        _time.Advance(Seconds(2));
        Assert.Equal(["a at 1", "b at 2", "b, set later at 2"], _fired);
        _time.Advance(Seconds(10));

        Assert.Equal(["a at 1", "b at 2", "b, set later at 2", "c at 3"], _fired);
        Assert.Equal(Start + Seconds(12), _time.GetUtcNow());
        Assert.Equal(Seconds(12), _time.GetElapsedTime(0, _time.GetTimestamp()));
    }

    [Fact]
    public void A_periodic_timer_fires_once_for_each_period_between_the_others()
    {
        Timer("p", 1, every: 2);
        Timer("x", 4);

        _time.Advance(Seconds(6));

        Assert.Equal(["p at 1", "p at 3", "x at 4", "p at 5"], _fired);
    }

    [Fact]
    public void A_timer_set_by_a_timer_fires_in_the_same_advance_if_it_is_due_in_it()
    {
        using var first = _time.CreateTimer(_ => Timer("second", 1), null, Seconds(1), Timeout.InfiniteTimeSpan);

        _time.Advance(Seconds(5));

        Assert.Equal(["second at 2"], _fired);
    }

    [Fact]
    public void A_disposed_or_changed_timer_does_not_fire_at_its_old_moment()
    {
        var disposed = Timer("disposed", 1);
        var changed = Timer("changed", 1);
        disposed.Dispose();
        Assert.True(changed.Change(Seconds(3), Timeout.InfiniteTimeSpan));
        Assert.False(disposed.Change(Seconds(3), Timeout.InfiniteTimeSpan));

        _time.Advance(Seconds(5));

        Assert.Equal(["changed at 3"], _fired);
        Assert.Equal(0, _time.TimersSet);
    }

    [Fact]
    public void Advancing_from_many_threads_adds_up_and_loses_no_timer()
    {
        for (var i = 1; i <= 1_000; i++) Timer("t", i);

        Parallel.For(0, 1_000, _ => _time.Advance(Seconds(1)));

        Assert.Equal(Enumerable.Range(1, 1_000).Select(i => $"t at {i}"), _fired);
        Assert.Equal(Start + Seconds(1_000), _time.GetUtcNow());
    }

    [Fact]
    public void A_step_of_the_wall_clock_moves_neither_timers_nor_timestamps()
    {
        Timer("a", 1);

        _time.StepClock(Seconds(-3_600));

        Assert.Empty(_fired);
        Assert.Equal(0, _time.GetTimestamp());
        Assert.Equal(Start - Seconds(3_600), _time.GetUtcNow());
    }

    [Fact]
    public async Task A_loop_that_waits_is_moved_without_guessing_when_it_waits()
    {
        var rounds = 0;
        var loop = Task.Run(LoopAsync, TestContext.Current.CancellationToken);

        for (var i = 0; i < 3; i++)
        {
            await _time.WhenTimersSetAsync(1).WaitAsync(Seconds(30), TestContext.Current.CancellationToken);
            _time.Advance(Seconds(60));
        }

        await loop.WaitAsync(Seconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(3, rounds);

        async Task LoopAsync()
        {
            for (; rounds < 3; rounds++) await Task.Delay(Seconds(60), _time, CancellationToken.None);
        }
    }

    ITimer Timer(string name, int after, int? every = null) =>
        _time.CreateTimer(
            _ => _fired.Add($"{name} at {(_time.GetUtcNow() - Start).TotalSeconds}"),
            null,
            Seconds(after),
            every is { } seconds ? Seconds(seconds) : Timeout.InfiniteTimeSpan);

    static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
