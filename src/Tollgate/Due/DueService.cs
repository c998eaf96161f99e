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

    /// <summary>Knocks for whoever is due, longest first; the number of customers.</summary>
    public static async Task<int> KnockAsync(Gate gate, CancellationToken stop)
    {
        HashSet<string> knocked = new(StringComparer.Ordinal);
        for (var page = 0; page < MostPages; page++)
        {
            var now = (await gate.ShowAsync<TestClock>(new ShowTestClock(), stop)).Now;
            var due = await gate.ListAsync(lists => lists.DueAsync(now, AtOnce, stop));
            // Who stays due though it was knocked for has its next turn with the next tick.
            var next = due.Where(knocked.Add).ToList();
            if (next.Count == 0) break;
            await Task.WhenAll(next.Select(customer => gate.SubmitAsync(
                new Request([new SettleDue(customer) { By = DueDecider.Clock }]), stop)));
            if (due.Count < AtOnce) break;
        }
        return knocked.Count;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.GoAsync(
        clock, () => KnockAsync(gate, stoppingToken), log.DueFailed, stoppingToken);
}
