using System.Net;
using Tollgate.Server.Tests.Http;

namespace Tollgate.Server.Tests.Commands;

/// <summary><c>tollgate keys</c>, against a server whose clock stands still.</summary>
public sealed class KeysCommandTests : IAsyncLifetime
{
    readonly TollgateHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_rotated_key_opens_until_its_overlap_is_over_and_not_longer()
    {
        var (secret, id) = await CreateAsync("reader", "--scope", "customers:read");
        var rotated = (await KeysAsync("rotate", id, "--overlap-seconds", "90")).Expect(0);
        var next = rotated.Output.Trim();

        Assert.NotEqual(secret, next);
        Assert.Contains("2026-11-15T12:01:30", await LineAsync(id), StringComparison.Ordinal);
        host.Clock.Advance(TimeSpan.FromSeconds(90) - TimeSpan.FromMicroseconds(1));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await AskAsync(secret), await AskAsync(next)));
        host.Clock.Advance(TimeSpan.FromMicroseconds(1));
        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await AskAsync(secret), await AskAsync(next)));
        Assert.Contains("api_key_ended", (await KeysAsync("rotate", id)).Expect(1).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 86_400)]
    [InlineData("0", 0)]
    public async Task An_overlap_is_a_day_unless_given_and_may_be_none(string? given, int seconds)
    {
        var (secret, id) = await CreateAsync("reader", "--scope", "customers:read");
        string[] overlap = given is null ? [] : ["--overlap-seconds", given];
        (await KeysAsync(["rotate", id, .. overlap])).Expect(0);
        if (seconds > 0)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.Equal(HttpStatusCode.OK, await AskAsync(secret));
            host.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(secret));
    }

    [Fact]
    public async Task The_list_shows_when_a_key_was_used_last_and_leaves_out_what_was_revoked()
    {
        var (secret, id) = await CreateAsync("reader", "--scope", "customers:read", "--customer", "acme");
        Assert.DoesNotContain("12:00:07", await LineAsync(id), StringComparison.Ordinal);
        host.Clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(secret));
        Assert.Contains("2026-11-15T12:00:07", await LineAsync(id), StringComparison.Ordinal);

        (await KeysAsync("revoke", id)).Expect(0);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(secret));
        Assert.DoesNotContain(id, (await KeysAsync("list")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("revoked", await LineAsync(id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_ends_when_it_was_made_to()
    {
        var (secret, _) = await CreateAsync(
            "short", "--scope", "customers:read", "--expires", "2026-11-15T13:00:00Z");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(secret));
        host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(secret));
    }

    [Theory]
    [InlineData("rotate", "key_999")]
    [InlineData("rotate", "nonsense")]
    [InlineData("revoke", "key_999")]
    public async Task A_key_that_is_not_there_is_a_fault_that_says_so(string verb, string id) =>
        Assert.Contains("api_key_not_found", (await KeysAsync(verb, id)).Expect(1).Error, StringComparison.Ordinal);

    async Task<(string Secret, string Id)> CreateAsync(params string[] words)
    {
        var made = (await KeysAsync(["create", .. words])).Expect(0);
        return (made.Output.Trim(), made.Error.Split(' ')[1]);
    }

    Task<CliAnswer> KeysAsync(params string[] words) => Cli.RunAsync(
        ["keys", .. words, "--url", host.Address.ToString().TrimEnd('/'), "--key", TollgateHost.AdminKey]);

    // A table as wide as the terminal may break a line: a key's cells are told apart by its id alone.
    async Task<string> LineAsync(string id)
    {
        var list = (await KeysAsync("list", "--all")).Expect(0).Output;
        return list[list.IndexOf(id, StringComparison.Ordinal)..];
    }

    async Task<HttpStatusCode> AskAsync(string key) => (await host.GetAsync("/v1/customers", key)).Status;
}
