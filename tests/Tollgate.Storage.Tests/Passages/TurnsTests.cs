using Tollgate.Passages;

namespace Tollgate.Storage.Tests.Passages;

public sealed class TurnsTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_customer_has_one_turn_at_a_time_and_waits_for_no_other()
    {
        var turns = new Turns(capacity: 80);
        var first = await turns.TakeAsync("a", Stop);
        var second = turns.TakeAsync("a", Stop).AsTask();
        var third = turns.TakeAsync("a", Stop).AsTask();

        Assert.NotNull(await turns.TakeAsync("b", Stop));

        Assert.False(second.IsCompleted || third.IsCompleted);
        first!.Dispose();
        (await second)!.Dispose();
        Assert.NotNull(await third);
    }

    [Fact]
    public async Task Too_many_of_one_customer_are_turned_away_and_too_many_of_all()
    {
        var turns = new Turns(capacity: 16);
        Assert.NotNull(await turns.TakeAsync("a", Stop));
        var second = turns.TakeAsync("a", Stop).AsTask();

        Assert.Null(await turns.TakeAsync("a", Stop));
        for (var i = 0; i < 14; i++) Assert.NotNull(await turns.TakeAsync($"{i}", Stop));
        Assert.Null(await turns.TakeAsync("z", Stop));

        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_no_trace_and_all_have_left_when_it_is_closed()
    {
        var turns = new Turns(capacity: 16);
        var first = await turns.TakeAsync("a", Stop);
        using var patience = new CancellationTokenSource();
        var sameCustomer = turns.TakeAsync("a", patience.Token).AsTask();

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sameCustomer);
        var next = turns.TakeAsync("a", Stop).AsTask();
        var closed = turns.CloseAsync();

        Assert.Null(await turns.TakeAsync("c", Stop));
        first!.Dispose();
        (await next)!.Dispose();
        await closed.WaitAsync(TimeSpan.FromSeconds(30), Stop);
    }
}
