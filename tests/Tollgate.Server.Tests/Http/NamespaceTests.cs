using System.Net;

namespace Tollgate.Server.Tests.Http;

public sealed class NamespaceTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task A_namespace_is_made_renamed_and_listed()
    {
        var (customer, _, _) = await host.CustomerWithAsync();
        var path = $"/v1/customers/{customer}/namespaces/b";

        Assert.Equal(HttpStatusCode.Created, (await host.PutAsync(path, "{}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.PutAsync(path, """{"name":"Shop"}""")).Status);
        await host.Admin.PutNamespaceAsync(customer, "a", new NamespaceRequest());

        var all = await host.Admin.ListNamespacesAsync(customer).ToListAsync();
        Assert.Equal([("a", null), ("b", "Shop")], all.Select(one => (one.Id, one.Name)));
    }

    [Fact]
    public async Task What_a_namespace_uses_is_told_and_listed_with_its_name()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(limit: 10);
        await host.Admin.PutNamespaceAsync(customer, "a", new NamespaceRequest());
        await host.Admin.PutNamespaceAsync(customer, "b", new NamespaceRequest());

        var use = await host.Admin.UseAsync(
            new UsageRequest { Customer = customer, Feature = feature, Namespace = "a", Quantity = 4 });
        await host.Admin.UseAsync(new UsageRequest { Customer = customer, Feature = feature, Namespace = "b" });

        Assert.Equal(("a", "customer", 6m), (use.Namespace, use.LimitScope, use.Remaining!.Value));
        var listed = await host.GetAsync($"/v1/customers/{customer}/usage?namespace=a");
        Assert.Equal(
            4, Assert.Single(listed.Json.GetProperty("data").EnumerateArray()).GetProperty("quantity").GetDecimal());
    }

    [Fact]
    public async Task A_namespace_on_a_plan_of_its_own_has_figures_of_its_own()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(limit: 10);
        var own = TollgateHost.NewId("own");
        await host.Admin.PutPlanAsync(own, TollgateHost.PlanOf(feature, 3));
        await host.Admin.PutNamespaceAsync(customer, "a", new NamespaceRequest());
        var subscription = await host.Admin.CreateSubscriptionAsync(
            customer, new SubscriptionRequest { Plan = own, Namespace = "a" });

        var use = await host.Admin.UseAsync(
            new UsageRequest { Customer = customer, Feature = feature, Namespace = "a", Quantity = 2 });
        var view = await host.Admin.GetEntitlementsAsync(customer, "a");

        Assert.Equal("a", subscription.Namespace);
        Assert.Equal(("namespace", 3m, 2m), (use.LimitScope, use.Limit!.Value, use.Used!.Value));
        Assert.Equal(("a", 1m), (view.Namespace, view.Data.Single().Limits.Single().Remaining));
        Assert.Equal(10, (await host.Admin.GetEntitlementsAsync(customer)).Data.Single().Limits.Single().Remaining);
    }

    [Fact]
    public async Task A_cap_per_namespace_is_kept_with_the_plan()
    {
        var (customer, feature, plan) = await host.CustomerWithAsync();
        var limit = """{"quantity":10,"per":"cycle","per_namespace":4}""";
        var features = $$$"""{"{{{feature}}}":{"limits":[{{{limit}}}]} }""";
        await host.PutAsync($"/v1/plans/{plan}", $$"""{"name":"Plan","kind":"base","features":{{features}} }""");
        await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest { Plan = plan });
        await host.Admin.PutNamespaceAsync(customer, "a", new NamespaceRequest());

        var refused = await host.Admin.CheckAsync(
            new CheckRequest { Customer = customer, Feature = feature, Namespace = "a", Quantity = 5 });

        Assert.Equal((false, "namespace", 4m), (refused.Allowed, refused.LimitScope, refused.Limit!.Value));
        Assert.Equal(4, (await host.Admin.GetPlanAsync(plan)).Features[feature].Limits!.Single().PerNamespace);
    }

    [Theory]
    [InlineData("usage?namespace=n")]
    [InlineData("entitlements?namespace=n")]
    public async Task One_that_nobody_made_is_not_found(string path)
    {
        var (customer, _, _) = await host.CustomerWithAsync();
        var answer = await host.GetAsync($"/v1/customers/{customer}/{path}");
        Assert.Equal((HttpStatusCode.NotFound, "namespace_not_found"), (answer.Status, answer.Code));
    }
}
