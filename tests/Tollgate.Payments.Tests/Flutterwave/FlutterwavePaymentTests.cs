namespace Tollgate.Payments.Tests.Flutterwave;

/// <summary>Payments, against a stand-in that takes what Flutterwave documents and nothing else.</summary>
public sealed class FlutterwavePaymentTests : IAsyncLifetime
{
    static readonly DateTimeOffset Now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    FlutterwaveStandIn flutterwave = null!;
    FlutterwaveProvider provider = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        flutterwave = await FlutterwaveStandIn.StartedAsync();
        provider = flutterwave.Provider(new ManualTime(Now));
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(flutterwave.Complaints);
        provider.Dispose();
        await flutterwave.DisposeAsync();
    }

    [Fact]
    public async Task A_payment_is_asked_for_by_the_session_with_an_exact_amount()
    {
        var checkout = await provider.CreateCheckoutAsync(Request("100000000.1", minutes: 90), Stop);
        Assert.Equal(
            new Checkout("ps_acme_7", new Uri("https://checkout.flutterwave.com/v3/hosted/pay/f524c1196ffda5556341")),
            checkout);
        Assert.Equal(
            "{'tx_ref':'ps_acme_7','amount':100000000.1,'currency':'NGN','redirect_url':'https://example.com/done',"
            + "'session_duration':90,'customer':{'email':'yemi@example.com'},'meta':{'tollgate_session':'ps_acme_7',"
            + "'tollgate_customer':'acme'},'customizations':{'title':'Credit'}}",
            Assert.Single(flutterwave.Requests).Body.Replace('"', '\''));
    }

    [Theory]
    [InlineData(-5, 1)]
    [InlineData(100_000, 1_440)]
    public async Task The_life_of_a_page_is_bounded(int minutes, int asked)
    {
        await provider.CreateCheckoutAsync(Request("1", minutes: minutes), Stop);
        Assert.Contains($"\"session_duration\":{asked},", Assert.Single(flutterwave.Requests).Body);
    }

    [Fact]
    public async Task A_plan_is_asked_for_beside_its_amount()
    {
        await provider.CreateCheckoutAsync(Request("900", price: "59622"), Stop);
        Assert.Contains("\"payment_plan\":\"59622\"", Assert.Single(flutterwave.Requests).Body);
    }

    [Theory]
    [InlineData("0.001", "NGN", "a@b.example", "amount_unchargeable")]
    [InlineData("0", "NGN", "a@b.example", "amount_unchargeable")]
    [InlineData("0.5", "UGX", "a@b.example", "amount_unchargeable")]
    [InlineData("1", "CREDITS", "a@b.example", "amount_unchargeable")]
    [InlineData("1", "NGN", null, "email_missing")]
    [InlineData(null, "NGN", "a@b.example", "amount_missing")]
    public async Task What_cannot_be_asked_for_is_not(string? amount, string currency, string? email, string code)
    {
        var refused = await Assert.ThrowsAsync<ProviderException>(
            () => provider.CreateCheckoutAsync(Request(amount, currency, email), Stop));
        Assert.Equal((ProviderFailure.Refused, code), (refused.Failure, refused.Code));
        Assert.Empty(flutterwave.Requests);
    }

    [Fact]
    public async Task Nobody_has_tried_yet_is_open()
    {
        var payment = await provider.FetchCheckoutAsync("ps_acme_7", Stop);
        Assert.Equal((ProviderPaymentStatus.Open, "ps_acme_7"), (payment.Status, payment.Session));
        Assert.Equal(ProviderPaymentStatus.Open, (await provider.CancelCheckoutAsync("ps_acme_7", Stop)).Status);
    }

    [Theory]
    [InlineData("successful", ProviderPaymentStatus.Succeeded, "100.5")]
    [InlineData("pending", ProviderPaymentStatus.Processing, null)]
    [InlineData("failed", ProviderPaymentStatus.Failed, null)]
    [InlineData("cancelled", ProviderPaymentStatus.Cancelled, null)]
    [InlineData("reversed", ProviderPaymentStatus.Refunded, "100.5")]
    public async Task A_payment_stands_where_its_transaction_stands(
        string status, ProviderPaymentStatus expected, string? collected)
    {
        Put(one => one["status"] = status);
        foreach (var payment in new[]
        {
            await provider.FetchCheckoutAsync("ps_acme_7", Stop), await provider.FetchPaymentAsync("285959875", Stop),
        })
        {
            Assert.Equal((expected, collected), (payment.Status, payment.Collected?.Amount.ToString()));
            Assert.Equal(("285959875", "ps_acme_7", "215604089"),
                (payment.Payment, payment.Session, payment.Customer));
        }
    }

    [Theory]
    [InlineData(true, 10)]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task What_was_given_back_is_the_sum_of_the_refunds_that_are_done(bool filters, int pageSize)
    {
        (flutterwave.Filters, flutterwave.PageSize) = (filters, pageSize);
        Put(_ => { });
        Refund(1, "40.25", "completed", 285_959_875);
        Refund(2, "10", "pending", 285_959_875);
        Refund(3, "0.1", "completed-mpgs", 285_959_875);
        Refund(4, "7", "failed", 285_959_875);
        Refund(5, "99", "completed", 999);
        var payment = await provider.FetchCheckoutAsync("ps_acme_7", Stop);
        Assert.Equal((ProviderPaymentStatus.Succeeded, "40.35"), (payment.Status, payment.Refunded.ToString()));
        Refund(6, "60.15", "completed", 285_959_875);
        Assert.Equal(ProviderPaymentStatus.Refunded, (await provider.FetchPaymentAsync("285959875", Stop)).Status);
    }

    [Fact]
    public async Task Refunds_and_subscriptions_are_asked_for_afresh()
    {
        Put(_ => { });
        Refund(1, "40.25", "completed", 285_959_875);
        var refund = Assert.IsType<RefundFact>(await RefreshAsync("flutterwave/refund.completed"));
        Assert.Equal((true, "40.25", "100.5"),
            (refund.Complete, refund.Refunded!.Value.Amount.ToString(), refund.Collected.ToString()));
        flutterwave.Subscriptions.Add(
            Payload.Of("flutterwave/subscriptions").Json["data"]![0]!.DeepClone().AsObject());
        var ended = Assert.IsType<SubscriptionFact>(await RefreshAsync("flutterwave/subscription.cancelled"));
        Assert.Equal(("4147", true, "247490"), (ended.ObjectId, ended.Complete, ended.Customer));
        var charge = Assert.IsType<CheckoutFact>(await RefreshAsync("flutterwave/charge.completed"));
        Assert.Equal((true, "acme"), (charge.Paid, charge.Metadata[CheckoutRequest.CustomerKey]));
    }

    [Fact]
    public async Task A_subscription_that_is_not_found_stays_incomplete()
    {
        var ended = Assert.IsType<SubscriptionFact>(await RefreshAsync("flutterwave/subscription.cancelled"));
        Assert.Equal(("", false), (ended.ObjectId, ended.Complete));
    }

    [Fact]
    public async Task A_transaction_of_a_list_is_the_event_that_its_message_is()
    {
        flutterwave.PageSize = 2;
        for (var i = 0; i < 3; i++) Put(one => one["id"] = 285_959_875L - flutterwave.Transactions.Count);
        var first = await provider.ListEventsAsync(Instant.FromUtc(2026, 11, 20, 23, 0), null, Stop);
        Assert.Equal(("2026-11-20", "2026-11-22"),
            (flutterwave.Requests.First().Param("from"), flutterwave.Requests.First().Param("to")));
        var second = await provider.ListEventsAsync(Instant.FromUtc(2026, 11, 20, 23, 0), first.Next, Stop);
        Assert.Equal((2, 1, null), (first.Events.Count, second.Events.Count, second.Next));
        var message = provider.ReadKept(Payload.Of("flutterwave/charge.completed").Bytes).Event!;
        var listed = first.Events[0];
        Assert.Equal((message.Id, message.Type, message.At), (listed.Id, listed.Type, listed.At));
    }

    [Theory]
    [InlineData(200, ProviderFailure.Refused)]
    [InlineData(400, ProviderFailure.Refused)]
    [InlineData(401, ProviderFailure.Misconfigured)]
    [InlineData(429, ProviderFailure.Unavailable)]
    [InlineData(502, ProviderFailure.Unavailable)]
    public async Task A_failure_says_what_to_do(int status, ProviderFailure failure)
    {
        flutterwave.Instead = _ => FlutterwaveStandIn.Error(status, $"Invalid key {StandIn.Key}");
        var failed = await Assert.ThrowsAsync<ProviderException>(() => provider.FetchCheckoutAsync("ps_1", Stop));
        Assert.Equal((failure, status is 429 or 502), (failed.Failure, failed.TryAgain));
        Assert.DoesNotContain("sk_test", failed.ToString());
    }

    [Theory]
    [InlineData("../customers")]
    [InlineData("")]
    public async Task An_id_is_never_a_path(string id)
    {
        var refused = await Assert.ThrowsAsync<ProviderException>(() => provider.FetchPaymentAsync(id, Stop));
        Assert.Equal("bad_id", refused.Code);
        Assert.Empty(flutterwave.Requests);
    }

    [Fact]
    public async Task Usage_is_not_billed() => Assert.Equal(UsageDelivery.Unsupported, await provider.ReportUsageAsync(
        new UsageReport("m", "1", Exact.Of(1), "use-1", Instant.FromUtc(2026, 11, 21, 0, 0)), Stop));

    async Task<ProviderFact> RefreshAsync(string name) =>
        (await provider.RefreshAsync(provider.ReadKept(Payload.Of(name).Bytes).Event!, Stop)).Fact;

    void Put(Action<JsonObject> change)
    {
        var one = Payload.Of("flutterwave/verify").Json["data"]!.DeepClone().AsObject();
        change(one);
        flutterwave.Transactions.Add(one);
    }

    void Refund(long id, string amount, string status, long payment)
    {
        var one = Payload.Of("flutterwave/refunds").Json["data"]![0]!.DeepClone().AsObject();
        one["id"] = id;
        one["amount_refunded"] = JsonNode.Parse(amount);
        one["status"] = status;
        one["tx_id"] = payment;
        flutterwave.Refunds.Add(one);
    }

    static CheckoutRequest Request(
        string? amount, string currency = "NGN", string? email = "yemi@example.com", string? price = null,
        int? minutes = null) => new()
        {
            Session = "ps_acme_7",
            Customer = "acme",
            Amount = amount is not null && Amount.TryParse(amount, out var value)
                ? new CurrencyAmount(value, Currency.Parse(currency))
                : null,
            Price = price,
            Description = "Credit",
            SuccessUrl = new Uri("https://example.com/done"),
            CancelUrl = new Uri("https://example.com/back"),
            Email = email,
            ExpiresAt = minutes is { } life
                ? Instant.FromDateTimeOffset(Now) + Duration.FromMinutes(life)
                : null,
        };
}
