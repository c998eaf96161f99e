using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tollgate.Payments.Stripe;

/// <summary>
/// The <c>Stripe-Signature</c> of a message: <c>t=SECONDS,v1=HEX[,v1=HEX]</c>, each v1 the HMAC-SHA256 of
/// <c>SECONDS.BODY</c> under a secret. <see href="https://docs.stripe.com/webhooks#verify-manually"/>
/// </summary>
public static class StripeSignature
{
    /// <summary>The header it travels in.</summary>
    public const string Header = "Stripe-Signature";

    const int MostCharacters = 4_096;
    const int MostSignatures = 32;
    const int HexCharacters = 64;

    /// <summary>The header of a message, as Stripe would send it.</summary>
    /// <param name="body">The message's bytes.</param>
    /// <param name="at">When it is signed; cut to seconds.</param>
    /// <param name="secrets">One or more: a v1 for each.</param>
    public static string Sign(ReadOnlySpan<byte> body, Instant at, params IEnumerable<string> secrets)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var header = new StringBuilder("t=").Append(seconds);
        foreach (var secret in secrets)
            header.Append(",v1=").Append(Convert.ToHexStringLower(Hash(body, seconds, secret)));
        return header.ToString();
    }

    /// <summary>
    /// Whether a message was signed by any of the secrets, and when: <see cref="WebhookVerdict.Read"/>,
    /// <see cref="WebhookVerdict.BadSignature"/> or <see cref="WebhookVerdict.OutOfTime"/>. Every signature is compared
    /// with every secret, in constant time.
    /// </summary>
    /// <param name="body">The message's bytes, untouched.</param>
    /// <param name="header">The header as it came.</param>
    /// <param name="secrets">The secrets that count.</param>
    /// <param name="now">The time it is judged at.</param>
    /// <param name="tolerance">How far the signature's time may be from it, before and after.</param>
    public static WebhookVerdict Verify(
        ReadOnlySpan<byte> body, string? header, IReadOnlyList<string> secrets, Instant now, Duration tolerance)
    {
        if (!TryParse(header, out var seconds, out var signatures)) return WebhookVerdict.BadSignature;
        var found = false;
        foreach (var secret in secrets)
        {
            var expected = Hash(body, seconds, secret);
            foreach (var signature in signatures) found |= CryptographicOperations.FixedTimeEquals(expected, signature);
        }
        if (!found) return WebhookVerdict.BadSignature;
        var at = Instant.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture));
        var near = at - now <= tolerance && now - at <= tolerance;
        return near ? WebhookVerdict.Read : WebhookVerdict.OutOfTime;
    }

    // The time as it is written: it is part of what was signed.
    static bool TryParse(string? header, out string seconds, out List<byte[]> signatures)
    {
        (seconds, signatures) = ("", []);
        if (header is null || header.Length > MostCharacters) return false;
        foreach (var part in header.Split(','))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) continue;
            var (name, value) = (part[..equals].Trim(), part[(equals + 1)..].Trim());
            if (name == "t")
            {
                // Two times: one of them is not the one that was signed.
                if (seconds.Length > 0 || !IsTime(value)) return false;
                seconds = value;
                continue;
            }
            if (name != "v1" || value.Length != HexCharacters || !value.All(char.IsAsciiHexDigitLower)) continue;
            if (signatures.Count == MostSignatures) return false;
            signatures.Add(Convert.FromHexString(value));
        }
        return seconds.Length > 0 && signatures.Count > 0;
    }

    static bool IsTime(string value) => value.Length is > 0 and <= 11 && value.All(char.IsAsciiDigit);

    static byte[] Hash(ReadOnlySpan<byte> body, string seconds, string secret)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.ASCII.GetBytes(seconds + "."));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
