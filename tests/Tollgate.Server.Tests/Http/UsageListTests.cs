using System.Text.Json;

namespace Tollgate.Server.Tests.Http;

public sealed class UsageListTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task A_thousand_events_are_walked_newest_first_without_loss_or_repeat()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(10_000);
        var now = host.Clock.GetUtcNow();
        // Many share a time, so that the place of a page has to be told by more than the time.
        var uses = Enumerable.Range(0, 1000).Select(i =>
            new UsageRequest
            {
                Customer = customer,
                Feature = feature,
                Id = $"e{i}",
                At = now.AddMinutes(-(i * 7 % 13)),
            });
        await host.Admin.UseBatchAsync(new UsageBatchRequest { Events = [.. uses] });

        var walked = new List<UsageEvent>();
        string? cursor = null;
        do
        {
            // What comes in while the list is walked is newer than where it stands, and does not disturb it.
            if (cursor is not null)
                await host.Admin.UseAsync(new UsageRequest { Customer = customer, Feature = feature });
            var page = await host.Admin.GetUsagePageAsync(customer, new UsageQuery { Limit = 99, Cursor = cursor });
            walked.AddRange(page.Data);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal(1000, walked.Count);
        Assert.Equal(1000, walked.Select(one => one.Id).Distinct().Count());
        Assert.Equal(
            walked.OrderByDescending(one => one.At).ThenByDescending(one => one.Sequence).Select(one => one.Id),
            walked.Select(one => one.Id));
    }

    [Fact]
    public async Task An_event_is_given_back_as_it_was_recorded()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(scale: 2);
        await host.PostAsync("/v1/usage", $$$"""
            {"customer":"{{{customer}}}","feature":"{{{feature}}}","id":"e","quantity":1.50,
             "at":"2026-11-15T12:59:59.9999999+01:00","actor":"ann",
             "properties":{"b":1.0,"a":{"z":null,"y":"\u00e9"}},"metadata":{"n":123456789012345678901234567890}}
            """);
        var listed = (await host.GetAsync($"/v1/customers/{customer}/usage")).Json.GetProperty("data")[0];
        Assert.Equal(
            $$$"""
            {"id":"e","kind":"use","customer":"{{{customer}}}","namespace":null,"feature":"{{{feature}}}",
            "quantity":1.5,"at":"2026-11-15T11:59:59.999999Z","recorded_at":"2026-11-15T12:00:00Z","sequence":3,
            "included":1.5,"top_up":0,"overage":0,"charge":null,"flags":[],"actor":"ann",
            "properties":{"a":{"y":"é","z":null},"b":1},
            "metadata":{"n":123456789012345678901234567890}}
            """.ReplaceLineEndings(""),
            JsonSerializer.Serialize(listed, Readable));
    }

    [Fact]
    public async Task Events_are_chosen_by_feature_and_by_a_half_open_time()
    {
        var (customer, feature, plan) = await host.CustomerWithAsync(1000);
        var other = TollgateHost.NewId("other");
        await host.Admin.PutFeatureAsync(other, new FeatureRequest { Name = "n", Type = FeatureType.Switch });
        var now = host.Clock.GetUtcNow();
        foreach (var hours in new[] { 0, 1, 2 })
            await host.Admin.UseAsync(new UsageRequest
            {
                Customer = customer,
                Feature = feature,
                Id = $"h{hours}",
                At = now.AddHours(-hours),
            });
        await host.Admin.UseAsync(
            new UsageRequest { Customer = customer, Feature = other, Id = "o", Mode = UsageMode.Record });

        Assert.Equal(["o"], await IdsAsync(customer, new UsageQuery { Feature = other }));
        Assert.Equal(["h1"], await IdsAsync(customer, new UsageQuery { From = now.AddHours(-1), To = now }));
        Assert.Equal(["h1", "h2"], await IdsAsync(customer, new UsageQuery { To = now, Limit = 1 }));
        Assert.Equal("feature_not_found", (await host.GetAsync($"/v1/customers/{customer}/usage?feature=none")).Code);
        Assert.Equal(
            "namespace_not_found", (await host.GetAsync($"/v1/customers/{customer}/usage?namespace=none")).Code);
    }

    [Fact]
    public async Task Entitlements_show_what_is_left()
    {
        var (customer, feature, plan) = await host.CustomerWithAsync(limit: 1000);
        await host.Admin.UseAsync(new UsageRequest { Customer = customer, Feature = feature, Quantity = 799 });
        var answer = await host.GetAsync($"/v1/customers/{customer}/entitlements");
        Assert.Equal(
            $$"""
            {"customer":"{{customer}}","namespace":null,"data":[{"feature":"{{feature}}","included":true,
            "unlimited":false,"limits":[{"feature":"{{feature}}","quantity":1000,"per":"cycle","used":799,"reserved":0,
            "remaining":201,"usage_percent":79.9,"near_limit":false,"starts_at":"2026-11-15T12:00:00Z",
            "resets_at":"2026-12-15T12:00:00Z","sources":[{"plan":"{{plan}}","quantity":1000}]}],"top_up_remaining":0,
            "overage":"deny"}]}
            """.ReplaceLineEndings(""),
            answer.Text);
        await host.Admin.UseAsync(new UsageRequest { Customer = customer, Feature = feature });
        var limit = (await host.Admin.GetEntitlementsAsync(customer)).Data[0].Limits[0];
        Assert.Equal((80m, true), (limit.UsagePercent, limit.NearLimit));
        Assert.Equal(
            "namespace_not_found", (await host.GetAsync($"/v1/customers/{customer}/entitlements?namespace=n")).Code);
    }

    static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    async Task<IReadOnlyList<string>> IdsAsync(string customer, UsageQuery query) =>
        await host.Admin.ListUsageAsync(customer, query).Select(one => one.Id).ToListAsync();
}
