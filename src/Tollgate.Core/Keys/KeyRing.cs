using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Tollgate.Core.Keys;

/// <summary>All API keys at one revision of the account. Immutable and thread-safe.</summary>
public sealed class KeyRing
{
    readonly ImmutableDictionary<Hash, ApiKey> keys;
    // When those end that do: keys are kept for ever, and whoever counts the live ones need not look at all others.
    readonly ImmutableSortedSet<(Instant End, long Id)> ends;

    KeyRing(
        ImmutableDictionary<Hash, ApiKey> keys, ImmutableSortedSet<(Instant End, long Id)> ends, byte[]? tokenSecret) =>
        (this.keys, this.ends, TokenSecret) = (keys, ends, tokenSecret);

    static Rejected Unknown { get; } =
        new(Rejection.Unauthenticated, "The API key is missing, unknown, expired or revoked.");

    static Rejected Bound { get; } =
        new(Rejection.InsufficientScope, "The API key is bound to one customer, and this is not about that one alone.");

    /// <summary>No keys.</summary>
    public static KeyRing Empty { get; } = Of([]);

    /// <summary>The ring of <paramref name="stored"/> keys.</summary>
    public static KeyRing Of(IEnumerable<ApiKey> stored, byte[]? tokenSecret = null)
    {
        var keys = stored.ToImmutableDictionary(key => key.Hash);
        return new KeyRing(keys, [.. keys.Values.SelectMany(End)], tokenSecret);
    }

    /// <summary>What read tokens are signed with; null as long as nobody needed it.</summary>
    public byte[]? TokenSecret { get; }

    /// <summary>How many are live at <paramref name="now"/>.</summary>
    public int Live(Instant now)
    {
        // No key has this id: the place where it would stand is the number of those that end by now.
        var over = ~ends.IndexOf((now, long.MaxValue));
        return keys.Count - over;
    }

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
    public KeyRing With(ApiKey key)
    {
        var others = keys.TryGetValue(key.Hash, out var before) ? ends.Except(End(before)) : ends;
        return new KeyRing(keys.SetItem(key.Hash, key), others.Union(End(key)), TokenSecret);
    }

    /// <summary>The same with the secret of read tokens.</summary>
    public KeyRing With(byte[] tokenSecret) => new(keys, ends, tokenSecret);

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

    static IEnumerable<(Instant End, long Id)> End(ApiKey key) => key.Ends is { } end ? [(end, key.Id)] : [];

    Rejected? Refusal(ReadToken token, string scope, IReadOnlyList<Command> commands, Instant now)
    {
        if (TokenSecret is not { } secret || !token.IsSignedWith(secret) || token.ExpiresAt <= now) return Unknown;
        if (!token.Scopes.Contains(scope))
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
