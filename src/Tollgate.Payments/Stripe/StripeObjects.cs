namespace Tollgate.Payments.Stripe;

/// <summary>
/// Stripe's objects as facts, in the shapes of its versions since 2020: newer ones moved the period of a subscription
/// to its items, and the price and the subscription of an invoice below <c>pricing</c> and <c>parent</c>.
/// </summary>
internal static class StripeObjects
{
    public static CheckoutFact Checkout(Node session, CheckoutStep step) => new()
    {
        ObjectId = session["id"].Id(),
        Step = step,
        Paid = session["payment_status"].Text() is "paid" or "no_payment_required",
        Total = session["amount_total"].IsMissing ? null : Money(session["amount_total"], session["currency"]),
        Reference = session["client_reference_id"].OptionalText(),
        Payment = session["payment_intent"].OptionalId(),
        Subscription = session["subscription"].OptionalId(),
        Invoice = session["invoice"].OptionalId(),
        Customer = session["customer"].OptionalId(),
        Metadata = Metadata(session),
    };

    /// <param name="invoice">The invoice.</param>
    /// <param name="outcome">What happened to it.</param>
    /// <param name="lines">Its lines, where they were asked for and are all there.</param>
    public static InvoiceFact Invoice(Node invoice, InvoiceOutcome outcome, IReadOnlyList<InvoiceLine>? lines = null)
    {
        var known = lines ?? [.. invoice["lines"]["data"].Elements().Select(Line)];
        var all = lines is not null || IsWhole(invoice["lines"]);
        var details = invoice["parent"]["subscription_details"];
        return new InvoiceFact
        {
            ObjectId = invoice["id"].Id(),
            Outcome = outcome,
            Lines = known,
            Complete = all && known.All(line => line.Metered is not null),
            Paid = Money(invoice["amount_paid"], invoice["currency"]),
            Due = Money(invoice["amount_due"], invoice["currency"]),
            Subscription = details["subscription"].OptionalId() ?? invoice["subscription"].OptionalId(),
            Reason = invoice["billing_reason"].OptionalText(),
            Customer = invoice["customer"].OptionalId(),
            Metadata = Metadata(details.IsObject ? details : invoice["subscription_details"]),
        };
    }

    /// <summary>A line: priced by a meter, or by usage, it is metered; without a price it was added by hand.</summary>
    public static InvoiceLine Line(Node line)
    {
        var newer = line["pricing"]["price_details"]["price"];
        var price = newer.IsMissing ? line["price"] : newer;
        var plan = line["plan"];
        if (price.IsMissing && plan.IsMissing) return new InvoiceLine(null, false);
        if (price.IsMissing) return new InvoiceLine(plan.Id(), IsMetered(plan));
        if (price.IsObject) return new InvoiceLine(price.Id(), IsMetered(price["recurring"]));
        return new InvoiceLine(price.Id(), plan.IsObject ? IsMetered(plan) : null);
    }

    public static SubscriptionFact Subscription(
        Node subscription, bool deleted, IReadOnlyList<Node>? items = null)
    {
        var all = items ?? [.. subscription["items"]["data"].Elements()];
        var read = all.Select(Item).ToList();
        // Items billed by usage may have a period of their own, as of a month within a year.
        var main = Math.Max(0, read.FindIndex(item => !item.Metered));
        var period = all.Count == 0 || all[main]["current_period_end"].IsMissing ? subscription : all[main];
        return new SubscriptionFact
        {
            ObjectId = subscription["id"].Id(),
            State = State(subscription["status"]),
            Deleted = deleted,
            Items = read,
            Complete = items is not null || IsWhole(subscription["items"]),
            CancelAt = subscription["cancel_at"].OptionalSecond(),
            CancelAtPeriodEnd = subscription["cancel_at_period_end"].Flag(),
            PeriodStart = period["current_period_start"].OptionalSecond(),
            PeriodEnd = period["current_period_end"].OptionalSecond(),
            TrialEnd = subscription["trial_end"].OptionalSecond(),
            EndedAt = subscription["ended_at"].OptionalSecond(),
            Customer = subscription["customer"].OptionalId(),
            Metadata = Metadata(subscription),
        };
    }

