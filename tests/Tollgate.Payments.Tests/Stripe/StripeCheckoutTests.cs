namespace Tollgate.Payments.Tests.Stripe;

/// <summary>Checkouts, against a stand-in that takes what Stripe documents and nothing else.</summary>
public sealed class StripeCheckoutTests : IAsyncLifetime
{
    StripeStandIn stripe = null!;
    StripeProvider provider = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        stripe = await StripeStandIn.StartedAsync();
        provider = stripe.Provider();
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(stripe.Complaints);
        provider.Dispose();
        await stripe.DisposeAsync();
    }

    [Fact]
    public async Task An_amount_is_asked_for_with_session_and_customer_in_its_metadata()
    {
        var checkout = await provider.CreateCheckoutAsync(TopUp(), Stop);
        Assert.Equal("https://checkout.stripe.com/c/pay/" + checkout.Id, checkout.Url.AbsoluteUri);
        var asked = Assert.Single(stripe.Requests);
        Assert.Equal("ps_acme_7", asked.Header("Idempotency-Key"));
        Assert.Equal(
            [
                "mode=payment", "client_reference_id=ps_acme_7", "success_url=https://example.com/done?a=1&b=2",
                "cancel_url=https://example.com/back", "customer_email=jenny@example.com", "expires_at=1782000000",
                "adaptive_pricing[enabled]=false", "metadata[tollgate_session]=ps_acme_7",
                "metadata[tollgate_customer]=acme", "line_items[0][quantity]=1",
                "line_items[0][price_data][currency]=usd", "line_items[0][price_data][unit_amount]=1250",
                "line_items[0][price_data][product_data][name]=Credit & more: 50 %",
                "payment_intent_data[metadata][tollgate_session]=ps_acme_7",
                "payment_intent_data[metadata][tollgate_customer]=acme",
            ],
            StripeRequests.Fields(asked));
    }

    [Fact]
    public async Task A_plan_is_asked_for_by_its_price_and_passes_its_metadata_on_to_the_subscription()
    {
        await provider.CreateCheckoutAsync(Plan(), Stop);
        var fields = StripeRequests.Fields(Assert.Single(stripe.Requests));
        Assert.Contains("mode=subscription", fields);
        Assert.Contains("line_items[0][price]=price_pro", fields);
        Assert.Contains("line_items[0][quantity]=5", fields);
        Assert.Contains("customer=cus_1", fields);
        Assert.Contains("subscription_data[metadata][tollgate_session]=ps_acme_8", fields);
        Assert.DoesNotContain(fields, field => field.StartsWith("customer_email", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_key_gives_the_same_checkout_and_with_another_request_nothing()
    {
        var first = await provider.CreateCheckoutAsync(TopUp(), Stop);
        Assert.Equal(first, await provider.CreateCheckoutAsync(TopUp(), Stop));
        var other = TopUp("13");
        var refused = await Assert.ThrowsAsync<ProviderException>(() => provider.CreateCheckoutAsync(other, Stop));
        Assert.Equal((ProviderFailure.Refused, "idempotency_error", false),
            (refused.Failure, refused.Code, refused.TryAgain));
    }

    [Theory]
    [InlineData("0", "USD")]
    [InlineData("0.5", "JPY")]
    [InlineData("5.124", "KWD")]
    [InlineData("1", "CREDITS")]
    public async Task What_cannot_be_charged_exactly_is_not_even_asked_for(string amount, string currency)
    {
        var refused = await Assert.ThrowsAsync<ProviderException>(
            () => provider.CreateCheckoutAsync(TopUp(amount, currency), Stop));
        Assert.Equal((ProviderFailure.Refused, "amount_unchargeable"), (refused.Failure, refused.Code));
        Assert.Empty(stripe.Requests);
    }

    [Fact]
    public async Task Neither_amount_nor_price_is_no_checkout()
    {
        var refused = await Assert.ThrowsAsync<ProviderException>(
            () => provider.CreateCheckoutAsync(TopUp(amount: null), Stop));
        Assert.Equal("amount_missing", refused.Code);
    }

    [Fact]
    public async Task An_open_one_is_open_and_once_cancelled_is_expired()
    {
        var checkout = await provider.CreateCheckoutAsync(TopUp(), Stop);
        var open = await provider.FetchCheckoutAsync(checkout.Id, Stop);
        Assert.Equal((ProviderPaymentStatus.Open, null, "ps_acme_7"), (open.Status, open.Collected, open.Session));
        for (var time = 0; time < 2; time++)
        {
            var closed = await provider.CancelCheckoutAsync(checkout.Id, Stop);
            Assert.Equal((ProviderPaymentStatus.Expired, checkout.Id), (closed.Status, closed.Checkout));
        }
    }

    [Fact]
    public async Task One_that_was_paid_before_it_could_be_cancelled_is_paid()
    {
        stripe.Put(Payload.Object("stripe/checkout.session.completed"));
        stripe.Put(Payload.Of("stripe/payment_intent").Json);
        var id = (string)Payload.Object("stripe/checkout.session.completed")["id"]!;
        var paid = await provider.CancelCheckoutAsync(id, Stop);
        Assert.Equal(
            (ProviderPaymentStatus.Succeeded, 12_500_000L), (paid.Status, paid.Collected!.Value.Amount.Micros));
    }

    static CheckoutRequest TopUp(string? amount = "12.5", string currency = "USD") =>
        StripeRequests.TopUp(amount, currency);

    static CheckoutRequest Plan() => new()
    {
        Session = "ps_acme_8",
        Customer = "acme",
        Price = "price_pro",
        Quantity = 5,
        Description = "Pro",
        SuccessUrl = new Uri("https://example.com/done"),
        CancelUrl = new Uri("https://example.com/back"),
        ProviderCustomer = "cus_1",
        Email = "jenny@example.com",
    };
}
