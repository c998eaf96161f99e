namespace Tollgate.Payments.Tests.Stripe;

/// <summary>Stripe's messages as facts.</summary>
public sealed class StripeEventTests
{
    static readonly Instant At = Instant.FromUnixTimeSeconds(1_782_000_000);
    static readonly Duration Month = Duration.FromDays(30);

    [Fact]
    public void Every_documented_message_is_read()
    {
        using var stripe = new StripeProvider(new StripeOptions { SecretKey = StandIn.Key });
        var messages = Payload.Names("stripe").Where(name => Payload.Of(name).Json.ContainsKey("type"))
            .Where(name => (string)Payload.Of(name).Json["object"]! == "event").ToList();
        Assert.Equal(17, messages.Count);
        foreach (var name in messages)
        {
            var reading = stripe.ReadKept(Payload.Of(name).Bytes);
            Assert.True(reading.Verdict == WebhookVerdict.Read, $"{name}: {reading.Problem}");
            Assert.IsNotType<UnknownFact>(reading.Event!.Fact);
            Assert.Equal("evt_1SVx2bLkdIwHu7ix8Q0pQv1Z", reading.Event.Id);
            Assert.Equal((string)Payload.Of(name).Json["type"]!, reading.Event.Type);
        }
    }

    [Theory]
    [InlineData("checkout.session.completed", CheckoutStep.Completed, true)]
    [InlineData("checkout.session.async_payment_succeeded", CheckoutStep.AsyncSucceeded, true)]
    [InlineData("checkout.session.async_payment_failed", CheckoutStep.AsyncFailed, false)]
    [InlineData("checkout.session.expired", CheckoutStep.Expired, false)]
    public void A_checkout_names_its_session_and_what_it_comes_to(string name, CheckoutStep step, bool paid)
    {
        var fact = Fact<CheckoutFact>(name);
        Assert.Equal((step, paid), (fact.Step, fact.Paid));
        Assert.Equal(new CurrencyAmount(new Amount(12_500_000), Currency.Parse("USD")), fact.Total);
        Assert.Equal(("ps_acme_7", "ps_acme_7"), (fact.Reference, fact.Session));
        Assert.Equal("acme", fact.Metadata[CheckoutRequest.CustomerKey]);
        Assert.StartsWith("cs_test_a1YS", fact.ObjectId);
    }

    [Theory]
    [InlineData("unpaid", false)]
    [InlineData("no_payment_required", true)]
    public void A_checkout_that_is_completed_need_not_be_paid(string status, bool paid) => Assert.Equal(paid,
        Fact<CheckoutFact>(Payload.Of("stripe/checkout.session.completed")
            .With("data.object.payment_status", status)).Paid);

    [Fact]
    public void A_checkout_of_a_plan_names_subscription_and_invoice()
    {
        var fact = Fact<CheckoutFact>("checkout.session.completed.subscription");
        Assert.Equal(
            ("sub_1SVx2aLkdIwHu7ixR4mW5y3e", "in_1SVx2aLkdIwHu7ixPq3sT0vb", null, "cus_QbTxA0nYQmYbCw"),
            (fact.Subscription, fact.Invoice, fact.Payment, fact.Customer));
    }

    [Fact]
    public void An_invoice_of_the_older_shape_says_which_lines_are_metered()
    {
        var fact = Fact<InvoiceFact>("invoice.payment_failed.2020-08-27");
        Assert.Equal([new InvoiceLine("price_pro_monthly", false), new("price_tokens", true)], fact.Lines);
        Assert.Equal((true, true, true), (fact.ForPlan, fact.ForMetered, fact.Complete));
        Assert.Equal((InvoiceOutcome.Failed, "sub_1SVx2aLkdIwHu7ixR4mW5y3e"), (fact.Outcome, fact.Subscription));
        Assert.Equal(("ps_acme_7", 36_350_000L, 0L), (fact.Session, fact.Due.Amount.Micros, fact.Paid.Amount.Micros));
    }

