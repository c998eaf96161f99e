using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using Tollgate.Payments.Sessions;
using Tollgate.Payments.Stripe;
using Tollgate.Payments.Tests;
using Tollgate.Payments.Tests.StandIns;
using Tollgate.Server.Tests.Http;

namespace Tollgate.Server.Tests.Payments;

/// <summary>A server whose provider is a stand-in for Stripe, and the words to send its messages.</summary>
sealed class StripeSite : IAsyncDisposable
{
    readonly StripeProvider provider;

    StripeSite(StripeStandIn stripe)
    {
        Stripe = stripe;
        provider = stripe.Provider();
        Host = new TollgateHost
        {
            Configure = services => services.Replace(
                ServiceDescriptor.Singleton(_ => new PaymentProviders([provider]))),
        };
    }

    public StripeStandIn Stripe { get; }

    public TollgateHost Host { get; }

    public static async Task<StripeSite> StartAsync()
    {
        var site = new StripeSite(await StripeStandIn.StartedAsync());
        await site.Host.InitializeAsync();
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        provider.Dispose();
        await Stripe.DisposeAsync();
    }

    /// <summary>A session of 12.50 USD for a wallet.</summary>
    public async Task<PaymentSession> OpenAsync(string customer, string key = "k") =>
        await Host.Admin.OpenPaymentSessionAsync(
            new PaymentSessionRequest
            {
                Customer = customer,
                Purpose = new PaymentPurpose { TopUp = new Money { Amount = "12.50", Currency = "USD" } },
                ReturnUrl = "https://shop.test/done",
            }, key);

    /// <summary>How a checkout stands at the provider: paid, and so much of it given back.</summary>
    public JsonObject Paid(string session, string checkout, string intent, long cents = 1250, long back = 0)
    {
        var charge = Payload.Object("stripe/charge.refunded");
        (charge["id"], charge["payment_intent"]) = ("ch" + intent, intent);
        (charge["amount"], charge["amount_captured"], charge["amount_refunded"]) = (cents, cents, back);
        var payment = Payload.Of("stripe/payment_intent").Json.DeepClone().AsObject();
        (payment["id"], payment["amount_received"], payment["latest_charge"]) = (intent, cents, "ch" + intent);
        var one = Payload.Object("stripe/checkout.session.completed");
        (one["id"], one["client_reference_id"], one["payment_intent"]) = (checkout, session, intent);
        foreach (var thing in (JsonObject[])[charge, payment, one]) Stripe.Put(thing);
        return one;
    }

    /// <summary>A message about a thing of the provider's.</summary>
    public static JsonObject Message(string id, string type, JsonObject thing, long created = 1_782_000_000) => new()
    {
        ["id"] = id,
        ["type"] = type,
        ["created"] = created,
        ["data"] = new JsonObject { ["object"] = thing.DeepClone() },
    };

    public Task<(int Status, string Said)> SendAsync(JsonObject message) =>
        SendAsync(System.Text.Encoding.UTF8.GetBytes(message.ToJsonString()));

    /// <summary>Sends a body: the status, and the outcome or the code.</summary>
    public async Task<(int Status, string Said)> SendAsync(
        byte[] body, string secret = "whsec_first", string path = "stripe")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/webhooks/{path}");
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var now = Instant.FromDateTimeOffset(Host.Clock.GetUtcNow());
        request.Headers.Add(StripeSignature.Header, StripeSignature.Sign(body, now, secret));
        using var answer = await Host.Http.SendAsync(request);
        var said = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        var word = said.TryGetProperty("outcome", out var outcome) ? outcome : said.GetProperty("code");
        return ((int)answer.StatusCode, word.GetString()!);
    }

    public async Task<string?> BalanceAsync(string customer) =>
        (await Host.Admin.ListWalletsAsync(customer).SingleOrDefaultAsync())?.Balance;

    public async Task AssertWholeAsync(string customer)
    {
        Assert.True((await Host.Admin.VerifyAsync(new VerifyRequest { Customer = customer })).Ok);
        Assert.Empty(Stripe.Complaints);
    }
}
