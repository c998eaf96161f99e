using NodaTime;
using Tollgate.Core.Customers;
using Tollgate.Core.Keys;
using Xunit;

namespace Tollgate.Core.Tests.Keys;

/// <summary>Keys are rotated, bound and judged as their table says.</summary>
public sealed class KeyTests
{
    static readonly Instant Now = Desk.Time("2026-01-15T12:00:00Z");

    static ApiKey Made(Desk desk, Instant? ends = null, string? customer = null) =>
        ((Put<ApiKey>)desk.Do(new CreateApiKey(KeyRing.HashOf("old"), "old", "k", [Scope.UsageRead], ends)
        {
            BoundTo = customer,
            Rate = new KeyRate(60, 10),
        })).Value;

    static Outcome Rotate(Desk desk, long id, Duration overlap, string secret = "new") =>
        desk.Do(new RotateApiKey(id, KeyRing.HashOf(secret), "new", overlap));

    // The old key again, as it is stored: the command that makes it gives it back.
    static ApiKey Old(Desk desk) => Made(desk);

    [Theory]
    [InlineData(0, null, 0)]
    [InlineData(24, null, 24)]
    [InlineData(24, 2, 2)]
    [InlineData(24, 100, 24)]
    public void Rotation_lowers_the_end_of_the_old_key_and_never_raises_it(int overlap, int? ended, int expected)
    {
        var desk = new Desk();
        var old = Made(desk, ended is { } hours ? Now + Duration.FromHours(hours) : null, "acme");
        var made = ((Put<ApiKey>)Rotate(desk, old.Id, Duration.FromHours(overlap))).Value;
        Assert.Equal(Now + Duration.FromHours(expected), Old(desk).ExpiresAt);
        Assert.Equal(("k", "acme", old.Rate, old.ExpiresAt), (made.Name, made.Customer, made.Rate, made.ExpiresAt));
        Assert.Equal(old.Scopes, made.Scopes);
        Assert.NotEqual(old.Id, made.Id);
    }

    [Fact]
    public void A_key_that_is_over_is_not_rotated()
    {
        var desk = new Desk();
        var old = Made(desk);
        Rotate(desk, old.Id, Duration.Zero);
        Assert.Equal("rejected ApiKeyEnded", Desk.Show(Rotate(desk, old.Id, Duration.Zero, "newer")));
        Assert.Equal("rejected ApiKeyNotFound", Desk.Show(Rotate(desk, 999, Duration.Zero, "newest")));
    }

    [Fact]
    public void Ten_thousand_keys_are_live_at_most_and_one_that_is_over_makes_room()
    {
        var desk = new Desk();
        var ending = Made(desk, Now + Duration.FromHours(1));
        var made = desk.Do([.. Enumerable.Range(2, KeyDecider.MostLive - 1).Select(New)]);
        Assert.All(made, outcome => Assert.True(outcome is Put<ApiKey> { Created: true }));

        Assert.Equal("rejected TooManyApiKeys", Desk.Show(desk.Do(New(0))));
        Assert.Equal("rejected TooManyApiKeys", Desk.Show(Rotate(desk, ending.Id, Duration.FromHours(1))));
        Assert.Equal(ending, Made(desk));

        desk.At("2026-01-15T13:00:00Z");
        Assert.True(desk.Do(New(0)) is Put<ApiKey> { Created: true });
        Assert.Equal("rejected TooManyApiKeys", Desk.Show(desk.Do(New(1))));
        desk.Do(new RevokeApiKey(((Put<ApiKey>)made[0]).Value.Id));
        Assert.True(desk.Do(New(1)) is Put<ApiKey> { Created: true });
        Assert.Equal("rejected TooManyApiKeys", Desk.Show(desk.Do(New(20_000))));

        static Command New(int i) => new CreateApiKey(KeyRing.HashOf($"key {i}"), "k", "k", [Scope.UsageRead], null);
    }

    [Theory]
    [InlineData(null, null, 1)]
    [InlineData(1, null, 0)]
    [InlineData(null, 1, 0)]
    [InlineData(0, 2, 0)]
    [InlineData(2, 0, 0)]
    [InlineData(2, 2, 1)]
    public void A_key_is_counted_as_live_until_the_first_of_its_ends(int? expires, int? revoked, int expected)
    {
        var key = Made(new Desk());
        var ring = KeyRing.Of([key]).With(key with { ExpiresAt = At(1) }).With(
            key with { ExpiresAt = At(expires), RevokedAt = At(revoked) });
        Assert.Equal(expected, ring.Live(Now + Duration.FromHours(1)));
        Assert.Equal(ring.All.Count(one => one.IsLive(Now)), ring.Live(Now));

        static Instant? At(int? hours) => hours is { } some ? Now + Duration.FromHours(some) : null;
    }

