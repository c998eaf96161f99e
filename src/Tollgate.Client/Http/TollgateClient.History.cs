namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>Audit entries, newest first, page by page as they are read.</summary>
    public IAsyncEnumerable<AuditEntry> ListAuditAsync(
        AuditQuery? query = null, CancellationToken cancellation = default) =>
        SendPagesAsync<AuditEntry>("v1/audit", (query ?? new()).ToQuery(), cancellation);

    /// <summary>Every recorded change of the customer by its number, page by page as they are read.</summary>
    public IAsyncEnumerable<HistoryItem> ListHistoryAsync(string customer, CancellationToken cancellation = default) =>
        SendPagesAsync<HistoryItem>($"{CustomerPath(customer)}/history", new Query(), cancellation);

    /// <summary>The customer's recorded uses, summed up. 400 <c>too_many_groups</c> above 10,000 groups.</summary>
    public Task<UsageSummary> SummarizeUsageAsync(
        string customer, UsageSummaryQuery? query = null, CancellationToken cancellation = default)
    {
        var call = Call.Get($"{CustomerPath(customer)}/usage/summary{(query ?? new()).ToQuery()}");
        return SendAsync<UsageSummary>(call, cancellation);
    }
}
