namespace Tollgate.Payments.Tests.Stripe;

/// <summary>How payments stand, from sessions, intents and charges as they are put into the stand-in.</summary>
public sealed class StripePaymentTests : IAsyncLifetime
{
    const string Intent = "pi_3SVx1kLkdIwHu7ix0fFq9d2N";

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

    [Theory]
    [InlineData("open", "unpaid", "requires_payment_method", ProviderPaymentStatus.Open)]
    [InlineData("open", "unpaid", "processing", ProviderPaymentStatus.Processing)]
    [InlineData("expired", "unpaid", "canceled", ProviderPaymentStatus.Expired)]
    [InlineData("complete", "unpaid", "processing", ProviderPaymentStatus.Processing)]
    [InlineData("complete", "unpaid", "requires_payment_method", ProviderPaymentStatus.Failed)]
    [InlineData("complete", "paid", "succeeded", ProviderPaymentStatus.Succeeded)]
    public async Task A_checkout_stands_where_its_session_and_its_payment_stand(
        string status, string paymentStatus, string intent, ProviderPaymentStatus expected)
    {
        var id = Put(session =>
        {
            session["status"] = status;
            session["payment_status"] = paymentStatus;
        });
        stripe.Put(Payload.Of("stripe/payment_intent").With("status", intent).Json);
        var payment = await provider.FetchCheckoutAsync(id, Stop);
        Assert.Equal((expected, expected == ProviderPaymentStatus.Succeeded),
            (payment.Status, payment.Collected is not null));
    }

    [Fact]
    public async Task What_was_collected_is_what_the_payment_received_and_not_what_was_asked()
    {
        var id = Put(_ => { });
        stripe.Put(Payload.Of("stripe/payment_intent").With("amount_received", 1_100).With("currency", "eur").Json);
        var payment = await provider.FetchCheckoutAsync(id, Stop);
        Assert.Equal(
            (new CurrencyAmount(new Amount(11_000_000), Currency.Parse("EUR")), Intent, "cus_QbTxA0nYQmYbCw"),
            (payment.Collected!.Value, payment.Payment, payment.Customer));
    }

    [Theory]
    [InlineData(0, ProviderPaymentStatus.Succeeded)]
    [InlineData(500, ProviderPaymentStatus.Succeeded)]
    [InlineData(1_250, ProviderPaymentStatus.Refunded)]
    public async Task What_was_given_back_comes_from_the_charge(int refunded, ProviderPaymentStatus expected)
    {
        var id = Put(_ => { });
        stripe.Put(Payload.Of("stripe/payment_intent").Json);
        var charge = Payload.Object("stripe/charge.refunded");
        charge["amount_refunded"] = refunded;
        stripe.Put(charge);
        foreach (var payment in new[]
        {
            await provider.FetchCheckoutAsync(id, Stop), await provider.FetchPaymentAsync(Intent, Stop),
        })
        {
            Assert.Equal((expected, refunded * 10_000L, 12_500_000L, "ps_acme_7"),
                (payment.Status, payment.Refunded.Micros, payment.Collected!.Value.Amount.Micros, payment.Session));
        }
    }

    [Fact]
    public async Task The_payment_of_a_plan_is_found_by_its_invoice()
    {
        var session = Payload.Object("stripe/checkout.session.completed.subscription");
        stripe.Put(session);
        var invoice = Payload.Object("stripe/invoice.paid");
        invoice["payments"] = Payload.Of("stripe/invoice_payments").Json;
        stripe.Put(invoice);
        stripe.Put(Payload.Of("stripe/payment_intent").With("amount_received", 2_900).Json);
        var payment = await provider.FetchCheckoutAsync((string)session["id"]!, Stop);
        Assert.Equal(
            (ProviderPaymentStatus.Succeeded, Intent, "sub_1SVx2aLkdIwHu7ixR4mW5y3e", 29_000_000L),
            (payment.Status, payment.Payment, payment.Subscription, payment.Collected!.Value.Amount.Micros));
    }

    [Fact]
    public async Task A_trial_collects_nothing_and_is_a_success()
    {
        var session = Payload.Object("stripe/checkout.session.completed.subscription");
        session["payment_status"] = "no_payment_required";
        session["amount_total"] = 0;
        session["invoice"] = null;
        stripe.Put(session);
        var payment = await provider.FetchCheckoutAsync((string)session["id"]!, Stop);
        Assert.Equal((ProviderPaymentStatus.Succeeded, 0L, null),
            (payment.Status, payment.Collected!.Value.Amount.Micros, payment.Payment));
    }

    [Theory]
    [InlineData("processing", false, ProviderPaymentStatus.Processing)]
    [InlineData("requires_capture", false, ProviderPaymentStatus.Processing)]
    [InlineData("canceled", false, ProviderPaymentStatus.Cancelled)]
    [InlineData("requires_payment_method", false, ProviderPaymentStatus.Open)]
    [InlineData("requires_payment_method", true, ProviderPaymentStatus.Failed)]
    [InlineData("requires_action", false, ProviderPaymentStatus.Open)]
    public async Task A_payment_stands_by_its_intent(string status, bool error, ProviderPaymentStatus expected)
    {
        var intent = Payload.Of("stripe/payment_intent").With("status", status);
        if (error) intent.With("last_payment_error", new JsonObject { ["code"] = "card_declined" });
        stripe.Put(intent.Json);
        Assert.Equal(expected, (await provider.FetchPaymentAsync(Intent, Stop)).Status);
    }

    [Theory]
    [InlineData("succeeded", true, ProviderPaymentStatus.Succeeded, "12.5")]
    [InlineData("succeeded", false, ProviderPaymentStatus.Processing, null)]
    [InlineData("pending", false, ProviderPaymentStatus.Processing, null)]
    [InlineData("failed", false, ProviderPaymentStatus.Failed, null)]
    public async Task A_payment_without_an_intent_stands_by_its_charge(
        string status, bool captured, ProviderPaymentStatus expected, string? collected)
    {
        var charge = Payload.Object("stripe/charge.refunded");
        (charge["payment_intent"], charge["status"], charge["captured"]) = (null, status, captured);
        stripe.Put(charge);
        var payment = await provider.FetchPaymentAsync("ch_3SVx1kLkdIwHu7ix0zXy8WvU", Stop);
        Assert.Equal((expected, collected, collected is null ? 0 : 5_000_000L),
            (payment.Status, payment.Collected?.Amount.ToString(), payment.Refunded.Micros));
    }

    [Theory]
    [InlineData("frozen", "paid")]
    [InlineData("complete", null)]
    public async Task An_answer_that_lacks_something_is_unreadable_and_says_what(string status, string? paid)
    {
        var id = Put(session =>
        {
            session["status"] = status;
            session["payment_status"] = paid;
        });
        stripe.Put(Payload.Of("stripe/payment_intent").Json);
        var broken = await Assert.ThrowsAsync<ProviderException>(() => provider.FetchCheckoutAsync(id, Stop));
        Assert.Equal(ProviderFailure.Unreadable, broken.Failure);
        Assert.Contains("status", broken.Message);
    }

    string Put(Action<JsonObject> change)
    {
        var session = Payload.Object("stripe/checkout.session.completed");
        change(session);
        stripe.Put(session);
        return (string)session["id"]!;
    }
}
