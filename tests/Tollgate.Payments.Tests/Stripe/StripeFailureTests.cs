using System.Diagnostics;

namespace Tollgate.Payments.Tests.Stripe;

/// <summary>What a failed call says: whether to try again, and never a secret.</summary>
public sealed class StripeFailureTests : IAsyncLifetime
{
    StripeStandIn stripe = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => stripe = await StripeStandIn.StartedAsync();

    public ValueTask DisposeAsync() => stripe.DisposeAsync();

    [Theory]
    [InlineData(400, ProviderFailure.Refused, false)]
    [InlineData(401, ProviderFailure.Misconfigured, false)]
    [InlineData(402, ProviderFailure.Declined, false)]
    [InlineData(403, ProviderFailure.Misconfigured, false)]
    [InlineData(404, ProviderFailure.NotFound, false)]
    [InlineData(409, ProviderFailure.Unavailable, true)]
    [InlineData(422, ProviderFailure.Refused, false)]
    [InlineData(429, ProviderFailure.Unavailable, true)]
    [InlineData(500, ProviderFailure.Unavailable, true)]
    [InlineData(503, ProviderFailure.Unavailable, true)]
    public async Task A_status_says_what_to_do(int status, ProviderFailure failure, bool tryAgain)
    {
        stripe.Instead = _ =>
        {
            var said = StripeStandIn.Error(status, "some_error", "some_code", $"Your key {StandIn.Key} is wrong");
            said.Headers["Retry-After"] = "7";
            return said;
        };
        var failed = await FailAsync();
        Assert.Equal((failure, tryAgain, status, "some_code", Duration.FromSeconds(7)),
            (failed.Failure, failed.TryAgain, failed.Status, failed.Code, failed.RetryAfter));
        Assert.DoesNotContain("sk_test", failed.ToString());
    }

    [Theory]
    [InlineData("""{"error":{"code":"Invalid key sk_test_1!"}}""")]
    [InlineData("""{"error":"text"}""")]
    [InlineData("""{"error":{"code":7}}""")]
    [InlineData("<html>Bad gateway</html>")]
    [InlineData("")]
    public async Task A_failure_without_a_code_of_a_list_has_none(string body)
    {
        stripe.Instead = _ => new Said(502, body, "text/html");
        var failed = await FailAsync();
        Assert.Equal((ProviderFailure.Unavailable, null), (failed.Failure, failed.Code));
        Assert.Equal("stripe: not available now (HTTP 502)", failed.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("{\"id\":\"cs_1\"")]
    public async Task A_success_that_is_no_object_is_unreadable(string body)
    {
        stripe.Instead = _ => new Said(200, body);
        Assert.Equal(ProviderFailure.Unreadable, (await FailAsync()).Failure);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var thief = await StripeStandIn.StartedAsync();
        stripe.Instead = _ =>
        {
            var said = new Said(307, "");
            said.Headers["Location"] = new Uri(thief.Url, "v1/checkout/sessions").AbsoluteUri;
            return said;
        };
        var failed = await FailAsync();
        Assert.Equal((ProviderFailure.Misconfigured, 307), (failed.Failure, failed.Status));
        Assert.Empty(thief.Requests);
    }

    [Fact]
    public async Task No_answer_ends_by_the_time_out_and_may_be_tried_again()
    {
        stripe.Silent = true;
        var clock = Stopwatch.StartNew();
        var failed = await FailAsync(TimeSpan.FromMilliseconds(200));
        Assert.Equal((ProviderFailure.Unavailable, "timeout", true), (failed.Failure, failed.Code, failed.TryAgain));
        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Who_stops_waiting_has_stopped_and_no_provider_failed()
    {
        stripe.Silent = true;
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        using var provider = stripe.Provider();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => provider.CreateCheckoutAsync(StripeRequests.TopUp(), stop.Token));
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off()
    {
        stripe.Instead = _ => new Said(200, "{\"a\":\"" + new string('x', 100_000) + "\"}");
        var failed = await FailAsync(maxBytes: 99_999);
        Assert.Equal((ProviderFailure.Unreadable, "too_large"), (failed.Failure, failed.Code));
    }

    [Fact]
    public async Task Nobody_there_is_tried_again()
    {
        using var provider = new StripeProvider(new StripeOptions
        {
            SecretKey = StandIn.Key,
            ApiBase = new Uri($"http://127.0.0.1:{FreePort.Next()}"),
        });
        var failed = await Assert.ThrowsAsync<ProviderException>(
            () => provider.FetchPaymentAsync("pi_1", Stop));
        Assert.Equal((ProviderFailure.Unavailable, "connection", null), (failed.Failure, failed.Code, failed.Status));
    }

    [Fact]
    public async Task A_wrong_key_is_for_an_operator()
    {
        using var provider = stripe.Provider(key: "sk_test_other");
        var failed = await Assert.ThrowsAsync<ProviderException>(
            () => provider.FetchPaymentAsync("pi_1", Stop));
        Assert.Equal((ProviderFailure.Misconfigured, 401), (failed.Failure, failed.Status));
        Assert.DoesNotContain("sk_test", failed.ToString());
    }

    [Theory]
    [InlineData("", "https://api.stripe.com", "whsec_1")]
    [InlineData("sk test", "https://api.stripe.com", "whsec_1")]
    [InlineData("sk_\r\nx", "https://api.stripe.com", "whsec_1")]
    [InlineData("sk_é", "https://api.stripe.com", "whsec_1")]
    [InlineData("sk_1", "ftp://api.stripe.com", "whsec_1")]
    [InlineData("sk_1", "https://user:word@api.stripe.com", "whsec_1")]
    [InlineData("sk_1", "https://api.stripe.com/?a=b", "whsec_1")]
    [InlineData("sk_1", "https://api.stripe.com", "")]
    [InlineData("sk_1", "https://api.stripe.com", "whsec 1")]
    public void Options_that_cannot_be_right_are_refused_without_showing_them(string key, string url, string secret)
    {
        var options = new StripeOptions { SecretKey = key, ApiBase = new Uri(url), WebhookSecrets = [secret] };
        Assert.Single(options.Problems());
        var refused = Assert.Throws<ArgumentException>(() => new StripeProvider(options).Dispose());
        Assert.DoesNotContain(key.Length > 0 ? key : "whsec", refused.Message);
        Assert.DoesNotContain("word", refused.Message);
        Assert.DoesNotContain("sk_", options.ToString());
    }

    async Task<ProviderException> FailAsync(TimeSpan? timeout = null, int maxBytes = 1 << 20)
    {
        using var provider = stripe.Provider(timeout, maxBytes);
        return await Assert.ThrowsAsync<ProviderException>(
            () => provider.CreateCheckoutAsync(StripeRequests.TopUp(), Stop));
    }
}
