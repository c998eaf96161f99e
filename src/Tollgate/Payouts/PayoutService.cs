using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tollgate.Payouts;

/// <summary>Looks each second for withdrawals that wait to be paid out.</summary>
internal sealed class PayoutService(
    Gate gate, IPayoutExecutor executor, TimeProvider clock, ILogger<PayoutService> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.GoAsync(
        clock, () => Paymaster.KnockAsync(gate, executor, log, stoppingToken), log.PayoutsFailed, stoppingToken);
}
