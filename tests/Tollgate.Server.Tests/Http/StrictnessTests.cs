using System.Net;
using System.Text;

namespace Tollgate.Server.Tests.Http;

/// <summary>A bad request is refused whole, and every bad field of it is named by its path.</summary>
public sealed class StrictnessTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    public static TheoryData<string, string, string, string, string[]> BadBodies => new()
    {
        // not JSON, or not an object
        { "POST", "/v1/usage", "", "malformed", [] },
        { "POST", "/v1/usage", "{", "malformed", [] },
        { "POST", "/v1/usage", "nothing", "malformed", [] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f"} {}""", "malformed", [] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f",}""", "malformed", [] },
        { "POST", "/v1/usage", """{"customer":"a",/* why */"feature":"f"}""", "malformed", [] },
        { "POST", "/v1/usage", "null", "malformed", [" invalid_type"] },
        { "POST", "/v1/usage", "[]", "malformed", [" invalid_type"] },
        { "POST", "/v1/usage", "12", "malformed", [" invalid_type"] },
        // what is missing
        { "POST", "/v1/usage", "{}", "malformed", ["customer required", "feature required"] },
        { "POST", "/v1/usage", """{"customer":"a"}""", "malformed", ["feature required"] },
        { "PUT", "/v1/features/f", "{}", "malformed", ["name required", "type required"] },
        { "PUT", "/v1/plans/p", "{}", "malformed", ["features required", "kind required", "name required"] },
        { "POST", "/v1/customers/c/subscriptions", "{}", "malformed", ["plan required"] },
        { "POST", "/v1/api-keys", "{}", "malformed", ["name required", "scopes required"] },
        // what is not known, or comes twice
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","amount":1}""", "malformed", ["amount unknown_field"] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","Customer":"b"}""", "malformed",
            ["Customer unknown_field"] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","feature":"f"}""", "malformed",
            ["feature duplicate_field"] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","properties":{"x":1,"x":2}}""", "malformed",
            ["properties.x duplicate_field"] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","properties":{"x":{"y":1,"y":1}}}""", "malformed",
            ["properties.x.y duplicate_field"] },
        { "POST", "/v1/check", """{"customer":"a","feature":"f","id":"e","metadata":{}}""", "malformed",
            ["id unknown_field", "metadata unknown_field"] },
        { "PUT", "/v1/customers/c", """{"colour":"red","id":"c"}""", "malformed",
            ["colour unknown_field", "id unknown_field"] },
        { "POST", "/v1/customers/c/resume", """{"reason":"x"}""", "malformed", ["reason unknown_field"] },
        // the wrong kind of value
        { "POST", "/v1/usage", """{"customer":1,"feature":true}""", "malformed",
            ["customer invalid_type", "feature invalid_type"] },
        { "POST", "/v1/usage", """{"customer":null,"feature":"f"}""", "malformed", ["customer invalid_type"] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","quantity":"1"}""", "malformed",
            ["quantity invalid_type"] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","quantity":1e40}""", "malformed",
            ["quantity invalid_value"] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","quantity":1e-40}""", "malformed",
            ["quantity invalid_value"] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","quantity":NaN}""", "malformed", [] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","at":"2026-11-15T12:00:00"}""", "malformed",
            ["at invalid_value"] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","at":1763208000}""", "malformed", ["at invalid_type"] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","mode":"Record"}""", "malformed",
            ["mode invalid_value"] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","mode":"enforce,record"}""", "malformed",
            ["mode invalid_value"] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","properties":[]}""", "malformed",
            ["properties invalid_type"] },
        { "PUT", "/v1/features/f", """{"name":"n","type":"gadget"}""", "malformed", ["type invalid_value"] },
        { "PUT", "/v1/features/f", """{"name":"n","type":"metered","scale":1.5,"position":"1"}""", "malformed",
            ["position invalid_type", "scale invalid_value"] },
        { "PUT", "/v1/customers/c", """{"waived":"yes","metadata":"x"}""", "malformed",
            ["metadata invalid_type", "waived invalid_type"] },
        { "POST", "/v1/api-keys", """{"name":"k","scopes":"admin"}""", "malformed", ["scopes invalid_type"] },
        { "POST", "/v1/api-keys", """{"name":"k","scopes":["admin",1,null]}""", "malformed",
            ["scopes[1] invalid_type", "scopes[2] invalid_type"] },
        { "POST", "/v1/customers/c/subscriptions", """{"plan":"p","version":"1","starts_at":"soon"}""", "malformed",
            ["starts_at invalid_value", "version invalid_type"] },
        // text that no database takes
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","actor":"\u0000"}""", "malformed",
            ["actor invalid_text"] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","actor":"\ud800"}""", "malformed",
            ["actor invalid_text"] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","properties":{"x":["\udc00"]}}""", "malformed",
            ["properties.x[0] invalid_text"] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","metadata":{"\ud800":1}}""", "malformed",
            ["metadata invalid_text"] },
        { "PUT", "/v1/customers/c", """{"name":"\u0000","metadata":{"a\u0000":1}}""", "malformed",
            ["metadata invalid_text", "name invalid_text"] },
        // inside a plan
        { "PUT", "/v1/plans/p", """{"name":"n","kind":"base","features":{"f":false}}""", "malformed",
            ["features.f invalid_type"] },
        { "PUT", "/v1/plans/p", """{"name":"n","kind":"base","features":{"f":null,"g":7}}""", "malformed",
            ["features.f invalid_type", "features.g invalid_type"] },
        { "PUT", "/v1/plans/p",
            """
            {"name":"n","kind":"base",
            "features":{"ai.tokens":{"limits":[{"quantity":"1","per":1},{"quantity":1}],"hard":true}}}
            """.ReplaceLineEndings(""),
            "malformed",
            [
                "features.ai.tokens.hard unknown_field", "features.ai.tokens.limits[0].per invalid_type",
                "features.ai.tokens.limits[0].quantity invalid_type", "features.ai.tokens.limits[1].per required",
            ] },
        { "PUT", "/v1/plans/p", """{"name":"n","kind":"base","features":{"f":{}}}""", "invalid",
            ["features.f required"] },
        { "PUT", "/v1/plans/p", """{"name":"n","kind":"add_on","cycle":"year","features":{}}""", "invalid",
            ["cycle not_allowed"] },
        { "PUT", "/v1/plans/p",
            """
            {"name":"","kind":"base","trial_days":-1,
            "features":{"ai.tokens":{"limits":[{"quantity":-1,"per":"fortnight"}]}}}
            """.ReplaceLineEndings(""),
            "invalid",
            [
                "features.ai.tokens.limits[0].per invalid_per", "features.ai.tokens.limits[0].quantity out_of_range",
                "name required", "trial_days out_of_range",
            ] },
        { "PUT", "/v1/plans/p", """{"name":"n","kind":"base","features":{"none.such":true}}""", "invalid",
            ["features.none.such unknown_feature"] },
        // values that no state could make valid
        { "POST", "/v1/usage", """{"customer":"a b","feature":"","quantity":0}""", "invalid",
            ["customer invalid_id", "feature invalid_id", "quantity out_of_range"] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","quantity":0,"id":"..","namespace":"/"}""", "invalid",
            ["id invalid_id", "namespace invalid_id", "quantity out_of_range"] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","quantity":1e16}""", "invalid",
            ["quantity out_of_range"] },
        { "POST", "/v1/usage", """{"customer":"a","feature":"f","at":"1066-10-14T00:00:00Z"}""", "invalid",
            ["at out_of_range"] },
        { "PUT", "/v1/customers/c", """{"time_zone":"Mars/Olympus","currency":"usd"}""", "invalid",
            ["currency invalid_currency", "time_zone unknown_time_zone"] },
        { "PUT", "/v1/settings", """{"late_limit":"P1M"}""", "invalid", ["late_limit invalid_value"] },
        { "PUT", "/v1/settings", """{"late_limit":"P401D"}""", "invalid", ["late_limit invalid_value"] },
        { "POST", "/v1/api-keys", """{"name":"","scopes":[]}""", "invalid", ["name required", "scopes required"] },
        { "POST", "/v1/api-keys", """{"name":"k","scopes":["root"]}""", "invalid", ["scopes[0] unknown_scope"] },
        { "POST", "/v1/subscriptions/sub_c_1/cancel", """{"at":"tomorrow"}""", "invalid", ["at invalid_value"] },
        // both kinds at once
        { "POST", "/v1/usage", """{"customer":"a b","quantity":"1","at":"1066-10-14T00:00:00Z"}""", "malformed",
            ["at out_of_range", "customer invalid_id", "feature required", "quantity invalid_type"] },
        // lists
        { "POST", "/v1/usage/batch", """{"events":[]}""", "invalid", ["events required"] },
        { "POST", "/v1/usage/batch", """{"events":null,"atomic":1}""", "malformed",
            ["atomic invalid_type", "events invalid_type"] },
        { "POST", "/v1/usage/batch", """{"events":[{"customer":"a","feature":"f"},null,3]}""", "malformed",
            ["events[1] invalid_type", "events[2] invalid_type"] },
        { "POST", "/v1/usage/batch",
            """
            {"events":[{"customer":"a","feature":"f"},{"customer":"a","feature":"f","quantity":"2"},
            {"feature":"f","x":1},{"customer":"a","feature":"f g","quantity":0}]}
            """.ReplaceLineEndings(""),
            "malformed",
            [
                "events[1].quantity invalid_type", "events[2].customer required", "events[2].x unknown_field",
                "events[3].feature invalid_id", "events[3].quantity out_of_range",
            ] },
        { "POST", "/v1/usage/batch", """{"events":[{"customer":"a","feature":"f"},{"customer":"a","feature":"f g"}]}""",
            "invalid", ["events[1].feature invalid_id"] },
        { "POST", "/v1/check/batch",
            """{"checks":[{"customer":"a","feature":"f","id":"1"},{"customer":"?","feature":"f"}]}""", "malformed",
            ["checks[0].id unknown_field", "checks[1].customer invalid_id"] },
        { "POST", "/v1/check/batch", """{"checks":[]}""", "invalid", ["checks required"] },
        // the catalogue
        { "POST", "/v1/catalog",
            """
            {"features":{"a b":{"name":"n","type":"switch"},"g":{"name":"n","type":"switch","scale":2}},
            "plans":{"p":{"name":"n","kind":"base","features":{"g":{}}}},"settings":{"late_limit":"soon"}}
            """.ReplaceLineEndings(""),
            "invalid",
            [
                "features.a b invalid_id", "features.g.scale out_of_range", "plans.p.features.g required",
                "settings.late_limit invalid_value",
            ] },
        { "POST", "/v1/catalog",
            """
            {"features":{"g":{"name":"n"}},"plans":{"p":{"name":"n","kind":"base","features":{"none.such":true}}},
            "wallets":{}}
            """.ReplaceLineEndings(""),
            "malformed",
            ["features.g.type required", "wallets unknown_field"] },
        { "POST", "/v1/catalog",
            """
            {"plans":{"p":{"name":"n","kind":"base","features":{"none.such":true}},
            "q":{"name":"n","kind":"base","features":{"none.other":true}}}}
            """.ReplaceLineEndings(""),
            "invalid",
            ["plans.p.features.none.such unknown_feature", "plans.q.features.none.other unknown_feature"] },
        // the path and the query
        { "PUT", "/v1/customers/a%20b", """{"currency":"usd"}""", "invalid",
            ["currency invalid_currency", "id invalid_id"] },
        { "PUT", "/v1/features/%C3%A9", """{"name":"n","type":"switch"}""", "invalid", ["code invalid_id"] },
        { "POST", "/v1/customers/a%2Fb/suspend", """{"reason":"x"}""", "invalid", ["id invalid_id"] },
        { "POST", "/v1/catalog?dry_run=yes", "{}", "invalid", ["dry_run invalid_value"] },
        { "POST", "/v1/catalog?dryrun=true", "{}", "invalid", ["dryrun unknown_field"] },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task Every_bad_field_is_named(string method, string path, string body, string code, string[] errors)
    {
        var answer = await host.SendAsync(method, path, body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("application/problem+json", answer.Message.Content.Headers.ContentType!.MediaType);
        Assert.Equal((code, string.Join("; ", errors)), (answer.Code, string.Join("; ", answer.Errors)));
        Assert.DoesNotContain("System.", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Tollgate.", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/customers?limit=0", "limit out_of_range")]
    [InlineData("/v1/customers?limit=501", "limit out_of_range")]
    [InlineData("/v1/customers?limit=ten", "limit out_of_range")]
    [InlineData("/v1/customers?limit=1&limit=2", "limit duplicate_field")]
    [InlineData("/v1/customers?cursor=!!", "cursor invalid_cursor")]
    [InlineData("/v1/customers?cursor=aGVsbG8", "cursor invalid_cursor")]
    [InlineData("/v1/customers?serach=x", "serach unknown_field")]
    [InlineData("/v1/customers?search=%00", "search invalid_text")]
    [InlineData("/v1/customers?search=%ED%A0%80", "search invalid_text")]
    [InlineData("/v1/features?cursor=Y2E", "cursor invalid_cursor")]
    [InlineData("/v1/plans/p?version=0", "version out_of_range")]
    [InlineData("/v1/customers/c/usage?from=yesterday", "from invalid_value")]
    [InlineData("/v1/customers/c/usage?from=2026-01-01T00:00:00+01:00", "from invalid_value")]
    [InlineData("/v1/customers/c/usage?feature=a%20b&cursor=dQ&limit=-1",
        "cursor invalid_cursor; feature invalid_id; limit out_of_range")]
    public async Task Every_bad_parameter_is_named(string path, string errors)
    {
        var answer = await host.GetAsync(path);
        Assert.Equal((HttpStatusCode.BadRequest, errors), (answer.Status, string.Join("; ", answer.Errors)));
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_refused()
    {
        byte[] body = [.. """{"customer":"a","feature":"f","actor":"""u8, (byte)'"', 0xed, 0xa0, 0x80, .. "\"}"u8];
        var answer = await host.SendBytesAsync("POST", "/v1/usage", body);
        Assert.Equal(
            (HttpStatusCode.BadRequest, "actor invalid_text"), (answer.Status, string.Join("; ", answer.Errors)));
    }

    [Fact]
    public async Task Escapes_that_are_good_text_are_taken()
    {
        var id = TollgateHost.NewId();
        var answer = await host.PutAsync(
            $"/v1/customers/{id}", """{"name":"\u00e9 \ud83d\ude00","metadata":{"\u0061":null}}""");
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal("é 😀", (await host.Admin.GetCustomerAsync(id)).Name);
    }

    [Theory]
    [InlineData(32, HttpStatusCode.BadRequest)]
    [InlineData(30, HttpStatusCode.OK)]
    public async Task A_document_may_nest_32_deep(int lists, HttpStatusCode status)
    {
        var deep = new string('[', lists) + new string(']', lists);
        var answer = await host.PostAsync(
            "/v1/usage", $$$"""{"customer":"a","feature":"f","properties":{"x":{{{deep}}}}}""");
        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("{}", 5_000)]
    [InlineData("1", 5_000_000)]
    public async Task Never_more_than_a_hundred_fields_are_named(string item, int count)
    {
        var body = new StringBuilder("{\"events\":[").AppendJoin(',', Enumerable.Repeat(item, count)).Append("]}");
        var answer = await host.PostAsync("/v1/usage/batch", body.ToString());
        Assert.Equal(100, answer.Errors.Length);
    }

    [Fact]
    public async Task A_bad_event_refuses_its_whole_batch()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var use = $$"""{"customer":"{{customer}}","feature":"{{feature}}"}""";
        var body = $$"""{"events":[{{use}},{"customer":"{{customer}}","feature":"{{feature}}","quantity":1.5}]}""";
        var answer = await host.PostAsync("/v1/usage/batch", body);
        Assert.Equal("events[1].quantity too_precise", Assert.Single(answer.Errors));
        Assert.Empty((await host.Admin.GetUsagePageAsync(customer)).Data);
    }

    [Fact]
    public async Task More_than_ten_thousand_events_are_refused_and_none_is_recorded()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(100_000);
        var one = $$"""{"customer":"{{customer}}","feature":"{{feature}}"}""";
        var body = new StringBuilder("{\"events\":[").AppendJoin(',', Enumerable.Repeat(one, 10_001)).Append("]}");
        var answer = await host.PostAsync("/v1/usage/batch", body.ToString());
        Assert.Equal((HttpStatusCode.BadRequest, "events too_many"), (answer.Status, Assert.Single(answer.Errors)));
        Assert.Empty((await host.Admin.GetUsagePageAsync(customer)).Data);
    }
}
