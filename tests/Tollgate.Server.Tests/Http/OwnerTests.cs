using System.Net;

namespace Tollgate.Server.Tests.Http;

public sealed class OwnerTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task A_namespace_has_the_switches_of_its_owner_until_that_has_them_no_more()
    {
        var (customer, owner, feature, plan) = await OwnedAsync();
        UsageRequest use = new() { Customer = customer, Feature = feature, Namespace = "ns" };

        Assert.True((await host.Admin.UseAsync(use)).Allowed);
        var entitled = (await host.Admin.GetEntitlementsAsync(customer, "ns")).Data.Single();
        Assert.Equal((true, owner, plan), (entitled.Included, entitled.Source!.Owner, entitled.Source.Plan));
        Assert.Empty((await host.Admin.GetEntitlementsAsync(customer)).Data);

        await host.Admin.SuspendCustomerAsync(owner);
        Assert.Equal(Reasons.NotIncluded, (await host.Admin.UseAsync(use)).Reason);
        Assert.Empty((await host.Admin.GetEntitlementsAsync(customer, "ns")).Data);
    }

    [Fact]
    public async Task An_owner_is_answered_listed_and_taken_away()
    {
        var (customer, owner, _, _) = await OwnedAsync();

        Assert.Equal(owner, (await host.Admin.ListNamespacesAsync(customer).SingleAsync()).Owner);
        Assert.Null((await host.Admin.PutNamespaceAsync(customer, "ns", new NamespaceRequest { Name = "n" })).Owner);
    }

    [Fact]
    public async Task An_owner_that_nobody_made_is_not_found()
    {
        var (customer, _, _, _) = await OwnedAsync();
        var answer = await host.PutAsync($"/v1/customers/{customer}/namespaces/ns", """{"owner":"nobody"}""");
        Assert.Equal((HttpStatusCode.NotFound, "customer_not_found"), (answer.Status, answer.Code));
        Assert.Equal("owner", answer.Json.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task An_owner_is_another_customer_and_an_id()
    {
        var (customer, _, _, _) = await OwnedAsync();
        foreach (var owner in new[] { customer, "no id" })
        {
            var answer = await host.PutAsync(
                $"/v1/customers/{customer}/namespaces/ns", $$"""{"owner":"{{owner}}"}""");
            Assert.Equal((HttpStatusCode.BadRequest, "invalid"), (answer.Status, answer.Code));
            Assert.Equal("owner", answer.Json.GetProperty("errors")[0].GetProperty("field").GetString());
        }
    }

    [Fact]
    public async Task A_key_of_one_customer_borrows_nothing_from_another()
    {
        var (customer, owner, _, _) = await OwnedAsync();
        var key = await host.Admin.CreateApiKeyAsync(
            new ApiKeyRequest { Name = "k", Scopes = [Scopes.CustomersWrite], Customer = customer });
        var answer = await host.SendAsync(
            "PUT", $"/v1/customers/{customer}/namespaces/b", $$"""{"owner":"{{owner}}"}""", key: key.Key);
        Assert.Equal((HttpStatusCode.Forbidden, "insufficient_scope"), (answer.Status, answer.Code));
    }

    // A customer with a namespace whose owner has a switch by its plan.
    async Task<(string Customer, string Owner, string Feature, string Plan)> OwnedAsync()
    {
        var (customer, owner) = (TollgateHost.NewId("customer"), TollgateHost.NewId("owner"));
        var (feature, plan) = (TollgateHost.NewId("switch"), TollgateHost.NewId("plan"));
        await host.Admin.PutFeatureAsync(feature, new FeatureRequest { Name = "n", Type = FeatureType.Switch });
        await host.Admin.PutPlanAsync(plan, new PlanRequest
        {
            Name = "n",
            Kind = PlanKind.Base,
            Features = new Dictionary<string, PlanFeature> { [feature] = PlanFeature.Enabled },
        });
        await host.Admin.PutCustomerAsync(customer, new CustomerRequest());
        await host.Admin.PutCustomerAsync(owner, new CustomerRequest());
        await host.Admin.CreateSubscriptionAsync(owner, new SubscriptionRequest { Plan = plan });
        await host.Admin.PutNamespaceAsync(customer, "ns", new NamespaceRequest { Owner = owner });
        return (customer, owner, feature, plan);
    }
}
