using System.Globalization;
using System.Text.Json;
using Tollgate.Payments;
using Tollgate.Payments.Inbox;
using Tollgate.Payments.Sessions;

namespace Tollgate.Server;

/// <summary>What payment providers tell, and what became of it.</summary>
internal static class WebhookInRoutes
{
    const char List = 'm';
    const string Path = "/v1/webhook-events";

    static readonly Operation Take = new(
        "receiveWebhook", "Payments",
        "What a payment provider tells, signed by it; its address there is this one. No key is needed.")
    {
        Takes = typeof(JsonElement),
        MostBytes = InboxMessage.MostBytes,
        Answers = typeof(Wire.WebhookReceipt),
        Problems = [401, 404],
    };

    static readonly Operation GetAll = new(
        "listWebhookEvents", "Payments", "What providers told and what became of it, what came in last first.")
    {
        Scope = Scope.PaymentsRead,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.WebhookEvent>),
    };

    static readonly Operation Replay = new(
        "replayWebhookEvent", "Payments",
        "Follow what was told once more, whatever became of it; what was applied stays applied once.")
    {
        Scope = Scope.PaymentsWrite,
        Takes = typeof(Wire.EmptyRequest),
        BodyOptional = true,
        Answers = typeof(Wire.WebhookEvent),
        Problems = [404],
    };

    public static void MapWebhooksIn(this IEndpointRouteBuilder routes)
    {
        var clerk = routes.ServiceProvider.GetRequiredService<Clerk>();
        var providers = routes.ServiceProvider.GetRequiredService<PaymentProviders>();
        var clock = routes.ServiceProvider.GetRequiredService<TimeProvider>();
        routes.Post("/v1/webhooks/{provider}", Take, visit => TakeAsync(visit, clerk, providers, clock));
        routes.Get(Path, GetAll, ListAsync);
        routes.Post($"{Path}/{{id}}/replay", Replay, visit => ReplayAsync(visit, clerk));
    }

    // The signature is over the bytes as they came: nothing reads them before it was checked.
    static async Task<Reply> TakeAsync(Visit visit, Clerk clerk, PaymentProviders providers, TimeProvider clock)
    {
        var http = visit.Http;
        if (providers.Find((string)http.Request.RouteValues["provider"]!) is not { } provider)
            return Problems.Of(Statuses.NotFound, visit.RequestId);
        var body = await visit.ReadBytesAsync();
        var reading = provider.ReadWebhook(
            new Tollgate.Payments.WebhookMessage(body, name => http.Request.Headers[name]),
            Instant.FromDateTimeOffset(clock.GetUtcNow()));
        if (reading.Verdict is WebhookVerdict.BadSignature or WebhookVerdict.OutOfTime)
            return Problems.Of(Statuses.BadSignature, visit.RequestId);
        if (reading.Event is not { } told)
            return Problems.Of(Statuses.Malformed, visit.RequestId, reading.Problem);
        var outcome = await clerk.TakeInAsync(provider, told, body, CancellationToken.None);
        return Reply.Of(Statuses.Ok, new Wire.WebhookReceipt
        {
            Outcome = JsonNamingPolicy.SnakeCaseLower.ConvertName($"{outcome}"),
        });
    }

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (limit, before) = (visit.Limit(), Position(visit));
        // Of every customer: for a key that is bound to none.
        await visit.AccountAsync();
        var rows = await visit.Gate.InboxAsync(
            inbox => inbox.ListAsync(before, limit + 1, visit.Http.RequestAborted));
        return Pages.Of(rows, limit, Of, row => Cursors.Write(List, string.Create(
            CultureInfo.InvariantCulture, $"{row.ReceivedAt.ToMicroseconds()},{row.Provider},{row.Event}")));
    }

    static async Task<Reply> ReplayAsync(Visit visit, Clerk clerk)
    {
        await visit.ReadAsync<Wire.EmptyRequest>();
        await visit.AccountAsync();
        return KeyOf(visit) is { } key && await clerk.ReplayAsync(key, visit.Http.RequestAborted) is { } message
            ? Reply.Of(Statuses.Ok, Of(message))
            : Problems.Of(Statuses.WebhookEventNotFound, visit.RequestId);
    }

    static InboxKey? KeyOf(Visit visit)
    {
        var id = (string)visit.Http.Request.RouteValues["id"]!;
        var colon = id.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? new InboxKey(id[..colon], id[(colon + 1)..]) : null;
    }

    static InboxPosition? Position(Visit visit)
    {
        if (visit.Cursor(List) is not { } place) return null;
        if (place.Split(',', 3) is [var at, var provider, var name]
            && Cursors.TryNumber(at, out var microseconds) && Times.TryRead(microseconds, out var time))
            return new InboxPosition(time, provider, name);
        visit.NoteBadCursor();
        return null;
    }

    static Wire.WebhookEvent Of(InboxMessage row) => new()
    {
        Id = $"{row.Provider}:{row.Event}",
        Provider = row.Provider,
        Type = row.Type,
        Object = row.Object,
        Customer = row.CustomerKey,
        At = Times.Write(row.At),
        ReceivedAt = Times.Write(row.ReceivedAt),
        Outcome = JsonNamingPolicy.SnakeCaseLower.ConvertName($"{row.Outcome}"),
        Problem = row.Problem,
        Tries = row.Tries,
        NextTryAt = Times.Write(row.NextAt),
    };
}
