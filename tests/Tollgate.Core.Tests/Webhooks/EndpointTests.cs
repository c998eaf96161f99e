using NodaTime;
using Tollgate.Core.Boosts;
using Tollgate.Core.Customers;
using Tollgate.Core.Webhooks;
using Xunit;

namespace Tollgate.Core.Tests.Webhooks;

public sealed class EndpointTests
{
    const string Url = "https://example.com/hook";
    static readonly string Secret = WebhookSecret.Of(new byte[32]);
    static readonly string Other = WebhookSecret.Of([.. Enumerable.Repeat((byte)1, 32)]);

    public static TheoryData<Rule> Told { get; } = Rule.Table(
        new("Without an endpoint nothing is written", desk => Messages(Boosted(desk)), ""),
        new("A boost is told", desk => Messages(Boosted(With(desk, "*"))), "1:boost.created"),
        new("Its cancelling too", desk =>
        {
            Boosted(With(desk, "*")).CancelBoost(2);
            return Messages(desk);
        }, "1:boost.created 1:boost.canceled 1:boost.ended"),
        new("A subscription, and its end", desk =>
        {
            With(desk, "subscription.*").On((10, "day")).Cancel(2);
            return Messages(desk);
        }, "1:subscription.created 1:subscription.canceled 1:subscription.ended"),
        new("Suspension and its end, but no other change of a customer", desk =>
        {
            With(desk, "*").Customer().Suspend();
            desk.Do(new ResumeCustomer("acme"));
            desk.Do(new PutNamespace("acme", "n"));
            return Messages(desk);
        }, "1:customer.suspended 1:customer.resumed"),
        new("A command in effect already tells nothing", desk =>
        {
            With(desk, "*").Customer().Suspend();
            desk.Suspend();
            return Messages(desk);
        }, "1:customer.suspended"),
        new("Whoever wants it, each once", desk =>
        {
            With(With(With(desk, "*"), "boost.created"), "customer.*");
            return Messages(Boosted(desk));
        }, "1:boost.created 2:boost.created"),
        new("Not one that is disabled", desk =>
        {
            With(desk, "*").Do(new DisableWebhookEndpoint(Id(desk), "trouble"));
            return Messages(Boosted(desk));
        }, ""),
        new("Again once enabled", desk =>
        {
            With(desk, "*").Do(new DisableWebhookEndpoint(Id(desk), "trouble"));
            desk.Do(new EnableWebhookEndpoint(Id(desk)));
            return Messages(Boosted(desk));
        }, "1:boost.created"),
        new("Not one that is deleted", desk =>
        {
            With(desk, "*").Do(new DeleteWebhookEndpoint(Id(desk)));
            return Messages(Boosted(desk));
        }, ""),
        new("A refused command tells nothing", desk =>
        {
            With(desk, "*").Customer().Boost(BoostType.Enable);
            return Messages(desk);
        }, ""),
        new("A test goes to its endpoint alone, whatever that wants", desk =>
        {
            With(With(desk, "boost.*"), "*").Do(new TestWebhookEndpoint(Id(desk)));
            return Messages(desk);
        }, "1:webhook_endpoint.test"),
        new("A test of one that is disabled is refused", desk =>
        {
            With(desk, "*").Do(new DisableWebhookEndpoint(Id(desk), "trouble"));
            return Desk.Show(desk.Do(new TestWebhookEndpoint(Id(desk))));
        }, "rejected WebhookEndpointDisabled"),
        new("There is no such endpoint", desk =>
            Desk.Show(desk.Do(new TestWebhookEndpoint(99))), "rejected WebhookEndpointNotFound"),
        new("Fifty, and no more", desk =>
        {
            for (var i = 0; i < WebhookEndpoints.Most; i++) With(desk, "*");
            return Desk.Show(desk.Do(new CreateWebhookEndpoint(Url, ["*"], Secret)));
        }, "rejected TooManyWebhookEndpoints"));

    [Theory]
    [MemberData(nameof(Told))]
    public void Is_told(Rule rule) => rule.Holds();

    [Fact]
    public void A_message_says_what_happened_to_whom()
    {
        var desk = With(new Desk(), "*").Customer();
        desk.Do(new ProvisionBoost(
            "acme", "calls", BoostType.TopUp, BoostEnd.Never, 5, ExternalId: "x", Metadata: """{"k":"v"}"""));

        var told = Assert.Single(desk.Rows.Outbox);

        Assert.Equal(
            """
            {"type":"boost.created","timestamp":"2026-01-15T12:00:00Z","data":{"customer":"acme",
            "id":"bst_acme_2","feature":"calls","type":"top_up","quantity":5,
            "starts_at":"2026-01-15T12:00:00Z","external_id":"x","metadata":{"k":"v"}}}
            """.ReplaceLineEndings(""),
            told.Payload);
        Assert.Equal((2, 0, "acme"), (told.Sequence, told.Ordinal, told.Key));
        Assert.Matches("^msg_[0-9a-f]{32}$", told.MessageId);
    }

