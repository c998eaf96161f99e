using System.Text.Json;
using Tollgate.Payments.Sandbox;

namespace Tollgate.Payments.Tests.Stripe;

/// <summary>Stripe's own JavaScript library signs, reads and asks; both sides have to agree.</summary>
public sealed class StripeLibraryTests : IAsyncLifetime
{
    // Characters of two, three and four bytes, and such as are escaped.
    static readonly Payload Message = Payload.Of("stripe/checkout.session.completed")
        .With("data.object.metadata.note", "\u00e9\u4e2d\ud83d\ude80 \"quoted\" </script>\n");

    NodePackages? node;

    public async ValueTask InitializeAsync()
    {
        node = await NodePackages.TryInstallAsync(Path.Combine(AppContext.BaseDirectory, "Stripe", "interop"));
        if (node is not null) return;
        if (Databases.Required) Assert.Fail(NodePackages.Missing);
        Assert.Skip(NodePackages.Missing);
    }

    public ValueTask DisposeAsync()
    {
        node?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_it_signs_is_believed_for_five_minutes()
    {
        var now = Instant.FromUnixTimeSeconds(1_782_000_000);
        var payload = Encoding.UTF8.GetString(Message.Bytes);
        var header = await RunAsync("sign", new { payload, secret = "whsec_second", timestamp = 1_782_000_000 });
        Assert.Equal(StripeSignature.Sign(Message.Bytes, now, "whsec_second"), header);

        await using var stripe = await StripeStandIn.StartedAsync();
        using var provider = stripe.Provider();
        var message = new WebhookMessage(Message.Bytes, name => name == StripeSignature.Header ? header : null);
        var reading = provider.ReadWebhook(message, now);
        Assert.Equal(WebhookVerdict.Read, reading.Verdict);
        Assert.Contains("\ud83d\ude80", reading.Event!.Fact.Metadata["note"]);
        Assert.Equal(WebhookVerdict.OutOfTime, provider.ReadWebhook(message, now + Duration.FromSeconds(301)).Verdict);
    }

    [Fact]
    public async Task What_is_signed_here_it_believes_also_under_one_of_two_secrets()
    {
        var now = Instant.FromDateTimeOffset(DateTimeOffset.UtcNow);
        var header = StripeSignature.Sign(Message.Bytes, now, "whsec_old", "whsec_new");
        var payload = Encoding.UTF8.GetString(Message.Bytes);
        foreach (var secret in new[] { "whsec_old", "whsec_new" })
            Assert.Equal("evt_1SVx2bLkdIwHu7ix8Q0pQv1Z", await RunAsync("read", new { payload, header, secret }));
        Assert.Equal(
            "refused: StripeSignatureVerificationError",
            await RunAsync("read", new { payload, header, secret = "whsec_other" }));
        Assert.Equal(
            "refused: StripeSignatureVerificationError",
            await RunAsync("read", new { payload = payload + " ", header, secret = "whsec_new" }));
    }

    [Theory]
    [InlineData(SandboxOutcome.Succeed)]
    [InlineData(SandboxOutcome.Fail)]
    public async Task What_the_sandbox_sends_it_believes(SandboxOutcome outcome)
    {
        var sandbox = new SandboxProvider(TimeProvider.System, () => new Uri("http://localhost"));
        var checkout = await sandbox.CreateCheckoutAsync(
            StripeRequests.TopUp(), TestContext.Current.CancellationToken);
        sandbox.Choose(checkout.Id, outcome);
        Assert.True(sandbox.Tellings.TryRead(out var telling));
        var body = telling.Body();
        var (payload, header) = (Encoding.UTF8.GetString(body), sandbox.Sign(body));

        Assert.Equal(telling.Id, await RunAsync("read", new { payload, header, secret = sandbox.Secret }));
        Assert.Equal(
            "refused: StripeSignatureVerificationError",
            await RunAsync("read", new { payload = payload + " ", header, secret = sandbox.Secret }));
    }

    [Fact]
    public async Task It_asks_for_a_checkout_in_the_same_words()
    {
        await using var stripe = await StripeStandIn.StartedAsync();
        using var provider = stripe.Provider();
        var request = StripeRequests.TopUp();
        var ours = await provider.CreateCheckoutAsync(request, TestContext.Current.CancellationToken);
        var metadata = new { tollgate_session = "ps_acme_7", tollgate_customer = "acme" };
        var form = new
        {
            mode = "payment",
            client_reference_id = "ps_acme_7",
            success_url = "https://example.com/done?a=1&b=2",
            cancel_url = "https://example.com/back",
            customer_email = "jenny@example.com",
            expires_at = 1_782_000_000,
            adaptive_pricing = new { enabled = false },
            metadata,
            line_items = new[]
            {
                new
                {
                    quantity = 1,
                    price_data = new
                    {
                        currency = "usd", unit_amount = 1_250, product_data = new { name = request.Description },
                    },
                },
            },
            payment_intent_data = new { metadata },
        };
        await RunAsync("checkout", new { url = stripe.Url, key = StandIn.Key, form, idempotency_key = "theirs" });

        Assert.Empty(stripe.Complaints);
        var asked = stripe.Requests.ToArray();
        Assert.Equal(2, asked.Length);
        Assert.Equal(
            StripeRequests.Fields(asked[1]).Order(StringComparer.Ordinal),
            StripeRequests.Fields(asked[0]).Order(StringComparer.Ordinal));
        foreach (var header in new[] { "Authorization", "Content-Type", "Stripe-Version" })
            Assert.Equal(asked[1].Header(header), asked[0].Header(header));
        Assert.NotEqual("", ours.Id);
    }

    async Task<string> RunAsync(string verb, object input)
    {
        var (code, output) = await node!.NodeAsync("interop.js", verb, JsonSerializer.Serialize(input));
        Assert.True(code == 0, output);
        return output.Trim();
    }
}
