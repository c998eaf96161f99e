using System.Text;

namespace Tollgate.Core.History;

/// <summary>
/// The key that the links of a store's chains are made with, by HMAC-SHA-256: nobody who lacks it can rewrite a
/// history. It is never stored, only its fingerprint is. Immutable, thread-safe.
/// </summary>
public sealed class ChainKey
{
    /// <summary>The key of the setting that holds the fingerprint.</summary>
    public const string Setting = "ledger_key";

    /// <summary>The fewest characters of a key.</summary>
    public const int LeastCharacters = 16;

    readonly byte[] bytes;

    /// <summary>The key of a text.</summary>
    /// <exception cref="ArgumentException">It has fewer than 16 characters.</exception>
    public ChainKey(string text)
    {
        if (text.Length < LeastCharacters)
            throw new ArgumentException($"The ledger's key must have at least {LeastCharacters} characters.");
        bytes = Encoding.UTF8.GetBytes(text);
        Fingerprint = Hash.Over("tollgate ledger key"u8, bytes).ToString()[..LeastCharacters];
    }

    /// <summary>What tells it from other keys and tells nothing else of it.</summary>
    public string Fingerprint { get; }

    /// <summary>The keyed hash of a link.</summary>
    internal Hash Over(ReadOnlySpan<byte> link) => Hash.Over(link, bytes);

    /// <summary>The fingerprint that the stored settings hold, or null.</summary>
    public static string? SealOf(IEnumerable<Setting> settings)
    {
        foreach (var setting in settings)
            if (setting.Key == Setting) return setting.Value;
        return null;
    }

    /// <summary>Leaves the key out.</summary>
    public override string ToString() => Fingerprint;
}
