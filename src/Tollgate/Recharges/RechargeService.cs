using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tollgate.Recharges;

/// <summary>Looks each second for recharges that wait to be collected.</summary>
internal sealed class RechargeService(
    Gate gate, IRechargePayments payments, TimeProvider clock, ILogger<RechargeService> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.GoAsync(
        clock, () => Collector.KnockAsync(gate, payments, log, stoppingToken), log.RechargesFailed, stoppingToken);
}
