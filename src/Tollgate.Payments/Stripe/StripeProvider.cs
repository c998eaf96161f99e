using System.Globalization;
using System.Text;

namespace Tollgate.Payments.Stripe;

/// <summary>Stripe over its HTTP API. Thread-safe; one for a process, to be disposed of.</summary>
public sealed class StripeProvider : IPaymentProvider, IDisposable
{
    const int MostPages = 20;

    readonly StripeOptions options;
    readonly StripeApi api;

    /// <summary>Opens no connection yet.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; its value is not named.</exception>
    public StripeProvider(StripeOptions options) => (this.options, api) = (options, new StripeApi(options));

    /// <inheritdoc/>
    public string Name => StripeApi.Provider;

    /// <inheritdoc/>
    public async Task<Checkout> CreateCheckoutAsync(CheckoutRequest request, CancellationToken stop)
    {
        var session = await api.PostAsync("checkout/sessions", StripeCheckout.Form(request), request.Key, stop);
        return StripeApi.Read(session, StripeCheckout.Read);
    }

    /// <inheritdoc/>
    public async Task<ProviderPayment> FetchCheckoutAsync(string checkout, CancellationToken stop)
    {
        var query = new Form().Add("expand[0]", "payment_intent.latest_charge").Add("expand[1]", "invoice.payments");
        var session = await api.GetAsync("checkout/sessions/" + StripeApi.Segment(checkout), query, stop);
        if (session["payment_intent"].IsObject) return StripeApi.Read(session, Stands);
        var intent = StripeApi.Read(session, IntentOfInvoice);
        if (intent is null) return StripeApi.Read(session, Stands);
        var other = await FetchIntentAsync(intent, stop);
        return StripeApi.Read(session, one => StripePayments.OfCheckout(one, other));
    }

    /// <inheritdoc/>
    public async Task<ProviderPayment> FetchPaymentAsync(string payment, CancellationToken stop)
    {
        // Where there is no intent, facts name the charge.
        var isCharge = payment.StartsWith("ch_", StringComparison.Ordinal)
            || payment.StartsWith("py_", StringComparison.Ordinal);
        if (!isCharge) return StripeApi.Read(await FetchIntentAsync(payment, stop), StripePayments.OfIntent);
        var charge = await api.GetAsync("charges/" + StripeApi.Segment(payment), new Form(), stop);
        return StripeApi.Read(charge, StripePayments.OfCharge);
    }

    /// <inheritdoc/>
    public async Task<ProviderPayment> CancelCheckoutAsync(string checkout, CancellationToken stop)
    {
        var path = $"checkout/sessions/{StripeApi.Segment(checkout)}/expire";
        var reply = await api.TryPostAsync(path, new Form(), checkout + ":expire", stop);
        // Only an open one can be closed; what it is instead is asked for.
        if (reply.Status == 400) return await FetchCheckoutAsync(checkout, stop);
        return StripeApi.Read(StripeApi.Read(reply), Stands);
    }

    /// <inheritdoc/>
    public WebhookReading ReadWebhook(WebhookMessage message, Instant now)
    {
        var verdict = StripeSignature.Verify(
            message.Body.Span, message.Header(StripeSignature.Header), options.WebhookSecrets, now, options.Tolerance);
        return verdict == WebhookVerdict.Read ? ReadKept(message.Body) : new WebhookReading(verdict);
    }

    /// <inheritdoc/>
    public WebhookReading ReadKept(ReadOnlyMemory<byte> body) => StripeEvents.Read(body);

    /// <inheritdoc/>
    public async Task<ProviderEvent> RefreshAsync(ProviderEvent told, CancellationToken stop) => told.Fact switch
    {
        CheckoutFact one => told with
        {
            Fact = await FetchAsync(
                "checkout/sessions", one, session => StripeObjects.Checkout(session, StepOf(session, one)), stop),
        },
        InvoiceFact one => told with { Fact = await FetchInvoiceAsync(one, stop) },
        SubscriptionFact one => told with { Fact = await FetchSubscriptionAsync(one, stop) },
        ScheduleFact one => told with
        {
            Fact = await FetchAsync("subscription_schedules", one, StripeObjects.Schedule, stop),
        },
        RefundFact one => told with { Fact = await FetchAsync("charges", one, StripeObjects.Refunded, stop) },
        DisputeFact one => told with { Fact = await FetchAsync("disputes", one, StripeObjects.Dispute, stop) },
        _ => told,
    };

    /// <inheritdoc/>
    public async Task<EventPage> ListEventsAsync(Instant since, string? cursor, CancellationToken stop)
    {
        var query = new Form().Add("created[gte]", since.ToUnixTimeSeconds()).Add("limit", 100)
            .Add("starting_after", cursor);
        var list = await api.GetAsync("events", query, stop);
        return StripeApi.Read(list, page =>
        {
            var events = page["data"].Elements().Select(StripeEvents.Read)
                .Select(read => read.Event ?? throw page.Missing($"has an event without a name: {read.Problem}"))
                .ToList();
            return new EventPage(events, page["has_more"].Flag() && events.Count > 0 ? events[^1].Id : null)
            {
                Bodies = [.. page["data"].Elements().Select(one => Message(one.Raw()))],
            };
        });
    }

