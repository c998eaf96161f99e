using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tollgate.Core.Webhooks;

/// <summary>
/// Secrets and signatures of the Standard Webhooks convention: <c>whsec_</c> and 24 to 64 bytes as base64. The
/// signature is <c>v1,</c> and the base64 of HMAC-SHA256 over <c>id.timestamp.body</c>.
/// </summary>
public static class WebhookSecret
{
    /// <summary>What a secret begins with.</summary>
    public const string Start = "whsec_";

    /// <summary>How long the secret before a rotation signs too.</summary>
    public static Duration Overlap { get; } = Duration.FromHours(24);

    /// <summary>Writes a secret.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Start + Convert.ToBase64String(bytes);

    /// <summary>Whether a text is a secret.</summary>
    public static bool IsSecret(string? text)
    {
        if (text is null || !text.StartsWith(Start, StringComparison.Ordinal)) return false;
        Span<byte> bytes = stackalloc byte[128];
        return Convert.TryFromBase64Chars(text.AsSpan(Start.Length), bytes, out var length)
            && length is >= 24 and <= 64;
    }

    /// <summary>
    /// The value of <c>webhook-signature</c>: one signature for each secret, in their order, with spaces between them.
    /// </summary>
    public static string Sign(IEnumerable<string> secrets, string id, long unixSeconds, string body)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{unixSeconds}.{body}"));
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(
            HMACSHA256.HashData(Convert.FromBase64String(secret[Start.Length..]), signed))));
    }
}
