using System.Text.Json;

namespace Tollgate.Server.Tests.Http;

public sealed class ErasureTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task An_erased_customer_is_anonymous_in_every_list_and_what_it_used_still_counts()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        await host.Admin.PutCustomerAsync(
            customer, new CustomerRequest { Name = "Ann", Email = "ann@example.com", Metadata = Note() });
        await host.Admin.UseAsync(new UsageRequest
        {
            Customer = customer,
            Feature = feature,
            Id = "e",
            Quantity = 3,
            Actor = "Ann",
            Properties = Note(),
            Metadata = Note(),
        });

        var erased = await host.Admin.EraseCustomerAsync(customer, "erase-1");
        var again = await host.Admin.EraseCustomerAsync(customer, "erase-1");

        Assert.Equal((null, null, true), (erased.Name, erased.Email, erased.Suspended));
        Assert.Empty(erased.Metadata);
        Assert.Equal(erased.SuspendedAt, again.SuspendedAt);
        foreach (var path in new[]
        {
            $"/v1/customers/{customer}", $"/v1/customers/{customer}/usage", $"/v1/customers/{customer}/history",
            $"/v1/audit?customer={customer}", $"/v1/customers/{customer}/usage/summary?by=actor,who",
            $"/v1/customers?search={customer}",
        })
        {
            var text = (await host.GetAsync(path)).Text;
            Assert.DoesNotContain("Ann", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("sha256", text, StringComparison.Ordinal);
        }
        var audit = await host.Admin.ListAuditAsync(new AuditQuery { Customer = customer }).ToListAsync();
        Assert.Equal(
            ["customer.erased", "customer.updated", "subscription.created", "customer.created"],
            audit.Select(one => one.Action));
        Assert.Equal([false, true, true, true], audit.Select(one => one.Erased));
        Assert.Equal(3, (await host.Admin.SummarizeUsageAsync(customer)).Data.Single().Quantity);
        var check = await host.Admin.CheckAsync(new CheckRequest { Customer = customer, Feature = feature });
        Assert.Equal(("customer_suspended", 3m), (check.Reason, check.Used));
        // A repeated use is still known by its id.
        var repeated = await host.Admin.UseAsync(new UsageRequest
        {
            Customer = customer,
            Feature = feature,
            Id = "e",
            Quantity = 3,
            Properties = Note(),
        });
        Assert.True(repeated.Replayed);
    }

    [Fact]
    public async Task Who_is_not_there_cannot_be_erased() =>
        Assert.Equal("customer_not_found", (await host.PostAsync("/v1/customers/nobody/erase")).Code);

    static Dictionary<string, JsonElement> Note() => new() { ["who"] = JsonSerializer.SerializeToElement("Ann") };
}
