namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>The customer's usage reports, newest first, page by page as they are read.</summary>
    public IAsyncEnumerable<UsageReport> ListUsageReportsAsync(
        string customer, CancellationToken cancellation = default) =>
        SendPagesAsync<UsageReport>($"{CustomerPath(customer)}/usage-reports", new Query(), cancellation);

    /// <summary>Recorded against reported, of the last twelve closed periods and the open one.</summary>
    public Task<UsageReportSummary> GetUsageReportSummaryAsync(
        string customer, CancellationToken cancellation = default) =>
        SendAsync<UsageReportSummary>(
            Call.Get($"{CustomerPath(customer)}/usage-reports/summary"), cancellation);

    /// <summary>Lets what was given up be tried again. 409 <c>usage_report_closed</c> where it was delivered.</summary>
    public Task<UsageReport> RetryUsageReportAsync(string id, CancellationToken cancellation = default) =>
        SendAsync<UsageReport>(Call.Post($"v1/usage-reports/{Segment.Of(id)}/retry"), cancellation);
}
