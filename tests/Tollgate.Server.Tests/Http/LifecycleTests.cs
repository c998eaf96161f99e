using System.Net;
using System.Text;
using System.Text.Json;

namespace Tollgate.Server.Tests.Http;

public sealed class LifecycleTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task Paused_and_resumed_it_says_so_each_time_and_repeating_changes_nothing()
    {
        var id = await SubscribedAsync();
        var paused = await host.Admin.PauseSubscriptionAsync(id);
        Assert.Equal(("paused", host.Clock.GetUtcNow()), (paused.Status, paused.PausedAt));
        Assert.Equal(paused.PausedAt, (await host.Admin.PauseSubscriptionAsync(id)).PausedAt);
        Assert.Equal("active", (await host.Admin.ResumeSubscriptionAsync(id)).Status);

        await host.Admin.CancelSubscriptionAsync(id);
        var refused = await host.PostAsync($"/v1/subscriptions/{id}/resume", "{}");
        Assert.Equal((HttpStatusCode.Conflict, "subscription_ended"), (refused.Status, refused.Code));
        var unknown = await host.PostAsync("/v1/subscriptions/sub_nobody_1/pause", "{}");
        Assert.Equal((HttpStatusCode.NotFound, "subscription_not_found"), (unknown.Status, unknown.Code));
    }

    [Fact]
    public async Task A_change_at_the_end_of_the_period_is_listed_and_can_be_taken_back()
    {
        var (customer, feature, plan) = await host.CustomerWithAsync();
        var more = TollgateHost.NewId("plan");
        await host.Admin.PutPlanAsync(more, TollgateHost.PlanOf(feature, 50));
        var id = (await host.Admin.ListSubscriptionsAsync(customer).ToListAsync())[0].Id;

        var changed = await host.Admin.ChangeSubscriptionAsync(
            id, new ChangeRequest { Plan = more, At = CancelRequest.PeriodEnd });
        Assert.Equal((id, plan, more), (changed.Id, changed.Plan, changed.NextPlan!.Plan));
        Assert.Equal(changed.Period!.EndsAt, changed.NextPlan.At);
        await host.Admin.CancelSubscriptionAsync(id, CancelRequest.PeriodEnd);

        var all = await host.Admin.ListScheduledChangesAsync(customer).ToListAsync();
        Assert.Equal([(ChangeKind.Plan, more), (ChangeKind.Cancel, plan)], all.Select(one => (one.Kind, one.Plan)));
        Assert.Null((await host.Admin.TakeBackChangeAsync(all[0].Id)).NextPlan);
        Assert.Null((await host.Admin.TakeBackChangeAsync(all[1].Id)).CancelAt);
        Assert.Empty(await host.Admin.ListScheduledChangesAsync(customer).ToListAsync());
        var gone = await Assert.ThrowsAsync<TollgateException>(() => host.Admin.TakeBackChangeAsync(all[0].Id));
        Assert.Equal((HttpStatusCode.NotFound, "scheduled_change_not_found"), (gone.Status, gone.Code));

        var now = await host.Admin.ChangeSubscriptionAsync(id, new ChangeRequest { Plan = more, At = "now" });
        Assert.Equal((id, more, null), (now.Id, now.Plan, now.NextPlan));
    }

    [Fact]
    public async Task A_list_of_scheduled_changes_goes_on_after_the_last_one_whatever_became_of_it()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var pack = TollgateHost.NewId("pack");
        await host.Admin.PutPlanAsync(
            pack, TollgateHost.PlanOf(feature, 5) with { Kind = PlanKind.AddOn, Stackable = true });
        List<string> starts = [];
        for (var day = 1; day <= 3; day++)
        {
            var at = host.Clock.GetUtcNow().AddDays(day);
            var order = new SubscriptionRequest { Plan = pack, StartsAt = at };
            starts.Add((await host.Admin.CreateSubscriptionAsync(customer, order)).Id.Replace("sub_", "start_"));
        }
        var path = $"/v1/customers/{customer}/scheduled-changes?limit=1";

        var first = (await host.GetAsync(path)).Json;
        Assert.Equal([starts[0]], Ids(first));
        await host.Admin.TakeBackChangeAsync(starts[0]);
        var second = (await host.GetAsync($"{path}&cursor={first.GetProperty("next_cursor").GetString()}")).Json;
        Assert.Equal([starts[1]], Ids(second));
        var third = (await host.GetAsync($"{path}&cursor={second.GetProperty("next_cursor").GetString()}")).Json;
        Assert.Equal([starts[2]], Ids(third));
        Assert.Null(third.GetProperty("next_cursor").GetString());

        static IEnumerable<string?> Ids(JsonElement page) =>
            page.GetProperty("data").EnumerateArray().Select(one => one.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("d3000000000")]
    [InlineData("q3000000000")]
    [InlineData("q1767225600000000,x,0")]
    [InlineData("q9223372036854775807,2,0")]
    [InlineData("q1767225600000000,2,4")]
    [InlineData("q1767225600000000,2,-1")]
    public async Task A_cursor_that_no_page_of_scheduled_changes_gave_is_refused(string cursor)
    {
        var (customer, _, _) = await host.CustomerWithAsync();
        var text = Convert.ToBase64String(Encoding.ASCII.GetBytes(cursor)).TrimEnd('=');
        var bad = await host.GetAsync($"/v1/customers/{customer}/scheduled-changes?cursor={text}");
        Assert.Equal((HttpStatusCode.BadRequest, "cursor invalid_cursor"), (bad.Status, Assert.Single(bad.Errors)));
    }

    [Fact]
    public async Task Prices_are_exact_and_what_has_one_is_paid_by_activate()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var plan = TollgateHost.NewId("plan");
        var stated = TollgateHost.PlanOf(feature, 5) with
        {
            TrialDays = 14,
            Prices = [new PlanPrice { Amount = "0.30", Currency = "USD", Per = PricePer.Month }],
            SetupFee = new PlanFee { Amount = "12", Currency = "EUR" },
            MinQuantity = 3,
        };
        var made = await host.Admin.PutPlanAsync(plan, stated);
        Assert.Equal(("0.30", "12", 3), (made.Prices[0].Amount, made.SetupFee!.Amount, made.MinQuantity));
        var bad = await host.PostAsync(
            $"/v1/customers/{customer}/subscriptions", $$"""{"plan":"{{plan}}","quantity":2}""");
        Assert.Equal(HttpStatusCode.BadRequest, bad.Status);

        var trial = await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest { Plan = plan });
        Assert.Equal(("trialing", 3), (trial.Status, trial.Quantity));
        var paid = await host.Admin.ActivateSubscriptionAsync(trial.Id);
        Assert.Equal(("active", host.Clock.GetUtcNow()), (paid.Status, paid.ActivatedAt));
    }

    [Fact]
    public async Task Renewing_sets_the_end_and_a_bad_field_is_named()
    {
        var id = await SubscribedAsync();
        var end = host.Clock.GetUtcNow().AddDays(90);
        Assert.Equal(end, (await host.Admin.RenewSubscriptionAsync(id, new RenewRequest { EndsAt = end })).EndsAt);
        Assert.Null((await host.Admin.RenewSubscriptionAsync(id)).EndsAt);
        var bad = await host.PostAsync($"/v1/subscriptions/{id}/change", """{"plan":"nothing","at":"now"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "invalid"), (bad.Status, bad.Code));
    }

    async Task<string> SubscribedAsync()
    {
        var (customer, _, _) = await host.CustomerWithAsync();
        return (await host.Admin.ListSubscriptionsAsync(customer).ToListAsync())[0].Id;
    }
}
