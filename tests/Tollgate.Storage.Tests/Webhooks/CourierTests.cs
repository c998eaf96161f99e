using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Tollgate.Webhooks;

namespace Tollgate.Storage.Tests.Webhooks;

public sealed class CourierTests
{
    [Fact]
    public async Task What_happened_is_told_once_signed_and_kept_in_the_log()
    {
        await using var site = await CourierSite.OpenAsync();
        await using var receiver = new Receiver(_ => Task.FromResult(new ReceiverAnswer(200, "thanks")));
        var endpoint = await site.EndpointAsync(receiver.Url);
        await site.BoostAsync("acme");

        await site.KnockAsync();
        await site.KnockAsync();

        var told = Assert.Single(receiver.All);
        var delivery = Assert.Single(await site.LogAsync(endpoint));
        Assert.Equal(
            (DeliveryState.Delivered, 1, 200, "thanks"),
            (delivery.State, delivery.Attempts, delivery.Status, delivery.Detail));
        Assert.Equal(delivery.Entry.Payload, told.Body);
        Assert.Equal(delivery.Entry.MessageId, told.Headers["webhook-id"]);
        Assert.Equal(
            WebhookSecret.Sign(
                [endpoint.Secret], delivery.Entry.MessageId, long.Parse(told.Headers["webhook-timestamp"]), told.Body),
            told.Headers["webhook-signature"]);
        Assert.Equal("application/json", told.Headers["content-type"]);
    }

    [Fact]
    public async Task One_that_fails_is_tried_again_and_holds_back_its_customer_alone()
    {
        await using var site = await CourierSite.OpenAsync();
        var broken = true;
        await using var receiver = new Receiver(one => Task.FromResult(
            new ReceiverAnswer(broken && one.Body.Contains("acme", StringComparison.Ordinal) ? 500 : 200)));
        await site.EndpointAsync(receiver.Url);
        await site.BoostAsync("acme");
        await site.BoostAsync("acme");
        await site.BoostAsync("nova");

        await site.KnockAsync();
        await site.BoostAsync("nova");
        await site.BoostAsync("acme");
        await site.KnockAsync();
        Assert.Equal(["bst_acme_2"], CourierSite.Boosts(receiver, "acme"));
        Assert.Equal(["bst_nova_2", "bst_nova_3"], CourierSite.Boosts(receiver, "nova"));

        broken = false;
        site.Clock.Advance(TimeSpan.FromSeconds(6));
        await site.KnockAsync();

        Assert.Equal(
            ["bst_acme_2", "bst_acme_2", "bst_acme_3", "bst_acme_4"], CourierSite.Boosts(receiver, "acme"));
        Assert.Single(receiver.All.Take(4).Select(one => one.Headers["webhook-id"]).Distinct(), id =>
            receiver.All.Count(one => one.Headers["webhook-id"] == id) == 2);
    }

