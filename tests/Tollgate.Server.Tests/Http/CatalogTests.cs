using System.Net;

namespace Tollgate.Server.Tests.Http;

/// <summary>Features, plans and settings, one by one.</summary>
public sealed class CatalogTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task A_feature_is_made_changed_and_read()
    {
        var code = TollgateHost.NewId("ai.tokens@x:");
        var made = await host.PutAsync(
            $"/v1/features/{code}",
            """{"name":"Tokens","type":"metered","unit":"token","scale":3,"category":"AI","position":2}""");
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(
            $$"""
            {"code":"{{code}}","name":"Tokens","type":"metered","unit":"token","scale":3,"category":"AI","position":2,
            "pool":null,"weight":null,"thresholds":null,"providers":{},"archived_at":null}
            """.ReplaceLineEndings(""),
            made.Text);
        var changed = await host.PutAsync($"/v1/features/{code}", """{"name":"Words","type":"metered","scale":3}""");
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Equal(
            $$"""
            {"code":"{{code}}","name":"Words","type":"metered","unit":null,"scale":3,"category":null,"position":null,
            "pool":null,"weight":null,"thresholds":null,"providers":{},"archived_at":null}
            """.ReplaceLineEndings(""),
            changed.Text);
        Assert.Equal(changed.Text, (await host.GetAsync($"/v1/features/{code}")).Text);
    }

    [Fact]
    public async Task Type_and_scale_of_a_feature_are_fixed()
    {
        var code = TollgateHost.NewId();
        await host.Admin.PutFeatureAsync(code, new FeatureRequest { Name = "n", Type = FeatureType.Metered });
        var answer = await host.PutAsync($"/v1/features/{code}", """{"name":"n","type":"metered","scale":2}""");
        Assert.Equal((HttpStatusCode.Conflict, "feature_in_use"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_changed_plan_is_its_next_version_and_the_old_ones_stay()
    {
        var (_, feature, plan) = await host.CustomerWithAsync(limit: 100);
        Assert.Equal(1, (await host.Admin.PutPlanAsync(plan, TollgateHost.PlanOf(feature, 100))).Version);
        Assert.Equal(2, (await host.Admin.PutPlanAsync(plan, TollgateHost.PlanOf(feature, 200))).Version);
        Assert.Equal(100, (await host.Admin.GetPlanAsync(plan, 1)).Features[feature].Limits![0].Quantity);
        Assert.Equal(200, (await host.Admin.GetPlanAsync(plan)).Features[feature].Limits![0].Quantity);
        Assert.Equal("plan_not_found", (await host.GetAsync($"/v1/plans/{plan}?version=3")).Code);
    }

    [Fact]
    public async Task A_plan_is_answered_as_it_was_stated()
    {
        var (metered, on, plan) = (TollgateHost.NewId("m"), TollgateHost.NewId("s"), TollgateHost.NewId("p"));
        await host.Admin.PutFeatureAsync(
            metered, new FeatureRequest { Name = "n", Type = FeatureType.Metered, Scale = 1 });
        await host.Admin.PutFeatureAsync(on, new FeatureRequest { Name = "n", Type = FeatureType.Switch });
        var answer = await host.PutAsync($"/v1/plans/{plan}", Fill("""
            {"name":"Pro","kind":"base","cycle":"quarter","trial_days":14,"public":false,"features":{"ON":true,
             "METERED":{"limits":[{"quantity":10.5,"per":"cycle"},{"quantity":1,"per":"PT60M"}],
              "overage":"allow","overage_limit":5,"billable":true}}}
            """));
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal(Fill(
            """
            {"code":"PLAN","version":1,"name":"Pro","kind":"base","stackable":false,"cycle":"quarter","trial_days":14,
            "public":false,"prices":[],"setup_fee":null,"credit":[],"receipt_fee_percent":null,"min_quantity":1,
            "providers":{},"archived_at":null,
            "features":{"METERED":{"limits":[{"quantity":10.5,"per":"cycle"},
            {"quantity":1,"per":"PT1H"}],"overage":"allow","overage_limit":5,"billable":true},"ON":true}}
            """.ReplaceLineEndings("")),
            answer.Text);

        string Fill(string text) => text.Replace("METERED", metered, StringComparison.Ordinal)
            .Replace("ON", on, StringComparison.Ordinal).Replace("PLAN", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_kind_of_a_plan_is_fixed_and_an_add_on_has_no_cycle()
    {
        var plan = TollgateHost.NewId();
        var made = await host.PutAsync(
            $"/v1/plans/{plan}", """{"name":"n","kind":"add_on","stackable":true,"features":{}}""");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, made.Json.GetProperty("cycle").ValueKind);
        var answer = await host.PutAsync($"/v1/plans/{plan}", """{"name":"n","kind":"base","features":{}}""");
        Assert.Equal((HttpStatusCode.Conflict, "plan_kind_fixed"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("P35D", "P35D")]
    [InlineData("PT48H", "P2D")]
    [InlineData("P0D", "P0D")]
    [InlineData("PT90M", "PT1H30M")]
    public async Task Settings_are_put_and_read(string given, string answered)
    {
        await using var own = new TollgateHost();
        await own.InitializeAsync();
        Assert.Equal("P35D", (await own.Admin.GetSettingsAsync()).LateLimit);
        Assert.Equal(answered, (await own.Admin.PutSettingsAsync(new SettingsRequest { LateLimit = given })).LateLimit);
        Assert.Equal(answered, (await own.Admin.GetSettingsAsync()).LateLimit);
        Assert.Equal("P35D", (await own.Admin.PutSettingsAsync(new SettingsRequest())).LateLimit);
    }

    [Fact]
    public async Task Features_and_plans_are_listed_by_code_page_by_page()
    {
        await using var own = new TollgateHost();
        await own.InitializeAsync();
        var codes = Enumerable.Range(0, 205).Select(i => $"f{i:000}").ToArray();
        await own.Admin.ApplyCatalogAsync(new CatalogRequest
        {
            Features = codes.Reverse().ToDictionary(
                code => code, _ => new FeatureRequest { Name = "n", Type = FeatureType.Switch }),
            Plans = codes.Reverse().ToDictionary(code => code, code => new PlanRequest
            {
                Name = "n",
                Kind = PlanKind.Base,
                Features = new Dictionary<string, PlanFeature> { [code] = PlanFeature.Enabled },
            }),
        });
        Assert.Equal(codes, await own.Admin.ListFeaturesAsync().Select(feature => feature.Code).ToListAsync());
        Assert.Equal(codes, await own.Admin.ListPlansAsync().Select(plan => plan.Code).ToListAsync());
        Assert.Equal(100, (await own.GetAsync("/v1/features")).Json.GetProperty("data").GetArrayLength());
        Assert.Equal(7, (await own.GetAsync("/v1/plans?limit=7")).Json.GetProperty("data").GetArrayLength());
    }
}
