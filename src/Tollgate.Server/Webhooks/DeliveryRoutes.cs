using System.Globalization;

namespace Tollgate.Server;

/// <summary>The log of what was sent to a webhook endpoint.</summary>
internal static class DeliveryRoutes
{
    const char List = 'd';
    const string Path = "/v1/webhook-endpoints/{id}/deliveries";

    static readonly Operation GetAll = new(
        "listDeliveries", "Webhooks",
        "What was sent to it and what became of it, newest first; kept for 7 days after it is over.")
    {
        Scope = Scope.Admin,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.WebhookDelivery>),
        Problems = [404],
    };

    static readonly Operation RetryOne = new(
        "retryDelivery", "Webhooks", "Send a message again, whatever became of it, with its body and id as they were.")
    {
        Scope = Scope.Admin,
        Takes = typeof(Wire.EmptyRequest),
        BodyOptional = true,
        Answers = typeof(Wire.WebhookDelivery),
        Problems = [404],
    };

    public static void MapDeliveries(this IEndpointRouteBuilder routes)
    {
        routes.Get(Path, GetAll, ListAsync);
        routes.Post($"{Path}/{{did}}/retry", RetryOne, RetryAsync);
    }

    static async Task<Reply> ListAsync(Visit visit)
    {
        var id = await visit.EndpointIdAsync();
        var (limit, before) = (visit.Limit(), await PositionAsync(visit));
        if ((await visit.AccountAsync()).Webhooks.Find(id) is null) throw new RejectedException(WebhookRoutes.NotFound);
        var rows = await visit.Gate.OutboxAsync(
            outbox => outbox.ListAsync(id, before, limit + 1, visit.Http.RequestAborted));
        return Pages.Of(rows, limit, WebhookWire.Of, Place);
    }

    static async Task<Reply> RetryAsync(Visit visit)
    {
        var id = await visit.EndpointIdAsync();
        await visit.ReadAsync<Wire.EmptyRequest>();
        if ((await visit.AccountAsync()).Webhooks.Find(id) is null) throw new RejectedException(WebhookRoutes.NotFound);
        var again = await KeyAsync(visit, id) is { } key
            ? await visit.Gate.OutboxAsync(outbox => outbox.RetryAsync(key, CancellationToken.None))
            : null;
        return again is null
            ? Problems.Of(Statuses.Of(Rejection.DeliveryNotFound), visit.RequestId)
            : Reply.Of(Statuses.Ok, WebhookWire.Of(again));
    }

    static async Task<DeliveryKey?> KeyAsync(Visit visit, long endpoint)
    {
        var text = (string)visit.Http.Request.RouteValues["did"]!;
        if (!DeliveryId.TryParse(text, out var customer, out var sequence, out var ordinal)) return null;
        return await FindAsync(visit, customer) is { } number
            ? new DeliveryKey(number, sequence, ordinal, endpoint)
            : null;
    }

    static Task<CustomerId?> FindAsync(Visit visit, string customer) =>
        visit.Gate.ListAsync(queries => queries.FindCustomerAsync(customer, visit.Http.RequestAborted));

    static string Place(Delivery delivery)
    {
        var entry = delivery.Entry;
        return Cursors.Write(List, string.Create(
            CultureInfo.InvariantCulture,
            $"{entry.At.ToMicroseconds()},{entry.Key},{entry.Sequence},{entry.Ordinal}"));
    }

    static async Task<DeliveryPosition?> PositionAsync(Visit visit)
    {
        if (visit.Cursor(List) is not { } place) return null;
        if (place.Split(',') is [var at, var customer, var sequence, var ordinal]
            && Cursors.TryNumber(at, out var microseconds) && Times.TryRead(microseconds, out var time)
            && Cursors.TryNumber(sequence, out var change)
            && int.TryParse(ordinal, NumberStyles.None, CultureInfo.InvariantCulture, out var nth)
            && await FindAsync(visit, customer) is { } number)
            return new DeliveryPosition(time, number, change, nth);
        visit.NoteBadCursor();
        return null;
    }
}
