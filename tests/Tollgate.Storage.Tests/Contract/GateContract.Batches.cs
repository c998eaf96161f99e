using Tollgate.Core.Entitlements;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task A_use_that_would_count_beyond_what_a_counter_holds_is_refused_as_out_of_range()
    {
        SortedDictionary<string, PlanFeature> features = new()
        {
            [Feature] = new PlanFeature(false, [new PlanLimit(100, "forever")], OverageMode.Allow, null, false),
        };
        await First.ApplyAsync<Put<PlanVersion>>(
            new PutPlan(
                "open", new PlanDefinition("Open", PlanKind.Base, false, CycleLength.Month, 0, true, features)));
        await Trial.PutCustomerAsync(First, Customer, "open");
        var most = new Use(Customer, Feature, Quantities.Most);
        await First.SubmitAsync(new Request([.. Enumerable.Repeat(most, 9_000)]), Stop);

        var refused = await Assert.ThrowsAsync<RejectedException>(() => First.UseAsync(most));

        Assert.Equal("quantity", Assert.Single(refused.Rejected.Errors).Field);
        Assert.True((await First.ShowAsync<EntitlementsView>(new ShowEntitlements(Customer))).Lines.Count > 0);
    }

    [Fact]
    public async Task One_command_object_sent_twice_without_an_id_is_two_uses()
    {
        await MakeCustomerAsync(limit: 10);
        var use = new Use(Customer, Feature);

        var first = await First.UseAsync(use);
        var second = await First.UseAsync(use);

        Assert.True(first.Allowed && second.Allowed);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(2, await Trial.AssertWholeAsync(First, Customer));
    }

    [Fact]
    public async Task An_atomic_request_is_recorded_whole_or_not_at_all()
    {
        await MakeCustomerAsync(limit: 10);

        var answers = await AtOnceAsync(20, (gate, _) => gate.SubmitAsync(
            new Request([new Use(Customer, Feature, 2), new Use(Customer, Feature, 1)], Atomic: true), Stop));

        Assert.Equal(3, answers.Count(answer => answer.Outcomes.All(outcome => outcome.Recorded)));
        Assert.Equal(17, answers.Count(answer => answer.Outcomes.All(outcome => !outcome.Recorded)));
        await AssertUsedAsync(9);
    }

    [Fact]
    public async Task What_would_have_been_allowed_in_a_refused_request_says_so_with_the_figures_as_they_stand()
    {
        await MakeCustomerAsync(limit: 10);
        await First.UseAsync(new Use(Customer, Feature, 4), Stop);

        var answer = await First.SubmitAsync(
            new Request([new Use(Customer, Feature, 5), new Use(Customer, Feature, 2)], Atomic: true), Stop);

        var (fits, refused) = ((Decision)answer.Outcomes[0], (Decision)answer.Outcomes[1]);
        Assert.Equal((Reason.BatchRefused, 10, 4), (fits.Reason, fits.Figures!.Limit, fits.Figures.Used));
        Assert.Equal(Reason.LimitExceeded, refused.Reason);
        await AssertUsedAsync(4);
    }

    [Fact]
    public async Task The_events_of_a_request_that_is_not_atomic_succeed_or_fail_one_by_one()
    {
        await MakeCustomerAsync(limit: 10);

        var answer = await First.SubmitAsync(
            new Request([new Use(Customer, Feature, 8), new Use(Customer, Feature, 3), new Use(Customer, Feature, 2)]),
            Stop);

        Assert.Equal([true, false, true], answer.Outcomes.Select(outcome => outcome.Recorded));
        await AssertUsedAsync(10);
    }

    [Fact]
    public async Task A_request_larger_than_a_batch_is_still_one_transaction()
    {
        await MakeCustomerAsync(limit: 3_000);

        var answers = await AtOnceAsync(2, (gate, _) => gate.SubmitAsync(
            new Request([.. Enumerable.Range(0, 2_000).Select(_ => new Use(Customer, Feature))], Atomic: true), Stop));

        Assert.Single(answers, answer => answer.Outcomes.All(outcome => outcome.Recorded));
        await AssertUsedAsync(2_000);
    }
}
