using Microsoft.Extensions.Logging;
using Tollgate.Core;
using Tollgate.Core.Catalog;
using Tollgate.Core.Sandbox;
using Tollgate.Core.UsageReports;
using Tollgate.Payments.Sessions;
using Tollgate.Stores;

namespace Tollgate.Payments.UsageReports;

/// <summary>
/// Takes slices of billable overage to whoever bills them. Each is begun by a command that gives the next token, so
/// that of all servers one reports it at a time; then the provider is told outside any lock, always under the same
/// identifier; then a command says how that went, and only that of the newest token counts. Whoever stalls between the
/// first and the second looks once more before it sends. Thread-safe.
/// </summary>
public sealed class UsageReporter(Gate gate, PaymentProviders providers, ILogger<UsageReporter> log)
{
    /// <summary>Reports that are under way at once.</summary>
    public const int AtOnce = 20;

    const string By = "usage_reports";

    const int MostProblem = 256;

    // Shorter than a token is good for.
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Reports what waits, longest first; how many were begun.</summary>
    /// <param name="stop">Ends the waiting; what was begun is begun anew later.</param>
    public async Task<int> KnockAsync(CancellationToken stop)
    {
        if (providers.All.Count == 0) return 0;
        var now = await NowAsync(stop);
        var waiting = await gate.ListAsync(lists => lists.WaitingSlicesAsync(now, AtOnce, stop));
        var begun = await Task.WhenAll(waiting.Select(one => ReportAsync(one, stop)));
        return begun.Count(one => one);
    }

    async Task<bool> ReportAsync(WaitingSlice waiting, CancellationToken stop)
    {
        var slice = await gate.ShowAsync<UsageSlice>(new ShowUsageSlice(waiting.Customer, waiting.Id), stop);
        // Another server has that provider; to begin here would use up a try.
        if (providers.Find(slice.Provider) is not { } provider) return false;
        var begin = new BeginUsageReport(waiting.Customer, waiting.Id) { By = By };
        var begun = await gate.SubmitAsync(new Request([begin]), stop);
        if (begun.Rejected is not null || begun.Outcomes[0] is not Put<UsageSlice> { Changed: true, Value: var row })
            return false;
        var account = await gate.ShowAsync<Account>(new ShowAccount(), stop);
        var feature = account.Catalog.Feature(row.Feature)!;
        var report = new UsageReport(
            row.Meter, row.ProviderCustomer, Exact.Of(row.Quantity, feature.Scale),
            row.Identifier(waiting.Customer, feature.Code), row.At)
        {
            Attempt = row.Token,
        };
        // Whoever was held up since has lost its turn.
        if (!await IsHoldingAsync(waiting, row.Token, stop)) return true;
        if (await SendAsync(provider, report, waiting, stop) is not var (problem, isFinal)) return true;
        var end = new EndUsageReport(waiting.Customer, waiting.Id, row.Token, problem, isFinal) { By = By };
        // Not to be broken off: what the provider has is to be known. Where another has begun since, its word counts.
        await gate.SubmitAsync(new Request([end]), CancellationToken.None);
        return true;
    }

    async Task<bool> IsHoldingAsync(WaitingSlice waiting, long token, CancellationToken stop)
    {
        var row = await gate.ShowAsync<UsageSlice>(new ShowUsageSlice(waiting.Customer, waiting.Id), stop);
        return row.Status == UsageSliceStatus.Waiting && row.Token == token && row.TryAt > await NowAsync(stop);
    }

    async Task<(string? Problem, bool IsFinal)?> SendAsync(
        IPaymentProvider provider, UsageReport report, WaitingSlice waiting, CancellationToken stop)
    {
        try
        {
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(stop);
            cut.CancelAfter(Longest);
            return await provider.ReportUsageAsync(report, cut.Token) == UsageDelivery.Unsupported
                ? ($"{provider.Name} does not bill usage.", true)
                : (null, false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failure)
        {
            log.UsageReportFailed(UsageSliceId.Format(waiting.Customer, waiting.Id), failure);
            if (failure is not ProviderException told) return ("It is not known whether the provider has it.", false);
            var text = told.Message.Length > MostProblem ? told.Message[..MostProblem] : told.Message;
            return (text, told.Failure is ProviderFailure.Refused or ProviderFailure.NotFound);
        }
    }

    async Task<Instant> NowAsync(CancellationToken stop) =>
        (await gate.ShowAsync<TestClock>(new ShowTestClock(), stop)).Now;
}
