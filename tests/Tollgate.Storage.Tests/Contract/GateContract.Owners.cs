using Tollgate.Core.Entitlements;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    const string Owner = "studio";
    const string Switch = "sso";

    [Fact]
    public async Task What_an_owner_lends_ends_with_the_answer_to_its_cancellation_on_every_gate()
    {
        await MakeOwnedAsync();
        var canceled = false;
        var allowed = 0;
        var users = AtOnceAsync(16, async (gate, _) =>
        {
            for (var i = 0; i < 50; i++)
            {
                var after = Volatile.Read(ref canceled);
                var decision = await gate.UseAsync(new Use(Customer, Switch, 1, "ns"), Stop);
                Assert.False(after && decision.Allowed, "allowed after the owner's cancellation was answered");
                if (decision.Allowed) Interlocked.Increment(ref allowed);
                if (after) return true;
            }
            return false;
        });
        while (Volatile.Read(ref allowed) < 32 && !users.IsCompleted) await Task.Yield();
        await gates[^1].ApplyAsync<Put<Subscription>>(new CancelSubscription(Owner, 2), Stop);
        Volatile.Write(ref canceled, true);
        await users;

        foreach (var gate in gates)
            Assert.Equal(Reason.NotIncluded, (await gate.UseAsync(new Use(Customer, Switch, 1, "ns"), Stop)).Reason);
        await Trial.AssertWholeAsync(First, Customer);
        await Trial.AssertWholeAsync(First, Owner);
    }

    [Fact]
    public async Task What_an_owner_lends_follows_its_terms_whoever_knows_them_from_before()
    {
        await MakeOwnedAsync();
        await UseEverywhereAsync(Reason.None);
        await First.ApplyAsync<Put<Profile>>(new SuspendCustomer(Owner), Stop);
        await UseEverywhereAsync(Reason.NotIncluded);
        await gates[^1].ApplyAsync<Put<Profile>>(new ResumeCustomer(Owner), Stop);
        await UseEverywhereAsync(Reason.None);
        await ReopenAsync();
        await UseEverywhereAsync(Reason.None);

        // A plan and a subscription to it that no gate has heard of.
        await PutSwitchAsync("new");
        await First.ApplyAsync<Put<Subscription>>(new Subscribe(Owner, "new"), Stop);
        await UseEverywhereAsync(Reason.None);

        async Task UseEverywhereAsync(Reason expected)
        {
            foreach (var gate in gates)
            {
                Assert.Equal(expected, (await gate.CheckAsync(new Use(Customer, Switch, 1, "ns"), Stop)).Reason);
                Assert.Equal(expected, (await gate.UseAsync(new Use(Customer, Switch, 1, "ns"), Stop)).Reason);
                var view = await gate.ShowAsync<EntitlementsView>(new ShowEntitlements(Customer, "ns"), Stop);
                Assert.Equal(expected == Reason.None, view.Lines.Any(line => line.Lent?.Owner == Owner));
            }
        }
    }

    [Fact]
    public async Task Owner_and_customer_change_at_once_and_nobody_waits_for_the_other()
    {
        await MakeOwnedAsync();
        await First.ApplyAsync<Put<Namespace>>(new PutNamespace(Owner, "ns", Owner: Customer), Stop);

        await AtOnceAsync(60, async (gate, i) =>
        {
            var (one, other) = i % 2 == 0 ? (Customer, Owner) : (Owner, Customer);
            if (i % 5 == 0) await gate.ApplyAsync<Put<Profile>>(new PutCustomer(one, Name: $"{i}"), Stop);
            else await gate.UseAsync(new Use(one, Switch, 1, "ns"), Stop);
            if (i % 3 == 0)
                await gate.SubmitAsync(
                    new Request([new Use(one, Switch, 1, "ns"), new Use(other, Switch, 1, "ns")]), Stop);
            return true;
        });

        await Trial.AssertWholeAsync(First, Customer);
        await Trial.AssertWholeAsync(First, Owner);
    }

    [Fact]
    public async Task An_owner_that_nobody_made_is_not_found_and_one_made_in_the_same_batch_is()
    {
        await MakeOwnedAsync();
        var refused = await Assert.ThrowsAsync<RejectedException>(() => First.ApplyAsync<Put<Namespace>>(
            new PutNamespace(Customer, "b", Owner: "late"), Stop));
        Assert.Equal(Rejection.CustomerNotFound, refused.Rejected.Code);

        var request = new Request([new PutCustomer("late"), new PutNamespace(Customer, "b", Owner: "late")]);
        var answer = await First.SubmitAsync(request, Stop);
        Assert.Null(answer.Rejected);
        Assert.Equal(Reason.NotIncluded, (await First.UseAsync(new Use(Customer, Switch, 1, "b"), Stop)).Reason);
    }

    // A customer without a plan and its namespace, whose owner is on a plan with a switch by subscription 2.
    async Task MakeOwnedAsync()
    {
        await First.ApplyAsync<Put<Feature>>(new PutFeature(Switch, new FeatureDefinition("SSO", FeatureType.Switch)));
        await PutSwitchAsync("all");
        await Trial.PutCustomerAsync(First, Owner, "all");
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer));
        await First.ApplyAsync<Put<Namespace>>(new PutNamespace(Customer, "ns", Owner: Owner));
    }

    async Task PutSwitchAsync(string plan)
    {
        SortedDictionary<string, PlanFeature> features = new() { [Switch] = PlanFeature.Enabled };
        await First.ApplyAsync<Put<PlanVersion>>(
            new PutPlan(plan, new PlanDefinition(plan, PlanKind.Base, false, CycleLength.Month, 0, true, features)));
    }
}
