using System.Net;

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
