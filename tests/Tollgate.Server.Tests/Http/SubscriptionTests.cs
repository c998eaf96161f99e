using System.Net;

namespace Tollgate.Server.Tests.Http;

public sealed class SubscriptionTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task A_subscription_says_what_it_is()
    {
        var (customer, _, plan) = await host.CustomerWithAsync();
        var made = await host.PostAsync($"/v1/customers/{customer}/subscriptions", Fill("""
            {"plan":"PLAN","version":1,"starts_at":"2026-01-31T10:00:00+01:00","ends_at":"2027-06-01T00:00:00.1234567Z",
             "trial_ends_at":"2026-12-01T00:00:00Z","external_id":"order-1","metadata":{"k":"v"}}
            """));
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(
            Fill(
                """
                {"id":"sub_CUSTOMER_3","customer":"CUSTOMER","namespace":null,"plan":"PLAN","version":1,
                "status":"trialing","starts_at":"2026-01-31T09:00:00Z","ends_at":"2027-06-01T00:00:00.123456Z",
                "trial_ends_at":"2026-12-01T00:00:00Z","anchor":"2026-11-15T12:00:00Z","cancel_at":null,
                "period":{"starts_at":"2026-11-15T12:00:00Z","ends_at":"2026-12-15T12:00:00Z"},"external_id":"order-1",
                "metadata":{"k":"v"},"providers":{},"quantity":1,"paused_at":null,"activated_at":null,
                "past_due_at":null,"overrides":null,"next_plan":null}
                """.ReplaceLineEndings("")),
            made.Text);

        string Fill(string text) => text.Replace("CUSTOMER", customer, StringComparison.Ordinal)
            .Replace("PLAN", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_external_id_is_the_same_subscription_and_other_content_a_conflict()
    {
        var (customer, _, plan) = await host.CustomerWithAsync();
        var path = $"/v1/customers/{customer}/subscriptions";
        var first = await host.PostAsync(path, $$"""{"plan":"{{plan}}","external_id":"x"}""");
        var again = await host.PostAsync(path, $$"""{"plan":"{{plan}}","external_id":"x"}""");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, first.Text), (first.Status, again.Status, again.Text));
        var other = await host.PostAsync(path, $$"""{"plan":"{{plan}}","external_id":"x","version":1}""");
        Assert.Equal((HttpStatusCode.Conflict, "external_id_conflict"), (other.Status, other.Code));
    }

    [Fact]
    public async Task A_new_base_ends_the_one_before_it()
    {
        var (customer, _, plan) = await host.CustomerWithAsync();
        await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest { Plan = plan });
        var all = await host.Admin.ListSubscriptionsAsync(customer).ToListAsync();
        Assert.Equal(["expired", "active"], all.Select(one => one.Status));
        Assert.Equal((host.Clock.GetUtcNow(), null), (all[0].EndsAt, all[0].Period));
        Assert.NotNull(all[1].Period);
    }

    [Fact]
    public async Task A_second_add_on_that_is_not_stackable_is_a_conflict()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var addOn = TollgateHost.NewId("addon");
        await host.Admin.PutPlanAsync(addOn, TollgateHost.PlanOf(feature, 5) with { Kind = PlanKind.AddOn });
        var made = await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest { Plan = addOn });
        Assert.Null(made.Period);
        var second = await host.PostAsync($"/v1/customers/{customer}/subscriptions", $$"""{"plan":"{{addOn}}"}""");
        Assert.Equal((HttpStatusCode.Conflict, "subscription_exists"), (second.Status, second.Code));
    }

    [Fact]
    public async Task An_unknown_plan_is_a_bad_field()
    {
        var (customer, _, _) = await host.CustomerWithAsync();
        var answer = await host.PostAsync($"/v1/customers/{customer}/subscriptions", """{"plan":"none"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "plan unknown_plan"), (answer.Status, Assert.Single(answer.Errors)));
    }

    [Theory]
    [InlineData("", "canceled", "2026-11-15T12:00:00Z")]
    [InlineData("""{"at":"now"}""", "canceled", "2026-11-15T12:00:00Z")]
    [InlineData("""{"at":"period_end"}""", "active", "2026-12-15T12:00:00Z")]
    [InlineData("""{"at":"2026-11-20T00:00:00+02:00"}""", "active", "2026-11-19T22:00:00Z")]
    public async Task It_is_cancelled_now_at_the_end_of_the_cycle_or_at_a_time(string body, string status, string at)
    {
        var (customer, _, _) = await host.CustomerWithAsync();
        var subscription = await host.Admin.ListSubscriptionsAsync(customer).SingleAsync();
        var answer = await host.PostAsync(
            $"/v1/subscriptions/{subscription.Id}/cancel", body.Length == 0 ? null : body);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(
            (status, at),
            (answer.Json.GetProperty("status").GetString(), answer.Json.GetProperty("cancel_at").GetString()));
        Assert.Equal(
            answer.Text,
            (await host.PostAsync($"/v1/subscriptions/{subscription.Id}/cancel", body.Length == 0 ? null : body)).Text);
    }

    [Fact]
    public async Task What_has_ended_cannot_be_cancelled()
    {
        var (customer, _, plan) = await host.CustomerWithAsync();
        var first = await host.Admin.ListSubscriptionsAsync(customer).SingleAsync();
        await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest { Plan = plan });
        var answer = await host.PostAsync($"/v1/subscriptions/{first.Id}/cancel");
        Assert.Equal((HttpStatusCode.Conflict, "subscription_ended"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_cancellation_in_the_past_is_a_bad_field()
    {
        var (customer, _, _) = await host.CustomerWithAsync();
        var subscription = await host.Admin.ListSubscriptionsAsync(customer).SingleAsync();
        var answer = await host.PostAsync(
            $"/v1/subscriptions/{subscription.Id}/cancel", """{"at":"2026-01-01T00:00:00Z"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "at out_of_range"), (answer.Status, Assert.Single(answer.Errors)));
    }

    [Fact]
    public async Task Subscriptions_are_listed_page_by_page()
    {
        var (customer, _, plan) = await host.CustomerWithAsync();
        for (var i = 0; i < 12; i++)
            await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest { Plan = plan });
        var page = await host.GetAsync($"/v1/customers/{customer}/subscriptions?limit=10");
        var cursor = page.Json.GetProperty("next_cursor").GetString();
        var next = await host.GetAsync($"/v1/customers/{customer}/subscriptions?limit=10&cursor={cursor}");
        Assert.Equal(
            (10, 3), (page.Json.GetProperty("data").GetArrayLength(), next.Json.GetProperty("data").GetArrayLength()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, next.Json.GetProperty("next_cursor").ValueKind);
    }
}
