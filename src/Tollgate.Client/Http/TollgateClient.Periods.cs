namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>The customer's closed periods, newest first, page by page as they are read.</summary>
    public IAsyncEnumerable<ClosedPeriod> ListPeriodsAsync(string customer, CancellationToken cancellation = default) =>
        SendPagesAsync<ClosedPeriod>($"{CustomerPath(customer)}/periods", new Query(), cancellation);
}