    [Fact]
    public void An_invoice_of_the_newer_shape_names_prices_alone_and_is_not_complete()
    {
        var fact = Fact<InvoiceFact>("invoice.payment_failed");
        Assert.Equal([new InvoiceLine("price_pro_monthly", null), new("price_tokens", null)], fact.Lines);
        Assert.Equal((false, false, false), (fact.ForPlan, fact.ForMetered, fact.Complete));
        Assert.Equal(("sub_1SVx2aLkdIwHu7ixR4mW5y3e", "ps_acme_7"), (fact.Subscription, fact.Session));
        Assert.Equal("subscription_cycle", fact.Reason);
    }

    [Fact]
    public void A_line_that_was_added_by_hand_is_no_use_and_a_price_with_a_meter_is()
    {
        var price = Payload.Of("stripe/price.metered").With("recurring.usage_type", null).Json;
        var fact = Fact<InvoiceFact>(Payload.Of("stripe/invoice.payment_failed")
            .With("data.object.lines.data.0.pricing", null)
            .With("data.object.lines.data.1.pricing.price_details.price", price));
        Assert.Equal([new InvoiceLine(null, false), new("price_tokens", true)], fact.Lines);
        Assert.True(fact.Complete);
    }

    [Fact]
    public void An_invoice_whose_lines_are_not_all_shown_is_not_complete() => Assert.False(
        Fact<InvoiceFact>(Payload.Of("stripe/invoice.payment_failed.2020-08-27")
            .With("data.object.lines.has_more", true)).Complete);

    [Theory]
    [InlineData("invoice.paid", InvoiceOutcome.Paid)]
    [InlineData("invoice.payment_succeeded", InvoiceOutcome.Paid)]
    [InlineData("invoice.marked_uncollectible", InvoiceOutcome.Failed)]
    [InlineData("invoice.voided", InvoiceOutcome.Voided)]
    public void What_became_of_an_invoice_is_the_type_of_its_message(string type, InvoiceOutcome outcome) =>
        Assert.Equal(outcome, Fact<InvoiceFact>(Payload.Of("stripe/invoice.paid").With("type", type)).Outcome);

    [Fact]
    public void A_subscription_has_the_period_of_its_item_that_is_not_metered()
    {
        var fact = Fact<SubscriptionFact>("customer.subscription.updated");
        Assert.Equal(
            [new SubscriptionItem("price_tokens", true, null), new("price_pro_monthly", false, 5)], fact.Items);
        Assert.Equal((SubscriptionState.Active, false, 5L), (fact.State, fact.Deleted, fact.Quantity));
        Assert.Equal((At, At + Month), (fact.PeriodStart, fact.PeriodEnd));
        Assert.Equal((true, At + Month), (fact.CancelAtPeriodEnd, fact.CancelAt));
        Assert.Null(fact.TrialEnd);
    }

    [Fact]
    public void A_subscription_of_the_older_shape_has_a_period_of_its_own()
    {
        var fact = Fact<SubscriptionFact>("customer.subscription.deleted.2020-08-27");
        Assert.Equal((SubscriptionState.Canceled, true), (fact.State, fact.Deleted));
        Assert.Equal((At - Month, At), (fact.PeriodStart, fact.PeriodEnd));
        Assert.Equal(At + Duration.FromSeconds(50), fact.EndedAt);
    }

    [Fact]
    public void A_trial_has_its_end() => Assert.Equal(
        (SubscriptionState.Trialing, At + Duration.FromSeconds(1_209_000)),
        (Fact<SubscriptionFact>("customer.subscription.created").State,
            Fact<SubscriptionFact>("customer.subscription.created").TrialEnd));

    [Fact]
    public void A_schedule_says_what_is_to_come()
    {
        var fact = Fact<ScheduleFact>("subscription_schedule.updated");
        Assert.Equal(("active", "sub_1SVx2aLkdIwHu7ixR4mW5y3e"), (fact.State, fact.Subscription));
        Assert.Equal([(At, "price_pro_monthly"), (At + Month, "price_free")],
            fact.Phases.Select(phase => (phase.Start, phase.Prices.Single())));
        Assert.Equal(At + Month + Month, fact.Phases[1].End);
        Assert.False(fact.CancelsAtEnd);
    }

