namespace Tollgate.Storage.Tests.Contract;

/// <summary>What servers tell each other of the use of API keys.</summary>
public abstract partial class StoreContract
{
    // Bursts run by the machine's clock, so what is spent is hours, and a test may take a minute.
    static readonly TimeSpan Slow = TimeSpan.FromMinutes(1);

    static KeyUse Asked(long key) => new(key, null, TimeSpan.Zero, TimeSpan.Zero);

    static KeyUse Spent(long key, double hours, double since = 0) =>
        new(key, Rows.Noon, TimeSpan.FromHours(hours), TimeSpan.FromHours(since));

    [Fact]
    public async Task The_last_use_of_a_key_only_moves_forward()
    {
        var later = Rows.Noon + Duration.FromTicks(10);
        await ExchangeAsync(new(7, Rows.Noon, default, default), new(8, Rows.Latest, default, default));
        await ExchangeAsync(new(7, later, default, default), new(8, Rows.Noon, default, default));
        await ExchangeAsync(new(7, Rows.Noon, default, default), Asked(9));

        var used = await Store.KeyUsage.LastUsedAsync([7, 8, 9], Stop);

        Assert.Equal((2, later, Rows.Latest), (used.Count, used[7], used[8]));
        Assert.Empty(await Store.KeyUsage.LastUsedAsync([], Stop));
    }

    [Fact]
    public async Task What_servers_spent_of_a_burst_adds_up()
    {
        Assert.Empty(await ExchangeAsync(Asked(1), new(2, Rows.Noon, default, default)));
        Assert.Empty(await ExchangeAsync(Asked(2)));
        AssertAhead(2, (await ExchangeAsync(Spent(1, 2)))[1]);
        var both = await ExchangeAsync(Spent(2, 1), Spent(1, 3));
        AssertAhead(5, both[1]);
        AssertAhead(1, both[2]);
        AssertAhead(5, (await ExchangeAsync(Asked(1)))[1]);
        Assert.Equal([1L, 2L], (await ExchangeAsync(Asked(2), Asked(1), Asked(3))).Keys.Order());
    }

    [Fact]
    public async Task A_burst_that_was_whole_is_spent_from_the_first_request_on()
    {
        AssertAhead(-1, (await ExchangeAsync(Spent(1, hours: 2, since: 3)))[1]);
        // Whole since an hour ago: only what was spent after that counts.
        AssertAhead(0.5, (await ExchangeAsync(Spent(1, hours: 1, since: 0.5)))[1]);
        // Not whole: when it was spent makes no difference.
        AssertAhead(1.5, (await ExchangeAsync(Spent(1, hours: 1, since: 5)))[1]);
    }

    [Fact]
    public async Task Servers_that_tell_at_once_lose_nothing()
    {
        long[] keys = [.. Enumerable.Range(1, 50).Select(key => (long)key)];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(server => Task.Run(() => ExchangeAsync(
            [.. (server % 2 == 0 ? keys : [.. keys.Reverse()]).Select(key => Spent(key, 1))]))));
        var ahead = await ExchangeAsync([.. keys.Select(Asked)]);
        Assert.Equal(keys.Length, ahead.Count);
        foreach (var one in ahead.Values) AssertAhead(8, one);
    }

    async Task<IReadOnlyDictionary<long, TimeSpan>> ExchangeAsync(params KeyUse[] uses) =>
        await Store.KeyUsage.ExchangeAsync(uses, Stop);

    static void AssertAhead(double hours, TimeSpan ahead) =>
        Assert.InRange(ahead, TimeSpan.FromHours(hours) - Slow, TimeSpan.FromHours(hours));
}
