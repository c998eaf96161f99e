using System.Globalization;
using NodaTime.Text;

namespace Tollgate.Payments.Flutterwave;

/// <summary>Flutterwave over its third HTTP API. Thread-safe; one for a process, to be disposed of.</summary>
public sealed class FlutterwaveProvider : IPaymentProvider, IDisposable
{
    const int MostPages = 20;

    static readonly LocalDatePattern Days = LocalDatePattern.Iso;

    readonly FlutterwaveOptions options;
    readonly TimeProvider time;
    readonly FlutterwaveApi api;

    /// <summary>Opens no connection yet.</summary>
    /// <param name="options">What to know of the account.</param>
    /// <param name="time">By which the rest of a page's life is measured; the system's unless given.</param>
    /// <exception cref="ArgumentException">An option is out of its range; its value is not named.</exception>
    public FlutterwaveProvider(FlutterwaveOptions options, TimeProvider? time = null) =>
        (this.options, this.time, api) = (options, time ?? TimeProvider.System, new FlutterwaveApi(options));

    /// <inheritdoc/>
    public string Name => FlutterwaveApi.Provider;

    /// <inheritdoc/>
    public async Task<Checkout> CreateCheckoutAsync(CheckoutRequest request, CancellationToken stop)
    {
        var answer = await api.PostAsync("payments", FlutterwaveCheckout.Body(request, Now()), stop);
        return FlutterwaveApi.Read(answer, one => FlutterwaveCheckout.Read(one, request));
    }

    /// <inheritdoc/>
    public async Task<ProviderPayment> FetchCheckoutAsync(string checkout, CancellationToken stop)
    {
        var reply = await api.TryGetAsync(
            "transactions/verify_by_reference", new Form().Add("tx_ref", checkout), stop);
        if (FlutterwaveAnswers.IsNoTransaction(reply))
            return new ProviderPayment(ProviderPaymentStatus.Open) { Checkout = checkout, Session = checkout };
        return await WithRefundsAsync(FlutterwaveApi.Read(reply), stop);
    }

    /// <inheritdoc/>
    public async Task<ProviderPayment> FetchPaymentAsync(string payment, CancellationToken stop) =>
        await WithRefundsAsync(await VerifyAsync(payment, stop), stop);

    /// <summary>Flutterwave closes no page before its time: what was not paid yet may still be.</summary>
    public Task<ProviderPayment> CancelCheckoutAsync(string checkout, CancellationToken stop) =>
        FetchCheckoutAsync(checkout, stop);

    /// <inheritdoc/>
    public WebhookReading ReadWebhook(WebhookMessage message, Instant now) => FlutterwaveSignature.Verify(
        message.Body.Span,
        message.Header(FlutterwaveSignature.HashHeader),
        message.Header(FlutterwaveSignature.SignatureHeader),
        options.WebhookSecret)
        ? ReadKept(message.Body)
        : new WebhookReading(WebhookVerdict.BadSignature);

    /// <inheritdoc/>
    public WebhookReading ReadKept(ReadOnlyMemory<byte> body) => FlutterwaveEvents.Read(body);

    /// <inheritdoc/>
    public async Task<ProviderEvent> RefreshAsync(ProviderEvent told, CancellationToken stop) => told.Fact switch
    {
        CheckoutFact { Payment: { } payment } => told with
        {
            Fact = FlutterwaveApi.Read(
                await VerifyAsync(payment, stop), one => FlutterwaveObjects.Charge(one["data"], default)),
        },
        RefundFact refund => told with
        {
            Fact = Refunded(refund, await FetchPaymentAsync(refund.Payment, stop)),
        },
        SubscriptionFact { Complete: false } one => told with { Fact = await FindAsync(one, stop) },
        _ => told,
    };

    /// <summary>Transactions since a day, as the messages that told of them. Flutterwave lists nothing else.</summary>
    public async Task<EventPage> ListEventsAsync(Instant since, string? cursor, CancellationToken stop)
    {
        var page = int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 1;
        var list = await api.GetAsync("transactions", Span(since).Add("page", page), stop);
        return FlutterwaveApi.Read(list, one => new EventPage(
            [.. one["data"].Elements().Select(FlutterwaveEvents.OfTransaction)],
            FlutterwaveAnswers.HasMore(one, page)
                ? (page + 1).ToString(CultureInfo.InvariantCulture)
                : null)
        {
            Bodies = [.. one["data"].Elements().Select(FlutterwaveEvents.MessageOf)],
        });
    }

    /// <summary>Flutterwave bills no usage.</summary>
    public Task<UsageDelivery> ReportUsageAsync(UsageReport report, CancellationToken stop) =>
        Task.FromResult(UsageDelivery.Unsupported);

    /// <summary>Flutterwave bills no usage.</summary>
    public Task<UsageDelivery> CancelUsageAsync(string meter, string identifier, CancellationToken stop) =>
        Task.FromResult(UsageDelivery.Unsupported);

    /// <inheritdoc/>
    public void Dispose() => api.Dispose();

    Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());

    Form Span(Instant since) => new Form()
        .Add("from", Days.Format(since.InUtc().Date))
        .Add("to", Days.Format(Now().InUtc().Date.PlusDays(1)));

    static RefundFact Refunded(RefundFact told, ProviderPayment now) => told with
    {
        Complete = true,
        Refunded = now.Collected is { } money ? new CurrencyAmount(now.Refunded, money.Currency) : null,
        Collected = now.Collected?.Amount,
        Customer = now.Customer,
    };

    async Task<ProviderFact> FindAsync(SubscriptionFact told, CancellationToken stop)
    {
        if (told.Email is null) return told;
        var query = new Form().Add("email", told.Email).Add("plan", told.Items[0].Price).Add("status", "cancelled");
        var list = await api.GetAsync("subscriptions", query, stop);
        return FlutterwaveApi.Read(list, FlutterwaveAnswers.Newest) ?? told;
    }

    async Task<Node> VerifyAsync(string payment, CancellationToken stop)
    {
        if (payment.Length is 0 or > 20 || !payment.All(char.IsAsciiDigit))
            throw ProviderErrors.Refused(Name, "bad_id", "an id is none of Flutterwave's");
        return await api.GetAsync($"transactions/{payment}/verify", new Form(), stop);
    }

    async Task<ProviderPayment> WithRefundsAsync(Node answer, CancellationToken stop)
    {
        var payment = FlutterwaveApi.Read(answer, one => FlutterwaveObjects.Payment(one["data"], Amount.Zero));
        if (payment.Status != ProviderPaymentStatus.Succeeded) return payment;
        var since = FlutterwaveApi.Read(answer, one => FlutterwaveObjects.MadeAt(one["data"]));
        var refunded = await RefundedAsync(payment.Payment!, since, stop);
        return FlutterwaveApi.Read(answer, one => FlutterwaveObjects.Payment(one["data"], refunded));
    }

    async Task<Amount> RefundedAsync(string payment, Instant since, CancellationToken stop)
    {
        var sum = Amount.Zero;
        for (var page = 1; page <= MostPages; page++)
        {
            var list = await api.GetAsync("refunds", Span(since).Add("id", payment).Add("page", page), stop);
            sum = FlutterwaveApi.Read(list, one => FlutterwaveAnswers.RefundsOf(one, payment, sum));
            if (!FlutterwaveApi.Read(list, one => FlutterwaveAnswers.HasMore(one, page))) return sum;
        }
        throw ProviderErrors.Unreadable(Name, "the list of refunds has too many pages.");
    }
}
