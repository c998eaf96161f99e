using System.Net;
using System.Text.Json;

namespace Tollgate.Server.Tests.Http;

public sealed class HistoryTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task A_history_lists_uses_and_changes_by_number_without_a_gap_and_the_lines_of_a_use_in_it()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(limit: 10);
        await host.Admin.CreateBoostAsync(
            customer, new BoostRequest { Feature = feature, Type = BoostType.TopUp, Quantity = 5, Until = null });
        foreach (var quantity in new[] { 8m, 4m, 3m })
            await host.Admin.UseAsync(
                new UsageRequest { Customer = customer, Feature = feature, Quantity = quantity, Actor = "ann" });

        var history = await host.Admin.ListHistoryAsync(customer).ToListAsync();

        Assert.Equal([1, 2, 3, 4, 5, 6], history.Select(item => item.Sequence));
        Assert.Equal(["change", "change", "change", "use", "use", "use"], history.Select(item => item.Kind));
        Assert.Equal(
            ["customer.created", "subscription.created", "boost.created"],
            history.Take(3).Select(item => item.Change!.Action));
        var crossing = history[4];
        Assert.Equal((4m, 2m, 2m), (crossing.Use!.Quantity, crossing.Use.Included, crossing.Use.TopUp));
        Assert.Equal("ann", crossing.Use.Actor);
        var line = Assert.Single(crossing.Lines);
        Assert.Equal((1, "top_up", feature, 2m), (line.Line, line.Kind, line.Feature, line.Quantity));
        Assert.All(history, item => Assert.Matches("^[0-9a-f]{64}$", item.Hash));
        Assert.Equal(6, history.Select(item => item.Hash).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(500)]
    public async Task A_history_is_walked_page_by_page_without_loss_or_repeat(int limit)
    {
        var (customer, feature, _) = await host.CustomerWithAsync(10_000);
        for (var i = 0; i < 5; i++)
        {
            await host.Admin.PutCustomerAsync(customer, new CustomerRequest { Name = $"n{i}" });
            var use = new UsageRequest { Customer = customer, Feature = feature };
            await host.Admin.UseBatchAsync(new UsageBatchRequest { Events = [use, use, use] });
        }
        List<long> walked = [];
        string? cursor = null;
        do
        {
            var page = (await host.GetAsync($"/v1/customers/{customer}/history?limit={limit}&cursor={cursor}")).Json;
            var data = page.GetProperty("data").EnumerateArray().ToList();
            walked.AddRange(data.Select(one => one.GetProperty("sequence").GetInt64()));
            Assert.InRange(data.Count, 1, limit);
            cursor = page.GetProperty("next_cursor").GetString();
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(1, 22).Select(n => (long)n), walked);
    }

    [Fact]
    public async Task An_audit_tells_who_did_what_with_before_and_after()
    {
        var customer = TollgateHost.NewId("audited");
        await host.Admin.PutCustomerAsync(customer, new CustomerRequest { Name = "Old" });
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var writer = await host.ClientWithAsync(Scopes.CustomersWrite);
        await writer.PutCustomerAsync(customer, new CustomerRequest { Name = "New" });

        var entries = await host.Admin.ListAuditAsync(new AuditQuery { Customer = customer }).ToListAsync();

        Assert.Equal(["customer.updated", "customer.created"], entries.Select(one => one.Action));
        var update = entries[0];
        Assert.Equal(($"aud_{customer}_2", customer, 2L, "test", customer, false),
            (update.Id, update.Customer, update.Sequence, update.Actor, update.Target, update.Erased));
        Assert.Equal("Old", update.Before!.Value.GetProperty("name").GetString());
        Assert.Equal("New", update.After!.Value.GetProperty("name").GetString());
        Assert.Null(entries[1].Before);
        Assert.Equal(
            ["customer.created"],
            await ActionsAsync(new AuditQuery { Customer = customer, To = update.At }));
        Assert.Equal(
            ["customer.updated"],
            await ActionsAsync(new AuditQuery { Customer = customer, From = update.At, Action = "customer.updated" }));
    }

    [Fact]
    public async Task An_audit_of_all_holds_every_customers_and_the_accounts_newest_first_page_by_page()
    {
        List<string> made = [];
        for (var i = 0; i < 12; i++)
        {
            var (customer, _, plan) = await host.CustomerWithAsync();
            made.AddRange([$"customer.created {customer}", $"subscription.created {customer}", $"plan.created {plan}"]);
            if (i % 3 == 0) host.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        await host.Admin.PutSettingsAsync(new SettingsRequest { LateLimit = "P30D" });

        List<JsonElement> walked = [];
        string? cursor = null;
        do
        {
            var page = (await host.GetAsync($"/v1/audit?limit=7&cursor={cursor}")).Json;
            walked.AddRange(page.GetProperty("data").EnumerateArray());
            cursor = page.GetProperty("next_cursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal(walked.Count, walked.Select(one => one.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(
            walked.Select(one => one.GetProperty("at").GetDateTimeOffset()).OrderDescending(),
            walked.Select(one => one.GetProperty("at").GetDateTimeOffset()));
        var told = walked.Select(one => $"{one.GetProperty("action")} "
            + (one.GetProperty("customer").GetString() ?? one.GetProperty("target").GetString()));
        Assert.Empty(made.Except(told));
        Assert.Contains("settings.updated settings", told);
    }

    [Fact]
    public async Task What_is_not_there_is_not_listed()
    {
        Assert.Equal("customer_not_found", (await host.GetAsync("/v1/audit?customer=nobody")).Code);
        Assert.Equal("customer_not_found", (await host.GetAsync("/v1/customers/nobody/history")).Code);
        var bad = await host.GetAsync("/v1/audit?customer=a%20b&from=now&cursor=Zg&x=1");
        Assert.Equal(HttpStatusCode.BadRequest, bad.Status);
        Assert.Equal(
            ["cursor invalid_cursor", "customer invalid_id", "from invalid_value", "x unknown_field"], bad.Errors);
    }

    async Task<IReadOnlyList<string>> ActionsAsync(AuditQuery query) =>
        await host.Admin.ListAuditAsync(query).Select(one => one.Action).ToListAsync();
}
