using Tollgate.Payments.Sandbox;
using Tollgate.Server.Tests.Http;

namespace Tollgate.Server.Tests.Payments;

/// <summary>The sandbox tells its own server what was chosen on its page; nobody has to ask.</summary>
public sealed class SandboxMessageTests : IAsyncLifetime
{
    readonly TollgateHost host = TollgateHost.InSandbox();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData(SandboxOutcome.Succeed, "succeeded")]
    [InlineData(SandboxOutcome.SucceedTwice, "succeeded")]
    [InlineData(SandboxOutcome.SucceedLate, "succeeded")]
    [InlineData(SandboxOutcome.Fail, "failed")]
    [InlineData(SandboxOutcome.Cancel, "cancelled")]
    public async Task What_is_chosen_is_told_and_followed(SandboxOutcome outcome, string status)
    {
        var customer = TollgateHost.NewId("customer");
        await host.Admin.PutCustomerAsync(customer, new CustomerRequest());
        var session = await host.Admin.OpenPaymentSessionAsync(
            new PaymentSessionRequest
            {
                Customer = customer,
                Purpose = new PaymentPurpose { TopUp = new Money { Amount = "5", Currency = "USD" } },
                ReturnUrl = "https://shop.test/done",
            }, "k");
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent([new("outcome", $"{outcome}")]);
        using var answer = await browser.PostAsync(new Uri(session.CheckoutUrl!), form);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await host.Admin.GetPaymentSessionAsync(session.Id)).Status != status)
        {
            if (outcome == SandboxOutcome.SucceedLate) host.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, patience.Token);
        }

        var told = await host.Admin.ListWebhookEventsAsync().SingleAsync();
        Assert.Equal(("sandbox", customer), (told.Provider, told.Customer));
        Assert.True((await host.Admin.VerifyAsync(new VerifyRequest { Customer = customer })).Ok);
    }
}
