using System.Collections.Concurrent;

namespace Tollgate.Payments.Sandbox;

/// <summary>
/// Collects nothing, for trials: whoever opens its page says how the payment goes. It remembers its last 10,000 pages
/// as long as the process lives; a page that was forgotten is opened anew under the same id. Thread-safe.
/// </summary>
/// <param name="clock">For what takes its time.</param>
/// <param name="address">Where the server that shows the pages is reached.</param>
public sealed class SandboxProvider(TimeProvider clock, Func<Uri> address) : IPaymentProvider
{
    const int MostPages = 10_000;

    static readonly WebhookReading NoMessage = new(WebhookVerdict.BadSignature);

    readonly ConcurrentDictionary<string, SandboxPage> pages = new(StringComparer.Ordinal);
    readonly ConcurrentQueue<string> order = new();

    /// <summary>How long a late success takes.</summary>
    public static TimeSpan Lateness { get; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Name => "sandbox";

    /// <inheritdoc/>
    public Task<Checkout> CreateCheckoutAsync(CheckoutRequest request, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Amount is not { } amount)
            throw new ProviderException(Name, ProviderFailure.Refused, "it knows no prices");
        var id = $"sbx_{request.Key}";
        if (pages.TryAdd(id, new SandboxPage(request.Description, amount, request.SuccessUrl, request.CancelUrl)))
            order.Enqueue(id);
        while (order.Count > MostPages && order.TryDequeue(out var oldest)) pages.TryRemove(oldest, out _);
        return Task.FromResult(new Checkout(id, new Uri(address(), $"/sandbox/checkout/{Uri.EscapeDataString(id)}")));
    }

    /// <summary>The page of an id, or null.</summary>
    public SandboxPage? Find(string checkout) => pages.GetValueOrDefault(checkout);

    /// <summary>Says how the payment of a page goes, once: the page as it stands, or null if none.</summary>
    public SandboxPage? Choose(string checkout, SandboxOutcome outcome)
    {
        while (pages.TryGetValue(checkout, out var page))
        {
            if (page.Outcome is not null and not SandboxOutcome.Fail) return page;
            var chosen = page with { Outcome = outcome, ChosenAt = clock.GetUtcNow() };
            if (pages.TryUpdate(checkout, chosen, page)) return chosen;
        }
        return null;
    }

    /// <inheritdoc/>
    public Task<ProviderPayment> FetchCheckoutAsync(string checkout, CancellationToken stop) =>
        Task.FromResult(PaymentOf(checkout));

    /// <inheritdoc/>
    public Task<ProviderPayment> FetchPaymentAsync(string payment, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return Task.FromResult(PaymentOf(payment.StartsWith("txn_", StringComparison.Ordinal) ? payment[4..] : ""));
    }

    /// <inheritdoc/>
    public Task<ProviderPayment> CancelCheckoutAsync(string checkout, CancellationToken stop)
    {
        Choose(checkout, SandboxOutcome.Cancel);
        return Task.FromResult(PaymentOf(checkout));
    }

    /// <inheritdoc/>
    public WebhookReading ReadWebhook(WebhookMessage message, Instant now) => NoMessage;

    /// <inheritdoc/>
    public WebhookReading ReadKept(ReadOnlyMemory<byte> body) => NoMessage;

    /// <inheritdoc/>
    public Task<ProviderEvent> RefreshAsync(ProviderEvent told, CancellationToken stop) => Task.FromResult(told);

    /// <inheritdoc/>
    public Task<EventPage> ListEventsAsync(Instant since, string? cursor, CancellationToken stop) =>
        Task.FromResult(new EventPage([], null));

    /// <inheritdoc/>
    public Task<UsageDelivery> ReportUsageAsync(UsageReport report, CancellationToken stop) =>
        Task.FromResult(UsageDelivery.Unsupported);

    /// <inheritdoc/>
    public Task<UsageDelivery> CancelUsageAsync(string meter, string identifier, CancellationToken stop) =>
        Task.FromResult(UsageDelivery.Unsupported);

    ProviderPayment PaymentOf(string checkout)
    {
        var page = Find(checkout) ?? throw new ProviderException(Name, ProviderFailure.NotFound, "no such page");
        return page.PaymentAt(checkout, clock.GetUtcNow());
    }
}
