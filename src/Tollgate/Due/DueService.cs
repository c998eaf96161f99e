using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tollgate.Due;

/// <summary>
/// Knocks each second for customers that are due, so that what time has brought about is told though nobody asks
/// anything of them. It decides nothing: whatever locks a customer settles what is due first. Several servers may knock
/// for the same customer: the second finds nothing due.
/// </summary>
internal sealed class DueService(Gate gate, TimeProvider clock, ILogger<DueService> log) : BackgroundService
{
    /// <summary>Customers that are knocked for at once.</summary>
    public const int AtOnce = 100;

    // So many customers of one tick, so that a night on which all trials end does not keep the others from being told.
    const int MostPages = 50;

    // Beyond so many that cannot be settled it is no single customer's fault.
    const int MostFailed = 1_000;

    /// <summary>
    /// Knocks for whoever is due, longest first; the number of customers. One that cannot be settled stays due for the
    /// next round, and keeps nobody else from being settled.
    /// </summary>
    /// <exception cref="AggregateException">Some could not be settled, and everybody else was.</exception>
    public static async Task<int> KnockAsync(Gate gate, CancellationToken stop)
    {
        HashSet<string> knocked = new(StringComparer.Ordinal);
        List<Exception> failures = [];
        for (var page = 0; page < MostPages; page++)
        {
            var now = (await gate.ShowAsync<TestClock>(new ShowTestClock(), stop)).Now;
            var due = await gate.ListAsync(
                // Those that failed are still the first.
                lists => lists.DueAsync(now, AtOnce + Math.Min(failures.Count, MostFailed), stop));
            // Who stays due though it was knocked for has its next turn with the next tick.
            var next = due.Where(knocked.Add).ToList();
            if (next.Count == 0) break;
            var results = await Task.WhenAll(next.Select(customer => SettleAsync(gate, customer, stop)));
            failures.AddRange(results.OfType<Exception>());
            if (due.Count < AtOnce) break;
        }
        if (failures.Count > 0) throw new AggregateException(failures);
        return knocked.Count;
    }

    static async Task<Exception?> SettleAsync(Gate gate, string customer, CancellationToken stop)
    {
        try
        {
            await gate.SubmitAsync(new Request([new SettleDue(customer) { By = DueDecider.Clock }]), stop);
            return null;
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            return failure;
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.GoAsync(
        clock, () => KnockAsync(gate, stoppingToken), log.DueFailed, stoppingToken);
}