    [Fact]
    public void Its_id_is_the_same_for_every_endpoint_and_of_no_other_event()
    {
        var desk = Boosted(With(With(new Desk(), "*"), "*"));
        Boosted(desk);

        Assert.Equal([2, 2], desk.Rows.Outbox.GroupBy(one => one.MessageId).Select(group => group.Count()));
    }

    [Fact]
    public void A_test_is_the_accounts()
    {
        var desk = With(new Desk(), "*");
        var told = ((Emitted)desk.Do(new TestWebhookEndpoint(Id(desk)))).Entry;

        Assert.Equal(
            """{"type":"webhook_endpoint.test","timestamp":"2026-01-15T12:00:00Z","data":{"customer":null}}""",
            told.Payload);
    }

    [Fact]
    public void After_a_rotation_the_old_secret_signs_too_for_a_day()
    {
        var desk = With(new Desk(), "*");
        desk.Do(new RotateWebhookSecret(Id(desk), Other));
        var endpoint = desk.Rows.Webhooks.All.Single();

        Assert.Equal([Other, Secret], endpoint.SecretsAt(desk.Now + Duration.FromHours(24) - Duration.FromTicks(10)));
        Assert.Equal([Other], endpoint.SecretsAt(desk.Now + Duration.FromHours(24)));
    }

    [Fact]
    public void No_secret_is_in_the_audit_or_in_a_text()
    {
        var desk = With(new Desk(), "*");
        desk.Do(new RotateWebhookSecret(Id(desk), Other));
        var endpoint = desk.Rows.Webhooks.All.Single();
        var audit = desk.Rows.AccountAudits.Select(entry => $"{entry.Before}{entry.After}");

        Assert.Contains("webhook_endpoint.rotated", desk.Rows.AccountAudits.Select(entry => entry.Action));
        Assert.All([.. audit, $"{endpoint}"], text => Assert.DoesNotContain("whsec_", text, StringComparison.Ordinal));
    }

    [Fact]
    public void An_event_without_a_change_is_a_bug()
    {
        var world = new World(
            Desk.Time("2026-01-15T12:00:00Z"),
            Account.Empty with { Webhooks = WebhookEndpoints.Of([Endpoint("*")]) });
        var id = new CustomerId(1);
        world.Add("acme", new CustomerState(Head.New(id), Terms.None(id)));
        var draft = new Draft(world);

        Assert.Throws<InvalidOperationException>(() => draft.Emit(draft.Customer("acme")!, "a.b", "{}"));
    }

    [Fact]
    public void Two_events_of_one_change_have_ordinals()
    {
        var world = new World(
            Desk.Time("2026-01-15T12:00:00Z"),
            Account.Empty with { Webhooks = WebhookEndpoints.Of([Endpoint("*")]) });
        var id = new CustomerId(1);
        world.Add("acme", new CustomerState(Head.New(id), Terms.None(id)));
        var draft = new Draft(world);
        var customer = draft.Customer("acme")!;

        draft.Audit(customer, "me", "something.else", "s", null, null);
        draft.Emit(customer, "usage.threshold", """{"percent":80}""");
        draft.Emit(customer, "usage.threshold", """{"percent":90}""");

        Assert.Equal(
            [(1L, 0), (1L, 1)], customer.Changes.Outbox.Select(one => (one.Sequence, one.Ordinal)));
        Assert.EndsWith(
            "\"data\":{\"customer\":null,\"percent\":90}}", customer.Changes.Outbox[1].Payload,
            StringComparison.Ordinal);
    }

    static WebhookEndpoint Endpoint(string events) =>
        new(1, Url, [events], Secret, null, null, Desk.Time("2026-01-15T12:00:00Z"), null, null, null);

    static Desk With(Desk desk, string events)
    {
        desk.Do(new CreateWebhookEndpoint(Url, [events], Secret));
        return desk;
    }

    static Desk Boosted(Desk desk)
    {
        desk.Customer().Boost(BoostType.TopUp, 5);
        return desk;
    }

    static long Id(Desk desk) => desk.Rows.Webhooks.All.First().Id;

    // Endpoints are numbered from the first, whatever their id.
    static string Messages(Desk desk)
    {
        var ids = desk.Rows.Outbox.Select(one => one.Endpoint)
            .Concat(desk.Rows.Webhooks.All.Select(one => one.Id)).Distinct().Order().ToList();
        return string.Join(' ', desk.Rows.Outbox.Select(one => $"{ids.IndexOf(one.Endpoint) + 1}:{one.Type}"));
    }
}