    [Fact]
    public async Task Ten_attempts_over_three_days_and_then_the_next_goes_on()
    {
        await using var site = await CourierSite.OpenAsync();
        await using var receiver = new Receiver(one => Task.FromResult(
            new ReceiverAnswer(one.Body.Contains("bst_acme_2", StringComparison.Ordinal) ? 503 : 200)));
        var endpoint = await site.EndpointAsync(receiver.Url);
        await site.BoostAsync("acme");
        await site.BoostAsync("acme");
        var began = site.Clock.GetUtcNow();

        while ((await site.LogAsync(endpoint)).Any(one => one.State == DeliveryState.Waiting))
        {
            await site.KnockAsync();
            site.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        var took = site.Clock.GetUtcNow() - began;
        Assert.Equal([.. Enumerable.Repeat("bst_acme_2", 10), "bst_acme_3"], CourierSite.Boosts(receiver, "acme"));
        Assert.InRange(took, TimeSpan.FromDays(2.6), TimeSpan.FromDays(3.4));
        Assert.Equal(
            [DeliveryState.Delivered, DeliveryState.Failed], (await site.LogAsync(endpoint)).Select(one => one.State));
    }

    [Fact]
    public async Task An_endpoint_that_is_gone_is_disabled_by_an_audited_command()
    {
        await using var site = await CourierSite.OpenAsync();
        await using var receiver = new Receiver(_ => Task.FromResult(new ReceiverAnswer(410)));
        var endpoint = await site.EndpointAsync(receiver.Url);
        await site.BoostAsync("acme");
        await site.BoostAsync("acme");

        await site.KnockAsync();
        await site.BoostAsync("acme");
        await site.KnockAsync();

        Assert.Single(receiver.All);
        var now = (await site.Gate.ShowAsync<Account>(new ShowAccount())).Webhooks.Find(endpoint.Id)!;
        Assert.Equal((false, "The endpoint answered 410 Gone."), (now.IsEnabled, now.DisabledReason));
        Assert.Equal(
            [DeliveryState.Waiting, DeliveryState.Failed], (await site.LogAsync(endpoint)).Select(one => one.State));
        var history = await site.Gate.ListAsync(
            queries => queries.HistoryAsync(CustomerId.Account, 0, 100, default));
        Assert.Equal(("webhook_endpoint.disabled", "webhooks"), (history[^1].Audit!.Action, history[^1].Audit!.Actor));
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_not_followed()
    {
        await using var site = await CourierSite.OpenAsync();
        await using var inside = new Receiver();
        await using var receiver = new Receiver(
            _ => Task.FromResult(new ReceiverAnswer(302, Location: inside.Url.ToString())));
        var endpoint = await site.EndpointAsync(receiver.Url);
        await site.BoostAsync("acme");

        await site.KnockAsync();

        var delivery = Assert.Single(await site.LogAsync(endpoint));
        Assert.Equal((DeliveryState.Waiting, 302), (delivery.State, delivery.Status));
        Assert.Empty(inside.All);
    }

    [Fact]
    public async Task One_that_hangs_is_left_after_its_time_and_delays_no_other_endpoint()
    {
        await using var site = await CourierSite.OpenAsync();
        await using var slow = new Receiver(async one =>
        {
            await Task.Delay(Timeout.Infinite, one.Gone);
            return new ReceiverAnswer(200);
        });
        await using var quick = new Receiver();
        var endpoint = await site.EndpointAsync(slow.Url);
        await site.EndpointAsync(quick.Url);
        await site.BoostAsync("acme");

        await site.UntilAsync(slow, 1);
        await site.UntilAsync(quick, 1);
        await site.BoostAsync("nova");
        await site.UntilAsync(quick, 2);
        Assert.Single(slow.All);

        site.Clock.Advance(TimeSpan.FromSeconds(15));
        var left = await site.AttemptedAsync(endpoint, "acme");
        Assert.Equal(
            (DeliveryState.Waiting, null, "There was no answer in time."), (left.State, left.Status, left.Detail));
    }

    [Fact]
    public async Task No_more_of_an_answer_is_kept_than_its_beginning()
    {
        await using var site = await CourierSite.OpenAsync();
        await using var receiver = new Receiver(
            _ => Task.FromResult(new ReceiverAnswer(500, "a\0" + new string('x', 1_000_000))));
        var endpoint = await site.EndpointAsync(receiver.Url);
        await site.BoostAsync("acme");

        await site.KnockAsync();

        var detail = Assert.Single(await site.LogAsync(endpoint)).Detail!;
        Assert.Equal((500, "a xx"), (detail.Length, detail[..4]));
    }

    [Fact]
    public async Task After_a_rotation_both_secrets_sign_for_a_day()
    {
        await using var site = await CourierSite.OpenAsync();
        await using var receiver = new Receiver();
        var endpoint = await site.EndpointAsync(receiver.Url);
        await site.Gate.ApplyAsync<Put<WebhookEndpoint>>(
            new RotateWebhookSecret(endpoint.Id, WebhookSecret.Of(new byte[24])));
        await site.BoostAsync("acme");
        await site.KnockAsync();
        site.Clock.Advance(TimeSpan.FromHours(24));
        await site.BoostAsync("acme");
        await site.KnockAsync();

        Assert.Equal([2, 1], receiver.All.Select(one => one.Headers["webhook-signature"].Split(' ').Length));
    }

    [Fact]
    public async Task A_delivery_is_sent_again_with_the_id_it_had()
    {
        await using var site = await CourierSite.OpenAsync();
        await using var receiver = new Receiver();
        var endpoint = await site.EndpointAsync(receiver.Url);
        await site.BoostAsync("acme");
        await site.KnockAsync();

        await site.Gate.OutboxAsync(async outbox =>
            await outbox.RetryAsync((await outbox.ListAsync(endpoint.Id, null, 1, default))[0].Key, default));
        await site.KnockAsync();

        Assert.Equal(2, receiver.All.Count);
        Assert.Single(receiver.All.Select(one => (one.Headers["webhook-id"], one.Body)).Distinct());
    }

    [Fact]
    public async Task Another_servers_lease_is_waited_for_until_it_runs_out()
    {
        await using var site = await CourierSite.OpenAsync();
        await using var receiver = new Receiver();
        var endpoint = await site.EndpointAsync(receiver.Url);
        await site.BoostAsync("acme");
        Assert.True(await site.Gate.OutboxAsync(
            outbox => outbox.LeaseAsync(endpoint.Id, "a server that dies", Round.LeaseLength, default)));

        await site.KnockAsync();
        Assert.Empty(receiver.All);

        site.Clock.Advance(Round.LeaseLength);
        await site.KnockAsync();
        Assert.Single(receiver.All);
    }

    [Fact]
    public async Task A_disabled_endpoint_gets_what_waited_once_it_is_enabled()
    {
        await using var site = await CourierSite.OpenAsync();
        await using var receiver = new Receiver();
        var endpoint = await site.EndpointAsync(receiver.Url);
        await site.BoostAsync("acme");
        await site.Gate.ApplyAsync<Put<WebhookEndpoint>>(new DisableWebhookEndpoint(endpoint.Id, "pause"));
        await site.BoostAsync("acme");
        await site.KnockAsync();
        Assert.Empty(receiver.All);

        await site.Gate.ApplyAsync<Put<WebhookEndpoint>>(new EnableWebhookEndpoint(endpoint.Id));
        await site.KnockAsync();

        Assert.Equal(["bst_acme_2"], CourierSite.Boosts(receiver, "acme"));
    }

    [Fact]
    public async Task Attempts_are_counted_by_their_outcome()
    {
        ConcurrentQueue<string> outcomes = [];
        var (thread, isMaking) = (Environment.CurrentManagedThreadId, false);
        // Every courier has a meter of this name: of those the one that is made here, by this thread.
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (isMaking && Environment.CurrentManagedThreadId == thread
                    && instrument.Name == "tollgate.webhook.deliveries")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (_, _, tags, _) => outcomes.Enqueue($"{tags[0].Key}={tags[0].Value}"));
        listener.Start();
        isMaking = true;
        var opening = CourierSite.OpenAsync();
        isMaking = false;
        await using var site = await opening;
        await using var another = await CourierSite.OpenAsync();
        var status = 500;
        await using var receiver = new Receiver(_ => Task.FromResult(new ReceiverAnswer(status)));
        await site.EndpointAsync(receiver.Url);
        await another.EndpointAsync(receiver.Url);
        await site.BoostAsync("acme");
        await site.BoostAsync("acme");
        await another.BoostAsync("acme");

        await site.KnockAsync();
        await another.KnockAsync();
        status = 200;
        site.Clock.Advance(TimeSpan.FromSeconds(6));
        await site.KnockAsync();
        status = 410;
        await site.BoostAsync("acme");
        await site.KnockAsync();

        Assert.Equal(["outcome=failed", "outcome=delivered", "outcome=delivered", "outcome=gone"], outcomes);
    }

    [Fact]
    public async Task What_was_delivered_is_kept_for_a_week_and_what_waits_for_as_long_as_its_endpoint_is_enabled()
    {
        await using var site = await CourierSite.OpenAsync();
        var status = 204;
        await using var receiver = new Receiver(_ => Task.FromResult(new ReceiverAnswer(status)));
        var endpoint = await site.EndpointAsync(receiver.Url);
        await site.BoostAsync("acme");
        await site.KnockAsync();
        status = 500;
        await site.BoostAsync("acme");
        await site.KnockAsync();

        site.Clock.Advance(TimeSpan.FromDays(7));
        await site.ForgetAsync();
        Assert.Equal(2, (await site.LogAsync(endpoint)).Count);
        site.Clock.Advance(TimeSpan.FromSeconds(1));
        await site.ForgetAsync();
        Assert.Equal(DeliveryState.Waiting, Assert.Single(await site.LogAsync(endpoint)).State);
        await site.Gate.ApplyAsync<Put<WebhookEndpoint>>(new DisableWebhookEndpoint(endpoint.Id, "pause"));
        await site.ForgetAsync();
        Assert.Empty(await site.LogAsync(endpoint));
    }

    [Fact]
    public async Task What_has_waited_for_four_days_gets_one_attempt()
    {
        await using var site = await CourierSite.OpenAsync();
        await using var receiver = new Receiver(_ => Task.FromResult(new ReceiverAnswer(500)));
        var endpoint = await site.EndpointAsync(receiver.Url);
        await site.BoostAsync("acme");
        site.Clock.Advance(TimeSpan.FromDays(4));

        await site.KnockAsync();

        Assert.Equal(DeliveryState.Failed, Assert.Single(await site.LogAsync(endpoint)).State);
        Assert.Single(receiver.All);
    }

    [Theory]
    [InlineData("http://127.0.0.1:PORT/", false, "Only https is used.")]
    [InlineData("https://127.0.0.1:PORT/", false, "The address is not public.")]
    [InlineData("https://[::ffff:127.0.0.1]:PORT/", false, "The address is not public.")]
    [InlineData("https://inside.example:PORT/", false, "The address is not public.")]
    [InlineData("http://localhost:PORT/", true, null)]
    public async Task Nothing_that_is_not_public_is_connected_to(string url, bool anywhere, string? problem)
    {
        await using var receiver = new Receiver();
        var asked = 0;
        var connections = new PublicConnections(anywhere, (_, _) =>
        {
            asked++;
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.Parse("10.255.255.1")]);
        });
        using var postman = new Postman(connections, anywhere, TimeSpan.FromSeconds(15), TimeProvider.System);
        var address = url.Replace("PORT", $"{receiver.Url.Port}", StringComparison.Ordinal);
        var endpoint = new WebhookEndpoint(
            1, address, ["*"], WebhookSecret.Of(new byte[24]), null, null, Instant.MinValue, null, null, null);
        var entry = new OutboxEntry(new CustomerId(1), 1, 0, 1, "acme", "a.b", "{}", Contract.Rows.Past);

        var result = await postman.PostAsync(endpoint, entry, TestContext.Current.CancellationToken);

        Assert.Equal(problem, result.Detail);
        Assert.Equal(anywhere ? 1 : 0, receiver.All.Count);
        Assert.Equal(url.Contains("127", StringComparison.Ordinal) ? 0 : 1, asked);
    }

    [Fact]
    public async Task A_name_that_leads_inside_the_second_time_is_refused_then()
    {
        await using var inside = new Receiver();
        IPAddress[][] answers = [[IPAddress.Parse("::1")], [IPAddress.Loopback, IPAddress.Parse("169.254.169.254")]];
        var asked = 0;
        var connections = new PublicConnections(false, (_, _) => Task.FromResult(answers[asked++ % 2]));

        for (var i = 0; i < 2; i++)
            await Assert.ThrowsAsync<ForbiddenAddressException>(() => connections.ConnectAsync(
                new DnsEndPoint("rebinding.example", inside.Url.Port), TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(2, asked);
        Assert.Empty(inside.All);
    }
}
