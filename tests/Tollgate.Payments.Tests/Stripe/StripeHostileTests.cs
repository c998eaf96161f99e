namespace Tollgate.Payments.Tests.Stripe;

/// <summary>Messages that are signed and still no good: each gets a clear answer, and none an exception.</summary>
public sealed class StripeHostileTests
{
    static readonly Instant Now = Instant.FromUnixTimeSeconds(1_782_000_000);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{/* */}")]
    [InlineData("\ufeff{}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{\"a\":\"\t\"}")]
    public void What_is_no_object_is_not_json(string body) =>
        Assert.Equal(WebhookVerdict.NotJson, Read(Encoding.UTF8.GetBytes(body)).Verdict);

    [Fact]
    public void Bytes_that_are_no_text_and_depths_without_end_are_not_json()
    {
        Assert.Equal(WebhookVerdict.NotJson, Read([.. "{\""u8, 0xff, .. "\":1}"u8]).Verdict);
        var deep = Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 10_000) + new string(']', 10_000) + "}");
        Assert.Equal(WebhookVerdict.NotJson, Read(deep).Verdict);
    }

    [Fact]
    public void A_message_cut_short_anywhere_is_not_json()
    {
        var whole = Payload.Of("stripe/checkout.session.completed").Bytes;
        for (var length = 0; length < whole.Length; length += 7)
            Assert.Equal(WebhookVerdict.NotJson, Read(whole[..length]).Verdict);
    }

    [Theory]
    [InlineData("id", "id")]
    [InlineData("type", "type")]
    [InlineData("created", "created")]
    public void An_envelope_that_lacks_something_is_kept_by_no_name(string path, string named)
    {
        var reading = Read(Payload.Of("stripe/checkout.session.completed").Without(path).Bytes);
        Assert.Equal((WebhookVerdict.Malformed, null), (reading.Verdict, reading.Event));
        Assert.StartsWith(named + " ", reading.Problem);
    }

    public static TheoryData<string, string, string?> Broken => new()
    {
        { "checkout.session.completed", "id", null },
        { "checkout.session.completed", "id", "7.5" },
        { "checkout.session.completed", "id", "[]" },
        { "checkout.session.completed", "id", "\"a b\"" },
        { "checkout.session.completed", "payment_status", null },
        { "checkout.session.completed", "amount_total", "1e3" },
        { "checkout.session.completed", "amount_total", "12.5" },
        { "checkout.session.completed", "amount_total", "\"1250\"" },
        { "checkout.session.completed", "amount_total", "9223372036854775808" },
        { "checkout.session.completed", "amount_total", "1000000000000" },
        { "checkout.session.completed", "currency", null },
        { "checkout.session.completed", "currency", "\"dollars\"" },
        { "checkout.session.completed", "currency", "\"\\ud800\"" },
        { "checkout.session.completed", "payment_intent", "{}" },
        { "checkout.session.completed", "metadata", "{\"a\":\"\\ud800\"}" },
        { "invoice.paid", "amount_paid", null },
        { "invoice.paid", "lines.data", "{}" },
        { "invoice.paid", "lines.has_more", "\"no\"" },
        { "customer.subscription.updated", "status", "\"frozen\"" },
        { "customer.subscription.updated", "cancel_at", "1e9" },
        { "customer.subscription.updated", "cancel_at", "-1" },
        { "customer.subscription.updated", "cancel_at", "253402300800" },
        { "subscription_schedule.updated", "phases", "[{}]" },
        { "charge.refunded", "amount_refunded", null },
        { "charge.dispute.created", "status", "7" },
        { "charge.dispute.created", "charge", "true" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void An_object_that_lacks_something_is_malformed_and_says_what(string name, string field, string? value)
    {
        var payload = Payload.Of("stripe/" + name);
        if (field == "charge") payload.With("data.object.payment_intent", null);
        var marked = payload.With("data.object." + field, "@@").Bytes;
        var body = Encoding.UTF8.GetString(marked).Replace("\"@@\"", value ?? "null");
        var reading = Read(Encoding.UTF8.GetBytes(body));
        Assert.Equal(WebhookVerdict.Malformed, reading.Verdict);
        Assert.StartsWith($"data.object.{Named(field)} ", reading.Problem);
        Assert.Equal("evt_1SVx2bLkdIwHu7ix8Q0pQv1Z", reading.Event!.Id);
        Assert.Equal(reading.Problem, Assert.IsType<UnknownFact>(reading.Event.Fact).Problem);
    }

    [Fact]
    public void Of_a_member_that_is_there_twice_the_last_counts_as_it_does_for_stripes_own_library()
    {
        var body = Encoding.UTF8.GetString(Payload.Of("stripe/checkout.session.completed").Bytes)
            .Replace("\"amount_total\":1250", "\"amount_total\":1,\"amount_total\":1250");
        var fact = Assert.IsType<CheckoutFact>(Read(Encoding.UTF8.GetBytes(body)).Event!.Fact);
        Assert.Equal(12_500_000, fact.Total!.Value.Amount.Micros);
    }

    [Fact]
    public void Metadata_are_bounded()
    {
        var many = new JsonObject();
        for (var i = 0; i < 1_000; i++) many[$"key{i}"] = new string('x', 5_000);
        var reading = Read(Payload.Of("stripe/checkout.session.completed").With("data.object.metadata", many).Bytes);
        var metadata = reading.Event!.Fact.Metadata;
        Assert.Equal((50, 500), (metadata.Count, metadata.Max(one => one.Value.Length)));
    }

    [Fact]
    public void Nothing_is_parsed_before_the_signature_is_right()
    {
        using var stripe = Provider();
        var body = "no json"u8.ToArray();
        WebhookVerdict Judge(string header) =>
            stripe.ReadWebhook(new WebhookMessage(body, _ => header), Now).Verdict;
        Assert.Equal(WebhookVerdict.BadSignature, Judge(StripeSignature.Sign(body, Now, "whsec_other")));
        var late = Now - Duration.FromMinutes(6);
        Assert.Equal(WebhookVerdict.OutOfTime, Judge(StripeSignature.Sign(body, late, "whsec_1")));
        Assert.Equal(WebhookVerdict.NotJson, Judge(StripeSignature.Sign(body, Now, "whsec_1")));
    }

    static string Named(string field) => field switch
    {
        "payment_intent" => "payment_intent.id",
        "phases" => "phases[0].start_date",
        _ => field,
    };

    static StripeProvider Provider() => new(new StripeOptions { SecretKey = "sk", WebhookSecrets = ["whsec_1"] });

    static WebhookReading Read(byte[] body)
    {
        using var stripe = Provider();
        var header = StripeSignature.Sign(body, Now, "whsec_1");
        return stripe.ReadWebhook(
            new WebhookMessage(body, name => name == "Stripe-Signature" ? header : null), Now);
    }
}