    public static ScheduleFact Schedule(Node schedule) => new()
    {
        ObjectId = schedule["id"].Id(),
        State = schedule["status"].Text(),
        Subscription = schedule["subscription"].OptionalId() ?? schedule["released_subscription"].OptionalId(),
        CancelsAtEnd = schedule["end_behavior"].OptionalText() == "cancel",
        Phases = [.. schedule["phases"].Elements().Select(phase => new SchedulePhase(
            phase["start_date"].Second(),
            phase["end_date"].OptionalSecond(),
            [.. phase["items"].Elements().Select(item => item["price"].OptionalId() ?? item["plan"].Id())]))],
        Customer = schedule["customer"].OptionalId(),
        Metadata = Metadata(schedule),
    };

    public static RefundFact Refunded(Node charge) => new()
    {
        ObjectId = charge["id"].Id(),
        Payment = charge["payment_intent"].OptionalId() ?? charge["id"].Id(),
        Refunded = Money(charge["amount_refunded"], charge["currency"]),
        Collected = Money(charge["amount_captured"], charge["currency"]).Amount,
        Customer = charge["customer"].OptionalId(),
        Metadata = Metadata(charge),
    };

    /// <summary>A single refund, which does not say what all of them come to.</summary>
    public static ProviderFact Refund(Node refund)
    {
        if (refund["charge"].OptionalId() is not { } charge) return new UnknownFact { ObjectId = refund["id"].Id() };
        return new RefundFact
        {
            ObjectId = charge,
            Payment = refund["payment_intent"].OptionalId() ?? charge,
            Complete = false,
        };
    }

    public static DisputeFact Dispute(Node dispute) => new()
    {
        ObjectId = dispute["id"].Id(),
        Payment = dispute["payment_intent"].OptionalId() ?? dispute["charge"].Id(),
        Amount = Money(dispute["amount"], dispute["currency"]),
        State = dispute["status"].Text() switch
        {
            "needs_response" or "under_review" => DisputeState.Open,
            "lost" => DisputeState.Lost,
            "won" => DisputeState.Won,
            // An early warning takes no money, nor does what was prevented.
            "warning_needs_response" or "warning_under_review" or "warning_closed" or "prevented" =>
                DisputeState.Inquiry,
            _ => throw dispute["status"].Missing("is none that is known"),
        },
        Metadata = Metadata(dispute),
    };

    public static CurrencyAmount Money(Node minor, Node currency)
    {
        var (count, code) = (minor.Integer(), currency.Text());
        if (StripeMoney.TryFromMinor(count, code, out var money)) return money;
        throw StripeMoney.TryFromMinor(0, code, out _) ? minor.Missing("is too much") : currency.Missing("is none");
    }

    public static IReadOnlyDictionary<string, string> Metadata(Node thing) => thing["metadata"].Texts(50, 500);

    static SubscriptionItem Item(Node item)
    {
        var price = item["price"].IsMissing ? item["plan"] : item["price"];
        var metered = IsMetered(price["recurring"]) || IsMetered(item["plan"]);
        return new SubscriptionItem(price.Id(), metered, metered ? null : item["quantity"].OptionalInteger() ?? 1);
    }

    static bool IsMetered(Node pricing) =>
        pricing["usage_type"].OptionalText() == "metered" || pricing["meter"].OptionalId() is not null;

    static bool IsWhole(Node list) => !list["has_more"].Flag();

    static SubscriptionState State(Node status) => status.Text() switch
    {
        "incomplete" => SubscriptionState.Incomplete,
        "incomplete_expired" => SubscriptionState.IncompleteExpired,
        "trialing" => SubscriptionState.Trialing,
        "active" => SubscriptionState.Active,
        "past_due" => SubscriptionState.PastDue,
        "unpaid" => SubscriptionState.Unpaid,
        "paused" => SubscriptionState.Paused,
        "canceled" => SubscriptionState.Canceled,
        _ => throw status.Missing("is none that is known"),
    };
}