    /// <inheritdoc/>
    public async Task<UsageDelivery> ReportUsageAsync(UsageReport report, CancellationToken stop)
    {
        var form = new Form()
            .Add("event_name", report.Meter)
            .Add("identifier", report.Identifier)
            .Add("timestamp", report.At.ToUnixTimeSeconds())
            .Add("payload[stripe_customer_id]", report.Customer)
            .Add("payload[value]", report.Quantity.ToString());
        var reply = await api.TryPostAsync("billing/meter_events", form, $"{report.Identifier}:{report.Attempt}", stop);
        if (StripeUsage.IsAlreadyThere(reply)) return UsageDelivery.AlreadyThere;
        StripeApi.Read(reply);
        return UsageDelivery.Accepted;
    }

    /// <inheritdoc/>
    public async Task<UsageDelivery> CancelUsageAsync(string meter, string identifier, CancellationToken stop)
    {
        var form = new Form().Add("event_name", meter).Add("type", "cancel").Add("cancel[identifier]", identifier);
        var reply = await api.TryPostAsync("billing/meter_event_adjustments", form, identifier + ":cancel", stop);
        // Only for 24 hours, and only once: what is refused stays reported.
        if (reply.Status == 400) return UsageDelivery.Unsupported;
        StripeApi.Read(reply);
        return UsageDelivery.Accepted;
    }

    /// <inheritdoc/>
    public void Dispose() => api.Dispose();

    static ReadOnlyMemory<byte> Message(string json) => Encoding.UTF8.GetBytes(json);

    static ProviderPayment Stands(Node session) => StripePayments.OfCheckout(session);

    static string? IntentOfInvoice(Node session) => session["invoice"]["payments"]["data"].Elements()
        .Select(one => one["payment"]["payment_intent"].OptionalId())
        .LastOrDefault(id => id is not null);

    static CheckoutStep StepOf(Node session, CheckoutFact told) =>
        session["status"].Text() == "expired" ? CheckoutStep.Expired : told.Step;

    async Task<Node> FetchIntentAsync(string intent, CancellationToken stop) => await api.GetAsync(
        "payment_intents/" + StripeApi.Segment(intent), new Form().Add("expand[0]", "latest_charge"), stop);

    async Task<ProviderFact> FetchAsync(
        string kind, ProviderFact told, Func<Node, ProviderFact> read, CancellationToken stop) =>
        StripeApi.Read(await api.GetAsync($"{kind}/{StripeApi.Segment(told.ObjectId)}", new Form(), stop), read);

    async Task<ProviderFact> FetchInvoiceAsync(InvoiceFact told, CancellationToken stop)
    {
        var path = "invoices/" + StripeApi.Segment(told.ObjectId);
        var invoice = await api.GetAsync(path, new Form(), stop);
        // The lines by themselves: within the invoice their prices lie deeper than Stripe unfolds.
        var nodes = await ListAsync(
            path + "/lines", () => new Form().Add("expand[0]", "data.pricing.price_details.price"), stop);
        return StripeApi.Read(invoice, one => StripeObjects.Invoice(
            one,
            one["status"].Text() switch
            {
                "paid" => InvoiceOutcome.Paid,
                "void" => InvoiceOutcome.Voided,
                _ => InvoiceOutcome.Failed,
            },
            [.. nodes.Select(StripeObjects.Line)]));
    }

    async Task<ProviderFact> FetchSubscriptionAsync(SubscriptionFact told, CancellationToken stop)
    {
        var subscription = await api.GetAsync(
            "subscriptions/" + StripeApi.Segment(told.ObjectId), new Form(), stop);
        var more = StripeApi.Read(subscription, one => one["items"]["has_more"].Flag());
        var items = more
            ? await ListAsync("subscription_items", () => new Form().Add("subscription", told.ObjectId), stop)
            : null;
        return StripeApi.Read(subscription, one => StripeObjects.Subscription(
            one, told.Deleted || one["status"].Text() == "canceled", items));
    }

    async Task<List<Node>> ListAsync(string path, Func<Form> query, CancellationToken stop)
    {
        var all = new List<Node>();
        for (var page = 0; page < MostPages; page++)
        {
            var last = all.Count == 0 ? null : StripeApi.Read(all[^1], one => one["id"].Id());
            var list = await api.GetAsync(path, query().Add("limit", 100).Add("starting_after", last), stop);
            all.AddRange(StripeApi.Read(list, one => one["data"].Elements().ToList()));
            if (!StripeApi.Read(list, one => one["has_more"].Flag())) return all;
        }
        throw ProviderErrors.Unreadable(
            Name, $"a list has more than {(MostPages * 100).ToString(CultureInfo.InvariantCulture)} entries.");
    }
}
