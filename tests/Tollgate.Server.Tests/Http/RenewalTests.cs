using System.Net;

namespace Tollgate.Server.Tests.Http;

public sealed class RenewalTests : IAsyncLifetime
{
    readonly TollgateHost host = TollgateHost.InSandbox();
    readonly string customer = TollgateHost.NewId("customer");
    readonly string plan = TollgateHost.NewId("plan");

    public async ValueTask InitializeAsync()
    {
        await host.InitializeAsync();
        await host.Admin.PutFeatureAsync("calls", new FeatureRequest { Name = "Calls", Type = FeatureType.Metered });
        await host.Admin.PutPlanAsync(plan, TollgateHost.PlanOf("calls", 10) with
        {
            Prices = [new PlanPrice { Amount = "9", Currency = "USD", Per = PricePer.Month }],
        });
        await host.Admin.PutCustomerAsync(customer, new CustomerRequest());
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_wallet_renews_and_the_answer_says_until_when()
    {
        await GrantAsync("10");
        var made = await SubscribeAsync(RenewedBy.Wallet);
        Assert.Equal((null, RenewedBy.Wallet, PricePer.Month, 0), (
            made.EndsAt, made.Renewal!.By, made.Renewal.Per, made.Renewal.Failures));

        await MoveToAsync(made.Renewal.DueAt);
        var renewed = await ShowAsync();
        Assert.Equal(("active", made.Renewal.DueAt.AddMonths(1)), (renewed.Status, renewed.Renewal!.DueAt));
        Assert.Equal("1.00", await BalanceAsync());

        await MoveToAsync(renewed.Renewal.DueAt);
        var owing = await ShowAsync();
        Assert.Equal(
            ("past_due", 1, renewed.Renewal.DueAt.AddDays(1), renewed.Renewal.DueAt.AddDays(7)),
            (owing.Status, owing.Renewal!.Failures, owing.Renewal.RetryAt, owing.Renewal.FallsAt));
        var change = Assert.Single(await host.Admin.ListScheduledChangesAsync(customer).ToListAsync());
        Assert.Equal((ChangeKind.Lapse, owing.Renewal.FallsAt), (change.Kind, change.At));
        await MoveToAsync(renewed.Renewal.DueAt.AddDays(7));
        Assert.Equal("expired", (await ShowAsync()).Status);
        // Whoever asks for anything has it written down.
        await host.Admin.UseAsync(new UsageRequest { Customer = customer, Feature = "calls" });
        var history = await host.Admin.ListHistoryAsync(customer).ToListAsync();
        Assert.Equal(
            ["subscription.renewed", "subscription.renewal_failed", "subscription.renewal_lapsed"],
            history.Select(one => one.Change?.Action)
                .Where(one => one?.Contains("renew", StringComparison.Ordinal) == true).Distinct());
        Assert.True((await host.Admin.VerifyAsync(new VerifyRequest { Customer = customer })).Ok);
    }

    [Fact]
    public async Task An_invoice_is_paid_by_its_id_and_a_command_pays_ahead()
    {
        var made = await SubscribeAsync(RenewedBy.Invoice);
        await MoveToAsync(made.Renewal!.DueAt);
        var owing = await ShowAsync();
        Assert.Equal("past_due", owing.Status);
        await host.Admin.PayInvoiceAsync(customer, owing.Renewal!.Invoice!);
        var paid = await ShowAsync();
        Assert.Equal(("active", made.Renewal.DueAt.AddMonths(1)), (paid.Status, paid.Renewal!.DueAt));

        var ahead = await host.Admin.RenewSubscriptionAsync(paid.Id);
        Assert.Equal(made.Renewal.DueAt.AddMonths(2), ahead.Renewal!.DueAt);
        Assert.True((await host.Admin.VerifyAsync(new VerifyRequest { Customer = customer })).Ok);
    }

    [Fact]
    public async Task It_is_set_and_removed_and_bad_ones_are_named()
    {
        var made = await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest { Plan = plan });
        Assert.Null(made.Renewal);
        var set = await host.Admin.PutRenewalAsync(made.Id, new RenewalRequest { By = RenewedBy.Wallet });
        Assert.Equal(made.Period!.EndsAt, set.Renewal!.DueAt);
        var removed = await host.Admin.DeleteRenewalAsync(made.Id);
        Assert.Equal((null, set.Renewal.DueAt), (removed.Renewal, removed.EndsAt));

        var year = await host.PutAsync(
            $"/v1/subscriptions/{made.Id}/renewal", """{"by":"wallet","per":"year"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "per no_price"), (year.Status, year.Errors.Single()));
        var past = await host.PutAsync(
            $"/v1/subscriptions/{made.Id}/renewal", """{"by":"wallet","due_at":"2020-01-01T00:00:00Z"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "due_at out_of_range"), (past.Status, past.Errors.Single()));
        var unknown = await host.PutAsync("/v1/subscriptions/sub_nobody_1/renewal", """{"by":"wallet"}""");
        Assert.Equal((HttpStatusCode.NotFound, "subscription_not_found"), (unknown.Status, unknown.Code));
    }

    Task<Subscription> SubscribeAsync(RenewedBy by) => host.Admin.CreateSubscriptionAsync(
        customer, new SubscriptionRequest { Plan = plan, Renewal = new RenewalTerms { By = by } });

    async Task<Subscription> ShowAsync() =>
        (await host.Admin.ListSubscriptionsAsync(customer).ToListAsync()).Single();

    async Task<string> BalanceAsync() => (await host.Admin.ListWalletsAsync(customer).ToListAsync())[0].Balance;

    Task GrantAsync(string amount) => host.Admin.GrantCreditAsync(
        customer, "USD", new CreditGrantRequest { Amount = amount, Kind = GrantKind.TopUp, ExternalId = "top-up" });

    Task MoveToAsync(DateTimeOffset time) => host.Admin.SetTestClockAsync(new TestClockRequest { Now = time });
}
