namespace Tollgate.Payments.Stripe;

/// <summary>Stripe's messages: an envelope, and the object as it was when they were made.</summary>
internal static class StripeEvents
{
    /// <summary>Reads one.</summary>
    public static WebhookReading Read(ReadOnlyMemory<byte> body) => Node.TryRead(body.Span, out var message)
        ? Read(message)
        : new WebhookReading(WebhookVerdict.NotJson, Problem: "The message is no JSON object.");

    /// <summary>Reads one of a list.</summary>
    public static WebhookReading Read(Node message)
    {
        ProviderEvent? unread = null;
        try
        {
            var thing = message["data"]["object"];
            unread = new ProviderEvent(
                message["id"].Id(), message["type"].Text(), MadeAt(message["created"]),
                new UnknownFact { ObjectId = "" });
            // Messages of the second API name an object and do not show it.
            if (!thing.IsObject) return new WebhookReading(WebhookVerdict.Read, unread);
            return new WebhookReading(WebhookVerdict.Read, unread with { Fact = FactOf(unread.Type, thing) });
        }
        catch (MalformedException malformed)
        {
            var kept = unread is null
                ? null
                : unread with { Fact = new UnknownFact { ObjectId = "", Problem = malformed.Message } };
            return new WebhookReading(WebhookVerdict.Malformed, kept, malformed.Message);
        }
    }

    static Instant MadeAt(Node created) =>
        created.IsNumber ? created.Second() : created.OptionalTime() ?? throw created.Missing("is missing");

    static ProviderFact FactOf(string type, Node thing) => type switch
    {
        "checkout.session.completed" => StripeObjects.Checkout(thing, CheckoutStep.Completed),
        "checkout.session.async_payment_succeeded" => StripeObjects.Checkout(thing, CheckoutStep.AsyncSucceeded),
        "checkout.session.async_payment_failed" => StripeObjects.Checkout(thing, CheckoutStep.AsyncFailed),
        "checkout.session.expired" => StripeObjects.Checkout(thing, CheckoutStep.Expired),
        "invoice.paid" or "invoice.payment_succeeded" => StripeObjects.Invoice(thing, InvoiceOutcome.Paid),
        "invoice.payment_failed" or "invoice.marked_uncollectible" =>
            StripeObjects.Invoice(thing, InvoiceOutcome.Failed),
        "invoice.voided" => StripeObjects.Invoice(thing, InvoiceOutcome.Voided),
        "customer.subscription.created" or "customer.subscription.updated" or "customer.subscription.paused"
            or "customer.subscription.resumed" or "customer.subscription.trial_will_end"
            or "customer.subscription.pending_update_applied" or "customer.subscription.pending_update_expired" =>
            StripeObjects.Subscription(thing, deleted: false),
        "customer.subscription.deleted" => StripeObjects.Subscription(thing, deleted: true),
        "subscription_schedule.created" or "subscription_schedule.updated" or "subscription_schedule.canceled"
            or "subscription_schedule.released" or "subscription_schedule.completed"
            or "subscription_schedule.aborted" or "subscription_schedule.expiring" => StripeObjects.Schedule(thing),
        "charge.refunded" => StripeObjects.Refunded(thing),
        "refund.created" or "refund.updated" or "refund.failed" or "charge.refund.updated" =>
            StripeObjects.Refund(thing),
        "charge.dispute.created" or "charge.dispute.updated" or "charge.dispute.closed"
            or "charge.dispute.funds_withdrawn" or "charge.dispute.funds_reinstated" => StripeObjects.Dispute(thing),
        _ => new UnknownFact { ObjectId = thing["id"].OptionalId() ?? "", Metadata = StripeObjects.Metadata(thing) },
    };
}
