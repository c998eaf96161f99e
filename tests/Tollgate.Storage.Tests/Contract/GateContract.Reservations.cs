namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task Two_hundred_reservations_at_once_of_a_limit_of_10_are_made_10_times()
    {
        await MakeCustomerAsync(limit: 10);

        var decisions = await AtOnceAsync(200, (gate, _) => ReserveAsync(gate, null, 1));

        Assert.Equal(10, decisions.Count(decision => decision.Allowed));
        var standing = await First.CheckAsync(new Use(Customer, Feature), Stop);
        Assert.Equal((Reason.LimitExceeded, 10), (standing.Reason, standing.Figures!.Reserved));
        await AssertUsedAsync(0);
    }

    [Fact]
    public async Task Of_settling_and_releasing_at_once_one_wins_and_the_other_is_told()
    {
        await MakeCustomerAsync(limit: 1_000);
        for (var i = 0; i < 20; i++) await ReserveAsync(First, $"r{i}", 10);

        var ends = await AtOnceAsync(80, (gate, i) => EndAsync(gate, $"r{i / 4}", i % 2 == 0 ? 4 : 0));

        var settled = 0;
        foreach (var one in ends.Chunk(4))
        {
            Assert.Equal(1, one.Count(end => end is Decision { Replayed: false }));
            Assert.Equal(1, one.Count(end => end is Decision { Replayed: true }));
            Assert.Equal(2, one.Count(end => end is Rejected { Code: Rejection.ReservationClosed }));
            settled += one.OfType<Decision>().Any(end => end.Quantity > 0) ? 1 : 0;
        }
        await AssertUsedAsync(settled * 4);
        Assert.Equal(0, (await First.CheckAsync(new Use(Customer, Feature), Stop)).Figures!.Reserved);
    }

    [Fact]
    public async Task Of_settling_and_expiry_at_once_one_wins_and_the_other_is_told()
    {
        await MakeCustomerAsync(limit: 1_000);
        for (var i = 0; i < 40; i++) await ReserveAsync(First, $"r{i}", 10, Duration.FromMinutes(5));

        var ends = await AtOnceAsync(41, async (gate, i) =>
        {
            if (i == 20) await MoveByAsync(Duration.FromMinutes(5));
            return i == 20 ? null : await EndAsync(gate, $"r{i - (i > 20 ? 1 : 0)}", 4);
        });

        var settled = ends.Count(end => end is Decision);
        Assert.Equal(40, settled + ends.Count(end => end is Rejected { Code: Rejection.ReservationExpired }));
        await AssertUsedAsync(settled * 4);
        Assert.Equal(0, (await First.CheckAsync(new Use(Customer, Feature), Stop)).Figures!.Reserved);
    }

    [Fact]
    public async Task What_is_over_counts_for_nothing_though_nobody_has_noticed()
    {
        await MakeCustomerAsync(limit: 10);
        await ReserveAsync(First, "r", 10, Duration.FromMinutes(5));
        Assert.False((await First.CheckAsync(new Use(Customer, Feature), Stop)).Allowed);

        await MoveByAsync(Duration.FromMinutes(5));

        Assert.True((await First.CheckAsync(new Use(Customer, Feature, 10), Stop)).Allowed);
        Assert.True((await First.UseAsync(new Use(Customer, Feature, 10), Stop)).Allowed);
        Assert.IsType<Rejected>(await EndAsync(First, "r", 1));
        await AssertUsedAsync(10);
    }

    [Fact]
    public async Task Of_twenty_reversals_at_once_one_gives_back()
    {
        await MakeCustomerAsync(limit: 10);
        await First.UseAsync(new Use(Customer, Feature, 10, Id: "a"), Stop);

        var reversals = await AtOnceAsync(
            20, (gate, _) => gate.ApplyAsync<Reversed>(new ReverseUse(Customer, "a"), Stop));

        Assert.Single(reversals, reversed => !reversed.Replayed);
        Assert.Single(reversals.Select(reversed => reversed.Sequence).Distinct());
        await AssertUsedAsync(0);
    }

    [Fact]
    public async Task Reserved_settled_and_reversed_are_computed_anew_for_a_window_that_is_first_seen()
    {
        await MakeCustomerAsync(limit: 100);
        await ReserveAsync(First, "open", 7);
        await ReserveAsync(First, "settled", 9);
        await EndAsync(First, "settled", 5);
        await First.UseAsync(new Use(Customer, Feature, 20, Id: "a"), Stop);
        await First.ApplyAsync<Reversed>(new ReverseUse(Customer, "a"), Stop);

        await Trial.PutPlanAsync(First, "other", new PlanLimit(30, "forever"), new PlanLimit(40, "PT24H"));
        await First.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "other"), Stop);

        var standing = await First.CheckAsync(new Use(Customer, Feature), Stop);
        Assert.Equal((5, 7, 30), (standing.Figures!.Used, standing.Figures.Reserved, standing.Figures.Limit));
        await EndAsync(First, "open", 1);
        await AssertUsedAsync(6);
    }

    [Fact]
    public async Task Nothing_is_recorded_after_the_commit_of_a_suspension_among_five_hundred_uses()
    {
        await MakeCustomerAsync(limit: 1_000);

        var uses = await AtOnceAsync<Decision?>(501, async (gate, i) =>
        {
            if (i != 250) return await gate.UseAsync(new Use(Customer, Feature), Stop);
            await gate.ApplyAsync<Put<Profile>>(new SuspendCustomer(Customer), Stop);
            return null;
        });

        var history = await Trial.HistoryAsync(First, Customer);
        Assert.Equal("customer.suspended", history[^1].Audit?.Action);
        Assert.All(
            uses.OfType<Decision>().Where(use => !use.Allowed),
            use => Assert.Equal(Reason.CustomerSuspended, use.Reason));
        await AssertUsedAsync(uses.Count(use => use?.Allowed == true));
    }

    Task<Decision> ReserveAsync(Gate gate, string? id, decimal quantity, Duration? time = null) => gate.UseAsync(
        new Use(Customer, Feature, quantity, Id: id) { HoldFor = time ?? Duration.FromHours(1) }, Stop);

    async Task<Outcome?> EndAsync(Gate gate, string id, decimal quantity)
    {
        var answer = await gate.SubmitAsync(new Request([new SettleReservation(Customer, id, quantity)]), Stop);
        return answer.Outcomes[0];
    }

    [Fact]
    public async Task What_was_taken_back_is_not_what_leaves_a_rolling_window_next()
    {
        await Trial.PutPlanAsync(First, "rolling", new PlanLimit(10, "PT1H"));
        await Trial.PutCustomerAsync(First, Customer, "rolling");
        await First.UseAsync(new Use(Customer, Feature, 2, Id: "a"), Stop);
        await MoveByAsync(Duration.FromMinutes(10));
        await First.UseAsync(new Use(Customer, Feature, 3, Id: "b"), Stop);
        var second = (await Trial.HistoryAsync(First, Customer))[^1].Event!.At;

        await First.ApplyAsync<Reversed>(new ReverseUse(Customer, "a"), Stop);

        var figures = (await First.CheckAsync(new Use(Customer, Feature), Stop)).Figures!;
        Assert.Equal((3, second + Duration.FromHours(1)), (figures.Used, figures.ResetsAt));
        // By a counter that is computed anew, too.
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer, TimeZone: "Asia/Kathmandu"), Stop);
        figures = (await First.CheckAsync(new Use(Customer, Feature), Stop)).Figures!;
        Assert.Equal((3, second + Duration.FromHours(1)), (figures.Used, figures.ResetsAt));
    }
}
