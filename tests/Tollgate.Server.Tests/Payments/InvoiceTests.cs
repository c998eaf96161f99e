using System.Net;
using Tollgate.Server.Tests.Http;

namespace Tollgate.Server.Tests.Payments;

/// <summary>What is said of invoices over HTTP, and what a customer may do meanwhile.</summary>
public sealed class InvoiceTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    static readonly InvoiceFailure OfUse = new() { Metered = true };

    [Fact]
    public async Task Who_owes_for_use_is_blocked_until_it_is_paid()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var use = new UsageRequest { Customer = customer, Feature = feature };

        var failed = await host.Admin.FailInvoiceAsync(customer, "in_1", OfUse);
        Assert.Equal(("in_1", customer, false, true, false), Of(failed));
        var refused = await host.Admin.UseAsync(use);
        Assert.Equal((false, Reasons.PaymentBlocked), (refused.Allowed, refused.Reason));
        Assert.Equal($"{customer} owes for what was used before.", refused.Message);
        var fact = await host.Admin.UseAsync(use with { Mode = UsageMode.Record });
        Assert.Equal([Reasons.PaymentBlocked], fact.Flags);
        var access = await host.Admin.CheckAccessAsync(new AccessRequest { Customer = customer });
        Assert.Equal((false, "active", "ok", "blocked"), (
            access.Active, access.Status, access.Payment.Plan, access.Payment.Metered));
        Assert.Equal("in_1", (await host.Admin.ListInvoicesAsync(customer).SingleAsync()).Id);

        var paid = await host.Admin.PayInvoiceAsync(customer, "in_1");
        Assert.Equal(("in_1", customer, false, true, true), Of(paid));
        Assert.True((await host.Admin.UseAsync(use)).Allowed);
        Assert.True((await host.Admin.FailInvoiceAsync(customer, "in_1", OfUse)).Paid);
        Assert.Empty(await host.Admin.ListInvoicesAsync(customer).ToListAsync());
        Assert.True((await host.Admin.CheckAccessAsync(new AccessRequest { Customer = customer })).Active);
    }

    [Fact]
    public async Task Who_owes_for_a_plan_is_past_due_and_falls_to_the_free_plan()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var (pro, free) = (TollgateHost.NewId("plan"), TollgateHost.NewId("plan"));
        await host.Admin.PutPlanAsync(pro, TollgateHost.PlanOf(feature, 10) with
        {
            Prices = [new PlanPrice { Amount = "9", Currency = "USD", Per = PricePer.Month }],
        });
        await host.Admin.PutPlanAsync(free, TollgateHost.PlanOf(feature, 1));
        await host.Admin.PutSettingsAsync(new SettingsRequest { FreePlan = free });
        var on = await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest { Plan = pro });

        await host.Admin.FailInvoiceAsync(
            customer, "in_1", new InvoiceFailure { Plan = true, Subscription = on.Id });
        var access = await host.Admin.CheckAccessAsync(new AccessRequest { Customer = customer });
        Assert.Equal((true, "past_due", "past_due", "ok"), (
            access.Active, access.Status, access.Payment.Plan, access.Payment.Metered));
        var next = await host.Admin.ListScheduledChangesAsync(customer).SingleAsync();
        Assert.Equal((ChangeKind.Plan, free, on.Period!.EndsAt), (next.Kind, next.Plan, next.At));
        var refused = await host.SendAsync("DELETE", $"/v1/scheduled-changes/{next.Id}", null);
        Assert.Equal((HttpStatusCode.Conflict, ProblemCodes.PaymentPastDue), (refused.Status, refused.Code));

        await host.Admin.PayInvoiceAsync(customer, "in_1");
        Assert.Empty(await host.Admin.ListScheduledChangesAsync(customer).ToListAsync());
        Assert.Equal("active", (await host.Admin.CheckAccessAsync(new AccessRequest { Customer = customer })).Status);
        await host.Admin.PutSettingsAsync(new SettingsRequest());
    }

    [Fact]
    public async Task What_is_no_invoice_is_refused_by_its_field()
    {
        var (customer, _, _) = await host.CustomerWithAsync();
        var other = (await host.CustomerWithAsync()).Customer;

        Assert.Equal(["plan required"], await ErrorsOfAsync("{}"));
        Assert.Equal(
            ["subscription unknown_subscription"], await ErrorsOfAsync("""{"plan":true,"subscription":"x"}"""));
        Assert.Equal(
            ["subscription unknown_subscription"],
            await ErrorsOfAsync($$"""{"plan":true,"subscription":"sub_{{other}}_2"}"""));
        var settings = await host.PutAsync("/v1/settings", """{"free_plan":"none","downgrade_to":["a","none"]}""");
        Assert.Equal(
            ["downgrade_to[0] unknown_plan", "downgrade_to[1] unknown_plan", "free_plan unknown_plan"],
            settings.Errors.Order());

        async Task<IReadOnlyList<string>> ErrorsOfAsync(string body) =>
            (await host.PostAsync($"/v1/customers/{customer}/invoices/in_1/fail", body)).Errors;
    }

    static (string, string, bool, bool, bool) Of(Invoice one) =>
        (one.Id, one.Customer, one.Plan, one.Metered, one.Paid);
}