    [Fact]
    public void A_charge_says_what_was_given_back_so_far_and_a_single_refund_does_not()
    {
        var charge = Fact<RefundFact>("charge.refunded");
        Assert.Equal(
            ("ch_3SVx1kLkdIwHu7ix0zXy8WvU", "pi_3SVx1kLkdIwHu7ix0fFq9d2N", 5_000_000L, 12_500_000L, true),
            (charge.ObjectId, charge.Payment, charge.Refunded!.Value.Amount.Micros, charge.Collected!.Value.Micros,
                charge.Complete));
        var refund = Fact<RefundFact>("refund.updated");
        Assert.Equal((charge.ObjectId, charge.Payment, false), (refund.ObjectId, refund.Payment, refund.Complete));
        Assert.Null(refund.Refunded);
    }

    [Theory]
    [InlineData("needs_response", DisputeState.Open)]
    [InlineData("under_review", DisputeState.Open)]
    [InlineData("lost", DisputeState.Lost)]
    [InlineData("won", DisputeState.Won)]
    [InlineData("warning_needs_response", DisputeState.Inquiry)]
    [InlineData("warning_closed", DisputeState.Inquiry)]
    [InlineData("prevented", DisputeState.Inquiry)]
    public void A_dispute_is_open_lost_won_or_a_mere_question(string status, DisputeState state)
    {
        var fact = Fact<DisputeFact>(Payload.Of("stripe/charge.dispute.created").With("data.object.status", status));
        Assert.Equal((state, "du_1SVxB3LkdIwHu7ixYtReWq12"), (fact.State, fact.ObjectId));
        Assert.Equal(("pi_3SVx1kLkdIwHu7ix0fFq9d2N", 12_500_000L), (fact.Payment, fact.Amount.Amount.Micros));
    }

    [Fact]
    public void Yen_and_dinars_are_read_in_their_own_units()
    {
        Assert.Equal("1250 JPY", Total("jpy"));
        Assert.Equal("1.25 KWD", Total("kwd"));
        Assert.Equal("12.5 ISK", Total("isk"));
        static string Total(string currency)
        {
            var total = Fact<CheckoutFact>(Payload.Of("stripe/checkout.session.completed")
                .With("data.object.currency", currency)).Total!.Value;
            return $"{total.Amount} {total.Currency}";
        }
    }

    [Theory]
    [InlineData("payment_intent.created")]
    [InlineData("made.up")]
    public void A_type_that_is_not_known_is_no_fault(string type)
    {
        var fact = Fact<UnknownFact>(Payload.Of("stripe/checkout.session.completed").With("type", type));
        Assert.StartsWith("cs_test_", fact.ObjectId);
        Assert.Null(fact.Problem);
    }

    [Fact]
    public void A_message_of_the_second_api_shows_no_object_and_is_no_fault()
    {
        using var stripe = new StripeProvider(new StripeOptions { SecretKey = StandIn.Key });
        var told = stripe.ReadKept(
            """
            {"id":"evt_test_65UZ","object":"v2.core.event","type":"v1.billing.meter.no_meter_found",
             "created":"2026-11-21T10:22:33.456Z","livemode":false,"related_object":null,"data":{"reason":{}}}
            """u8.ToArray()).Event!;
        Assert.Equal(("evt_test_65UZ", Instant.FromUtc(2026, 11, 21, 10, 22, 33)), (told.Id, told.At));
        Assert.Null(Assert.IsType<UnknownFact>(told.Fact).Problem);
    }

    static T Fact<T>(string name)
        where T : ProviderFact => Fact<T>(Payload.Of("stripe/" + name));

    static T Fact<T>(Payload payload)
        where T : ProviderFact
    {
        using var stripe = new StripeProvider(new StripeOptions { SecretKey = StandIn.Key });
        var reading = stripe.ReadKept(payload.Bytes);
        Assert.Equal((WebhookVerdict.Read, null), (reading.Verdict, reading.Problem));
        return Assert.IsType<T>(reading.Event!.Fact);
    }
}
