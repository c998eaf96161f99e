using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Tollgate.Core.Keys;

/// <summary>All API keys at one revision of the account. Immutable and thread-safe.</summary>
public sealed class KeyRing
{
    readonly ImmutableDictionary<Hash, ApiKey> keys;

    KeyRing(ImmutableDictionary<Hash, ApiKey> keys, byte[]? tokenSecret) =>
        (this.keys, TokenSecret) = (keys, tokenSecret);

    static Rejected Unknown { get; } =
        new(Rejection.Unauthenticated, "The API key is missing, unknown, expired or revoked.");

    static Rejected Bound { get; } =
        new(Rejection.InsufficientScope, "The API key is bound to one customer, and this is not about that one alone.");

    /// <summary>No keys.</summary>
    public static KeyRing Empty { get; } = new(ImmutableDictionary<Hash, ApiKey>.Empty, null);

    /// <summary>The ring of <paramref name="stored"/> keys.</summary>
    public static KeyRing Of(IEnumerable<ApiKey> stored, byte[]? tokenSecret = null) =>
        new(stored.ToImmutableDictionary(key => key.Hash), tokenSecret);

    /// <summary>What read tokens are signed with; null as long as nobody needed it.</summary>
    public byte[]? TokenSecret { get; }

    /// <summary>How many keys there are, those that are over among them.</summary>
    public int Count => keys.Count;

    /// <summary>All keys, in no order.</summary>
    public IEnumerable<ApiKey> All => keys.Values;

    /// <summary>The hash under which a key is found.</summary>
    public static Hash HashOf(string key) => Hash.Over(Encoding.UTF8.GetBytes(key));

    /// <summary>The key with this hash, or null. The whole hash is compared in constant time.</summary>
    public ApiKey? Find(Hash hash) =>
        keys.GetValueOrDefault(hash) is { } key
            && CryptographicOperations.FixedTimeEquals(key.Hash.Bytes, hash.Bytes)
                ? key
                : null;

    /// <summary>The same with a key put.</summary>
    public KeyRing With(ApiKey key) => new(keys.SetItem(key.Hash, key), TokenSecret);

    /// <summary>The same with the secret of read tokens.</summary>
    public KeyRing With(byte[] tokenSecret) => new(keys, tokenSecret);

    /// <summary>
    /// Whether a caller may ask all of <paramref name="commands"/> with its scope: null, or why not.
    /// </summary>
    public Rejected? Refusal(Caller caller, IReadOnlyList<Command> commands, Instant now)
    {
        if (caller.Token is { } token) return Refusal(token, caller.Scope, commands, now);
        if (Find(caller.Key) is not { } key || !key.IsLive(now)) return Unknown;
        if (!key.Covers(caller.Scope))
            return new Rejected(Rejection.InsufficientScope, $"The API key lacks the scope {caller.Scope}.");
        return key.Customer is { } customer && !commands.All(command => command.ActsOnlyOn(customer)) ? Bound : null;
    }

    Rejected? Refusal(ReadToken token, string scope, IReadOnlyList<Command> commands, Instant now)
    {
        if (TokenSecret is not { } secret || !token.IsSignedWith(secret) || token.ExpiresAt <= now) return Unknown;
        if (!ReadToken.Scopes.Contains(scope))
            return new Rejected(Rejection.InsufficientScope, $"The token lacks the scope {scope}.");
        return commands.All(command => command.ActsOnlyOn(token.Customer)) ? null : Bound;
    }
}

/// <summary>
/// The key a request came with, and the scope it needs. Judged under the same lock as the request itself.
/// </summary>
public readonly record struct Caller(Hash Key, string Scope)
{
    /// <summary>The read token it came with instead of a key; null for a key.</summary>
    public ReadToken? Token { get; init; }
}
