using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tollgate.Stores;

namespace Tollgate.Server.Tests.Http;

/// <summary>Every error is problem details, and every answer has the request's name.</summary>
public sealed class ProblemTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    public static TheoryData<string, string, int, string> Missing => new()
    {
        { "GET", "/", 404, "not_found" },
        { "GET", "/v1/nothing", 404, "not_found" },
        { "POST", "/v1/customers//suspend", 404, "not_found" },
        { "GET", "/v1/features/none", 404, "feature_not_found" },
        { "GET", "/v1/plans/none", 404, "plan_not_found" },
        { "GET", "/v1/customers/none", 404, "customer_not_found" },
        { "GET", "/v1/customers/none/usage", 404, "customer_not_found" },
        { "GET", "/v1/customers/none/entitlements", 404, "customer_not_found" },
        { "GET", "/v1/customers/none/subscriptions", 404, "customer_not_found" },
        { "POST", "/v1/customers/none/suspend", 404, "customer_not_found" },
        { "POST", "/v1/customers/none/resume", 404, "customer_not_found" },
        { "POST", "/v1/subscriptions/none/cancel", 404, "subscription_not_found" },
        { "POST", "/v1/subscriptions/sub_none_1/cancel", 404, "subscription_not_found" },
        { "POST", "/v1/api-keys/none/revoke", 404, "api_key_not_found" },
        { "POST", "/v1/api-keys/key_999999/revoke", 404, "api_key_not_found" },
        { "DELETE", "/v1/customers/none", 405, "method_not_allowed" },
        { "GET", "/v1/usage", 405, "method_not_allowed" },
    };

    [Theory]
    [MemberData(nameof(Missing))]
    public async Task What_is_not_there_is_a_problem_too(string method, string path, int status, string code)
    {
        var answer = await host.SendAsync(method, path, method == "POST" ? "{}" : null);
        Assert.Equal((status, code), ((int)answer.Status, answer.Code));
        Assert.Equal("application/problem+json", answer.Message.Content.Headers.ContentType!.MediaType);
        Assert.Equal(status, answer.Json.GetProperty("status").GetInt32());
        Assert.Equal($"urn:tollgate:problem:{code}", answer.Json.GetProperty("type").GetString());
        Assert.Equal(answer.RequestId, answer.Json.GetProperty("request_id").GetString());
        Assert.All(["title", "detail"], member => Assert.NotEmpty(answer.Json.GetProperty(member).GetString()!));
        Assert.False(answer.Json.TryGetProperty("errors", out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/yaml")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Other_content_than_json_is_415(string contentType)
    {
        var answer = await host.SendAsync("POST", "/v1/usage", """{"customer":"a","feature":"f"}""", contentType);
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "unsupported_media_type"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    [InlineData("Application/JSON")]
    public async Task Json_may_name_its_charset(string contentType)
    {
        var answer = await host.SendAsync("POST", "/v1/check", """{"customer":"a","feature":"f"}""", contentType);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Theory]
    [InlineData("/v1/usage", 1024 * 1024)]
    [InlineData("/v1/usage/batch", 16 * 1024 * 1024)]
    [InlineData("/v1/catalog", 16 * 1024 * 1024)]
    public async Task A_body_that_is_too_large_is_413(string path, int most)
    {
        var large = await host.SendBytesAsync("POST", path, Spaces(most + 1));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too_large"), (large.Status, large.Code));
        Assert.Equal("malformed", (await host.SendBytesAsync("POST", path, Spaces(most))).Code);
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_too_large_all_the_same()
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/usage");
        message.Headers.Authorization = new("Bearer", TollgateHost.AdminKey);
        message.Headers.TransferEncodingChunked = true;
        message.Content = new StreamContent(new MemoryStream(Spaces(2 * 1024 * 1024)));
        message.Content.Headers.ContentType = new("application/json");
        using var response = await host.Http.SendAsync(message);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("my-request_1.2", true)]
    [InlineData("has space", false)]
    [InlineData("<script>", false)]
    public async Task A_decent_request_id_is_echoed(string id, bool echoed)
    {
        var answer = await host.SendAsync("GET", "/healthz", null, headers: [("X-Request-Id", id)]);
        Assert.Equal(echoed, answer.RequestId == id);
        Assert.NotEmpty(answer.RequestId);
    }

    [Fact]
    public async Task A_failure_tells_nothing_of_the_inside()
    {
        await using var failing = new TollgateHost
        {
            Configure = services => services.Replace(ServiceDescriptor.Singleton<IStore, StoreWithoutLists>()),
        };
        await failing.InitializeAsync();
        var answer = await failing.GetAsync("/v1/customers");
        Assert.Equal((HttpStatusCode.InternalServerError, "internal_error"), (answer.Status, answer.Code));
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_with_a_zero_byte_is_400()
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(host.Address.Host, host.Address.Port);
        await connection.GetStream().WriteAsync(
            "GET /v1/customers/a%00b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(connection.GetStream(), Encoding.ASCII);
        Assert.Contains(" 400 ", await reader.ReadLineAsync(), StringComparison.Ordinal);
    }

    static byte[] Spaces(int count)
    {
        var bytes = new byte[count];
        Array.Fill(bytes, (byte)' ');
        return bytes;
    }

    /// <summary>The memory store, whose lists are broken.</summary>
    sealed class StoreWithoutLists(TimeProvider clock) : IStore
    {
        readonly MemoryStore store = new(clock);

        public IQueries Queries => throw new InvalidOperationException("The secret is in the message.");

        public IOutbox Outbox => store.Outbox;

        public IInbox Inbox => store.Inbox;

        public IKeyUsage KeyUsage => store.KeyUsage;

        public IRecords Records => store.Records;

        public bool HasOneWriter => true;

        public ValueTask MigrateAsync(CancellationToken stop) => store.MigrateAsync(stop);

        public ValueTask<ISession> OpenAsync(Access access, CancellationToken stop) => store.OpenAsync(access, stop);

        public ValueTask<IHeldSession> HoldAsync(TimeSpan atMost, CancellationToken stop) =>
            store.HoldAsync(atMost, stop);

        public Fault Classify(Exception exception, bool committing) => store.Classify(exception, committing);

        public ValueTask<int> ForgetResponsesAsync(NodaTime.Instant before, CancellationToken stop) =>
            store.ForgetResponsesAsync(before, stop);

        public ValueTask<long?> EraseAsync(Core.CustomerId customer, long after, CancellationToken stop) =>
            store.EraseAsync(customer, after, stop);

        public ValueTask DisposeAsync() => store.DisposeAsync();
    }
}
