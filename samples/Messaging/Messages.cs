using Tollgate.Passages;

namespace Messaging;

/// <summary>A message to one number.</summary>
/// <param name="Id">Its number.</param>
/// <param name="To">To whom.</param>
/// <param name="Text">What it says.</param>
/// <param name="State"><c>queued</c>, <c>sent</c>, <c>failed</c>, or <c>returned</c>: failed and given back.</param>
public sealed record Message(long Id, string To, string Text, string State);

/// <summary>What is sent.</summary>
public sealed record MessageBody(string? To, string? Text);

/// <summary>Direct sends: what is included goes first, then each costs what its tier does.</summary>
static class Messages
{
    const string Columns = "id, number, body, state";

    public static void MapMessages(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/messages", SendAsync);
        routes.MapGet("/messages/{id:long}", GetAsync);
    }

    // The same Idempotency-Key is the same message, and so the same use: a retry is safe, also two at once.
    static async Task<IResult> SendAsync(
        MessageBody body, Caller caller, HttpRequest request, Gate gate, Bell bell)
    {
        var key = request.Headers["Idempotency-Key"].ToString();
        var use = new Use(
            caller.Tenant, ProductCatalog.Messages, Id: $"message:{(key.Length > 0 ? key : $"{Guid.NewGuid():n}")}")
        {
            Actor = caller.User,
            By = caller.User,
        };
        var checks = new Checks().Number("to", body.To).Text("text", body.Text, 1_000);
        if (!FieldErrors.IsId(use.Id)) checks.Add("Idempotency-Key", "At most 120 of A-Z a-z 0-9 . _ : @ + - are.");
        if (checks.Failed) return checks.Problem;

        var passed = await gate.ExecuteAsync(
            caller.Tenant, (passage, cancel) => QueueAsync(passage, gate, use, body, cancel));
        if (!passed.Ran) return passed.Problem();
        bell.Ring();
        return passed.Value!;
    }

    static async Task<IResult> QueueAsync(
        Passage passage, Gate gate, Use use, MessageBody body, CancellationToken cancel)
    {
        var within = passage.PostgresTransaction();
        var before = await Sql.ReadAsync(
            within, $"SELECT {Columns} FROM messaging.message WHERE tenant = $1 AND use_id = $2", Read,
            use.Customer, use.Id!);
        if (before is [var first])
            return (first.To, first.Text) == (body.To, body.Text) ? Results.Ok(first)
                : Problems.Conflict("idempotency_key_reused", "The Idempotency-Key belongs to another message.");

        var isUnsubscribed = await Sql.ReadAsync(
            within,
            """
            SELECT 1 FROM messaging.contact WHERE tenant = $1 AND number = $2 AND unsubscribed_at IS NOT NULL
            """,
            _ => true, use.Customer, body.To!);
        if (isUnsubscribed is [true]) return Problems.Conflict("unsubscribed", "They want no more messages.");

        var decision = await passage.UseAsync(use, cancel);
        if (!decision.Allowed) return gate.Problem(decision);
        var made = await Sql.ReadAsync(
            within,
            $"""
            INSERT INTO messaging.message (tenant, use_id, number, body) VALUES ($1, $2, $3, $4) RETURNING {Columns}
            """,
            Read, use.Customer, use.Id!, body.To!, body.Text!);
        return Results.Accepted($"/messages/{made[0].Id}", made[0]);
    }

    static async Task<IResult> GetAsync(long id, Caller caller, NpgsqlDataSource data)
    {
        var found = await Sql.ReadAsync(
            data, $"SELECT {Columns} FROM messaging.message WHERE tenant = $1 AND id = $2", Read, caller.Tenant, id);
        return found is [var message] ? Results.Ok(message) : Problems.NotFound("message");
    }

    static Message Read(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3));
}