    [Fact]
    public void Keys_that_are_over_do_not_make_the_next_one_dearer()
    {
        var key = Made(new Desk());
        var ring = KeyRing.Of(Enumerable.Range(0, 100_000).Select(i =>
            key with { Id = i, Hash = KeyRing.HashOf($"key {i}"), RevokedAt = i == 0 ? null : Now }));
        // A thousand counts that each looked at all of them would take seconds.
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var i = 0; i < 1_000; i++) Assert.Equal(1, ring.Live(Now));
        Assert.InRange(
            System.Diagnostics.Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
    }

    [Theory]
    [InlineData("acme", null)]
    [InlineData("other", Rejection.InsufficientScope)]
    [InlineData("acme other", Rejection.InsufficientScope)]
    [InlineData("", Rejection.InsufficientScope)]
    public void A_bound_key_asks_about_its_customer_alone(string customers, Rejection? expected)
    {
        var key = Made(new Desk(), customer: "acme");
        Command[] commands = [.. customers.Split(' ').Select(customer => new ShowCustomer(customer))];
        var refusal = KeyRing.Of([key]).Refusal(new Caller(key.Hash, Scope.UsageRead), commands, Now);
        Assert.Equal(expected, refusal?.Code);
    }

    [Theory]
    [InlineData("acme", Scope.UsageRead, 0, 1, null)]
    [InlineData("acme", Scope.CustomersRead, 59, 1, null)]
    [InlineData("acme", Scope.UsageRead, 60, 1, Rejection.Unauthenticated)]
    [InlineData("acme", Scope.UsageRead, 0, 2, Rejection.Unauthenticated)]
    [InlineData("acme", Scope.UsageWrite, 0, 1, Rejection.InsufficientScope)]
    [InlineData("acme", Scope.CatalogRead, 0, 1, Rejection.InsufficientScope)]
    [InlineData("other", Scope.UsageRead, 0, 1, Rejection.InsufficientScope)]
    [InlineData("", Scope.UsageRead, 0, 1, Rejection.InsufficientScope)]
    public void A_read_token_reads_its_customer_until_it_ends(
        string customer, string scope, int later, byte secret, Rejection? expected)
    {
        var token = ReadToken.Sign(Secret(1), "acme", Now + Duration.FromSeconds(60));
        var caller = new Caller(KeyRing.HashOf(token.Text()), scope) { Token = ReadToken.Parse(token.Text()) };
        var ring = KeyRing.Of([], Secret(secret));
        var refusal = ring.Refusal(caller, [new ShowCustomer(customer)], Now + Duration.FromSeconds(later));
        Assert.Equal(expected, refusal?.Code);
        Assert.Equal(
            Rejection.Unauthenticated, KeyRing.Empty.Refusal(caller, [new ShowCustomer("acme")], Now)?.Code);
    }

    [Fact]
    public void A_read_token_of_another_customer_or_a_later_end_is_not_signed()
    {
        var token = ReadToken.Sign(Secret(1), "acme_1", Now);
        Assert.Equal("acme_1", ReadToken.Parse(token.Text())!.Customer);
        Assert.True(ReadToken.Parse(token.Text())!.IsSignedWith(Secret(1)));
        Assert.False((token with { Customer = "acme" }).IsSignedWith(Secret(1)));
        Assert.False((token with { ExpiresAt = Now + Duration.FromSeconds(1) }).IsSignedWith(Secret(1)));
        Assert.False((token with { ReadsMoney = true }).IsSignedWith(Secret(1)));
        var richer = ReadToken.Parse(ReadToken.Sign(Secret(1), "acme_1", Now, readsMoney: true).Text())!;
        Assert.Equal((true, true), (richer.ReadsMoney, richer.IsSignedWith(Secret(1))));
        Assert.DoesNotContain(Scope.WalletsRead, token.Scopes);
        Assert.Contains(Scope.WalletsRead, richer.Scopes);
        Assert.Null(ReadToken.Parse("tg_abc"));
        Assert.Null(ReadToken.Parse(token.Text().Replace("tgr_", "tgr_-", StringComparison.Ordinal)));
        Assert.Null(ReadToken.Parse("tgr_99999999999999999_" + new string('0', 64) + "_acme"));
    }

    static byte[] Secret(byte fill)
    {
        var secret = new byte[32];
        Array.Fill(secret, fill);
        return secret;
    }
}
