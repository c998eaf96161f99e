using System.Collections.Concurrent;

namespace Messaging;

/// <summary>
/// Empties the outbox, on any number of servers at once: takes what waits, hands it to the sender outside any
/// transaction, writes down how it went, and gives the use of what failed back. A crash anywhere leaves rows that are
/// taken up again: what was sent may be sent again under the same id, and what was given back is given back once.
/// </summary>
sealed partial class Outbox(
    NpgsqlDataSource data, Gate gate, ISender sender, Bell bell, ILogger<Outbox> log) : BackgroundService
{
    // So that a round is over before what it took is due again: 200 / 20 * 5 seconds.
    const int AtOnce = 200;
    const int Senders = 20;
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    const int MostAttempts = 5;

    sealed record Taken(long Id, string Tenant, string Number, string Body, int Attempts, bool Unsubscribed);

    sealed record Failure(long Id, string Tenant, string UseId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await SendAsync(stoppingToken) + await GiveBackAsync(stoppingToken) > 0) continue;
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogRoundFailed(failure);
            }
            await bell.WaitAsync(stoppingToken);
        }
    }

    async Task<int> SendAsync(CancellationToken stop)
    {
        var taken = await Sql.ReadAsync(
            data,
            $"""
            {Take("queued")}
            RETURNING message.id, tenant, number, body, attempts, EXISTS (
                SELECT FROM messaging.contact
                WHERE contact.tenant = message.tenant AND contact.number = message.number
                    AND unsubscribed_at IS NOT NULL)
            """,
            row => new Taken(
                row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4),
                row.GetBoolean(5)));
        ConcurrentDictionary<long, string> states = new();
        await Parallel.ForEachAsync(
            taken, new ParallelOptions { MaxDegreeOfParallelism = Senders },
            async (one, _) => states[one.Id] = await StateAsync(one, stop));
        await Sql.RunAsync(
            data,
            """
            UPDATE messaging.message SET state = ended.state, due_at = now()
            FROM unnest($1::bigint[], $2::text[]) AS ended (id, state)
            WHERE message.id = ended.id AND message.state = 'queued' AND ended.state <> 'queued'
            """,
            states.Keys.ToArray(), states.Values.ToArray());
        return taken.Count;
    }

    // Whoever unsubscribed after the launch gets nothing more. What nobody could tell of after all attempts counts as
    // failed: in doubt the tenant does not pay.
    async Task<string> StateAsync(Taken message, CancellationToken stop)
    {
        if (message.Unsubscribed) return "failed";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Longest);
        try
        {
            return await sender.SendAsync(new Outgoing(message.Id, message.Number, message.Body), patience.Token)
                ? "sent" : "failed";
        }
        catch (Exception failure)
        {
            LogNotSent(message.Id, failure);
            return message.Attempts < MostAttempts || stop.IsCancellationRequested ? "queued" : "failed";
        }
    }

    // A use is given back once, however often it is asked: so the row may be marked afterwards. This goes beside
    // ExecuteAsync, which lets nobody in who is suspended: they get back what is theirs as well.
    async Task<int> GiveBackAsync(CancellationToken stop)
    {
        var failed = await Sql.ReadAsync(
            data, $"{Take("failed")} RETURNING message.id, tenant, use_id",
            row => new Failure(row.GetInt64(0), row.GetString(1), row.GetString(2)));
        foreach (var ofTenant in failed.GroupBy(one => one.Tenant))
        {
            var returns = ofTenant.Select(one => new ReverseUse(one.Tenant, one.UseId, "The message was not sent."));
            try
            {
                var answer = await gate.SubmitAsync(new Request([.. returns]), stop);
                if (answer.Rejected is { } rejected) throw new RejectedException(rejected);
                await Sql.RunAsync(
                    data, "UPDATE messaging.message SET state = 'returned' WHERE id = ANY ($1) AND state = 'failed'",
                    ofTenant.Select(one => one.Id).ToArray());
            }
            catch (Exception failure) when (failure is RejectedException or GateUnavailableException)
            {
                LogNotReturned(failure);
            }
        }
        return failed.Count;
    }

    // What is taken is due again in a minute: somebody else does it then, should this server be gone. Direct messages
    // go first: they wait for no campaign.
    static string Take(string state) =>
        $"""
        WITH next AS (
            SELECT id FROM messaging.message WHERE state = '{state}' AND due_at <= now()
            ORDER BY (campaign IS NOT NULL), due_at LIMIT {AtOnce} FOR UPDATE SKIP LOCKED)
        UPDATE messaging.message SET attempts = attempts + 1, due_at = now() + interval '1 minute'
        FROM next WHERE message.id = next.id
        """;

    [LoggerMessage(10, LogLevel.Error, "A round of the outbox failed; the next one takes it up again.")]
    private partial void LogRoundFailed(Exception failure);

    [LoggerMessage(11, LogLevel.Warning, "It is not known whether message {Id} was sent; it is tried again.")]
    private partial void LogNotSent(long id, Exception failure);

    [LoggerMessage(12, LogLevel.Error, "What failed could not be given back; it is tried again in a minute.")]
    private partial void LogNotReturned(Exception failure);
}
