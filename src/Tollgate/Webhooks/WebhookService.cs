using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Tollgate.Webhooks;

/// <summary>
/// Knocks each second while the host runs. When it stops, what is under way has a few seconds to end.
/// </summary>
internal sealed class WebhookService(
    Gate gate, IStore store, IOptions<TollgateOptions> options, TimeProvider clock, ILogger<WebhookService> log)
    : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    const int KnocksPerSweep = 600;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var anywhere = options.Value.WebhooksToPrivateAddresses;
        using var postman = new Postman(
            new PublicConnections(anywhere), anywhere, options.Value.WebhookTimeout, clock);
        using var courier = new Courier(gate, store.Outbox, postman, clock, log);
        using var cut = new CancellationTokenSource();
        try
        {
            await KnockAsync(courier, stoppingToken, cut.Token);
        }
        finally
        {
            cut.CancelAfter(Grace);
            await courier.WhenIdleAsync();
        }
    }

    async Task KnockAsync(Courier courier, CancellationToken stop, CancellationToken cut)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        var failing = false;
        for (var knock = 1; !stop.IsCancellationRequested; knock = (knock % KnocksPerSweep) + 1)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(stop)) return;
                await courier.KnockAsync(stop, cut);
                if (knock == KnocksPerSweep) await courier.ForgetAsync(stop);
                failing = false;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Once for each time that the database is away, not for each second of it.
                if (!failing) log.WebhooksFailed(failure);
                failing = true;
            }
        }
    }
}
