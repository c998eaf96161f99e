using System.Net;

namespace Tollgate.Server.Tests.Http;

public sealed class TestClockTests : IAsyncLifetime
{
    readonly TollgateHost host = new()
    {
        Settings = new()
        {
            Database = "memory:",
            Urls = "http://127.0.0.1:0",
            AdminKey = TollgateHost.AdminKey,
            LogLevel = Microsoft.Extensions.Logging.LogLevel.None,
            Sandbox = true,
        },
    };

    static DateTimeOffset Noon(int month, int day) => new(2026, month, day, 12, 0, 0, TimeSpan.Zero);

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task It_moves_windows_and_the_late_limit_and_runs_on()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(limit: 5, per: "month");
        var use = new UsageRequest { Customer = customer, Feature = feature, Quantity = 5, Id = "first" };
        Assert.True((await host.Admin.UseAsync(use)).Allowed);
        Assert.Equal("limit_exceeded", (await host.Admin.UseAsync(use with { Id = "second" })).Reason);

        Assert.Equal(Noon(12, 31), (await MoveAsync(Noon(12, 31))).Now);

        var moved = await host.Admin.UseAsync(use with { Id = "second" });
        Assert.Equal((true, Noon(12, 1).AddHours(-12)), (moved.Allowed, moved.Window!.StartsAt));
        var late = await host.Admin.UseAsync(use with { Id = "third", At = Noon(11, 26).AddSeconds(-1) });
        Assert.Equal("at_out_of_range", late.Reason);
        host.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(Noon(12, 31).AddHours(2), (await host.Admin.GetTestClockAsync()).Now);
    }

    [Fact]
    public async Task It_ends_keys_and_the_lives_of_stored_responses()
    {
        var key = await host.Admin.CreateApiKeyAsync(
            new ApiKeyRequest { Name = "k", Scopes = [Scopes.CatalogRead], ExpiresAt = Noon(11, 17) });
        var path = $"/v1/customers/{(await host.CustomerWithAsync()).Customer}/boosts";
        const string Boost = """{"feature":"none","type":"unlimited","until":null,"metadata":{"n":"N"}}""";
        var feature = TollgateHost.NewId("feature");
        await host.Admin.PutFeatureAsync(feature, new FeatureRequest { Name = "f", Type = FeatureType.Metered });
        var body = Boost.Replace("none", feature, StringComparison.Ordinal);
        var other = body.Replace("N", "M", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await SendKeyedAsync(path, body)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendKeyedAsync(path, other)).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/v1/features", key.Key)).Status);

        await MoveAsync(Noon(11, 17));

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("/v1/features", key.Key)).Status);
        Assert.Equal(HttpStatusCode.Created, (await SendKeyedAsync(path, other)).Status);
    }

    [Fact]
    public async Task Back_is_a_bad_request_that_names_the_field()
    {
        await MoveAsync(Noon(12, 1));
        var refused = await host.SendAsync("PUT", "/v1/test-clock", """{"now":"2026-11-30T12:00:00Z"}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal("now", refused.Json.GetProperty("errors")[0].GetProperty("field").GetString());
        Assert.Equal(Noon(12, 1), (await host.Admin.GetTestClockAsync()).Now);
    }

    [Fact]
    public async Task A_server_that_is_no_sandbox_has_none()
    {
        await using var plain = new TollgateHost();
        await plain.InitializeAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await plain.GetAsync("/v1/test-clock")).Status);
        var put = await plain.SendAsync("PUT", "/v1/test-clock", """{"now":"2027-01-01T00:00:00Z"}""");
        Assert.Equal(HttpStatusCode.NotFound, put.Status);
    }

    [Fact]
    public async Task A_key_that_a_start_adds_for_a_time_lives_by_the_clock_that_was_moved()
    {
        using var folder = new Commands.Folder();
        var settings = host.Settings with { Database = folder.Database };
        await using (var first = new TollgateHost { Settings = settings })
        {
            await first.InitializeAsync();
            await first.Admin.SetTestClockAsync(new TestClockRequest { Now = Noon(12, 31) });
        }

        const string Key = "another-administrator-of-the-tests";
        await using var second = new TollgateHost
        {
            Settings = settings with { AdminKey = Key, AdminKeyLifetime = TimeSpan.FromHours(24) },
        };
        await second.InitializeAsync();

        Assert.Equal(Noon(12, 31), (await second.ClientOf(Key).GetTestClockAsync()).Now);
    }

    Task<TestClock> MoveAsync(DateTimeOffset to) =>
        host.Admin.SetTestClockAsync(new TestClockRequest { Now = to });

    Task<RawAnswer> SendKeyedAsync(string path, string body) => host.PostAsync(path, body, idempotencyKey: "once");
}
