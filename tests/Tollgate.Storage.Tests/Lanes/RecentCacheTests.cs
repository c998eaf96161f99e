namespace Tollgate.Storage.Tests.Lanes;

public sealed class RecentCacheTests
{
    [Fact]
    public void The_recently_used_stay_and_all_of_them_weigh_no_more_than_is_allowed()
    {
        var cache = new RecentCache<int, int>(80, weight => weight);
        for (var key = 0; key < 100; key++)
        {
            cache.Set(key, 10);
            Assert.True(cache.TryGet(0, out _));
        }

        Assert.InRange(Kept(cache, 100) * 10, 10, 80);
        Assert.True(cache.TryGet(99, out _));
    }

    [Fact]
    public void A_value_that_is_set_again_weighs_once()
    {
        var cache = new RecentCache<int, int>(80, weight => weight);
        cache.Set(1, 10);
        for (var i = 0; i < 100; i++) cache.Set(2, 9 + (i % 2));

        Assert.True(cache.TryGet(1, out _));
    }

    [Fact]
    public void What_would_leave_the_others_no_room_is_not_remembered()
    {
        var cache = new RecentCache<int, int>(80, weight => weight);
        cache.Set(1, 10);
        cache.Set(2, 11);

        Assert.False(cache.TryGet(2, out _));
        Assert.True(cache.TryGet(1, out _));
    }

    static int Kept(RecentCache<int, int> cache, int keys) =>
        Enumerable.Range(0, keys).Count(key => cache.TryGet(key, out _));
}
