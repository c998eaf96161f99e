using NodaTime;
using Tollgate.Core.Customers;
using Tollgate.Core.Sandbox;
using Xunit;

namespace Tollgate.Core.Tests.Sandbox;

public sealed class TestClockTests
{
    static readonly Instant Noon = Instant.FromUtc(2026, 1, 31, 12, 0);

    [Fact]
    public void Two_moves_in_one_batch_both_count_from_the_machines_clock()
    {
        var draft = DraftAt(Noon, Duration.FromDays(1));

        Set(draft, Noon + Duration.FromDays(2));
        var put = (Put<TestClock>)Set(draft, Noon + Duration.FromDays(5));

        Assert.Equal(new TestClock(Noon + Duration.FromDays(5), Duration.FromDays(6)), put.Value);
        Assert.Equal(2, draft.AccountState.Changes.Audits.Count);
    }

    [Fact]
    public void The_second_cannot_go_behind_the_first()
    {
        var draft = DraftAt(Noon, Duration.Zero);
        Set(draft, Noon + Duration.FromDays(2));
        Assert.Equal(
            "out_of_range", Assert.Single(((Rejected)Set(draft, Noon + Duration.FromDays(1))).Errors).Code);
    }

    [Fact]
    public void Set_to_what_it_shows_it_writes_nothing()
    {
        var draft = DraftAt(Noon, Duration.FromDays(1));
        Assert.False(((Put<TestClock>)Set(draft, Noon)).Changed);
        Assert.Empty(draft.AccountState.Changes.Audits);
    }

    [Fact]
    public void It_goes_no_further_than_a_hundred_years()
    {
        var draft = DraftAt(Noon, Duration.Zero);
        Assert.IsType<Rejected>(Set(draft, Noon + TestClock.Most + Duration.FromMilliseconds(1)));
        Assert.IsType<Put<TestClock>>(Set(draft, Noon + TestClock.Most));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_155_760_000_000_000)]
    public void A_setting_is_read_as_it_was_written(long microseconds)
    {
        var ahead = Duration.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);
        Assert.Equal(ahead, TestClock.AheadBy([TestClock.SettingOf(ahead)]));
    }

    static Draft DraftAt(Instant now, Duration ahead)
    {
        var world = new World(now, Account.Empty with { Revision = 0, Ahead = ahead });
        var head = Head.New(CustomerId.Account);
        world.Add(CustomerId.AccountKey, new CustomerState(head, Terms.None(CustomerId.Account)));
        return new Draft(world);
    }

    static Outcome Set(Draft draft, Instant now) => Decider.Decide(draft, new SetTestClock(now) { By = "test" });
}
