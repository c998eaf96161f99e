using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using Tollgate.Payments.Stripe;

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

    static readonly Duration Tolerance = Duration.FromMinutes(5);

    readonly ConcurrentDictionary<string, SandboxPage> pages = new(StringComparer.Ordinal);
    readonly ConcurrentQueue<string> order = new();
    readonly string[] secrets = [Convert.ToHexString(RandomNumberGenerator.GetBytes(32))];

    // What nobody takes is dropped, as messages are that come while a server is away.
    readonly Channel<SandboxTelling> tellings = Channel.CreateBounded<SandboxTelling>(
        new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>How long a late success takes.</summary>
    public static TimeSpan Lateness { get; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Name => "sandbox";

    internal ChannelReader<SandboxTelling> Tellings => tellings.Reader;

    internal Uri Address => address();

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
            if (!pages.TryUpdate(checkout, chosen, page)) continue;
            tellings.Writer.TryWrite(SandboxTelling.Of(checkout, outcome, chosen.ChosenAt));
            return chosen;
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
    public WebhookReading ReadWebhook(WebhookMessage message, Instant now)
    {
        ArgumentNullException.ThrowIfNull(message);
        var verdict = StripeSignature.Verify(
            message.Body.Span, message.Header(StripeSignature.Header), secrets, now, Tolerance);
        return verdict == WebhookVerdict.Read ? ReadKept(message.Body) : new WebhookReading(verdict);
    }

    /// <inheritdoc/>
    public WebhookReading ReadKept(ReadOnlyMemory<byte> body) => SandboxTelling.Read(body);

    internal string Secret => secrets[0];

    /// <summary>The <c>Stripe-Signature</c> of a message of its: it signs as Stripe does.</summary>
    public string Sign(ReadOnlySpan<byte> body) =>
        StripeSignature.Sign(body, Instant.FromDateTimeOffset(clock.GetUtcNow()), secrets);

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

    internal static string SessionOf(string checkout) => checkout["sbx_".Length..];

    ProviderPayment PaymentOf(string checkout)
    {
        var page = Find(checkout) ?? throw new ProviderException(Name, ProviderFailure.NotFound, "no such page");
        return page.PaymentAt(checkout, clock.GetUtcNow());
    }
}
