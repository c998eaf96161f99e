using System.Net;

namespace Tollgate.Server.Tests.Http;

/// <summary>A key of one customer, with every scope, among the things of another that really exist.</summary>
public sealed class BoundKeyTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task Nothing_of_another_customer_is_reached_by_its_id()
    {
        var (mine, theirs, key) = await TwoAsync();
        var things = await ThingsAsync(theirs);
        var before = await HistoryAsync(theirs);

        // An id that carries its customer is refused for it; one that does not is looked for at the customer named.
        (string Method, string Path, string Body, HttpStatusCode Expected)[] asks =
        [
            ("POST", $"/v1/subscriptions/{things.Subscription}/cancel", "{}", HttpStatusCode.Forbidden),
            ("POST", $"/v1/subscriptions/{things.Subscription}/pause", "{}", HttpStatusCode.Forbidden),
            ("POST", $"/v1/boosts/{things.Boost}/cancel", "{}", HttpStatusCode.Forbidden),
            ("DELETE", $"/v1/scheduled-changes/{things.Change}", "", HttpStatusCode.Forbidden),
            ("POST", $"/v1/reservations/{things.Hold}/settle", Asked(theirs, quantity: 1), HttpStatusCode.Forbidden),
            ("POST", $"/v1/reservations/{things.Hold}/release", Asked(theirs), HttpStatusCode.Forbidden),
            ("POST", $"/v1/usage/{things.Use}/reverse", Asked(theirs), HttpStatusCode.Forbidden),
            ("POST", $"/v1/reservations/{things.Hold}/settle", Asked(mine, quantity: 1), HttpStatusCode.NotFound),
            ("POST", $"/v1/reservations/{things.Hold}/release", Asked(mine), HttpStatusCode.NotFound),
            ("POST", $"/v1/usage/{things.Use}/reverse", Asked(mine), HttpStatusCode.NotFound),
        ];
        foreach (var (method, path, body, expected) in asks)
        {
            var answer = await host.SendAsync(method, path, body.Length == 0 ? null : body, key: key);
            Assert.True(expected == answer.Status, $"{method} {path} {body}: {answer.Text}");
        }
        Assert.Equal(before, await HistoryAsync(theirs));
    }

    [Fact]
    public async Task The_audit_shows_the_own_customer_alone_whatever_the_filter_and_the_cursor()
    {
        var (mine, theirs, key) = await TwoAsync();
        string[] refused = ["", $"?customer={theirs}", "?action=customer.created", $"?customer={theirs}&limit=1"];
        foreach (var query in refused)
            Assert.Equal(HttpStatusCode.Forbidden, (await host.GetAsync($"/v1/audit{query}", key)).Status);

        // A cursor of everybody's list only says where to go on.
        var all = await host.GetAsync("/v1/audit?limit=1");
        var cursor = all.Json.GetProperty("next_cursor").GetString();
        foreach (var path in new[] { $"/v1/audit?customer={mine}", $"/v1/audit?customer={mine}&cursor={cursor}" })
        {
            var own = await host.GetAsync(path, key);
            Assert.Equal(HttpStatusCode.OK, own.Status);
            Assert.NotEqual(0, own.Json.GetProperty("data").GetArrayLength());
            Assert.DoesNotContain(theirs, own.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_stored_answer_is_given_to_nobody_who_may_not_ask_for_it()
    {
        var (mine, theirs, key) = await TwoAsync();
        var boost = $"/v1/boosts/{(await ThingsAsync(theirs)).Boost}/cancel";
        // With content of its own it learns that the name is taken, and nothing else.
        var taken = TollgateHost.NewId("guessed");
        await host.PostAsync("/v1/reservations", Used(theirs), taken);
        var own = await host.PostAsync("/v1/reservations", Used(mine), taken, key);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, own.Status);
        Assert.Equal(("idempotency_key_reused", false), (own.Code, own.IsReplay));
        Assert.False(own.Text.Contains(theirs, StringComparison.Ordinal), own.Text);

        (string Path, string Body)[] asks =
        [
            ("/v1/usage", Used(theirs)),
            ("/v1/usage/batch", $$"""{"events":[{{Used(theirs)}}]}"""),
            ("/v1/reservations", Used(theirs)),
            (boost, "{}"),
            ($"/v1/customers/{theirs}/suspend", """{"reason":"late"}"""),
            ("/v1/api-keys", """{"name":"n","scopes":["usage:read"]}"""),
        ];
        var token = (await host.Admin.CreateTokenAsync(theirs)).Value;
        foreach (var (path, body) in asks)
        {
            var name = TollgateHost.NewId("guessed");
            Assert.InRange((int)(await host.PostAsync(path, body, name)).Status, 200, 201);
            Assert.True((await host.PostAsync(path, body, name)).IsReplay, path);
            foreach (var stranger in new[] { key, token, await host.KeyWithAsync(Scopes.CatalogRead) })
            {
                var answer = await host.PostAsync(path, body, name, stranger);
                Assert.Equal(
                    (HttpStatusCode.Forbidden, "insufficient_scope", false),
                    (answer.Status, answer.Code, answer.IsReplay));
                Assert.False(answer.Text.Contains(theirs, StringComparison.Ordinal), answer.Text);
            }
        }
    }

    [Theory]
    [InlineData("/v1/usage/batch", "application/json", "{\"events\":[MINE,THEIRS]}")]
    [InlineData("/v1/usage/batch", "application/json", "{\"events\":[MINE,THEIRS],\"atomic\":true}")]
    [InlineData("/v1/check/batch", "application/json", "{\"checks\":[MINE,THEIRS]}")]
    [InlineData("/v1/events", "application/cloudevents-batch+json", "[MYEVENT,THEIREVENT]")]
    [InlineData("/v1/events", "application/cloudevents-batch+json", "[THEIREVENT,MYEVENT]")]
    [InlineData("/v1/events", "application/cloudevents+json", "THEIREVENT")]
    public async Task A_second_customer_inside_refuses_all_and_nothing_is_recorded(
        string path, string type, string template)
    {
        var (mine, theirs, key) = await TwoAsync();
        var before = (await HistoryAsync(mine), await HistoryAsync(theirs));
        var body = template.Replace("MINE", Used(mine), StringComparison.Ordinal)
            .Replace("MYEVENT", Event(mine), StringComparison.Ordinal)
            .Replace("THEIREVENT", Event(theirs), StringComparison.Ordinal)
            .Replace("THEIRS", Used(theirs), StringComparison.Ordinal);

        var answer = await host.SendAsync("POST", path, body, type, key);

        Assert.Equal((HttpStatusCode.Forbidden, "insufficient_scope"), (answer.Status, answer.Code));
        Assert.Equal(before, (await HistoryAsync(mine), await HistoryAsync(theirs)));
        var alone = await host.SendAsync("POST", "/v1/events", Event(mine), "application/cloudevents+json", key);
        Assert.Equal(HttpStatusCode.OK, alone.Status);
    }

    // Both may use the feature "shared", and the key is bound to the first.
    async Task<(string Mine, string Theirs, string Key)> TwoAsync()
    {
        await host.Admin.PutFeatureAsync("shared", new FeatureRequest { Name = "S", Type = FeatureType.Metered });
        await host.Admin.PutPlanAsync("shared", TollgateHost.PlanOf("shared", 100));
        var (mine, theirs) = (TollgateHost.NewId("mine"), TollgateHost.NewId("theirs"));
        foreach (var customer in new[] { mine, theirs })
        {
            await host.Admin.PutCustomerAsync(customer, new CustomerRequest());
            await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest { Plan = "shared" });
        }
        var request = new ApiKeyRequest { Name = "bound", Scopes = [Scopes.Admin], Customer = mine };
        return (mine, theirs, (await host.Admin.CreateApiKeyAsync(request)).Key!);
    }

    async Task<(string Subscription, string Change, string Boost, string Hold, string Use)> ThingsAsync(string customer)
    {
        var path = $"/v1/customers/{customer}";
        var subscription = First(await host.GetAsync($"{path}/subscriptions"));
        await OkAsync($"/v1/subscriptions/{subscription}/cancel", """{"at":"period_end"}""");
        var change = First(await host.GetAsync($"{path}/scheduled-changes"));
        await OkAsync($"{path}/boosts", """{"feature":"shared","type":"top_up","quantity":5,"until":null}""");
        var boost = First(await host.GetAsync($"{path}/boosts"));
        var (hold, use) = (TollgateHost.NewId("hold"), TollgateHost.NewId("use"));
        await OkAsync("/v1/reservations", Asked(customer, hold, 3));
        await OkAsync("/v1/usage", Asked(customer, use, 2));
        return (subscription, change, boost, hold, use);
    }

    async Task OkAsync(string path, string body) =>
        Assert.InRange((int)(await host.PostAsync(path, body)).Status, 200, 201);

    async Task<string> HistoryAsync(string customer) => (await host.GetAsync($"/v1/customers/{customer}/history")).Text;

    static string First(RawAnswer answer) => answer.Json.GetProperty("data")[0].GetProperty("id").GetString()!;

    static string Used(string customer) => $$"""{"customer":"{{customer}}","feature":"shared","quantity":1}""";

    static string Asked(string customer) => $$"""{"customer":"{{customer}}"}""";

    static string Asked(string customer, int quantity) => $$"""{"customer":"{{customer}}","quantity":{{quantity}}}""";

    static string Asked(string customer, string id, int quantity) =>
        $$"""{"customer":"{{customer}}","feature":"shared","quantity":{{quantity}},"id":"{{id}}"}""";

    static string Event(string customer) => $$"""
        {"specversion":"1.0","id":"{{TollgateHost.NewId()}}","source":"s","type":"shared","subject":"{{customer}}"}
        """;
}
