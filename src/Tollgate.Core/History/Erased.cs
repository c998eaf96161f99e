using System.Security.Cryptography;
using System.Text;

namespace Tollgate.Core.History;

/// <summary>
/// What stands in the place of a text that was erased: <c>sha256:</c> and the text's own hash in 64 hexadecimal digits.
/// The chain covers such texts by their hashes, so it can still be checked. No text that is erased so looks like
/// it before: JSON begins otherwise, and a name or a reason that begins so is refused. Thread-safe.
/// </summary>
public static class Erased
{
    /// <summary>What an erased text begins with.</summary>
    public const string Prefix = "sha256:";

    static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdef");

    /// <summary>Whether a stored text was erased.</summary>
    public static bool Is([NotNullWhen(true)] string? stored) =>
        stored?.Length == Prefix.Length + 64 && stored.StartsWith(Prefix, StringComparison.Ordinal)
        && !stored.AsSpan(Prefix.Length).ContainsAnyExcept(Hex);

    /// <summary>What is to be stored in the place of a text; of nothing, and of what was erased, the same.</summary>
    public static string? Of(string? stored) =>
        stored is null || Is(stored) ? stored : Prefix + Convert.ToHexStringLower(HashOf(stored));

    /// <summary>A stored text as it may be shown: nothing where it was erased.</summary>
    public static string? Shown(string? stored) => Is(stored) ? null : stored;

    /// <summary>The hash of the text that a stored one is, or was.</summary>
    public static byte[] HashOf(string stored) => Is(stored)
        ? Convert.FromHexString(stored.AsSpan(Prefix.Length))
        : SHA256.HashData(Encoding.UTF8.GetBytes(stored));
}
