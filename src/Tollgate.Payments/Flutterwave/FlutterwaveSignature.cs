using System.Security.Cryptography;
using System.Text;

namespace Tollgate.Payments.Flutterwave;

/// <summary>
/// How Flutterwave shows that a message is its own: the shared secret as it is in <c>verif-hash</c>, or the message's
/// HMAC-SHA256 under it, base64, in <c>flutterwave-signature</c>. Neither carries a time.
/// <see href="https://developer.flutterwave.com/docs/webhooks"/>
/// </summary>
public static class FlutterwaveSignature
{
    /// <summary>The header with the secret itself.</summary>
    public const string HashHeader = "verif-hash";

    /// <summary>The header with the signature.</summary>
    public const string SignatureHeader = "flutterwave-signature";

    const int MostCharacters = 1_024;

    /// <summary>The signature of a message, as Flutterwave would send it.</summary>
    public static string Sign(ReadOnlySpan<byte> body, string secret) => Convert.ToBase64String(Hmac(body, secret));

    /// <summary>
    /// Whether a message is believed: at least one of the two headers is there, and whichever are there are right. In
    /// constant time.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> body, string? hash, string? signature, string? secret)
    {
        if (string.IsNullOrEmpty(secret)) return false;
        var (hasHash, hasSignature) = (!string.IsNullOrEmpty(hash), !string.IsNullOrEmpty(signature));
        if (!hasHash && !hasSignature) return false;
        if (hash?.Length > MostCharacters || signature?.Length > MostCharacters) return false;
        var hashFits = !hasHash || Same(hash!, secret);
        var signatureFits = !hasSignature || Same(signature!, Sign(body, secret));
        return hashFits & signatureFits;
    }

    // Digests have one length: how long the secret is does not show.
    static bool Same(string given, string expected) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    static byte[] Hmac(ReadOnlySpan<byte> body, string secret) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body);
}
