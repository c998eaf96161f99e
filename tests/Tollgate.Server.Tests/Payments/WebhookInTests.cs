using System.Net;
using System.Text.Json.Nodes;

namespace Tollgate.Server.Tests.Payments;

/// <summary>What a provider tells over HTTP, signed; and what becomes of it.</summary>
public sealed class WebhookInTests : IAsyncLifetime
{
    StripeSite site = null!;

    public async ValueTask InitializeAsync() => site = await StripeSite.StartAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task A_payment_that_is_toldof_is_credited_once_however_often_it_is_toldand_asked_for()
    {
        var customer = await CustomerAsync();
        var session = await site.OpenAsync(customer);
        var paid = site.Paid(session.Id, "cs_1", "pi_1");
        var message = StripeSite.Message("evt_1", "checkout.session.completed", paid);

        var told = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i => i % 3 == 0
            ? (200, (await site.Host.Admin.RefreshPaymentSessionAsync(session.Id)).Status)
            : await site.SendAsync(message)));

        Assert.All(told, one => Assert.Equal(200, one.Item1));
        Assert.Single(told, one => one.Item2 == "applied");
        Assert.Equal(7, told.Count(one => one.Item2 == "duplicate"));
        Assert.Equal("succeeded", (await site.Host.Admin.GetPaymentSessionAsync(session.Id)).Status);
        Assert.Equal("12.50", await site.BalanceAsync(customer));
        var kept = await site.Host.Admin.ListWebhookEventsAsync().SingleAsync();
        Assert.Equal(
            ("stripe:evt_1", "applied", null, customer, "cs_1"),
            (kept.Id, kept.Outcome, kept.Problem, kept.Customer, kept.Object));
        Assert.Equal("applied", (await site.Host.Admin.ReplayWebhookEventAsync(kept.Id)).Outcome);
        Assert.Equal("12.50", await site.BalanceAsync(customer));
        await site.AssertWholeAsync(customer);
    }

    [Fact]
    public async Task What_is_credited_is_what_the_provider_says_it_collected()
    {
        var customer = await CustomerAsync();
        var session = await site.OpenAsync(customer);
        var claimed = StripeSite.Message(
            "evt_1", "checkout.session.completed", site.Paid(session.Id, "cs_1", "pi_1", cents: 100));
        claimed["data"]!["object"]!["amount_total"] = 999_999;

        Assert.Equal((200, "applied"), await site.SendAsync(claimed));
        var doubted = await site.Host.Admin.GetPaymentSessionAsync(session.Id);
        Assert.Equal(("processing", "amount_mismatch"), (doubted.Status, doubted.Problem));
        Assert.Null(await site.BalanceAsync(customer));
        // One that was opened for another session tells nothing of this one.
        var other = StripeSite.Message(
            "evt_2", "checkout.session.completed", site.Paid("pay_other_9", "cs_2", "pi_2"));
        other["data"]!["object"]!["client_reference_id"] = session.Id;
        Assert.Equal((200, "ignored"), await site.SendAsync(other));
    }

    [Theory]
    [InlineData(1249, "usd", "paid", "processing", "amount_mismatch")]
    [InlineData(1250, "eur", "paid", "processing", "amount_mismatch")]
    [InlineData(1250, "usd", "unpaid", "processing", null)]
    public async Task What_does_not_fit_is_not_fulfilled_and_says_why(
        long cents, string currency, string paid, string status, string? problem)
    {
        var customer = await CustomerAsync();
        var session = await site.OpenAsync(customer);
        var checkout = site.Paid(session.Id, session.CheckoutUrl!.Split('/')[^1], "pi_1", cents);
        checkout["payment_status"] = paid;
        var intent = Tollgate.Payments.Tests.Payload.Of("stripe/payment_intent").Json;
        (intent["id"], intent["amount_received"], intent["currency"]) = ("pi_1", cents, currency);
        (intent["status"], intent["latest_charge"]) = (paid == "paid" ? "succeeded" : "processing", null);
        site.Stripe.Put(intent);

        await site.SendAsync(StripeSite.Message("evt_1", "checkout.session.completed", checkout));

        var shown = await site.Host.Admin.GetPaymentSessionAsync(session.Id);
        Assert.Equal((status, problem), (shown.Status, shown.Problem));
        Assert.Null(await site.BalanceAsync(customer));
        await site.AssertWholeAsync(customer);
    }

    [Fact]
    public async Task What_is_told_of_somebody_unknown_is_applied_once_somebody_is_called_so()
    {
        var customer = await CustomerAsync();
        var invoice = Tollgate.Payments.Tests.Payload.Object("stripe/invoice.payment_failed");
        (invoice["customer"], invoice["parent"]) = ("cus_1", null);
        invoice["lines"]!["data"]!.AsArray().RemoveAt(0);
        invoice["lines"]!["data"]![0]!["pricing"] = null;
        var failed = StripeSite.Message("evt_1", "invoice.payment_failed", invoice);
        Assert.Equal((200, "stored"), await site.SendAsync(failed));
        Assert.Equal("not_linked", (await site.Host.Admin.ListWebhookEventsAsync().SingleAsync()).Problem);

        await site.Host.Admin.PutCustomerAsync(
            customer, new CustomerRequest { Providers = new() { ["stripe"] = "cus_1" } });
        await KnockAsync(1);

        var owed = await site.Host.Admin.ListInvoicesAsync(customer).SingleAsync();
        Assert.Equal(((string)invoice["id"]!, true), (owed.Id, owed.Plan));
        var other = await CustomerAsync();
        await site.Host.Admin.PutCustomerAsync(
            other, new CustomerRequest { Providers = new() { ["stripe"] = "cus_1" } });
        invoice["id"] = "in_2";
        Assert.Equal(
            (200, "stored"), await site.SendAsync(StripeSite.Message("evt_2", "invoice.payment_failed", invoice)));
        Assert.Equal("ambiguous_link", (await site.Host.Admin.ListWebhookEventsAsync().FirstAsync()).Problem);
    }

    [Fact]
    public async Task Refunds_and_disputes_take_back_what_they_come_to_in_all_in_any_order()
    {
        var customer = await CustomerAsync();
        var session = await site.OpenAsync(customer);
        var paid = site.Paid(session.Id, "cs_1", "pi_1");
        var dispute = Payments("charge.dispute.created", 500);
        var won = Payments("charge.dispute.closed", 500);
        won["status"] = "won";
        var open = StripeSite.Message("evt_3", "charge.dispute.created", dispute, 1_782_000_020);
        var refund = Tollgate.Payments.Tests.Payload.Object("stripe/charge.refunded");
        (refund["payment_intent"], refund["amount_refunded"]) = ("pi_1", 300);

        Assert.Equal((200, "stored"), await site.SendAsync(open));
        Assert.Equal(
            (200, "stored"), await site.SendAsync(StripeSite.Message("evt_2", "charge.refunded", refund)));
        Assert.Equal(
            (200, "applied"),
            await site.SendAsync(StripeSite.Message("evt_1", "checkout.session.completed", paid)));
        site.Paid(session.Id, "cs_1", "pi_1", back: 300);
        await KnockAsync(2);
        Assert.Equal("4.50", await site.BalanceAsync(customer));
        Assert.Equal(
            (200, "applied"), await site.SendAsync(StripeSite.Message("evt_4", "charge.dispute.closed", won)));
        Assert.Equal((200, "duplicate"), await site.SendAsync(open));
        Assert.Equal("9.50", await site.BalanceAsync(customer));
        await site.AssertWholeAsync(customer);
    }

    [Fact]
    public async Task One_that_comes_before_its_session_is_kept_and_applied_later()
    {
        var customer = await CustomerAsync();
        // The customer's numbers are gapless: the next is known.
        var (next, _) = await LastAsync(customer);
        var id = $"pay_{customer}_{next + 1}";
        var early = StripeSite.Message("evt_1", "checkout.session.completed", site.Paid(id, "cs_1", "pi_1"));

        Assert.Equal((200, "stored"), await site.SendAsync(early));
        var kept = await site.Host.Admin.ListWebhookEventsAsync().SingleAsync();
        Assert.Equal(("stored", "session_unknown", true), (kept.Outcome, kept.Problem, kept.NextTryAt is not null));
        Assert.Equal(id, (await site.OpenAsync(customer)).Id);
        await KnockAsync(1);

        Assert.Equal("succeeded", (await site.Host.Admin.GetPaymentSessionAsync(id)).Status);
        Assert.Equal("12.50", await site.BalanceAsync(customer));
    }

    [Fact]
    public async Task Where_the_provider_does_not_answer_the_message_is_kept_and_tried_again()
    {
        var customer = await CustomerAsync();
        var session = await site.OpenAsync(customer);
        var paid = StripeSite.Message(
            "evt_1", "checkout.session.completed", site.Paid(session.Id, "cs_1", "pi_1"));
        site.Stripe.Instead = _ => new Tollgate.Payments.Tests.StandIns.Said(500, "{}");
        Assert.Equal((200, "stored"), await site.SendAsync(paid));
        Assert.StartsWith(
            "provider_failed", (await site.Host.Admin.ListWebhookEventsAsync().SingleAsync()).Problem,
            StringComparison.Ordinal);
        site.Stripe.Instead = _ => null;

        var replayed = await site.Host.Admin.ReplayWebhookEventAsync("stripe:evt_1");

        Assert.Equal(("applied", 2), (replayed.Outcome, replayed.Tries));
        Assert.Equal("12.50", await site.BalanceAsync(customer));
    }

    [Fact]
    public async Task What_is_not_signed_not_json_too_large_or_of_nobody_is_refused_and_not_kept()
    {
        var body = "{}"u8.ToArray();
        Assert.Equal((401, "bad_signature"), await site.SendAsync(body, secret: "whsec_other"));
        Assert.Equal((401, "bad_signature"), await site.SendAsync("no json"u8.ToArray(), secret: "whsec_other"));
        Assert.Equal((400, "malformed"), await site.SendAsync("no json"u8.ToArray()));
        Assert.Equal((400, "malformed"), await site.SendAsync("[]"u8.ToArray()));
        Assert.Equal((400, "malformed"), await site.SendAsync(body));
        Assert.Equal((404, "not_found"), await site.SendAsync(body, path: "paypal"));
        Assert.Equal((413, "too_large"), await site.SendAsync(new byte[(256 * 1024) + 1]));
        Assert.Empty(await site.Host.Admin.ListWebhookEventsAsync().ToListAsync());
        var missing = await Assert.ThrowsAsync<TollgateException>(
            () => site.Host.Admin.ReplayWebhookEventAsync("stripe:evt_1"));
        Assert.Equal((HttpStatusCode.NotFound, "webhook_event_not_found"), (missing.Status, missing.Code));
    }

    [Fact]
    public async Task What_nothing_follows_from_is_ignored_and_listed_with_why()
    {
        var thing = new JsonObject { ["id"] = "x_1" };
        Assert.Equal((200, "ignored"), await site.SendAsync(StripeSite.Message("evt_1", "plan.created", thing)));
        Assert.Equal((200, "duplicate"), await site.SendAsync(StripeSite.Message("evt_1", "plan.created", thing)));
        Assert.Equal((200, "ignored"), await site.SendAsync(StripeSite.Message("evt_2", "invoice.paid", thing)));
        var foreign = Tollgate.Payments.Tests.Payload.Object("stripe/checkout.session.completed");
        foreign["client_reference_id"] = "order-7";
        Assert.Equal(
            (200, "ignored"),
            await site.SendAsync(StripeSite.Message("evt_3", "checkout.session.completed", foreign)));

        var kept = await site.Host.Admin.ListWebhookEventsAsync().ToListAsync();
        Assert.Equal(
            ["session_unknown", "malformed", "unknown_type"], kept.Select(one => one.Problem!.Split(':')[0]));
    }

    [Fact]
    public async Task What_never_came_is_asked_for_and_what_came_is_not_taken_twice()
    {
        var (first, second) = (await CustomerAsync(), await CustomerAsync());
        var one = StripeSite.Message(
            "evt_1", "checkout.session.completed", site.Paid((await site.OpenAsync(first)).Id, "cs_1", "pi_1"));
        var other = StripeSite.Message(
            "evt_2", "checkout.session.completed", site.Paid((await site.OpenAsync(second, "k2")).Id, "cs_2", "pi_2"));
        foreach (var made in (JsonObject[])[one, other])
            made["created"] = site.Host.Clock.GetUtcNow().ToUnixTimeSeconds();
        await site.SendAsync(one);
        site.Stripe.Events.AddRange([(JsonObject)other.DeepClone(), (JsonObject)one.DeepClone()]);

        site.Host.Clock.Advance(TimeSpan.FromMinutes(6));
        await UntilAsync(async () => await site.BalanceAsync(second) == "12.50");

        Assert.Equal("12.50", await site.BalanceAsync(first));
        Assert.Equal(2, await site.Host.Admin.ListWebhookEventsAsync().CountAsync());
        await site.AssertWholeAsync(second);
    }

    static JsonObject Payments(string name, long cents)
    {
        var dispute = Tollgate.Payments.Tests.Payload.Object($"stripe/{name}");
        (dispute["id"], dispute["payment_intent"], dispute["amount"]) = ("dp_1", "pi_1", cents);
        return dispute;
    }

    async Task<string> CustomerAsync() => (await site.Host.CustomerWithAsync()).Customer;

    async Task<(long Sequence, object? _)> LastAsync(string customer)
    {
        var history = await site.Host.Admin.ListHistoryAsync(customer).ToListAsync();
        return (history[^1].Sequence, null);
    }

    // The clock stands still: rounds are gone when it is moved, until so many more were applied.
    async Task KnockAsync(int more)
    {
        var before = await AppliedAsync();
        await UntilAsync(async () =>
        {
            site.Host.Clock.Advance(TimeSpan.FromSeconds(10));
            return await AppliedAsync() >= before + more;
        });
    }

    async Task<int> AppliedAsync() =>
        await site.Host.Admin.ListWebhookEventsAsync().CountAsync(one => one.Outcome == "applied");

    static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await isSo()) await Task.Delay(20, patience.Token);
    }
}
