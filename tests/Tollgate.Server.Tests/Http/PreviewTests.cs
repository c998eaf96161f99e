using System.Net;

namespace Tollgate.Server.Tests.Http;

public sealed class PreviewTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task It_says_what_becomes_of_the_subscription_its_features_and_its_price()
    {
        var (customer, feature, id, other) = await MadeAsync();
        await host.Admin.UseAsync(new UsageRequest { Customer = customer, Feature = feature, Quantity = 4 });

        var preview = await host.Admin.PreviewSubscriptionAsync(id, new PreviewRequest { Plan = other });

        Assert.Equal((id, other, "active"),
            (preview.Subscription.Id, preview.Subscription.Plan, preview.Subscription.Status));
        Assert.Equal(host.Clock.GetUtcNow(), preview.TakesEffectAt);
        var line = preview.Data.Single();
        Assert.Equal((feature, PreviewEffect.Changed), (line.Feature, line.Effect));
        Assert.Equal((10, 4), (line.Before.Limits[0].Quantity, line.Before.Limits[0].Used));
        Assert.Equal((50, 4), (line.After.Limits[0].Quantity, line.After.Limits[0].Used));
        Assert.Equal(other, line.After.Limits[0].Sources[0].Plan);
        var price = preview.Prorations.Single();
        Assert.Equal(("USD", PricePer.Month), (price.Currency, price.Per));
        // It began this instant: nothing was paid before.
        Assert.Equal(("0.00", "30.00", "30.00"), (price.Credit, price.Charge, price.Due));
        Assert.Equal(preview.Subscription.Period!.EndsAt, price.Period.EndsAt);

        var listed = (await host.Admin.ListSubscriptionsAsync(customer).ToListAsync())[^1];
        Assert.Equal(10, (await host.Admin.GetEntitlementsAsync(customer)).Data[0].Limits[0].Quantity);
        Assert.NotEqual(other, listed.Plan);
    }

    [Fact]
    public async Task At_the_end_of_the_period_it_shows_that_moment_with_overrides_and_its_key_repeats_nothing()
    {
        var (customer, feature, id, other) = await MadeAsync();
        var overrides = new Overrides
        {
            Features = new Dictionary<string, PlanFeature> { [feature] = new() { Unlimited = true } },
        };
        var request = new PreviewRequest { Plan = other, At = CancelRequest.PeriodEnd, Overrides = overrides };

        var preview = await host.Admin.PreviewSubscriptionAsync(id, request);

        var now = (await host.Admin.ListSubscriptionsAsync(customer).ToListAsync())[^1];
        Assert.Equal(now.Period!.EndsAt, preview.TakesEffectAt);
        Assert.Equal(now.Period.EndsAt, preview.Subscription.Period!.StartsAt);
        Assert.True(preview.Subscription.Overrides!.Features[feature].Unlimited);
        Assert.True(preview.Data.Single().After.Unlimited);
        Assert.Empty(await host.Admin.ListScheduledChangesAsync(customer).ToListAsync());

        var body = $$"""{"plan":"{{other}}"}""";
        for (var i = 0; i < 2; i++)
        {
            var answer = await host.PostAsync($"/v1/subscriptions/{id}/preview", body, "same");
            Assert.Equal((HttpStatusCode.OK, false), (answer.Status, answer.IsReplay));
        }
    }

    [Fact]
    public async Task What_the_change_refuses_is_refused_alike()
    {
        var (_, _, id, other) = await MadeAsync();
        var unknown = await host.PostAsync("/v1/subscriptions/sub_nobody_1/preview", """{"plan":"p"}""");
        Assert.Equal((HttpStatusCode.NotFound, "subscription_not_found"), (unknown.Status, unknown.Code));
        var bad = await host.PostAsync(
            $"/v1/subscriptions/{id}/preview",
            """{"plan":"p","version":0,"at":"soon","overrides":{"features":{"!":true}}}""");
        Assert.Equal(
            ["at invalid_value", "overrides.features.! invalid_id", "version out_of_range"], bad.Errors);
        Assert.Equal(HttpStatusCode.BadRequest, bad.Status);

        await host.Admin.CancelSubscriptionAsync(id);
        var ended = await host.PostAsync($"/v1/subscriptions/{id}/preview", $$"""{"plan":"{{other}}"}""");
        Assert.Equal((HttpStatusCode.Conflict, "subscription_ended"), (ended.Status, ended.Code));
    }

    // A customer on a plan for 10 dollars, and another plan for 30.
    async Task<(string Customer, string Feature, string Id, string Other)> MadeAsync()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(limit: 1);
        var (plan, other) = (TollgateHost.NewId("plan"), TollgateHost.NewId("plan"));
        await host.Admin.PutPlanAsync(plan, Priced(TollgateHost.PlanOf(feature, 10), "10"));
        await host.Admin.PutPlanAsync(other, Priced(TollgateHost.PlanOf(feature, 50), "30"));
        var made = await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest
        {
            Plan = plan,
            StartsAt = host.Clock.GetUtcNow().AddHours(-1),
            Anchor = host.Clock.GetUtcNow(),
        });
        return (customer, feature, made.Id, other);
    }

    static PlanRequest Priced(PlanRequest plan, string amount) => plan with
    {
        Prices = [new PlanPrice { Amount = amount, Currency = "USD", Per = PricePer.Month }],
    };
}
