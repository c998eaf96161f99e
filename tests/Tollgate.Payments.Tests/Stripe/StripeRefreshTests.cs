namespace Tollgate.Payments.Tests.Stripe;

/// <summary>Objects asked for afresh, lists of events, and usage.</summary>
public sealed class StripeRefreshTests : IAsyncLifetime
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
    public async Task An_invoice_of_the_newer_shape_says_afresh_which_lines_are_metered()
    {
        stripe.Put(Payload.Object("stripe/invoice.payment_failed"));
        stripe.Put(Payload.Of("stripe/price").Json);
        stripe.Put(Payload.Of("stripe/price.metered").Json);
        var fact = await RefreshAsync<InvoiceFact>("stripe/invoice.payment_failed");
        Assert.Equal([new InvoiceLine("price_pro_monthly", false), new("price_tokens", true)], fact.Lines);
        Assert.Equal((true, InvoiceOutcome.Failed), (fact.Complete, fact.Outcome));
    }

    [Fact]
    public async Task An_invoice_of_many_lines_is_read_to_its_end()
    {
        var invoice = Payload.Object("stripe/invoice.payment_failed.2020-08-27");
        var lines = invoice["lines"]!["data"]!.AsArray();
        stripe.Longer[(string)invoice["id"]!] = [.. Enumerable.Range(0, 250).Select(index =>
        {
            var line = lines[index == 249 ? 1 : 0]!.DeepClone().AsObject();
            line["id"] = $"il_{index}";
            return line;
        })];
        invoice["lines"]!["has_more"] = true;
        stripe.Put(invoice);
        var fact = await RefreshAsync<InvoiceFact>("stripe/invoice.payment_failed.2020-08-27");
        Assert.Equal((250, true, true), (fact.Lines.Count, fact.ForMetered, fact.Complete));
    }

    [Theory]
    [InlineData("paid", InvoiceOutcome.Paid)]
    [InlineData("void", InvoiceOutcome.Voided)]
    [InlineData("open", InvoiceOutcome.Failed)]
    [InlineData("uncollectible", InvoiceOutcome.Failed)]
    public async Task An_invoice_is_afresh_what_it_is_now(string status, InvoiceOutcome outcome)
    {
        var invoice = Payload.Object("stripe/invoice.payment_failed.2020-08-27");
        invoice["status"] = status;
        stripe.Put(invoice);
        Assert.Equal(outcome, (await RefreshAsync<InvoiceFact>("stripe/invoice.payment_failed")).Outcome);
    }

    [Fact]
    public async Task A_subscription_is_afresh_what_it_is_now_with_all_its_items()
    {
        var subscription = Payload.Object("stripe/customer.subscription.updated");
        subscription["status"] = "past_due";
        var items = subscription["items"]!["data"]!.AsArray().Select(one => one!.DeepClone().AsObject()).ToList();
        subscription["items"]!["has_more"] = true;
        subscription["items"]!["data"]!.AsArray().RemoveAt(1);
        stripe.Longer[(string)subscription["id"]!] = items;
        stripe.Put(subscription);
        var fact = await RefreshAsync<SubscriptionFact>("stripe/customer.subscription.created");
        Assert.Equal((SubscriptionState.PastDue, 2, 5L, true, false),
            (fact.State, fact.Items.Count, fact.Quantity, fact.Complete, fact.Deleted));
    }

    [Fact]
    public async Task A_refund_says_afresh_what_all_of_them_come_to()
    {
        stripe.Put(Payload.Object("stripe/charge.refunded"));
        var fact = await RefreshAsync<RefundFact>("stripe/refund.updated");
        Assert.Equal((true, 5_000_000L, "pi_3SVx1kLkdIwHu7ix0fFq9d2N"),
            (fact.Complete, fact.Refunded!.Value.Amount.Micros, fact.Payment));
    }

    [Fact]
    public async Task Disputes_schedules_and_checkouts_are_asked_for_too()
    {
        stripe.Put(Payload.Object("stripe/charge.dispute.closed"));
        stripe.Put(Payload.Object("stripe/subscription_schedule.updated"));
        stripe.Put(Payload.Object("stripe/checkout.session.expired"));
        Assert.Equal(DisputeState.Won, (await RefreshAsync<DisputeFact>("stripe/charge.dispute.created")).State);
        Assert.Equal("active", (await RefreshAsync<ScheduleFact>("stripe/subscription_schedule.updated")).State);
        Assert.Equal(
            CheckoutStep.Expired, (await RefreshAsync<CheckoutFact>("stripe/checkout.session.completed")).Step);
    }

    [Fact]
    public async Task What_stripe_does_not_know_is_not_found()
    {
        var gone = await Assert.ThrowsAsync<ProviderException>(
            () => RefreshAsync<DisputeFact>("stripe/charge.dispute.created"));
        Assert.Equal((ProviderFailure.NotFound, "resource_missing", 404), (gone.Failure, gone.Code, gone.Status));
    }

    [Theory]
    [InlineData("../../v1/customers")]
    [InlineData("cs_1?expand[]=customer")]
    [InlineData("")]
    public async Task An_id_is_never_a_path(string id)
    {
        var refused = await Assert.ThrowsAsync<ProviderException>(() => provider.FetchCheckoutAsync(id, Stop));
        Assert.Equal("bad_id", refused.Code);
        Assert.Empty(stripe.Requests);
    }

    [Fact]
    public async Task Events_are_listed_newest_first_to_the_last_page_with_those_that_cannot_be_read()
    {
        for (var i = 249; i >= 0; i--)
        {
            var payload = Payload.Of("stripe/charge.refunded")
                .With("id", $"evt_{i}").With("created", 1_782_000_000L + i);
            if (i == 7) payload.Without("data.object.currency");
            stripe.Events.Add(payload.Json);
        }
        var since = Instant.FromUnixTimeSeconds(1_782_000_005);
        var all = new List<ProviderEvent>();
        string? cursor = null;
        do
        {
            var page = await provider.ListEventsAsync(since, cursor, Stop);
            all.AddRange(page.Events);
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(5, 245).Reverse().Select(i => $"evt_{i}"), all.Select(one => one.Id));
        Assert.EndsWith("data.object.currency is missing.", Assert.IsType<UnknownFact>(all[^3].Fact).Problem);
        Assert.IsType<RefundFact>(all[^2].Fact);
    }

    [Fact]
    public async Task Usage_is_reported_with_its_identifier_and_time_and_what_is_there_already_is_delivered()
    {
        var report = new UsageReport(
            "ai_tokens", "cus_1", Exact.Parse("12.5"), "use-acme-1-40", Instant.FromUnixTimeSeconds(1_782_000_123));
        Assert.Equal(UsageDelivery.Accepted, await provider.ReportUsageAsync(report, Stop));
        Assert.Equal(
            [
                "event_name=ai_tokens", "identifier=use-acme-1-40", "timestamp=1782000123",
                "payload[stripe_customer_id]=cus_1", "payload[value]=12.5",
            ],
            StripeRequests.Fields(Assert.Single(stripe.Requests)));
        stripe.Identifiers.Add("use-acme-41-80");
        Assert.Equal(UsageDelivery.AlreadyThere,
            await provider.ReportUsageAsync(report with { Identifier = "use-acme-41-80" }, Stop));
    }

    [Fact]
    public async Task Usage_that_is_refused_for_anything_else_is_not_taken_for_delivered()
    {
        stripe.Instead = _ => StripeStandIn.Error(
            400, "invalid_request_error", "timestamp_too_far_in_past", "The timestamp is too old");
        var refused = await Assert.ThrowsAsync<ProviderException>(() => provider.ReportUsageAsync(
            new UsageReport("m", "cus_1", Exact.Of(1), "use-1", Instant.FromUnixTimeSeconds(1)), Stop));
        Assert.Equal((ProviderFailure.Refused, "timestamp_too_far_in_past"), (refused.Failure, refused.Code));
    }

    [Fact]
    public async Task Usage_is_taken_back_where_stripe_still_does_that()
    {
        stripe.Identifiers.Add("use-1");
        Assert.Equal(UsageDelivery.Accepted, await provider.CancelUsageAsync("ai_tokens", "use-1", Stop));
        Assert.Equal(UsageDelivery.Unsupported, await provider.CancelUsageAsync("ai_tokens", "use-2", Stop));
    }

    async Task<T> RefreshAsync<T>(string name)
        where T : ProviderFact
    {
        var told = provider.ReadKept(Payload.Of(name).Bytes).Event!;
        var now = await provider.RefreshAsync(told, Stop);
        Assert.Equal((told.Id, told.At), (now.Id, now.At));
        return Assert.IsType<T>(now.Fact);
    }
}
