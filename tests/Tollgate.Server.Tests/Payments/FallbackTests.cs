using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tollgate.Payments;
using Tollgate.Payments.Sandbox;
using Tollgate.Payments.Sessions;
using Tollgate.Payments.Stripe;
using Tollgate.Server.Tests.Http;

namespace Tollgate.Server.Tests.Payments;

/// <summary>What happens where a provider does not answer: one at an address where nobody listens.</summary>
public sealed class FallbackTests
{
    [Fact]
    public async Task Where_the_first_provider_fails_the_second_is_asked_and_both_are_recorded()
    {
        await using var host = await StartAsync(withSandbox: true);
        var session = await OpenAsync(host);
        Assert.Equal(("redirected", "sandbox"), (session.Status, session.Provider));
        Assert.Equal("stripe", Assert.Single(session.Attempts).Provider);
    }

    [Fact]
    public async Task Where_every_provider_fails_so_has_the_session()
    {
        await using var host = await StartAsync(withSandbox: false);
        var failed = await Assert.ThrowsAsync<TollgateException>(() => OpenAsync(host));
        Assert.Equal((HttpStatusCode.BadGateway, "provider_failed"), (failed.Status, failed.Code));
        var session = await host.Admin.ListPaymentSessionsAsync("payer").SingleAsync();
        Assert.Equal(("failed", null), (session.Status, session.CheckoutUrl));
        Assert.Equal("stripe", Assert.Single(session.Attempts).Provider);
    }

    static async Task<PaymentSession> OpenAsync(TollgateHost host)
    {
        await host.Admin.PutCustomerAsync("payer", new CustomerRequest());
        return await host.Admin.OpenPaymentSessionAsync(
            new PaymentSessionRequest
            {
                Customer = "payer",
                Purpose = new PaymentPurpose { TopUp = new Money { Amount = "5", Currency = "USD" } },
                ReturnUrl = "https://shop.test/done",
            },
            "k");
    }

    static async Task<TollgateHost> StartAsync(bool withSandbox)
    {
        var dead = new StripeOptions { SecretKey = "sk_test_x", ApiBase = new Uri("http://127.0.0.1:1") };
        var host = new TollgateHost
        {
            Settings = TollgateHost.InSandbox().Settings,
            Configure = services => services.Replace(ServiceDescriptor.Singleton(provider =>
            {
                IPaymentProvider[] second = withSandbox ? [provider.GetRequiredService<SandboxProvider>()] : [];
                return new PaymentProviders([new StripeProvider(dead), .. second]);
            })),
        };
        await host.InitializeAsync();
        return host;
    }
}
