using System.Collections.Concurrent;
using System.Text;
using Tollgate.Payments;
using Tollgate.Payments.Inbox;

namespace Tollgate.Storage.Tests.Testing;

/// <summary>Whoever takes money: what it knows of pages and payments is as the test says.</summary>
sealed class ShopStandIn : IPaymentProvider
{
    readonly ConcurrentDictionary<string, ProviderEvent> events = new(StringComparer.Ordinal);

    public string Name => "shop";

    /// <summary>What it says of a page or a payment when it is asked.</summary>
    public ConcurrentDictionary<string, ProviderPayment> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>How things stand when it is asked.</summary>
    public ConcurrentDictionary<string, ProviderEvent> Now { get; } = new(StringComparer.Ordinal);

    /// <summary>Tells a gate of an event.</summary>
    public Task<WebhookOutcome> TellAsync(Gate gate, ProviderEvent told, CancellationToken stop)
    {
        events[told.Id] = told;
        return ClerkOf(gate).TakeInAsync(this, told, Encoding.UTF8.GetBytes(told.Id), stop);
    }

    public Clerk ClerkOf(Gate gate) => new(gate, new Payments.Sessions.PaymentProviders([this]), TimeProvider.System);

    public Task<ProviderPayment> FetchCheckoutAsync(string checkout, CancellationToken stop) =>
        Task.FromResult(Known[checkout]);

    public Task<ProviderPayment> FetchPaymentAsync(string payment, CancellationToken stop) =>
        Task.FromResult(Known[payment]);

    public WebhookReading ReadKept(ReadOnlyMemory<byte> body) =>
        new(WebhookVerdict.Read, events[Encoding.UTF8.GetString(body.Span)]);

    public Task<ProviderEvent> RefreshAsync(ProviderEvent told, CancellationToken stop) =>
        Task.FromResult(Now.TryGetValue(told.Fact.ObjectId, out var one) ? told with { Fact = one.Fact } : told);

    public Task<EventPage> ListEventsAsync(Instant since, string? cursor, CancellationToken stop) =>
        Task.FromResult(new EventPage([], null));

    public Task<Checkout> CreateCheckoutAsync(CheckoutRequest request, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<ProviderPayment> CancelCheckoutAsync(string checkout, CancellationToken stop) =>
        throw new NotSupportedException();

    public WebhookReading ReadWebhook(Payments.WebhookMessage message, Instant now) =>
        throw new NotSupportedException();

    public Task<UsageDelivery> ReportUsageAsync(UsageReport report, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<UsageDelivery> CancelUsageAsync(string meter, string identifier, CancellationToken stop) =>
        throw new NotSupportedException();
}
