namespace Tollgate.Core.Keys;

/// <summary>A caller's key, as stored: the key itself is shown once and kept only as its hash.</summary>
/// <param name="Id">The account's sequence number at which it was made.</param>
/// <param name="Prefix">The first characters of the key, to tell keys apart.</param>
/// <param name="Hash">SHA-256 of the key's UTF-8 text. The key has 256 random bits, so no salt is needed.</param>
/// <param name="Name">For people, and the actor in the audit.</param>
/// <param name="Scopes">What it may do; see <see cref="Scope"/>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From then on it opens nothing.</param>
/// <param name="RevokedAt">From then on it opens nothing.</param>
/// <param name="Customer">The one customer it may act on; null: all of them, and the account.</param>
/// <param name="Rate">How many requests it may make; null: as many as it likes.</param>
public sealed record ApiKey(
    long Id, string Prefix, Hash Hash, string Name, IReadOnlyList<string> Scopes,
    Instant CreatedAt, Instant? ExpiresAt, Instant? RevokedAt, string? Customer = null, KeyRate? Rate = null)
{
    /// <summary>From then on it opens nothing; null: it has no end.</summary>
    public Instant? Ends => RevokedAt is null || ExpiresAt < RevokedAt ? ExpiresAt : RevokedAt;

    /// <summary>Whether it opens anything at <paramref name="now"/>.</summary>
    public bool IsLive(Instant now) => !(Ends <= now);

    /// <summary>Whether it covers a scope: by name, or because it is an administrator's.</summary>
    public bool Covers(string scope) => Scopes.Contains(scope) || Scopes.Contains(Scope.Admin);
}

/// <summary>How many requests a key may make.</summary>
/// <param name="PerMinute">On the long run, 1 to 1,000,000.</param>
/// <param name="Burst">At once, after a pause, 1 to 1,000,000.</param>
public sealed record KeyRate(int PerMinute, int Burst)
{
    /// <summary>The most of either.</summary>
    public const int Most = 1_000_000;
}
