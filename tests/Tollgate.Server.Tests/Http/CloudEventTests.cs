using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Tollgate.Server.Tests.Http;

public sealed class CloudEventTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    const string One = "application/cloudevents+json";
    const string Many = "application/cloudevents-batch+json";
    const string Good = """
        {"specversion":"1.0","id":"1","source":"/s","type":"FEATURE","subject":"CUSTOMER","data":{"quantity":2}}
        """;

    [Fact]
    public async Task An_event_is_a_use_and_keeps_what_it_was_told_from_others_by()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(10);
        await host.Admin.PutNamespaceAsync(customer, "site", new NamespaceRequest());
        var body = $$$"""
            {"specversion":"1.0","id":"ä 1","source":"https://a/b?c","type":"{{{feature}}}","subject":"{{{customer}}}",
             "time":"2026-11-15T12:30:00.5+01:00","datacontenttype":"application/json","tenant":"ext","ext2":7,
             "data":{"quantity":2,"namespace":"site","model":"gpt","size":1.50,"ok":true,"list":[1],"o":{"a":1} } }
            """;

        var answer = await PostAsync(body, $"{One}; charset=utf-8");
        var again = await PostAsync(body);

        Assert.Equal(("1", "0", "0"), Counts(answer));
        Assert.Equal(("0", "0", "1"), Counts(again));
        var use = (await host.Admin.GetUsagePageAsync(customer)).Data.Single();
        Assert.Equal((2m, "site", feature), (use.Quantity, use.Namespace, use.Feature));
        Assert.Equal(new DateTimeOffset(2026, 11, 15, 11, 30, 0, 500, TimeSpan.Zero), use.At);
        Assert.Matches("^ce_[0-9a-f]{40}$", use.Id);
        Assert.Equal("""{"model":"gpt","ok":true,"size":1.5}""", Sorted(use.Properties));
        Assert.Equal(
            $$"""{"id":"\u00E4 1","source":"https://a/b?c","type":"{{feature}}"}""", Sorted(use.Metadata));
    }

    [Fact]
    public async Task A_batch_is_answered_as_a_batch_of_uses_each_by_its_own_decision()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(10);
        CloudEvent Event(string id, string source, decimal? quantity = null) => new()
        {
            Id = id,
            Source = source,
            Type = feature,
            Subject = customer,
            Data = quantity is { } given ? new() { ["quantity"] = JsonSerializer.SerializeToElement(given) } : null,
        };

        var answer = await host.Admin.SendEventsAsync(
            [Event("1", "a", 8), Event("1", "b", 5), Event("1", "a", 8), Event("1", "a", 7), Event("2", "a")]);

        Assert.Equal((2, 2, 1), (answer.Accepted, answer.Refused, answer.Replayed));
        Assert.Equal(
            [null, "limit_exceeded", null, "id_conflict", null], answer.Decisions.Select(one => one.Reason));
        Assert.Equal(9, (await host.Admin.SummarizeUsageAsync(customer)).Data.Single().Quantity);
    }

    [Fact]
    public async Task A_batch_of_nothing_is_answered_with_nothing()
    {
        Assert.Equal("""{"accepted":0,"refused":0,"replayed":0,"decisions":[]}""", (await PostAsync("[]", Many)).Text);
        var key = await host.KeyWithAsync(Scopes.UsageRead);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.SendAsync("POST", "/v1/events", "[]", Many, key)).Status);
    }

    [Theory]
    [InlineData("{}", One, "id required; source required; specversion required; subject required; type required")]
    [InlineData("[1]", One, "event invalid_type")]
    [InlineData("""{"specversion":"0.3","id":"","source":1,"type":null,"subject":"s"}""", One,
        "id required; source invalid_type; specversion invalid_value; type required")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"a b","subject":"c d","time":"soon"}""", One,
        "time invalid_value")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"a b","subject":"c d"}""", One,
        "subject invalid_id; type invalid_id")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"c","data":"x"}""", One,
        "data invalid_type")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"c","data_base64":"eA=="}""", One,
        "data_base64 not_allowed")]
    [InlineData("""[{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"c","data":{"quantity":"1"}}]""",
        Many, "[0].data.quantity invalid_type")]
    [InlineData("""[7,{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"c","data":{"quantity":0}}]""",
        Many, "[0].event invalid_type; [1].data.quantity out_of_range")]
    [InlineData(
        """{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"c","data":{"namespace":"/"}}""", One,
        "data.namespace invalid_id")]
    public async Task Every_bad_attribute_is_named(string body, string type, string errors)
    {
        var answer = await PostAsync(body, type);
        Assert.Equal((HttpStatusCode.BadRequest, errors), (answer.Status, string.Join("; ", answer.Errors)));
    }

    [Fact]
    public async Task What_only_the_catalogue_can_tell_is_named_as_the_event_names_it()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var good = Good.Replace("CUSTOMER", customer, StringComparison.Ordinal)
            .Replace("FEATURE", feature, StringComparison.Ordinal);
        var bad = good.Replace(":2}", ":0.5}", StringComparison.Ordinal)
            .Replace("/s", "/other", StringComparison.Ordinal);
        Assert.Equal(["[1].data.quantity too_precise"], (await PostAsync($"[{good},{bad}]", Many)).Errors);
        Assert.Equal(["data.quantity too_precise"], (await PostAsync(bad)).Errors);
        Assert.Empty((await host.Admin.GetUsagePageAsync(customer)).Data);
    }

    [Fact]
    public async Task Other_content_is_not_taken()
    {
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await PostAsync(Good, "application/json")).Status);
        Assert.Equal("malformed", (await PostAsync(Good, Many)).Code);
        Assert.Equal("malformed", (await PostAsync("{", One)).Code);
        Assert.Equal("malformed", (await PostAsync("""{"id":"\ud800"}""", One)).Code);
        var many = new StringBuilder("[").AppendJoin(',', Enumerable.Repeat("{}", 10_001)).Append(']').ToString();
        Assert.Equal(["events too_many"], (await PostAsync(many, Many)).Errors);
        Assert.Equal(100, (await PostAsync(many.Replace("{},", "", StringComparison.Ordinal)[..1]
            + string.Join(',', Enumerable.Repeat("{}", 9_000)) + "]", Many)).Errors.Length);
    }

    [Fact]
    public async Task A_request_with_an_idempotency_key_is_answered_as_the_first()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var good = Good.Replace("CUSTOMER", customer, StringComparison.Ordinal)
            .Replace("FEATURE", feature, StringComparison.Ordinal);
        var (first, again) = (await Keyed(good), await Keyed($" {good}"));
        Assert.True(again.IsReplay);
        Assert.Equal(first.Text, again.Text);
        Assert.Equal("idempotency_key_reused", (await Keyed(good.Replace(":2", ":3", StringComparison.Ordinal))).Code);

        Task<RawAnswer> Keyed(string body) => host.SendAsync(
            "POST", "/v1/events", body, One, TollgateHost.AdminKey, ("Idempotency-Key", $"key-{customer}"));
    }

    [Fact]
    public async Task What_the_standards_own_library_sends_is_recorded_once()
    {
        using var packages = await NodePackages.TryInstallAsync(Path.Combine(Here(), "..", "CloudEvents"));
        if (packages is null && Databases.Required) Assert.Fail(NodePackages.Missing);
        if (packages is null) Assert.Skip(NodePackages.Missing);
        var (customer, feature, _) = await host.CustomerWithAsync();
        await host.Admin.PutNamespaceAsync(customer, "site", new NamespaceRequest());
        await MapAsync("com.example.completion", feature, "data.usage.tokens");

        var (code, output) = await packages.NodeAsync(
            "send.mjs", host.Address.ToString(), TollgateHost.AdminKey, customer, feature);

        Assert.True(code == 0, output);
        var answers = output.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            ["200 1 0 0", "200 0 0 1", "200 1 0 0", "200 1 0 0", "200 1 1 1"],
            answers.Select(one => string.Join(
                ' ', ((string[])["status", "accepted", "refused", "replayed"]).Select(name => one.GetProperty(name)))));
        var uses = (await host.Admin.GetUsagePageAsync(customer)).Data;
        Assert.Equal([1m, 2m, 3m, 5m], uses.Select(use => use.Quantity).Order());
        var first = uses.Single(use => use.Quantity == 2);
        Assert.Equal("""{"model":"gpt"}""", Sorted(first.Properties));
        Assert.Equal("/node/test?a=b", first.Metadata["source"].GetString());
    }

    [Fact]
    public async Task A_type_that_is_mapped_uses_its_feature_by_the_quantity_in_its_place()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(10);
        var type = TollgateHost.NewId("com.example.call/");

        Assert.Equal("type invalid_id", Assert.Single((await PostAsync(Of("1", type, customer, "{}"))).Errors));
        await MapAsync(type, feature, null);
        const string data = """{"quantity":2,"tokens":3}""";
        Assert.Equal(("1", "0", "0"), Counts(await PostAsync(Of("1", type, customer, data))));
        await MapAsync(type, feature, "data.tokens");
        Assert.Equal(("1", "0", "0"), Counts(await PostAsync(Of("2", type, customer, data))));

        var uses = (await host.Admin.GetUsagePageAsync(customer)).Data.OrderBy(use => use.Quantity).ToList();
        Assert.Equal([(2m, feature), (3m, feature)], uses.Select(use => (use.Quantity, use.Feature)));
        Assert.Equal(["""{"tokens":3}""", """{"quantity":2}"""], uses.Select(use => Sorted(use.Properties)));
        Assert.All(uses, use => Assert.Equal(type, use.Metadata["type"].GetString()));
    }

    [Theory]
    [InlineData("{}", "[1].data.a.b required")]
    [InlineData("""{"a":{"b":"1"}}""", "[1].data.a.b invalid_type")]
    [InlineData("""{"a":[{"b":1}]}""", "[1].data.a.b required")]
    [InlineData("""{"a":{"b":0}}""", "[1].data.a.b out_of_range")]
    [InlineData("""{"a":{"b":1.5}}""", "[1].data.a.b too_precise")]
    public async Task A_quantity_is_named_by_the_place_where_it_was_to_be(string data, string expected)
    {
        var (customer, feature, _) = await host.CustomerWithAsync(10);
        var type = TollgateHost.NewId("com.example.");
        await MapAsync(type, feature, "data.a.b");

        var answer = await PostAsync(
            $"[{Of("1", feature, customer, "{}")},{Of("2", type, customer, data)}]", Many);

        Assert.Equal((HttpStatusCode.BadRequest, expected), (answer.Status, Assert.Single(answer.Errors)));
        Assert.Empty((await host.Admin.GetUsagePageAsync(customer)).Data);
    }

    [Theory]
    [InlineData("""{"t":{"feature":"none"}}""", "cloud_events.types.t.feature unknown_feature")]
    [InlineData("""{"t":{"feature":"a b"}}""", "cloud_events.types.t.feature invalid_id")]
    [InlineData("""{"t":{"feature":"f","quantity":"tokens"}}""", "cloud_events.types.t.quantity invalid_value")]
    [InlineData("""{"t":{"feature":"f","quantity":"data..a"}}""", "cloud_events.types.t.quantity invalid_value")]
    [InlineData("""{"t":{"feature":"f","quantity":"data.a.b.c.d.e.f"}}""",
        "cloud_events.types.t.quantity invalid_value")]
    [InlineData("""{"t":{}}""", "cloud_events.types.t.feature required")]
    [InlineData("""{"":{"feature":"f"}}""", "cloud_events.types invalid_value")]
    public async Task A_bad_mapping_is_named(string types, string expected)
    {
        var answer = await host.PutAsync("/v1/settings", $$$"""{"cloud_events":{"types":{{{types}}}}}""");
        Assert.Equal((HttpStatusCode.BadRequest, expected), (answer.Status, Assert.Single(answer.Errors)));
    }

    static string Of(string id, string type, string customer, string data) => $$"""
        {"specversion":"1.0","id":"{{id}}","source":"s","type":"{{type}}","subject":"{{customer}}","data":{{data}}}
        """;

    // Beside what others have mapped, since the host is shared.
    async Task MapAsync(string type, string feature, string? quantity)
    {
        var settings = await host.Admin.GetSettingsAsync();
        var types = settings.CloudEvents.Types.ToDictionary();
        types[type] = new CloudEventType { Feature = feature, Quantity = quantity };
        var put = await host.Admin.PutSettingsAsync(new SettingsRequest { CloudEvents = new() { Types = types } });
        Assert.Equal((feature, quantity), (put.CloudEvents.Types[type].Feature, put.CloudEvents.Types[type].Quantity));
    }

    Task<RawAnswer> PostAsync(string body, string type = One) => host.SendAsync("POST", "/v1/events", body, type);

    static (string, string, string) Counts(RawAnswer answer) => (
        $"{answer.Json.GetProperty("accepted")}", $"{answer.Json.GetProperty("refused")}",
        $"{answer.Json.GetProperty("replayed")}");

    static string Sorted(Dictionary<string, JsonElement> members) =>
        JsonSerializer.Serialize(new SortedDictionary<string, JsonElement>(members, StringComparer.Ordinal));

    static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
