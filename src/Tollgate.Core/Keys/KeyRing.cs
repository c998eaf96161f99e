using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Tollgate.Core.Keys;

/// <summary>All API keys at one revision of the account. Immutable and thread-safe.</summary>
public sealed class KeyRing
{
    readonly ImmutableDictionary<Hash, ApiKey> keys;

    KeyRing(ImmutableDictionary<Hash, ApiKey> keys) => this.keys = keys;

    static Rejected Bound { get; } =
        new(Rejection.InsufficientScope, "The API key is bound to one customer, and this is not about that one alone.");

    /// <summary>No keys.</summary>
    public static KeyRing Empty { get; } = new(ImmutableDictionary<Hash, ApiKey>.Empty);

    /// <summary>The ring of <paramref name="stored"/> keys.</summary>
    public static KeyRing Of(IEnumerable<ApiKey> stored) => new(stored.ToImmutableDictionary(key => key.Hash));

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
    public KeyRing With(ApiKey key) => new(keys.SetItem(key.Hash, key));

    /// <summary>
    /// Whether a caller may ask all of <paramref name="commands"/> with its scope: null, or why not.
    /// </summary>
    public Rejected? Refusal(Caller caller, IReadOnlyList<Command> commands, Instant now)
    {
        if (Find(caller.Key) is not { } key || !key.IsLive(now))
            return new Rejected(Rejection.Unauthenticated, "The API key is missing, unknown, expired or revoked.");
        if (!key.Covers(caller.Scope))
            return new Rejected(Rejection.InsufficientScope, $"The API key lacks the scope {caller.Scope}.");
        return key.Customer is { } customer && !commands.All(command => command.ActsOnlyOn(customer)) ? Bound : null;
    }
}

/// <summary>
/// The key a request came with, and the scope it needs. Judged under the same lock as the request itself.
/// </summary>
public readonly record struct Caller(Hash Key, string Scope);
