using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tollgate.Recharges;

/// <summary>Looks each second for recharges that wait to be collected.</summary>
internal sealed class RechargeService(
    Gate gate, IRechargePayments payments, TimeProvider clock, ILogger<RechargeService> log) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        var failing = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(stoppingToken)) return;
                await Collector.KnockAsync(gate, payments, log, stoppingToken);
                failing = false;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Once for each time that the database is away, not for each second of it.
                if (!failing) log.RechargesFailed(failure);
                failing = true;
            }
        }
    }
}
