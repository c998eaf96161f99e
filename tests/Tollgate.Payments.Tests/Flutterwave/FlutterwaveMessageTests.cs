namespace Tollgate.Payments.Tests.Flutterwave;

/// <summary>Flutterwave's messages: who sent them, and what they say.</summary>
public sealed class FlutterwaveMessageTests
{
    static readonly byte[] Body = Payload.Of("flutterwave/charge.completed").Bytes;
    static readonly string Signature = FlutterwaveSignature.Sign(Body, "secret-hash");

    public static TheoryData<string?, string?, string?, bool> Headers => new()
    {
        { "secret-hash", null, "secret-hash", true },
        { null, Signature, "secret-hash", true },
        { "", Signature, "secret-hash", true },
        { "secret-hash", Signature, "secret-hash", true },
        { null, null, "secret-hash", false },
        { "", "", "secret-hash", false },
        { "secret-hasH", null, "secret-hash", false },
        { "secret-hash ", null, "secret-hash", false },
        { "secret-has", null, "secret-hash", false },
        { "secret-hash", "AAAA", "secret-hash", false },
        { "other", Signature, "secret-hash", false },
        { null, Signature, "other", false },
        { null, Signature[..^1], "secret-hash", false },
        { new string('x', 2_000), null, new string('x', 2_000), false },
        { "", "", "", false },
        { null, null, null, false },
        { "secret-hash", null, null, false },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void The_secret_or_a_signature_by_it_is_believed_and_both_have_to_be_right(
        string? hash, string? signature, string? secret, bool believed) =>
        Assert.Equal(believed, FlutterwaveSignature.Verify(Body, hash, signature, secret));

    [Fact]
    public void A_signature_is_of_the_raw_bytes()
    {
        // printf '{"a":1}' | openssl dgst -sha256 -hmac key -binary | base64
        Assert.Equal("iKZ/JLvNrtDmyZdAS7eadDuvRMa6svTCcyjjAJ0i40I=", FlutterwaveSignature.Sign("{\"a\":1}"u8, "key"));
        Assert.False(FlutterwaveSignature.Verify([.. Body, (byte)' '], null, Signature, "secret-hash"));
    }

    [Fact]
    public void A_message_is_read_only_once_it_is_believed()
    {
        using var provider = Provider();
        var now = Instant.FromUtc(2026, 11, 21, 0, 0);
        WebhookVerdict Read(byte[] body, string hash) => provider.ReadWebhook(
            new WebhookMessage(body, name => name == "verif-hash" ? hash : null), now).Verdict;
        Assert.Equal(WebhookVerdict.Read, Read(Body, "secret-hash"));
        Assert.Equal(WebhookVerdict.BadSignature, Read("no json"u8.ToArray(), "other"));
        Assert.Equal(WebhookVerdict.NotJson, Read("no json"u8.ToArray(), "secret-hash"));
        Assert.Equal(WebhookVerdict.NotJson, Read(Body[..^5], "secret-hash"));
    }

    [Theory]
    [InlineData("successful", CheckoutStep.Completed, true)]
    [InlineData("pending", CheckoutStep.Completed, false)]
    [InlineData("failed", CheckoutStep.AsyncFailed, false)]
    public void A_charge_is_a_checkout_by_its_reference(string status, CheckoutStep step, bool paid)
    {
        var told = Read(Payload.Of("flutterwave/charge.completed").With("data.status", status));
        Assert.Equal(($"charge.completed:285959875:{status}", Instant.FromUtc(2026, 11, 20, 19, 17, 4)),
            (told.Id, told.At));
        var fact = Assert.IsType<CheckoutFact>(told.Fact);
        Assert.Equal((step, paid, "ps_acme_7", "285959875"), (fact.Step, fact.Paid, fact.ObjectId, fact.Payment));
        Assert.Equal(("ps_acme_7", "acme", "215604089"),
            (fact.Session, fact.Metadata[CheckoutRequest.CustomerKey], fact.Customer));
        Assert.Equal("100.5", fact.Total!.Value.Amount.ToString());
    }

    [Theory]
    [InlineData("100", "100")]
    [InlineData("0.1", "0.1")]
    [InlineData("100000000.123456", "100000000.123456")]
    [InlineData("8007199254740.993", "8007199254740.993")]
    [InlineData("\"12.50\"", "12.5")]
    public void An_amount_is_read_exactly_as_it_is_written(string written, string amount) =>
        Assert.Equal(amount, Assert.IsType<CheckoutFact>(Amounts(written).Event!.Fact).Total!.Value.Amount.ToString());

    [Theory]
    [InlineData("1e3")]
    [InlineData("1E+2")]
    [InlineData("0.1234567")]
    [InlineData("10000000000000000000000")]
    [InlineData("\"12,50\"")]
    [InlineData("true")]
    [InlineData("null")]
    public void An_amount_that_is_none_is_malformed(string written)
    {
        var reading = Amounts(written);
        Assert.Equal(WebhookVerdict.Malformed, reading.Verdict);
        Assert.StartsWith("data.amount ", reading.Problem);
        Assert.Equal("charge.completed:285959875:successful", reading.Event!.Id);
    }

    [Theory]
    [InlineData("data.tx_ref", "data.tx_ref")]
    [InlineData("data.status", "data.status")]
    [InlineData("data.currency", "data.currency")]
    [InlineData("event", "event")]
    [InlineData("data", "data.status")]
    public void What_lacks_something_is_malformed_and_says_what(string path, string named)
    {
        using var provider = Provider();
        var reading = provider.ReadKept(Payload.Of("flutterwave/charge.completed").Without(path).Bytes);
        Assert.Equal(WebhookVerdict.Malformed, reading.Verdict);
        Assert.StartsWith(named + " ", reading.Problem);
    }

    [Fact]
    public void A_transfer_says_whether_it_arrived()
    {
        var fact = Assert.IsType<TransferFact>(Read(Payload.Of("flutterwave/transfer.completed")).Fact);
        Assert.Equal((true, "wd_acme_9", "33286", "30020"),
            (fact.Arrived, fact.Reference, fact.ObjectId, fact.Amount.Amount.ToString()));
        var failed = Payload.Of("flutterwave/transfer.completed").With("data.status", "FAILED");
        Assert.False(Assert.IsType<TransferFact>(Read(failed).Fact).Arrived);
    }

    [Fact]
    public void A_cancelled_subscription_names_a_plan_and_shows_no_email()
    {
        var told = Read(Payload.Of("flutterwave/subscription.cancelled"));
        var fact = Assert.IsType<SubscriptionFact>(told.Fact);
        Assert.Equal((SubscriptionState.Canceled, true, false, "59622"),
            (fact.State, fact.Deleted, fact.Complete, fact.Items.Single().Price));
        Assert.DoesNotContain("example", told.ToString());
        var other = Payload.Of("flutterwave/subscription.cancelled").With("data.customer.email", "b@example.com");
        Assert.NotEqual(told.Id, Read(other).Id);
    }

    [Fact]
    public void A_refund_names_its_payment_and_is_to_be_asked_for()
    {
        var fact = Assert.IsType<RefundFact>(Read(Payload.Of("flutterwave/refund.completed")).Fact);
        Assert.Equal(("285959875", false), (fact.Payment, fact.Complete));
    }

    [Fact]
    public void A_type_that_is_not_known_is_no_fault() => Assert.IsType<UnknownFact>(
        Read(Payload.Of("flutterwave/charge.completed").With("event", "singlebillpayment.status")).Fact);

    static WebhookReading Amounts(string written)
    {
        using var provider = Provider();
        var body = Encoding.UTF8.GetString(Payload.Of("flutterwave/charge.completed").With("data.amount", "@@").Bytes);
        return provider.ReadKept(Encoding.UTF8.GetBytes(body.Replace("\"@@\"", written)));
    }

    static ProviderEvent Read(Payload payload)
    {
        using var provider = Provider();
        var reading = provider.ReadKept(payload.Bytes);
        Assert.Equal((WebhookVerdict.Read, null), (reading.Verdict, reading.Problem));
        return reading.Event!;
    }

    static FlutterwaveProvider Provider() =>
        new(new FlutterwaveOptions { SecretKey = "sk", WebhookSecret = "secret-hash" });
}
