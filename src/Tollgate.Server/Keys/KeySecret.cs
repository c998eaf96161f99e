using System.Buffers.Text;
using System.Security.Cryptography;

namespace Tollgate.Server;

/// <summary>The secret of an API key: seen here, by the one who asked for it, and nowhere else.</summary>
internal static class KeySecret
{
    const string Start = "tg_";
    const int RandomBytes = 32;
    const int PrefixCharacters = 9;

    /// <summary>A new one, of 256 random bits.</summary>
    public static string Draw() => Start + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>
    /// The command that makes a key of it. What it is recognised by is never more than a quarter of it.
    /// </summary>
    public static CreateApiKey Command(
        string secret, string name, IReadOnlyList<string> scopes, Instant? expiresAt = null) =>
        new(KeyRing.HashOf(secret), PrefixOf(secret), name, scopes, expiresAt);

    /// <summary>The command that makes a key of it in the place of another.</summary>
    public static RotateApiKey Rotation(string secret, long id, Duration overlap) =>
        new(id, KeyRing.HashOf(secret), PrefixOf(secret), overlap);

    static string PrefixOf(string secret) => secret[..Math.Min(PrefixCharacters, secret.Length / 4)];
}
