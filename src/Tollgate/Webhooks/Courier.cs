using Microsoft.Extensions.Logging;

namespace Tollgate.Webhooks;

/// <summary>
/// Delivers what is in the outbox: a round for each endpoint that something is due for, one at a time across all
/// servers. A slow endpoint has a round of its own and delays nobody else. Not thread-safe: one loop knocks.
/// </summary>
internal sealed class Courier(Gate gate, IOutbox outbox, Postman postman, TimeProvider clock, ILogger log)
    : IDisposable
{
    readonly Dictionary<long, Task> rounds = [];
    readonly WebhookMetrics metrics = new();
    readonly string owner = Guid.NewGuid().ToString("N");

    /// <summary>How long what is over stays in the log, and what waits for an endpoint that is not enabled.</summary>
    static TimeSpan Kept { get; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Begins a round for each endpoint that something is due for and that has none in this process. Without an enabled
    /// endpoint nothing is asked of the outbox.
    /// </summary>
    public async Task KnockAsync(CancellationToken stop, CancellationToken cut)
    {
        var account = await gate.ShowAsync<Account>(new ShowAccount(), stop);
        long[] free = [.. account.Webhooks.All.Where(one => one.IsEnabled && !IsUnderWay(one.Id))
            .Select(one => one.Id)];
        if (free.Length == 0) return;
        foreach (var endpoint in await outbox.DueEndpointsAsync(free, stop))
            rounds[endpoint] = Task.Run(() => RunAsync(endpoint, stop, cut), CancellationToken.None);
    }

    /// <summary>When every round that is under way is over.</summary>
    public Task WhenIdleAsync() => Task.WhenAll(rounds.Values);

    /// <summary>Deletes what nobody asks for any more.</summary>
    public async Task ForgetAsync(CancellationToken stop)
    {
        var account = await gate.ShowAsync<Account>(new ShowAccount(), stop);
        long[] enabled = [.. account.Webhooks.All.Where(one => one.IsEnabled).Select(one => one.Id)];
        while (await outbox.ForgetAsync(Kept, enabled, stop) > 0) continue;
    }

    public void Dispose() => metrics.Dispose();

    async Task RunAsync(long endpoint, CancellationToken stop, CancellationToken cut)
    {
        try
        {
            var round = new Round(endpoint, gate, outbox, postman, clock, metrics, owner);
            await round.RunAsync(stop, cut);
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested || stop.IsCancellationRequested)
        {
            // What was under way is sent again by whoever comes next.
        }
        catch (Exception failure)
        {
            log.WebhookRoundFailed(WebhookEndpointId.Format(endpoint), failure);
        }
    }

    bool IsUnderWay(long endpoint) => rounds.TryGetValue(endpoint, out var round) && !round.IsCompleted;
}
