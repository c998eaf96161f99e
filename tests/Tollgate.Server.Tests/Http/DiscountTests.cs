using System.Net;

namespace Tollgate.Server.Tests.Http;

public sealed class DiscountTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    readonly string code = TollgateHost.NewId("discount");

    [Fact]
    public async Task It_is_made_shown_listed_and_archived()
    {
        var made = await host.Admin.PutDiscountAsync(
            code, new DiscountRequest { Amount = "2.5", Currency = "USD", Periods = 3, MaxUses = 7 });
        Assert.Equal((code, "2.50", "USD", 3, 7, 0), (
            made.Code, made.Amount, made.Currency, made.Periods, made.MaxUses, made.Uses));
        Assert.Equal(made, await host.Admin.GetDiscountAsync(code));
        Assert.Contains(made, await host.Admin.ListDiscountsAsync().ToListAsync());

        var archived = await host.Admin.ArchiveDiscountAsync(code);
        Assert.NotNull(archived.ArchivedAt);
        Assert.DoesNotContain(archived, await host.Admin.ListDiscountsAsync().ToListAsync());
        Assert.Contains(archived, await host.Admin.ListDiscountsAsync(archived: true).ToListAsync());
        var unknown = await host.GetAsync("/v1/discounts/nothing");
        Assert.Equal((HttpStatusCode.NotFound, "discount_not_found"), (unknown.Status, unknown.Code));
    }

    [Fact]
    public async Task It_is_given_as_often_as_it_may_and_the_rest_are_told()
    {
        await host.Admin.PutDiscountAsync(code, new DiscountRequest { Percent = "50", MaxUses = 1 });
        var plan = TollgateHost.NewId("plan");
        var (customer, feature, _) = await host.CustomerWithAsync();
        await host.Admin.PutPlanAsync(plan, TollgateHost.PlanOf(feature, 10) with
        {
            Prices = [new PlanPrice { Amount = "9", Currency = "USD", Per = PricePer.Month }],
        });
        var made = await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest
        {
            Plan = plan,
            Renewal = new RenewalTerms { By = RenewedBy.Wallet, Discount = code },
        });
        Assert.Equal(code, made.Renewal!.Discount);
        Assert.Equal(1, (await host.Admin.GetDiscountAsync(code)).Uses);

        var (other, _, _) = await host.CustomerWithAsync();
        var full = await host.Admin.CreateSubscriptionAsync(other, new SubscriptionRequest { Plan = plan });
        var refused = await host.PutAsync(
            $"/v1/subscriptions/{full.Id}/renewal", $$"""{"by":"wallet","discount":"{{code}}"}""");
        Assert.Equal((HttpStatusCode.Conflict, "discount_used_up"), (refused.Status, refused.Code));
        var unknown = await host.PostAsync(
            $"/v1/customers/{other}/subscriptions",
            $$"""{"renewal":{"by":"wallet","discount":"nothing"},"plan":"{{plan}}"}""");
        Assert.Equal(["renewal.discount unknown_discount"], unknown.Errors);
    }

    [Fact]
    public async Task Bad_ones_are_named_and_what_it_takes_off_stays()
    {
        var bad = await host.PutAsync($"/v1/discounts/{code}", """{"percent":"0","amount":"x","max_uses":0}""");
        Assert.Equal(HttpStatusCode.BadRequest, bad.Status);
        Assert.Contains("amount invalid_value", bad.Errors);
        await host.Admin.PutDiscountAsync(code, new DiscountRequest { Percent = "50" });
        var changed = await host.PutAsync($"/v1/discounts/{code}", """{"percent":"60"}""");
        Assert.Equal((HttpStatusCode.Conflict, "discount_fixed"), (changed.Status, changed.Code));
    }
}
