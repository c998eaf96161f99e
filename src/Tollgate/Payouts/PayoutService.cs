using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tollgate.Payouts;

/// <summary>Looks each second for withdrawals that wait to be paid out.</summary>
internal sealed class PayoutService(
    Gate gate, IPayoutExecutor executor, TimeProvider clock, ILogger<PayoutService> log) : BackgroundService
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
                await Paymaster.KnockAsync(gate, executor, log, stoppingToken);
                failing = false;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Once for each time that the database is away, not for each second of it.
                if (!failing) log.PayoutsFailed(failure);
                failing = true;
            }
        }
    }
}
