using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tollgate.Payments.UsageReports;

/// <summary>Looks each second for slices that wait to be reported.</summary>
public sealed class UsageReportService(UsageReporter reporter, TimeProvider clock, ILogger<UsageReportService> log)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.GoAsync(
        clock, () => Rounds.EmptyAsync(() => reporter.KnockAsync(stoppingToken), UsageReporter.AtOnce),
        log.UsageReportsFailed, stoppingToken);
}
