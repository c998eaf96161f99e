namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task Two_hundred_uses_at_once_of_a_limit_of_10_are_allowed_10_times()
    {
        await MakeCustomerAsync(limit: 10);

        var decisions = await AtOnceAsync(200, (gate, _) => gate.UseAsync(new Use(Customer, Feature), Stop));

        Assert.Equal(10, decisions.Count(decision => decision.Allowed));
        Assert.All(
            decisions.Where(decision => !decision.Allowed),
            decision => Assert.Equal(Reason.LimitExceeded, decision.Reason));
        await AssertUsedAsync(10);
    }

    [Fact]
    public async Task With_9_of_10_used_exactly_one_of_two_hundred_is_allowed()
    {
        await MakeCustomerAsync(limit: 10);
        await First.UseAsync(new Use(Customer, Feature, 9), Stop);

        var decisions = await AtOnceAsync(200, (gate, _) => gate.UseAsync(new Use(Customer, Feature), Stop));

        Assert.Single(decisions, decision => decision.Allowed);
        await AssertUsedAsync(10);
    }

    [Fact]
    public async Task Of_twenty_uses_of_75_at_once_a_limit_of_500_allows_6()
    {
        await MakeCustomerAsync(limit: 500);

        var decisions = await AtOnceAsync(20, (gate, _) => gate.UseAsync(new Use(Customer, Feature, 75), Stop));

        Assert.Equal(6, decisions.Count(decision => decision.Allowed));
        await AssertUsedAsync(450);
    }

    [Fact]
    public async Task Three_hundred_uses_at_once_in_three_namespaces_share_a_limit_of_100()
    {
        await MakeCustomerAsync(limit: 100);
        string[] names = ["a", "b", "c"];
        foreach (var name in names) await First.ApplyAsync<Put<Namespace>>(new PutNamespace(Customer, name), Stop);

        var decisions = await AtOnceAsync(
            300, (gate, i) => gate.UseAsync(new Use(Customer, Feature, 1, names[i % 3]), Stop));

        Assert.Equal(100, decisions.Count(decision => decision.Allowed));
        await AssertUsedAsync(100);
    }

    [Fact]
    public async Task Of_twenty_boosts_at_once_with_one_external_id_one_is_made()
    {
        await MakeCustomerAsync(limit: 10);
        var boost = new ProvisionBoost(Customer, Feature, BoostType.TopUp, BoostEnd.Never, 5, ExternalId: "order-1");

        var puts = await AtOnceAsync(20, (gate, _) => gate.ApplyAsync<Put<Boost>>(boost, Stop));
        var decisions = await AtOnceAsync(40, (gate, _) => gate.UseAsync(new Use(Customer, Feature), Stop));

        Assert.Single(puts, put => put.Created);
        Assert.Single(puts.Select(put => put.Value.Id).Distinct());
        Assert.Equal(15, decisions.Count(decision => decision.Allowed));
        Assert.Equal(5, decisions.Sum(decision => decision.TopUp));
        await AssertUsedAsync(10);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_twenty_base_plans_at_once_exactly_one_is_active_in_the_end(bool withOneBefore)
    {
        for (var i = 0; i < 20; i++) await Trial.PutPlanAsync(First, $"plan-{i}", new PlanLimit(10, "month"));
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer), Stop);
        await Trial.PutPlanAsync(First, "before", new PlanLimit(5, "month"));
        if (withOneBefore) await First.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "before"), Stop);

        await AtOnceAsync(
            20, (gate, i) => gate.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, $"plan-{i}"), Stop));

        var snapshot = await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer), Stop);
        Assert.Equal(withOneBefore ? 21 : 20, snapshot.Terms.Subscriptions.Count);
        Assert.Single(snapshot.Terms.Subscriptions, one => one.StartsAt <= snapshot.Now && !one.IsOver(snapshot.Now));
    }

    [Fact]
    public async Task One_id_fifty_times_at_once_is_recorded_once_and_repeated_49_times()
    {
        await MakeCustomerAsync(limit: 1_000);
        var use = new Use(Customer, Feature, 3, Id: "the-one");

        var decisions = await AtOnceAsync(50, (gate, _) => gate.UseAsync(use with { }, Stop));

        var recorded = Assert.Single(decisions, decision => !decision.Replayed);
        Assert.All(decisions, decision => Assert.Equal(recorded, decision with { Replayed = false }));
        await AssertUsedAsync(3);
    }

    [Fact]
    public async Task One_idempotency_key_fifty_times_at_once_has_one_effect_and_one_answer_byte_by_byte()
    {
        await MakeCustomerAsync(limit: 1_000);

        var answers = await AtOnceAsync(50, (gate, i) => gate.SubmitAsync(Keyed(i), Stop));

        var first = Assert.Single(answers, answer => answer.Replayed is null);
        var bytes = Render(first.Outcomes).Body;
        Assert.All(answers.Where(answer => answer != first), answer => Assert.Equal(bytes, answer.Replayed!.Body));
        await AssertUsedAsync(1);

        // The event id that the gate makes up is another one each time, so that the bytes tell whose answer it is.
        static Request Keyed(int _) => new([new Use(Customer, Feature)])
        {
            Idempotency = new Idempotency("POST /v1/usage k", Rows.Hash(1), Render),
        };
    }

    [Fact]
    public async Task An_idempotency_key_with_another_request_is_rejected()
    {
        await MakeCustomerAsync(limit: 10);
        await First.SubmitAsync(
            new Request([new Use(Customer, Feature)]) { Idempotency = new Idempotency("k", Rows.Hash(1), Render) },
            Stop);

        var other = await First.SubmitAsync(
            new Request([new Use(Customer, Feature)]) { Idempotency = new Idempotency("k", Rows.Hash(2), Render) },
            Stop);

        Assert.Equal(Rejection.IdempotencyKeyReused, other.Rejected!.Code);
        await AssertUsedAsync(1);
    }

    [Fact]
    public async Task Requests_of_many_customers_in_every_order_at_once_end_without_a_deadlock()
    {
        string[] customers = ["a", "b", "c", "d"];
        foreach (var customer in customers) await MakeCustomerAsync(1_000, customer);

        var answers = await AtOnceAsync(120, (gate, i) =>
        {
            string[] order = [.. customers];
            new Random(i).Shuffle(order);
            return gate.SubmitAsync(
                new Request([.. order.Select(customer => new Use(customer, Feature))], Atomic: i % 2 == 0), Stop);
        });

        Assert.All(answers, answer => Assert.All(answer.Outcomes, outcome => Assert.True(outcome.Recorded)));
        foreach (var customer in customers) await AssertUsedAsync(120, customer);
    }

    static (short Status, byte[] Body) Render(IReadOnlyList<Outcome> outcomes) =>
        (200, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', outcomes)));
}
