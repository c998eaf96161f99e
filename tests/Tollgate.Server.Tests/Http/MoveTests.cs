using System.Net;

namespace Tollgate.Server.Tests.Http;

public sealed class MoveTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task Subscribers_are_moved_page_by_page_and_keep_what_they_used()
    {
        var (customers, feature, plan) = await SubscribersAsync(5);
        await host.Admin.UseAsync(new UsageRequest { Customer = customers[0], Feature = feature, Quantity = 4 });

        var first = await host.Admin.MovePlanAsync(plan, new MoveRequest { At = MoveTime.Now }, limit: 3);
        var rest = await host.Admin.MovePlanAsync(
            plan, new MoveRequest { At = MoveTime.Now }, first.NextCursor, limit: 3);
        var again = await host.Admin.MovePlanAsync(plan, new MoveRequest { At = MoveTime.Now });

        Assert.Equal((3, 0, true), (first.Moved, first.Scheduled, first.NextCursor is not null));
        Assert.Equal((2, 0, null), (rest.Moved, rest.Scheduled, rest.NextCursor));
        Assert.Equal((0, 0, null), (again.Moved, again.Scheduled, again.NextCursor));
        foreach (var customer in customers)
            Assert.Equal(2, (await host.Admin.ListSubscriptionsAsync(customer).SingleAsync()).Version);
        var limit = (await host.Admin.GetEntitlementsAsync(customers[0])).Data.Single().Limits.Single();
        Assert.Equal((20, 4), (limit.Quantity, limit.Used));
    }

    [Fact]
    public async Task Subscribers_are_moved_at_the_end_of_their_cycle()
    {
        var (customers, _, plan) = await SubscribersAsync(2);

        var result = await host.Admin.MovePlanAsync(
            plan, new MoveRequest { At = MoveTime.PeriodEnd, From = 1, To = 2 });

        Assert.Equal((0, 2), (result.Moved, result.Scheduled));
        var one = await host.Admin.ListSubscriptionsAsync(customers[0]).SingleAsync();
        Assert.Equal((1, 2, one.Period!.EndsAt), (one.Version, one.NextPlan!.Version, one.NextPlan.At));
    }

    [Fact]
    public async Task A_move_stands_in_each_history_and_in_the_account_s()
    {
        var (customers, _, plan) = await SubscribersAsync(1);
        await host.Admin.MovePlanAsync(plan, new MoveRequest { At = MoveTime.Now });
        await host.Admin.MovePlanAsync(plan, new MoveRequest { At = MoveTime.Now });

        var own = await host.GetAsync($"/v1/audit?customer={customers[0]}&action=subscription.changed");
        Assert.Single(own.Json.GetProperty("data").EnumerateArray());
        var moves = await host.GetAsync("/v1/audit?action=plan.moved&limit=500");
        var entry = Assert.Single(moves.Json.GetProperty("data").EnumerateArray(),
            one => one.GetProperty("target").GetString() == plan);
        Assert.Equal(1, entry.GetProperty("after").GetProperty("moved").GetInt32());
    }

    [Fact]
    public async Task A_repeated_key_answers_as_the_first_time()
    {
        var (_, _, plan) = await SubscribersAsync(2);
        var path = $"/v1/plans/{plan}/move";

        var first = await host.PostAsync(path, """{"at":"now"}""", "move-1");
        var again = await host.PostAsync(path, """{"at":"now"}""", "move-1");
        var other = await host.PostAsync(path, """{"at":"period_end"}""", "move-1");

        Assert.Equal("""{"moved":2,"scheduled":0,"skipped":0,"next_cursor":null}""", first.Text);
        Assert.Equal(first.Text, again.Text);
        Assert.Equal((HttpStatusCode)422, other.Status);
    }

    [Theory]
    [InlineData("""{}""", "malformed", "at")]
    [InlineData("""{"at":"soon"}""", "malformed", "at")]
    [InlineData("""{"at":"now","to":3}""", "invalid", "to")]
    [InlineData("""{"at":"now","from":7}""", "invalid", "from")]
    [InlineData("""{"at":"now","from":0}""", "invalid", "from")]
    [InlineData("""{"at":"now","from":2}""", "invalid", "from")]
    public async Task What_cannot_be_moved_is_named(string body, string code, string field)
    {
        var (_, _, plan) = await SubscribersAsync(0);
        var answer = await host.PostAsync($"/v1/plans/{plan}/move", body);
        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
        Assert.Equal(field, answer.Json.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_plan_that_nobody_made_is_not_found()
    {
        var answer = await host.PostAsync("/v1/plans/what/move", """{"at":"now"}""");
        Assert.Equal((HttpStatusCode.NotFound, "plan_not_found"), (answer.Status, answer.Code));
    }

    // So many customers on version 1 of a plan with 10 a cycle, whose version 2 has 20.
    async Task<(string[] Customers, string Feature, string Plan)> SubscribersAsync(int count)
    {
        var (feature, plan) = (TollgateHost.NewId("feature"), TollgateHost.NewId("plan"));
        await host.Admin.PutFeatureAsync(feature, new FeatureRequest { Name = "n", Type = FeatureType.Metered });
        await host.Admin.PutPlanAsync(plan, TollgateHost.PlanOf(feature, 10));
        var customers = Enumerable.Range(0, count).Select(_ => TollgateHost.NewId("customer")).ToArray();
        foreach (var customer in customers)
        {
            await host.Admin.PutCustomerAsync(customer, new CustomerRequest());
            await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest { Plan = plan });
        }
        await host.Admin.PutPlanAsync(plan, TollgateHost.PlanOf(feature, 20));
        return (customers, feature, plan);
    }
}
