namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>Would this use be allowed? Nothing is recorded.</summary>
    public Task<Decision> CheckAsync(CheckRequest request, CancellationToken cancellation = default) =>
        SendAsync<Decision>(Call.Post("v1/check", request), cancellation);

    /// <summary>Would each of these uses be allowed, as things stand? Nothing is recorded.</summary>
    public Task<CheckBatchResult> CheckBatchAsync(
        CheckBatchRequest request, CancellationToken cancellation = default) =>
        SendAsync<CheckBatchResult>(Call.Post("v1/check/batch", request), cancellation);

    /// <summary>
    /// Records a use, if it is allowed. Counts once however often it is sent: without an id one is made, for this call
    /// alone. An answer that was lost on the way comes back with <see cref="Decision.Replayed"/>.
    /// </summary>
    public Task<Decision> UseAsync(UsageRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SendAsync<Decision>(Call.Post("v1/usage", Named(request)), cancellation);
    }

    /// <summary>
    /// Records many uses in one transaction; each without an id is given one, for this call alone.
    /// </summary>
    public Task<UsageBatchResult> UseBatchAsync(UsageBatchRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var named = request with { Events = [.. request.Events.Select(Named)] };
        return SendAsync<UsageBatchResult>(Call.Post("v1/usage/batch", named), cancellation);
    }

    /// <summary>
    /// Records uses that come as CloudEvents, each by its own decision. Counts once however often it is sent.
    /// </summary>
    public Task<UsageBatchResult> SendEventsAsync(
        IReadOnlyList<CloudEvent> events, CancellationToken cancellation = default)
    {
        var call = Call.Post("v1/events", events) with { ContentType = "application/cloudevents-batch+json" };
        return SendAsync<UsageBatchResult>(call, cancellation);
    }

    /// <summary>
    /// The customer's recorded uses, from <see cref="UsageQuery.Cursor"/> on, page by page as they are read.
    /// </summary>
    public IAsyncEnumerable<UsageEvent> ListUsageAsync(
        string customer, UsageQuery? query = null, CancellationToken cancellation = default) =>
        SendPagesAsync<UsageEvent>($"{CustomerPath(customer)}/usage", (query ?? new()).ToQuery(), cancellation);

    /// <summary>One page of the customer's recorded uses.</summary>
    public Task<Page<UsageEvent>> GetUsagePageAsync(
        string customer, UsageQuery? query = null, CancellationToken cancellation = default)
    {
        var call = Call.Get($"{CustomerPath(customer)}/usage{(query ?? new()).ToQuery()}");
        return SendAsync<Page<UsageEvent>>(call, cancellation);
    }

    static UsageRequest Named(UsageRequest use) => use.Id is null ? use with { Id = NewId() } : use;
}
