using Tollgate.Payments;
using Tollgate.Payments.Tests;
using Tollgate.Payments.Tests.StandIns;

namespace Tollgate.Server.Tests.Payments.Days;

/// <summary>
/// Charges that fail and succeed, short and in other money, refunds and cancellations at Flutterwave.
/// </summary>
sealed class FlutterwaveDay(int seed, DateTimeOffset start, FlutterwaveStandIn flutterwave)
    : Day(seed, start)
{
    readonly List<(string Customer, string Session)> opened = [];

    public override string Provider => "flutterwave";

    public override IEnumerable<string> Complaints => flutterwave.Complaints;

    public override IPaymentProvider New() => flutterwave.Provider();

    public override ValueTask DisposeAsync() => flutterwave.DisposeAsync();

    public override async Task SetUpAsync(TollgateClient admin, int customers)
    {
        await admin.PutPlanAsync("plan", Plan(Provider, "59622"));
        for (var i = 0; i < customers; i++)
        {
            var customer = $"c{i}";
            await admin.PutCustomerAsync(customer, new CustomerRequest { Email = $"c{i}@x.test" });
            await admin.CreateSubscriptionAsync(customer, new SubscriptionRequest
            {
                Plan = "plan",
                Anchor = Start.AddDays(-3),
                Providers = new() { [Provider] = $"{4000 + i}" },
            });
            opened.Add((customer, (await OpenAsync(admin, customer, "100.50", "NGN")).Id));
            Customers.Add(customer);
        }
    }

    protected override void Sign(HttpRequestMessage request, byte[] body) =>
        request.Headers.Add("verif-hash", FlutterwaveStandIn.Secret);

    protected override IEnumerable<List<Func<long, Telling>>> Lines()
    {
        for (var i = 0; i < opened.Count; i++)
        {
            yield return Money(i);
            yield return Subscription(i);
        }
    }

    List<Func<long, Telling>> Money(int i)
    {
        List<Func<long, Telling>> line = [];
        var (how, number) = (Random.Next(6), 1_000L + (10 * i));
        if (how < 2) line.Add(Charged(i, number, "failed", 100.5m, "NGN"));
        if (how == 1) return line;
        if (how == 2) line.Add(Charged(i, number + 1, "pending", 100.5m, "NGN"));
        line.Add(Charged(
            i, number + 1, "successful", how == 3 ? 100.49m : how == 5 ? 120 : 100.5m, how == 4 ? "GHS" : "NGN"));
        if (how is 3 or 4) return line;
        for (var n = 0; n < 2; n++)
            if (Random.Next(2) == 0) line.Add(Refunded(number + 1, number + n, 20.25m));
        return line;
    }

    Func<long, Telling> Charged(int i, long number, string status, decimal amount, string currency) => second =>
    {
        var message = Payload.Of("flutterwave/charge.completed");
        var one = message.Json["data"]!.AsObject();
        (one["id"], one["tx_ref"], one["status"]) = (number, opened[i].Session, status);
        (one["amount"], one["currency"], one["created_at"]) = (amount, currency, Time(second));
        // What metadata claim is nobody's money.
        message.Json["meta_data"]!["tollgate_session"] = "pay_c0_1";
        var truth = one.DeepClone().AsObject();
        return Told(message, () =>
        {
            flutterwave.Transactions.RemoveAll(other => (long)other["id"]! == number);
            flutterwave.Transactions.Insert(0, truth);
        });
    };

    Func<long, Telling> Refunded(long payment, long number, decimal amount) => second =>
    {
        var message = Payload.Of("flutterwave/refund.completed");
        var one = message.Json["data"]!.AsObject();
        (one["id"], one["tx_id"], one["amount_refunded"]) = (number, payment, amount);
        one["created_at"] = Time(second);
        var truth = one.DeepClone().AsObject();
        return Told(message, () => flutterwave.Refunds.Add(truth));
    };

    // A message that names plan and e-mail, and no subscription.
    List<Func<long, Telling>> Subscription(int i)
    {
        if (Random.Next(2) == 0) return [];
        return
        [
            _ =>
            {
                var message = Payload.Of("flutterwave/subscription.cancelled");
                message.Json["data"]!["customer"]!["email"] = $"c{i}@x.test";
                var truth = Payload.Of("flutterwave/subscriptions").Json["data"]![0]!.DeepClone().AsObject();
                truth["id"] = 4000L + i;
                truth["customer"]!["customer_email"] = $"c{i}@x.test";
                return Told(message, () => flutterwave.Subscriptions.Add(truth));
            },
        ];
    }

    Telling Told(Payload message, Action happen) => new(message.Json, () =>
    {
        lock (flutterwave.Turn) happen();
    });

    static string Time(long second) =>
        DateTimeOffset.FromUnixTimeSeconds(second).ToString("yyyy-MM-ddTHH:mm:ss.000Z", null);
}
