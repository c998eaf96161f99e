using System.Net;

namespace Tollgate.Server.Tests.Http;

public sealed class CustomerTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task A_customer_is_made_with_defaults_and_changed_as_a_whole()
    {
        var id = TollgateHost.NewId("a.b_c:d@e+f-");
        var made = await host.PutAsync($"/v1/customers/{Uri.EscapeDataString(id)}", "{}");
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(
            $$$"""
            {"id":"{{{id}}}","name":null,"email":null,"time_zone":"UTC","currency":"USD","waived":false,
            "suspended":false,"suspended_reason":null,"suspended_at":null,"metadata":{},"thresholds":{},
            "created_at":"2026-11-15T12:00:00Z"}
            """.ReplaceLineEndings(""),
            made.Text);
        var changed = await host.PutAsync($"/v1/customers/{id}", """
            {"name":"Acme","time_zone":"Europe/Berlin","currency":"EUR","waived":true,
            "metadata":{"b":[1.50,null],"a":"é"}}
            """.ReplaceLineEndings(""));
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Equal("""{"a":"é","b":[1.5,null]}""", changed.Json.GetProperty("metadata").GetRawText());
        Assert.Equal(changed.Text, (await host.GetAsync($"/v1/customers/{id}")).Text);
        Assert.Null((await host.Admin.PutCustomerAsync(id, new CustomerRequest())).Name);
    }

    [Fact]
    public async Task A_suspension_refuses_every_use_until_it_ends()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var use = new UsageRequest { Customer = customer, Feature = feature };
        var suspended = await host.Admin.SuspendCustomerAsync(customer, "unpaid");
        Assert.Equal(
            (true, "unpaid", host.Clock.GetUtcNow()),
            (suspended.Suspended, suspended.SuspendedReason, suspended.SuspendedAt));
        Assert.Equal(Reasons.CustomerSuspended, (await host.Admin.UseAsync(use)).Reason);
        Assert.False((await host.Admin.ResumeCustomerAsync(customer)).Suspended);
        Assert.True((await host.Admin.UseAsync(use)).Allowed);
    }

    [Fact]
    public async Task Suspend_and_resume_need_no_body()
    {
        var (customer, _, _) = await host.CustomerWithAsync();
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync($"/v1/customers/{customer}/suspend")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync($"/v1/customers/{customer}/resume")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync($"/v1/customers/{customer}/resume", "{}")).Status);
    }

    [Fact]
    public async Task Customers_are_listed_by_id_and_found_by_part_of_id_name_or_email()
    {
        await using var own = new TollgateHost();
        await own.InitializeAsync();
        var ids = Enumerable.Range(0, 230).Select(i => $"c{i:000}").ToArray();
        foreach (var id in ids.Reverse())
            await own.Admin.PutCustomerAsync(
                id, new CustomerRequest { Name = $"Name {id[1..]}", Email = $"{id}@example.com" });
        Assert.Equal(ids, await own.Admin.ListCustomersAsync().Select(customer => customer.Id).ToListAsync());
        Assert.Equal(
            ["c123"], await own.Admin.ListCustomersAsync("NAME 123").Select(customer => customer.Id).ToListAsync());
        Assert.Equal(10, await own.Admin.ListCustomersAsync("c01").CountAsync());
        Assert.Equal(230, await own.Admin.ListCustomersAsync("@example").CountAsync());
        Assert.Empty(await own.Admin.ListCustomersAsync("%").ToListAsync());
    }
}
