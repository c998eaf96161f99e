using System.Net;
using System.Text.Json;
using Tollgate.AspNetCore;

namespace Tollgate.Server.Tests.Gates;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("/group/inside")]
    [InlineData("/controller/active")]
    public async Task Only_a_customer_that_may_pass_reaches_an_endpoint(string path)
    {
        await using var product = await Product.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await product.SendAsync(path)).StatusCode);
        await RefusedAsync(product, path, null, 400, "CUSTOMER_REQUIRED");
        await RefusedAsync(product, path, "no/id", 400, "invalid");
        await RefusedAsync(product, path, "nobody", 404, "customer_not_found");
        var inactive = await RefusedAsync(product, path, "idle", 403, "SUBSCRIPTION_INACTIVE");
        Assert.Equal(JsonValueKind.Null, inactive.GetProperty("subscription_status").ValueKind);
        var held = await RefusedAsync(product, path, "held", 403, "SUBSCRIPTION_INACTIVE");
        Assert.Equal("customer_suspended", held.GetProperty("reason").GetString());
        Assert.Equal("active", held.GetProperty("subscription_status").GetString());
        Assert.Equal(JsonValueKind.Null, held.GetProperty("trial_end_date").ValueKind);
        Assert.Equal(1, product.Runs);
    }

    [Theory]
    [InlineData("/pages")]
    [InlineData("/controller/pages")]
    public async Task A_feature_is_used_before_its_endpoint_runs_and_refused_with_what_would_help(string path)
    {
        await using var product = await Product.StartAsync();

        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, (await product.SendAsync(path)).StatusCode);
        var refused = await product.SendAsync(path);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 3_500, 3_601);
        var problem = await ProblemAsync(refused);
        Assert.Equal("limit_exceeded", problem.GetProperty("code").GetString());
        Assert.Equal((3, 3), (problem.GetProperty("limit").GetInt32(), problem.GetProperty("used").GetInt32()));
        Assert.NotNull(problem.GetProperty("window").GetProperty("resets_at").GetString());
        Assert.Equal((3, 3L), (product.Runs, await product.UsedAsync("pages")));
    }

    [Theory]
    [InlineData(null, 400, "CUSTOMER_REQUIRED")]
    [InlineData("nobody", 404, "customer_not_found")]
    [InlineData("idle", 403, "not_included")]
    [InlineData("held", 403, "customer_suspended")]
    [InlineData("broke", 402, "payment_blocked")]
    public async Task Who_may_not_use_a_feature_is_told_so_by_the_status(string? customer, int status, string code)
    {
        await using var product = await Product.StartAsync();

        await RefusedAsync(product, "/pages", customer, status, code);
        await RefusedAsync(product, "/controller/pages", customer, status, code);

        Assert.Equal(0, product.Runs);
    }

    [Fact]
    public async Task A_limit_that_no_time_lifts_says_no_time_to_come_again()
    {
        await using var product = await Product.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await product.SendAsync("/two-exports")).StatusCode);

        var refused = await product.SendAsync("/two-exports");

        Assert.Equal((429, true), ((int)refused.StatusCode, refused.Headers.RetryAfter is null));
        Assert.Equal(2, await product.UsedAsync("exports"));
    }

    [Theory]
    [InlineData("/throws", 0)]
    [InlineData("/answers/500", 0)]
    [InlineData("/answers/503", 0)]
    [InlineData("/answers/409", 1)]
    [InlineData("/answers/204", 1)]
    [InlineData("/controller/throws", 0)]
    [InlineData("/controller/unavailable", 0)]
    public async Task What_a_failing_endpoint_used_is_given_back_before_it_answers(string path, int used)
    {
        await using var product = await Product.StartAsync();

        if (path.EndsWith("throws", StringComparison.Ordinal))
            await Assert.ThrowsAsync<InvalidOperationException>(() => product.SendAsync(path));
        else await product.SendAsync(path);

        Assert.Equal((1, used), (product.Runs, await product.UsedAsync("pages")));
        Assert.Equal(0, await product.UsedAsync("exports"));
    }

    [Fact]
    public async Task A_request_that_cannot_be_read_uses_nothing()
    {
        await using var product = await Product.StartAsync();

        Assert.Equal(400, (int)(await product.SendAsync("/reads", body: "{")).StatusCode);

        Assert.Equal((0, 0L), (product.Runs, await product.UsedAsync("pages")));
        Assert.Equal(200, (int)(await product.SendAsync("/reads", body: """{"length": 2}""")).StatusCode);
        Assert.Equal(1, await product.UsedAsync("pages"));
    }

    [Fact]
    public async Task A_request_that_comes_again_with_its_key_is_one_use()
    {
        await using var product = await Product.StartAsync();

        for (var i = 0; i < 5; i++) Assert.Equal(200, (int)(await product.SendAsync("/pages", key: "a")).StatusCode);
        Assert.Equal(200, (int)(await product.SendAsync("/controller/pages", key: "a")).StatusCode);
        Assert.Equal(200, (int)(await product.SendAsync("/pages", key: "b")).StatusCode);

        Assert.Equal(3, await product.UsedAsync("pages"));
    }

    [Fact]
    public async Task A_request_that_failed_and_comes_again_with_its_key_is_used_anew()
    {
        await using var product = await Product.StartAsync();

        Assert.Equal(503, (int)(await product.SendAsync("/fails-once", key: "a")).StatusCode);
        Assert.Equal(0, await product.UsedAsync("pages"));
        Assert.Equal(200, (int)(await product.SendAsync("/fails-once", key: "a")).StatusCode);
        Assert.Equal(200, (int)(await product.SendAsync("/fails-once", key: "a")).StatusCode);

        Assert.Equal(1, await product.UsedAsync("pages"));
        for (var i = 0; i < 3; i++) await product.SendAsync("/answers/500", key: "c");
        Assert.Equal(1, await product.UsedAsync("pages"));
    }

    [Fact]
    public async Task Controllers_can_be_let_through_all_at_once()
    {
        await using var product = await Product.StartAsync(controllers: all => all.RequireActiveSubscription());

        Assert.Equal(200, (int)(await product.SendAsync("/controller/open")).StatusCode);
        await RefusedAsync(product, "/controller/open", "idle", 403, "SUBSCRIPTION_INACTIVE");
        Assert.Equal(1, product.Runs);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task A_status_that_is_set_already_lets_nobody_through(int status)
    {
        await using var product = await Product.StartAsync(controllers: all => all.RequireActiveSubscription());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/controller/open");
        request.Headers.Add("X-Customer-Id", "idle");
        request.Headers.Add("X-Test-Status", $"{status}");

        Assert.Equal(HttpStatusCode.Forbidden, (await product.Client.SendAsync(request)).StatusCode);
        Assert.Equal(0, product.Runs);
    }

    [Fact]
    public async Task What_one_filter_used_is_given_back_where_the_next_refuses()
    {
        await using var product = await Product.StartAsync();

        Assert.Equal(200, (int)(await product.SendAsync("/both")).StatusCode);
        Assert.Equal(429, (int)(await product.SendAsync("/both")).StatusCode);

        Assert.Equal((1, 1L), (product.Runs, await product.UsedAsync("pages")));
        Assert.Equal(2, await product.UsedAsync("exports"));
    }

    [Fact]
    public async Task Nothing_that_the_caller_chooses_is_believed_unless_it_is_asked_for()
    {
        await using var product = await Product.StartAsync(options =>
        {
            var unset = new GateHttpOptions();
            (options.Customer, options.CountsOncePerKey) = (unset.Customer, unset.CountsOncePerKey);
        });

        await RefusedAsync(product, "/pages", "acme", 400, "CUSTOMER_REQUIRED");
        for (var i = 0; i < 3; i++)
            Assert.Equal(200, (int)(await product.SendAsync("/pages", null, "customer_id=acme", "a")).StatusCode);
        Assert.Equal(429, (int)(await product.SendAsync("/pages", null, "customer_id=acme", "a")).StatusCode);
    }

    [Fact]
    public void A_quantity_that_is_none_is_refused_where_it_is_written() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequireFeatureAttribute("pages") { Quantity = 0 });

    [Fact]
    public async Task Services_ask_the_gate_themselves()
    {
        await using var product = await Product.StartAsync();

        Assert.Equal("true", await (await product.SendAsync("/service")).Content.ReadAsStringAsync());
        Assert.Equal("false", await (await product.SendAsync("/service", "idle")).Content.ReadAsStringAsync());
        Assert.Equal("true", await (await product.SendAsync("/held")).Content.ReadAsStringAsync());
        Assert.Equal("false", await (await product.SendAsync("/held", "idle")).Content.ReadAsStringAsync());
        Assert.Equal(1, await product.UsedAsync("pages"));
    }

    [Theory]
    [InlineData("idle", null, 403)]
    [InlineData("idle", "customer_id=acme", 200)]
    [InlineData("acme", "customer_id=idle", 403)]
    [InlineData("acme", "customer_id=acme,customer_id=idle", 400)]
    [InlineData("acme", "other=idle", 200)]
    [InlineData(null, null, 400)]
    public async Task Unless_told_otherwise_the_claim_goes_before_the_header(string? header, string? claim, int status)
    {
        await using var product = await Product.StartAsync();

        Assert.Equal(status, (int)(await product.SendAsync("/group/inside", header, claim)).StatusCode);
    }

    [Theory]
    [InlineData("acme", null, 400)]
    [InlineData("idle", "org=acme", 200)]
    [InlineData("acme", "customer_id=acme", 400)]
    public async Task Where_a_claim_is_named_the_header_alone_says_nothing(string header, string? claim, int status)
    {
        await using var product = await Product.StartAsync(options => options.Customer = CustomerSource.Claim("org"));

        Assert.Equal(status, (int)(await product.SendAsync("/group/inside", header, claim)).StatusCode);
    }

    [Fact]
    public async Task The_route_or_a_function_can_say_the_customer()
    {
        await using var product = await Product.StartAsync(options => options.Customer = CustomerSource.First(
            CustomerSource.Route("customer"), CustomerSource.From(context => context.Request.Query["c"])));

        Assert.Equal(200, (int)(await product.SendAsync("/route/acme", "idle")).StatusCode);
        Assert.Equal(403, (int)(await product.SendAsync("/route/idle", "acme")).StatusCode);
        Assert.Equal(200, (int)(await product.SendAsync("/group/inside?c=acme", "idle")).StatusCode);
        Assert.Equal(400, (int)(await product.SendAsync("/group/inside", "acme")).StatusCode);
    }

    [Theory]
    [InlineData("/pages")]
    [InlineData("/controller/active")]
    public async Task A_gate_that_cannot_decide_is_503_and_says_when_to_come_again(string path)
    {
        await using var product = await Product.StartAsync();
        await product.Gate.CloseAsync();

        var answer = await product.SendAsync(path);

        Assert.Equal((503, true), ((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta > TimeSpan.Zero));
        Assert.Equal("overloaded", (await ProblemAsync(answer)).GetProperty("code").GetString());
        Assert.Equal(0, product.Runs);
    }

    static async Task<JsonElement> RefusedAsync(
        Product product, string path, string? customer, int status, string code)
    {
        var answer = await product.SendAsync(path, customer);
        var problem = await ProblemAsync(answer);
        Assert.Equal((status, code), ((int)answer.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        return problem;
    }

    static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }
}
