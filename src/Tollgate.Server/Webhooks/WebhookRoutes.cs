using Microsoft.Extensions.Options;

namespace Tollgate.Server;

/// <summary>Webhook endpoints.</summary>
internal static class WebhookRoutes
{
    const char List = 'w';
    const string Path = "/v1/webhook-endpoints";

    static readonly Operation CreateOne = new(
        "createWebhookEndpoint", "Webhooks",
        "Make a webhook endpoint. Its secret is in this answer and never again, not in a replay either.")
    {
        Scope = Scope.Admin,
        Takes = typeof(Wire.WebhookEndpointRequest),
        Answers = typeof(Wire.WebhookEndpointSecret),
        Creates = true,
        Problems = [409],
    };

    static readonly Operation GetAll = new(
        "listWebhookEndpoints", "Webhooks", "Every webhook endpoint without its secret, in the order they were made.")
    {
        Scope = Scope.Admin,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.WebhookEndpoint>),
    };

    static readonly Operation GetOne = new("getWebhookEndpoint", "Webhooks", "A webhook endpoint without its secret.")
    {
        Scope = Scope.Admin,
        Answers = typeof(Wire.WebhookEndpoint),
        Problems = [404],
    };

    static readonly Operation RotateOne = Act(
        "rotateWebhookSecret", "Give it another secret; the one it has signs too for 24 hours.",
        typeof(Wire.WebhookEndpointSecret));

    static readonly Operation TestOne = Act(
        "testWebhookEndpoint", "Send it a message of type webhook_endpoint.test.", typeof(Wire.WebhookDelivery))
        with
    { Problems = [404, 409] };

    static readonly Operation EnableOne = Act(
        "enableWebhookEndpoint", "Enable it; what waited is sent.", typeof(Wire.WebhookEndpoint));

    static readonly Operation DisableOne = Act(
        "disableWebhookEndpoint", "Disable it: nothing is sent to it, and what happens meanwhile is not told later.",
        typeof(Wire.WebhookEndpoint));

    static readonly Operation DeleteOne = new("deleteWebhookEndpoint", "Webhooks", "Delete it with its secrets.")
    {
        Scope = Scope.Admin,
        Answers = typeof(Wire.WebhookEndpoint),
        Problems = [404],
    };

    public static void MapWebhookEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.Post(Path, CreateOne, CreateAsync);
        routes.Get(Path, GetAll, ListAsync);
        routes.Get($"{Path}/{{id}}", GetOne, GetAsync);
        routes.Delete($"{Path}/{{id}}", DeleteOne, visit => ActAsync(visit, id => new DeleteWebhookEndpoint(id)));
        routes.Post($"{Path}/{{id}}/rotate", RotateOne, RotateAsync);
        routes.Post($"{Path}/{{id}}/test", TestOne, TestAsync);
        routes.Post($"{Path}/{{id}}/enable", EnableOne, visit => ActAsync(visit, id => new EnableWebhookEndpoint(id)));
        routes.Post($"{Path}/{{id}}/disable", DisableOne, visit => ActAsync(
            visit, id => new DisableWebhookEndpoint(id, "By an operator.")));
    }

    /// <summary>The endpoint of the path; one that is written like none is told like one that is missing.</summary>
    /// <exception cref="RejectedException">It is not one, or the key is refused.</exception>
    public static async ValueTask<long> EndpointIdAsync(this Visit visit)
    {
        if (WebhookEndpointId.TryParse((string)visit.Http.Request.RouteValues["id"]!, out var id)) return id;
        throw new RejectedException(await visit.JudgeAsync() ?? NotFound);
    }

    /// <summary>The answer where there is no such endpoint.</summary>
    public static Rejected NotFound { get; } =
        new(Rejection.WebhookEndpointNotFound, "There is no such webhook endpoint.");

    static Operation Act(string name, string summary, Type answers) => new(name, "Webhooks", summary)
    {
        Scope = Scope.Admin,
        Takes = typeof(Wire.EmptyRequest),
        BodyOptional = true,
        Answers = answers,
        Problems = [404],
    };

    static async Task<Reply> CreateAsync(Visit visit)
    {
        var body = await visit.ReadAsync<Wire.WebhookEndpointRequest>();
        var sandbox = visit.Http.RequestServices.GetRequiredService<IOptions<TollgateOptions>>().Value
            .WebhooksToPrivateAddresses;
        var secret = WebhookWire.Draw();
        var command = new CreateWebhookEndpoint(body.Url, body.Events ?? [EventPattern.All], secret, sandbox);
        return await ShowOnceAsync(visit, command, secret);
    }

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (limit, after) = (visit.Limit(), visit.NumberCursor(List));
        var account = await visit.AccountAsync();
        var rows = account.Webhooks.All.Where(one => one.Id > after).Take(limit + 1);
        return Pages.Of([.. rows], limit, WebhookWire.Of, one => Cursors.Write(List, one.Id));
    }

    static async Task<Reply> GetAsync(Visit visit)
    {
        var id = await visit.EndpointIdAsync();
        var account = await visit.AccountAsync();
        if (account.Webhooks.Find(id) is not { } endpoint) throw new RejectedException(NotFound);
        return Reply.Of(Statuses.Ok, WebhookWire.Of(endpoint));
    }

    static async Task<Reply> RotateAsync(Visit visit)
    {
        var id = await visit.EndpointIdAsync();
        await visit.ReadAsync<Wire.EmptyRequest>();
        var secret = WebhookWire.Draw();
        return await ShowOnceAsync(visit, new RotateWebhookSecret(id, secret), secret);
    }

    static async Task<Reply> TestAsync(Visit visit)
    {
        var id = await visit.EndpointIdAsync();
        await visit.ReadAsync<Wire.EmptyRequest>();
        return await visit.SubmitAsync(
            await visit.SignAsync(new TestWebhookEndpoint(id)),
            outcome => Reply.Of(Statuses.Ok, WebhookWire.Of(new Delivery(((Emitted)outcome).Entry))));
    }

    static async Task<Reply> ActAsync(Visit visit, Func<long, Command> command)
    {
        var id = await visit.EndpointIdAsync();
        if (visit.Route.Operation.Takes is not null) await visit.ReadAsync<Wire.EmptyRequest>();
        return await visit.SubmitAsync(
            await visit.SignAsync(command(id)),
            outcome => Reply.Of(Statuses.Ok, WebhookWire.Of(((Put<WebhookEndpoint>)outcome).Value)));
    }

    static async Task<Reply> ShowOnceAsync(Visit visit, Command command, string secret)
    {
        Command[] commands = [await visit.SignAsync(command)];
        return await visit.SubmitAsync(new Submission(commands, outcomes => Render(outcomes, secret))
        {
            RenderStored = outcomes => Render(outcomes, secret: null),
        });
    }

    static Reply Render(IReadOnlyList<Outcome> outcomes, string? secret)
    {
        var put = (Put<WebhookEndpoint>)outcomes[0];
        return Reply.Of(Statuses.Of(put), WebhookWire.Of(put.Value, secret));
    }
}
