using System.Text.Json.Nodes;
using NodaTime;
using Tollgate.Payments;
using Tollgate.Payments.Stripe;
using Tollgate.Payments.Tests;
using Tollgate.Payments.Tests.StandIns;

namespace Tollgate.Server.Tests.Payments.Days;

/// <summary>Checkouts, refunds, disputes, invoices, subscriptions and schedules at Stripe.</summary>
sealed class StripeDay(int seed, DateTimeOffset start, StripeStandIn stripe) : Day(seed, start)
{
    static readonly string[] Prices = ["price_pro_monthly", "price_max", "price_mini"];

    readonly List<(string Customer, string Session, string Checkout)> opened = [];
    List<JsonObject>? happening;

    public override string Provider => "stripe";

    public override IEnumerable<string> Complaints => stripe.Complaints;

    public override IPaymentProvider New() => stripe.Provider();

    public override ValueTask DisposeAsync() => stripe.DisposeAsync();

    public override async Task SetUpAsync(TollgateClient admin, int customers)
    {
        foreach (var price in Prices) await admin.PutPlanAsync($"plan-{price}", Plan(Provider, price));
        Put(Payload.Of("stripe/price").Json, ("id", Prices[0]));
        Put(Payload.Of("stripe/price.metered").Json, ("id", "price_tokens"));
        for (var i = 0; i < customers; i++)
        {
            var customer = $"c{i}";
            await admin.PutCustomerAsync(customer, new CustomerRequest { Providers = new() { [Provider] = Cus(i) } });
            await admin.CreateSubscriptionAsync(customer, new SubscriptionRequest
            {
                Plan = $"plan-{Prices[0]}",
                Anchor = Start.AddDays(-3),
                Providers = new() { [Provider] = Sub(i) },
            });
            var session = await OpenAsync(admin, customer, "12.50", "USD");
            opened.Add((customer, session.Id, session.CheckoutUrl!.Split('/')[^1]));
            Customers.Add(customer);
        }
    }

    protected override void Sign(HttpRequestMessage request, byte[] body) => request.Headers.Add(
        StripeSignature.Header,
        StripeSignature.Sign(body, SystemClock.Instance.GetCurrentInstant(), "whsec_first"));

    protected override IEnumerable<List<Func<long, Telling>>> Lines()
    {
        for (var i = 0; i < opened.Count; i++)
        {
            yield return Money(i);
            yield return Invoices(i);
            yield return Subscription(i);
            yield return Schedule(i);
        }
    }

    static string Cus(int i) => $"cus_{i}";

    static string Sub(int i) => $"sub_{i}";

    // A checkout that is paid, at once or later, short, in other money, or not at all; then what comes back of it.
    List<Func<long, Telling>> Money(int i)
    {
        var (_, session, checkout) = opened[i];
        var (how, cents, currency) = (Random.Next(7), 1250L, "usd");
        if (how == 4) cents = 1249;
        if (how == 5) currency = "eur";
        var charge = Object("charge.refunded", ("id", $"ch_{i}"), ("payment_intent", $"pi_{i}"), ("customer", Cus(i)));
        (charge["amount_captured"], charge["amount_refunded"], charge["currency"]) = (cents, 0, currency);
        var intent = Payload.Of("stripe/payment_intent").Json.DeepClone().AsObject();
        (intent["id"], intent["latest_charge"]) = ($"pi_{i}", $"ch_{i}");
        (intent["amount_received"], intent["currency"]) = (cents, currency);
        var one = Object(
            "checkout.session.completed", ("id", checkout), ("client_reference_id", session),
            ("payment_intent", $"pi_{i}"), ("customer", Cus(i)));
        // What metadata claim is nobody's money.
        (one["metadata"]!["tollgate_session"], one["currency"], one["amount_total"]) = ("pay_c0_1", currency, cents);
        List<Func<long, Telling>> line = [];
        if (how == 0)
        {
            line.Add(Told("checkout.session.expired", one, () => Set(one, ("status", "expired"), ("payment_status",
                "unpaid"), ("payment_intent", null))));
            return line;
        }
        if (how is 1 or 2)
        {
            line.Add(Told("checkout.session.completed", one, () =>
            {
                Set(one, ("payment_status", "unpaid"));
                Put(Set(intent, ("status", "processing")));
            }));
        }
        line.Add(how switch
        {
            1 => Told("checkout.session.async_payment_failed", one,
                () => Put(Set(intent, ("status", "requires_payment_method")))),
            2 => Told("checkout.session.async_payment_succeeded", one, Paid),
            _ => Told("checkout.session.completed", one, Paid),
        });
        if (how is 1 or 4 or 5) return line;
        foreach (var back in (long[])[300, 450])
            if (Random.Next(2) == 0)
                line.Add(Told("charge.refunded", charge, () => Set(charge, ("amount_refunded", back))));
        if (Random.Next(2) == 0) return line;
        var dispute = Object("charge.dispute.created", ("id", $"dp_{i}"), ("payment_intent", $"pi_{i}"),
            ("amount", 500));
        line.Add(Told("charge.dispute.created", dispute, () => Set(dispute, ("status", "needs_response"))));
        if (Random.Next(3) > 0)
            line.Add(Told("charge.dispute.closed", dispute,
                () => Set(dispute, ("status", Random.Next(2) == 0 ? "won" : "lost"))));
        return line;

        void Paid()
        {
            Set(one, ("payment_status", "paid"));
            Put(Set(intent, ("status", "succeeded")));
            Put(charge);
        }
    }

