using System.Collections.Concurrent;
using Tollgate.Payments;

namespace Tollgate.Storage.Tests.Testing;

/// <summary>Whoever bills usage: counts each identifier once, and is away or stalls where it is told to.</summary>
sealed class MeterStandIn : IPaymentProvider
{
    readonly ConcurrentQueue<Stall> stalls = [];
    int asked;

    public string Name => "meter";

    /// <summary>What was counted, by identifier.</summary>
    public ConcurrentDictionary<string, UsageReport> Counted { get; } = new(StringComparer.Ordinal);

    /// <summary>How often it was asked to count something.</summary>
    public int Asked => asked;

    /// <summary>Whether it does not answer.</summary>
    public bool IsAway { get; set; }

    /// <summary>Holds the next request before it is counted.</summary>
    public Stall StallNext()
    {
        var stall = new Stall();
        stalls.Enqueue(stall);
        return stall;
    }

    public async Task<UsageDelivery> ReportUsageAsync(UsageReport report, CancellationToken stop)
    {
        Interlocked.Increment(ref asked);
        if (stalls.TryDequeue(out var stall)) await stall.PassAsync();
        if (IsAway) throw new HttpRequestException("Away.");
        return Counted.TryAdd(report.Identifier, report) ? UsageDelivery.Accepted : UsageDelivery.AlreadyThere;
    }

    public Task<UsageDelivery> CancelUsageAsync(string meter, string identifier, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<Checkout> CreateCheckoutAsync(CheckoutRequest request, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<ProviderPayment> FetchCheckoutAsync(string checkout, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<ProviderPayment> FetchPaymentAsync(string payment, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<ProviderPayment> CancelCheckoutAsync(string checkout, CancellationToken stop) =>
        throw new NotSupportedException();

    public WebhookReading ReadWebhook(Payments.WebhookMessage message, Instant now) =>
        throw new NotSupportedException();

    public WebhookReading ReadKept(ReadOnlyMemory<byte> body) => throw new NotSupportedException();

    public Task<ProviderEvent> RefreshAsync(ProviderEvent told, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<EventPage> ListEventsAsync(Instant since, string? cursor, CancellationToken stop) =>
        throw new NotSupportedException();

    /// <summary>A request that is held.</summary>
    internal sealed class Stall
    {
        readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>It has come as far as here.</summary>
        public Task Reached => reached.Task;

        /// <summary>Lets it go on.</summary>
        public void Wake() => woken.SetResult();

        public Task PassAsync()
        {
            reached.SetResult();
            return woken.Task;
        }
    }
}
