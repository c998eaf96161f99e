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
            "providers":{},"created_at":"2026-11-15T12:00:00Z"}
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
    public async Task What_providers_call_things_is_kept_where_it_belongs()
    {
        var (feature, plan, customer) =
            (TollgateHost.NewId("f"), TollgateHost.NewId("p"), TollgateHost.NewId("c"));
        var meter = await host.PutAsync(
            $"/v1/features/{feature}",
            """{"name":"F","type":"metered","providers":{"stripe":{"meter_event":"calls"}}}""");
        Assert.Equal("""{"stripe":{"meter_event":"calls"}}""", meter.Json.GetProperty("providers").GetRawText());
        var made = await host.PutAsync(
            $"/v1/plans/{plan}",
            """{"name":"P","kind":"base","providers":{"stripe":{"prices":["price_1"]}},"features":{}}""");
        Assert.Equal("""{"stripe":{"prices":["price_1"]}}""", made.Json.GetProperty("providers").GetRawText());
        var next = await host.PutAsync($"/v1/plans/{plan}", """{"name":"P","kind":"base","features":{}}""");
        Assert.Equal(2, next.Json.GetProperty("version").GetInt32());

        var put = await host.PutAsync($"/v1/customers/{customer}", """{"providers":{"stripe":"cus_1"}}""");
        var kept = await host.PutAsync($"/v1/customers/{customer}", """{"name":"Ann"}""");
        var none = await host.PutAsync($"/v1/customers/{customer}", """{"providers":{}}""");
        Assert.Equal(
            ["""{"stripe":"cus_1"}""", """{"stripe":"cus_1"}""", "{}"],
            new[] { put, kept, none }.Select(one => one.Json.GetProperty("providers").GetRawText()));
        var subscribed = await host.PostAsync(
            $"/v1/customers/{customer}/subscriptions", $$$"""{"plan":"{{{plan}}}","providers":{"stripe":"sub_1"}}""");
        Assert.Equal("""{"stripe":"sub_1"}""", subscribed.Json.GetProperty("providers").GetRawText());
    }

    [Theory]
    [InlineData("customers", """{"providers":{"stripe":""}}""", "providers.stripe")]
    [InlineData("customers", """{"providers":{"a/b":"c"}}""", "providers")]
    [InlineData("features", """
        {"name":"F","type":"switch","providers":{"stripe":{"meter_event":"x"}}}
        """, "providers")]
    [InlineData("plans", """
        {"name":"P","kind":"base","features":{},"providers":{"stripe":{"prices":[]}}}
        """, "providers.stripe.prices")]
    public async Task What_no_provider_can_call_them_is_refused(string what, string body, string field)
    {
        var reply = await host.PutAsync($"/v1/{what}/{TollgateHost.NewId("x")}", body);
        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal(field, reply.Json.GetProperty("errors")[0].GetProperty("field").GetString());
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