    // Each for a plan, for use, or for both; some are paid after all.
    List<Func<long, Telling>> Invoices(int i)
    {
        List<Func<long, Telling>> line = [];
        for (var n = 0; n < 3; n++)
        {
            var invoice = Object("invoice.payment_failed", ("id", $"in_{i}_{n}"), ("customer", Cus(i)));
            invoice["parent"]!["subscription_details"]!["subscription"] = Sub(i);
            var lines = invoice["lines"]!["data"]!.AsArray();
            var what = Random.Next(3);
            if (what < 2) lines.RemoveAt(what);
            line.Add(Told("invoice.payment_failed", invoice, () => { }));
            if (Random.Next(3) == 0) continue;
            var (word, status) = Random.Next(4) == 0 ? ("invoice.voided", "void") : ("invoice.paid", "paid");
            line.Add(Told(word, invoice, () => Set(invoice, ("status", status))));
        }
        return line;
    }

    // Cancelled for later and not, on another plan, paused and not; some are deleted in the end.
    List<Func<long, Telling>> Subscription(int i)
    {
        List<Func<long, Telling>> line = [];
        var one = Object(
            "customer.subscription.updated", ("id", Sub(i)), ("customer", Cus(i)), ("cancel_at", null),
            ("cancel_at_period_end", false), ("canceled_at", null));
        Put(one);
        for (var n = Random.Next(2, 6); n > 0; n--)
        {
            var (what, days, price) = (Random.Next(5), Random.Next(5, 25), Prices[Random.Next(Prices.Length)]);
            line.Add(Told("customer.subscription.updated", one, () => Set(one, what switch
            {
                0 => ("cancel_at", Start.AddDays(days).ToUnixTimeSeconds()),
                1 => ("cancel_at", null),
                2 => ("status", "paused"),
                3 => ("status", "active"),
                _ => On(price),
            })));
        }
        if (Random.Next(4) == 0)
            line.Add(Told("customer.subscription.deleted", one, () => Set(
                one, ("status", "canceled"), ("ended_at", Start.AddHours(-1).ToUnixTimeSeconds()))));
        return line;

        (string, JsonNode?) On(string price)
        {
            var items = one["items"]!.DeepClone();
            var item = items["data"]![1]!;
            (item["price"]!["id"], item["plan"]!["id"]) = (price, price);
            return ("items", items);
        }
    }

    List<Func<long, Telling>> Schedule(int i)
    {
        List<Func<long, Telling>> line = [];
        if (Random.Next(2) == 0) return line;
        var one = Object("subscription_schedule.updated", ("id", $"sub_sched_{i}"), ("subscription", Sub(i)));
        var at = Start.AddDays(Random.Next(1, 20)).ToUnixTimeSeconds();
        var next = one["phases"]![1]!;
        (next["start_date"], next["items"]![0]!["price"]) = (at, Prices[Random.Next(1, 3)]);
        one["phases"]![0]!["end_date"] = at;
        line.Add(Told("subscription_schedule.updated", one, () => { }));
        if (Random.Next(3) == 0)
            line.Add(Told("subscription_schedule.canceled", one, () => Set(one, ("status", "canceled"))));
        return line;
    }

    static JsonObject Object(string name, params (string, JsonNode?)[] members) =>
        Set(Payload.Object($"stripe/{name}"), members);

    static JsonObject Set(JsonObject thing, params (string Name, JsonNode? Value)[] members)
    {
        foreach (var (name, value) in members) thing[name] = value;
        return thing;
    }

    // While something happens, what it makes true is kept aside until it is told.
    void Put(JsonObject thing, params (string, JsonNode?)[] members)
    {
        var copy = Set(thing.DeepClone().AsObject(), members);
        if (happening is null) stripe.Put(copy);
        else happening.Add(copy);
    }

    // The message shows the thing as it was when it happened.
    Func<long, Telling> Told(string type, JsonObject thing, Action change)
    {
        var name = $"evt_{Random.Next():x8}{Random.Next():x8}";
        return second =>
        {
            List<JsonObject> things = happening = [];
            change();
            Put(thing);
            happening = null;
            return new Telling(StripeSite.Message(name, type, thing, second), () => things.ForEach(stripe.Put));
        };
    }
}
