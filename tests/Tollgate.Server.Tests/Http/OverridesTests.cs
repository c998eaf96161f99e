using System.Net;

namespace Tollgate.Server.Tests.Http;

public sealed class OverridesTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task They_hold_in_place_of_the_plans_and_are_answered_and_listed()
    {
        var (customer, feature, plan) = await host.CustomerWithAsync(limit: 10);
        var made = await host.Admin.CreateSubscriptionAsync(
            customer, new SubscriptionRequest { Plan = plan, Overrides = Of(feature, 25, "PT5H") });
        Assert.Equal((25, "PT5H"), Limit(made.Overrides!, feature));
        var listed = await host.Admin.ListSubscriptionsAsync(customer).ToListAsync();
        Assert.Null(listed[0].Overrides);
        Assert.Equal((25, "PT5H"), Limit(listed[1].Overrides!, feature));

        Assert.True((await UseAsync(customer, feature, 20)).Allowed);
        var refused = await UseAsync(customer, feature, 6);
        Assert.Equal(("limit_exceeded", 25, "PT5H"), (refused.Reason, refused.Limit, refused.Per));
        var entitlement = (await host.Admin.GetEntitlementsAsync(customer)).Data.Single();
        var limit = entitlement.Limits.Single();
        var source = limit.Sources.Single();
        Assert.Equal((25, 20, plan, 25), (limit.Quantity, limit.Used, source.Plan, source.Quantity));
    }

    [Fact]
    public async Task A_change_to_another_plan_leaves_them_behind_unless_it_states_others()
    {
        var (customer, feature, plan) = await host.CustomerWithAsync(limit: 10);
        var other = TollgateHost.NewId("plan");
        await host.Admin.PutPlanAsync(other, TollgateHost.PlanOf(feature, 50));
        var id = (await host.Admin.CreateSubscriptionAsync(
            customer, new SubscriptionRequest { Plan = plan, Overrides = Of(feature, 25, "day") })).Id;

        var waiting = await host.Admin.ChangeSubscriptionAsync(id, new ChangeRequest
        {
            Plan = other,
            At = CancelRequest.PeriodEnd,
            Overrides = Of(feature, 75, "day"),
        });
        Assert.Equal((25, "day"), Limit(waiting.Overrides!, feature));
        Assert.Equal((75, "day"), Limit(waiting.NextPlan!.Overrides!, feature));
        var changed = await host.Admin.ChangeSubscriptionAsync(id, new ChangeRequest { Plan = other, At = "now" });
        Assert.Equal((other, null, null), (changed.Plan, changed.Overrides, changed.NextPlan));
        Assert.Equal(50, (await UseAsync(customer, feature, 1)).Limit);
    }

    [Fact]
    public async Task Repeated_with_other_overrides_an_external_id_is_a_conflict()
    {
        var (customer, feature, plan) = await host.CustomerWithAsync();
        var request = new SubscriptionRequest { Plan = plan, ExternalId = "x", Overrides = Of(feature, 25, "PT60M") };
        var made = await host.Admin.CreateSubscriptionAsync(customer, request);
        var again = request with { Overrides = Of(feature, 25.0m, "PT1H") };
        Assert.Equal(made.Id, (await host.Admin.CreateSubscriptionAsync(customer, again)).Id);

        var other = request with { Overrides = Of(feature, 26, "PT1H") };
        var conflict = await Assert.ThrowsAsync<TollgateException>(
            () => host.Admin.CreateSubscriptionAsync(customer, other));
        Assert.Equal((HttpStatusCode.Conflict, "external_id_conflict"), (conflict.Status, conflict.Code));
    }

    [Theory]
    [InlineData("""{"features":{"FEATURE":{"limits":[{"quantity":-1,"per":"day"},{"quantity":1,"per":"eon"}]}}}""",
        "overrides.features.FEATURE.limits[0].quantity overrides.features.FEATURE.limits[1].per")]
    [InlineData("""{"features":{"FEATURE":{"limits":[{"quantity":1.5,"per":"day"}]},"no_such":true}}""",
        "overrides.features.FEATURE.limits[0].quantity overrides.features.no_such")]
    [InlineData("""{"features":{"FEATURE":{}}}""", "overrides.features.FEATURE")]
    [InlineData("""{"features":{"FEATURE":{"limit":5}}}""",
        "overrides.features.FEATURE overrides.features.FEATURE.limit")]
    [InlineData("""{"features":{"FEATURE":false}}""", "overrides.features.FEATURE")]
    [InlineData("""{"prices":[]}""", "overrides.features overrides.prices")]
    public async Task Bad_fields_are_named_all_at_once(string overrides, string fields)
    {
        var (customer, feature, plan) = await host.CustomerWithAsync();
        var stated = overrides.Replace("FEATURE", feature, StringComparison.Ordinal);
        var bad = await host.PostAsync(
            $"/v1/customers/{customer}/subscriptions", $$"""{"plan":"{{plan}}","overrides":{{stated}}}""");
        Assert.Equal(HttpStatusCode.BadRequest, bad.Status);
        var named = bad.Errors.Select(error => error.Split(' ')[0]);
        Assert.Equal(fields.Replace("FEATURE", feature, StringComparison.Ordinal), string.Join(' ', named));
        Assert.Single(await host.Admin.ListSubscriptionsAsync(customer).ToListAsync());
    }

    Task<Decision> UseAsync(string customer, string feature, decimal quantity) => host.Admin.UseAsync(
        new UsageRequest { Customer = customer, Feature = feature, Quantity = quantity });

    static Overrides Of(string feature, decimal quantity, string per) => new()
    {
        Features = new Dictionary<string, PlanFeature>
        {
            [feature] = new() { Limits = [new PlanLimit { Quantity = quantity, Per = per }] },
        },
    };

    static (decimal, string) Limit(Overrides overrides, string feature)
    {
        var limit = overrides.Features[feature].Limits!.Single();
        return (limit.Quantity, limit.Per);
    }
}
