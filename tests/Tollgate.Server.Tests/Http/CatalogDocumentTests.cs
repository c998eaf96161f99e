using System.Net;

namespace Tollgate.Server.Tests.Http;

/// <summary>The catalogue as one document, in YAML or JSON: all of it or nothing.</summary>
public sealed class CatalogDocumentTests : IAsyncLifetime
{
    const string Document = """
        # What we sell
        settings: { late_limit: P7D }
        plans:
          pro:
            name: "Pro"
            kind: base
            features:
              sso: true
              ai.tokens:
                limits:
                  - { quantity: 1000.50, per: cycle }
                overage: allow
        features:
          ai.tokens: { name: Tokens, type: metered, scale: 2 }
          sso: { name: 'Single sign-on', type: switch }
        """;

    readonly TollgateHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task It_is_applied_and_applied_again_it_changes_nothing()
    {
        var first = await host.Admin.ApplyCatalogAsync(Document);
        Assert.True(first.Applied);
        Assert.Equal(
            ["create feature ai.tokens", "create feature sso", "create plan pro", "update settings settings"],
            Lines(first));
        Assert.Equal(1000.50m, (await host.Admin.GetPlanAsync("pro")).Features["ai.tokens"].Limits![0].Quantity);
        Assert.Equal("P7D", (await host.Admin.GetSettingsAsync()).LateLimit);
        Assert.All(
            (await host.Admin.ApplyCatalogAsync(Document)).Changes, change => Assert.Equal("unchanged", change.Action));
    }

    [Fact]
    public async Task A_setting_that_a_document_leaves_out_stays()
    {
        await host.Admin.ApplyCatalogAsync("settings: { late_limit: P7D }");
        await host.Admin.ApplyCatalogAsync("settings: { thresholds: [50] }");
        await host.Admin.ApplyCatalogAsync("settings: { late_limit: P8D }");

        var settings = await host.Admin.GetSettingsAsync();
        Assert.Equal("P8D", settings.LateLimit);
        Assert.Equal([50], settings.Thresholds);
    }

    [Fact]
    public async Task A_dry_run_tells_the_same_and_changes_nothing()
    {
        var dry = await host.Admin.ApplyCatalogAsync(Document, dryRun: true);
        Assert.False(dry.Applied);
        Assert.Empty(await host.Admin.ListFeaturesAsync().ToListAsync());
        var wet = await host.Admin.ApplyCatalogAsync(Document);
        Assert.Equal(Lines(wet), Lines(dry));
        Assert.Equal(
            wet.Changes.Select(change => change.After.ToString()),
            dry.Changes.Select(change => change.After.ToString()));
    }

    [Fact]
    public async Task A_change_shows_what_was_and_what_is()
    {
        await host.Admin.ApplyCatalogAsync(Document);
        var changed = await host.Admin.ApplyCatalogAsync(Document.Replace("1000.50", "5", StringComparison.Ordinal));
        var plan = Assert.Single(changed.Changes, change => change.Action == "update");
        Assert.Equal(("plan", "pro"), (plan.Kind, plan.Code));
        Assert.Equal(
            (1, 2),
            (plan.Before!.Value.GetProperty("version").GetInt32(),
                plan.After!.Value.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task What_it_omits_stays()
    {
        await host.Admin.ApplyCatalogAsync(Document);
        var other = await host.Admin.ApplyCatalogAsync(
            "features: { seats: { name: Seats, type: metered } }\nsettings: {}");
        Assert.Equal(["create feature seats"], Lines(other));
        Assert.Equal("P7D", (await host.Admin.GetSettingsAsync()).LateLimit);
        Assert.Equal(3, await host.Admin.ListFeaturesAsync().CountAsync());
    }

    [Fact]
    public async Task One_conflict_drops_all_of_it()
    {
        await host.Admin.ApplyCatalogAsync(Document);
        const string Conflicting = "features: { new: { name: New, type: switch }, sso: { name: S, type: metered } }";
        var refused = await Assert.ThrowsAsync<TollgateException>(() => host.Admin.ApplyCatalogAsync(Conflicting));
        Assert.Equal((HttpStatusCode.Conflict, "feature_in_use"), (refused.Status, refused.Code));
        Assert.Equal("feature_not_found", (await host.GetAsync("/v1/features/new")).Code);
    }

    [Fact]
    public async Task An_empty_document_changes_nothing()
    {
        Assert.Empty((await host.Admin.ApplyCatalogAsync("{}")).Changes);
        Assert.Empty((await host.Admin.ApplyCatalogAsync("plans: {}")).Changes);
    }

    [Fact]
    public async Task Json_and_yaml_say_the_same()
    {
        const string Json = """{"features":{"a":{"name":"A","type":"switch"}}}""";
        var json = await host.PostAsync("/v1/catalog?dry_run=true", Json);
        var yaml = await host.SendAsync(
            "POST", "/v1/catalog?dry_run=true", "features:\n  a: {name: A, type: switch}", "application/yaml");
        Assert.Equal(json.Text, yaml.Text);
    }

    [Fact]
    public async Task With_one_idempotency_key_a_document_is_applied_once_and_a_dry_run_of_it_is_another_request()
    {
        var first = await host.PostAsync("/v1/catalog", """{"features":{"a":{"name":"A","type":"switch"}}}""", "k");
        var yaml = await host.SendAsync(
            "POST", "/v1/catalog", "features: {a: {type: switch, name: A}}", "application/yaml",
            headers: [("Idempotency-Key", "k")]);
        Assert.Equal((first.Text, true), (yaml.Text, yaml.IsReplay));
        var dry = await host.PostAsync(
            "/v1/catalog?dry_run=true", """{"features":{"a":{"name":"A","type":"switch"}}}""", "k");
        Assert.Equal("idempotency_key_reused", dry.Code);
    }

    [Theory]
    [InlineData("features: [", "")]
    [InlineData("a: 1\n---\nb: 2", "")]
    [InlineData("features: &a { x: *a }", "")]
    [InlineData("features: !!map {}", "")]
    [InlineData("features: { ? {a: b} : c }", "")]
    [InlineData("features: { a: { name: \"\\0\", type: switch } }", "")]
    [InlineData("features: { a: { name: \"\\uD800\", type: switch } }", "")]
    [InlineData("# nothing", "")]
    [InlineData("features: { a: { name: 12, type: switch, scale: '1' } }",
        "features.a.name invalid_type; features.a.scale invalid_type")]
    [InlineData("features: { a: { name: A, type: switch, scale: 0x1 } }", "features.a.scale invalid_type")]
    [InlineData("features: { a: { name: A, type: metered, scale: 010 } }", "features.a.scale invalid_type")]
    [InlineData("features: { a: { name: A, type: switch }, a: { name: B, type: switch } }",
        "features.a duplicate_field")]
    [InlineData("features: { a: { name: A, type: switch, public: yes } }", "features.a.public unknown_field")]
    [InlineData("plans: { p: { name: P, kind: base, public: yes, features: { } } }", "plans.p.public invalid_type")]
    [InlineData("features: ~\nplans: []", "plans invalid_type")]
    public async Task Bad_yaml_is_refused(string yaml, string errors)
    {
        var answer = await host.SendAsync("POST", "/v1/catalog", yaml, "application/yaml");
        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), (answer.Status, answer.Code));
        Assert.Equal(errors, string.Join("; ", answer.Errors));
    }

    static IEnumerable<string> Lines(CatalogResult result) =>
        result.Changes.Select(change => $"{change.Action} {change.Kind} {change.Code}");
}
