namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>The customer's closed periods, newest first, page by page as they are read.</summary>
    public IAsyncEnumerable<Period> ListPeriodsAsync(string customer, CancellationToken cancellation = default) =>
        SendPagesAsync<Period>($"{CustomerPath(customer)}/periods", new Query(), cancellation);
}
