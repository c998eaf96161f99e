using Tollgate.Payments.Json;

namespace Tollgate.Payments.Tests;

/// <summary>Documented messages and answers with some bytes changed: none is an exception of a parser.</summary>
public sealed class MutilatedMessageTests
{
    static readonly string[] Pieces =
    [
        "null", "\"\"", "-1", "1e3", "1e999", "99999999999999999999", "0.1", "true", "{}", "[]", "[null]", "{\"id\":7}",
        "\"\\ud800\"", "\"\\u0000\"", "\"\\ud800\":1,", "{\"\\ud800x\":1}", "\\", "\"", ",", ":", "}", "]", "\u00e9",
    ];

    [Theory]
    [InlineData("stripe")]
    [InlineData("flutterwave")]
    public void Whatever_is_done_to_a_message_it_is_read_or_refused(string name)
    {
        using var stripe = new StripeProvider(new StripeOptions { SecretKey = "sk" });
        using var flutterwave = new FlutterwaveProvider(new FlutterwaveOptions { SecretKey = "sk" });
        IPaymentProvider provider = name == "stripe" ? stripe : flutterwave;
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var messages = Payload.Names(name).Select(file => Payload.Of(file).Bytes).ToArray();
        var verdicts = new HashSet<WebhookVerdict>();
        for (var round = 0; round < 20_000; round++)
        {
            var body = Mutilated(messages[random.Next(messages.Length)], random);
            try
            {
                var reading = provider.ReadKept(body);
                verdicts.Add(reading.Verdict);
                Assert.Equal(reading.Verdict == WebhookVerdict.Read, reading.Problem is null);
            }
            catch (Exception broken)
            {
                Assert.Fail($"seed {seed}, round {round}: {Encoding.UTF8.GetString(body)}\n{broken}");
            }
        }
        Assert.Equal([WebhookVerdict.Read, WebhookVerdict.NotJson, WebhookVerdict.Malformed], verdicts.Order());
    }

    [Fact]
    public void Whatever_is_done_to_an_answer_it_is_read_or_unreadable()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var session = Encoding.UTF8.GetBytes(Payload.Object("stripe/checkout.session.completed").ToJsonString());
        var (intent, charge) = (Payload.Of("stripe/payment_intent").Bytes,
            Encoding.UTF8.GetBytes(Payload.Object("stripe/charge.refunded").ToJsonString()));
        var (verify, refunds, subscriptions) = (Payload.Of("flutterwave/verify").Bytes,
            Payload.Of("flutterwave/refunds").Bytes, Payload.Of("flutterwave/subscriptions").Bytes);
        var (read, unreadable) = (0, 0);
        for (var round = 0; round < 5_000; round++)
        {
            Try(session, node => StripeApi.Read(node, one => StripePayments.OfCheckout(one)));
            Try(session, node => StripeApi.Read(node, StripeCheckout.Read));
            Try(intent, node => StripeApi.Read(node, StripePayments.OfIntent));
            Try(charge, node => StripeApi.Read(node, StripePayments.OfCharge));
            Try(verify, node => FlutterwaveApi.Read(
                node, one => FlutterwaveObjects.Payment(one["data"], Amount.Zero)));
            Try(refunds, node => FlutterwaveApi.Read(
                node, one => FlutterwaveAnswers.RefundsOf(one, "285959875", Amount.Zero)));
            Try(refunds, node => FlutterwaveApi.Read(node, one => FlutterwaveAnswers.HasMore(one, 1)));
            Try(subscriptions, node => FlutterwaveApi.Read(node, FlutterwaveAnswers.Newest));
        }
        Assert.True(read > 1_000 && unreadable > 1_000, $"{read} {unreadable}");

        void Try(byte[] whole, Action<Node> use)
        {
            var body = Mutilated(whole, random);
            if (!Node.TryRead(body, out var node)) return;
            try
            {
                use(node);
                read++;
            }
            catch (ProviderException broken)
            {
                Assert.Equal(ProviderFailure.Unreadable, broken.Failure);
                unreadable++;
            }
            catch (Exception broken)
            {
                Assert.Fail($"seed {seed}: {Encoding.UTF8.GetString(body)}\n{broken}");
            }
        }
    }

    [Fact]
    public void A_name_that_is_no_text_is_passed_over()
    {
        using var stripe = new StripeProvider(new StripeOptions { SecretKey = "sk" });
        var body = Encoding.UTF8.GetString(Payload.Of("stripe/charge.refunded").Bytes)
            .Replace("\"refunded\":false", "\"\\ud800\":1,\"\\ud800x\":{}")
            .Replace("\"type\":\"charge", "\"\\udc00\":1,\"type\":\"charge");
        var fact = Assert.IsType<RefundFact>(stripe.ReadKept(Encoding.UTF8.GetBytes(body)).Event!.Fact);
        Assert.Equal(("ch_3SVx1kLkdIwHu7ix0zXy8WvU", "acme"),
            (fact.ObjectId, fact.Metadata[CheckoutRequest.CustomerKey]));
        Assert.Equal(4, body.Split("\\ud").Length);
    }

    static byte[] Mutilated(byte[] body, Random random)
    {
        var text = body.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(text.Count);
            switch (random.Next(4))
            {
                case 0:
                    text[at] = (byte)random.Next(256);
                    break;
                case 1:
                    text.RemoveRange(at, Math.Min(random.Next(1, 20), text.Count - at - 1));
                    break;
                case 2:
                    text.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
                default:
                    Replace(text, at, Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }
        return [.. text];
    }

    // A whole value, so that what comes out is often JSON still.
    static void Replace(List<byte> text, int at, string piece)
    {
        var colon = text.IndexOf((byte)':', at);
        if (colon < 0) return;
        var end = text.FindIndex(colon, one => one is (byte)',' or (byte)'}' or (byte)']');
        if (end < 0) return;
        text.RemoveRange(colon + 1, end - colon - 1);
        text.InsertRange(colon + 1, Encoding.UTF8.GetBytes(piece));
    }
}
