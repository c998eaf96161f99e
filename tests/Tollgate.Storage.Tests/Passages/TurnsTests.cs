using Tollgate.Passages;

namespace Tollgate.Storage.Tests.Passages;

public sealed class TurnsTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_customer_has_one_turn_at_a_time_and_who_waits_for_it_takes_no_place()
    {
        using var turns = new Turns(capacity: 80, atOnce: 2);
        var first = await turns.TakeAsync("a", Stop);
        var waiting = turns.TakeAsync("a", Stop).AsTask();

        var other = await turns.TakeAsync("b", Stop);
        Assert.NotNull(other);
        var third = turns.TakeAsync("c", Stop).AsTask();

        Assert.False(waiting.IsCompleted || third.IsCompleted);
        other.Dispose();
        Assert.NotNull(await third);
        Assert.False(waiting.IsCompleted);
        first!.Dispose();
        Assert.NotNull(await waiting);
    }

    [Fact]
    public async Task Too_many_of_one_customer_are_turned_away_and_too_many_of_all()
    {
        using var turns = new Turns(capacity: 16, atOnce: 1);
        Assert.NotNull(await turns.TakeAsync("a", Stop));
        var second = turns.TakeAsync("a", Stop).AsTask();

        Assert.Null(await turns.TakeAsync("a", Stop));
        var others = Enumerable.Range(0, 14).Select(i => turns.TakeAsync($"{i}", Stop).AsTask()).ToList();
        Assert.Null(await turns.TakeAsync("z", Stop));

        Assert.DoesNotContain(others, one => one.IsCompleted);
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_no_trace_and_all_have_left_when_it_is_closed()
    {
        using var turns = new Turns(capacity: 16, atOnce: 1);
        var first = await turns.TakeAsync("a", Stop);
        using var patience = new CancellationTokenSource();
        var sameCustomer = turns.TakeAsync("a", patience.Token).AsTask();
        var samePlace = turns.TakeAsync("b", patience.Token).AsTask();

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sameCustomer);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => samePlace);
        var next = turns.TakeAsync("b", Stop).AsTask();
        var closed = turns.CloseAsync();

        Assert.Null(await turns.TakeAsync("c", Stop));
        first!.Dispose();
        (await next)!.Dispose();
        await closed.WaitAsync(TimeSpan.FromSeconds(30), Stop);
    }
}
