using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tollgate.Core.Keys;

/// <summary>
/// A key of one customer that reads and soon ends, stored nowhere: it says itself whose it is and until when, and is
/// signed with the account's secret.
/// </summary>
/// <param name="Customer">The one customer it may read.</param>
/// <param name="ExpiresAt">From then on it opens nothing; a whole second.</param>
/// <param name="Mac">HMAC-SHA256 of the two.</param>
public sealed record ReadToken(string Customer, Instant ExpiresAt, byte[] Mac)
{
    const string Start = "tgr";

    /// <summary>How long one holds unless said otherwise.</summary>
    public static Duration DefaultLifetime { get; } = Duration.FromMinutes(15);

    /// <summary>The longest that one may hold.</summary>
    public static Duration LongestLifetime { get; } = Duration.FromHours(24);

    /// <summary>What it may do.</summary>
    public static IReadOnlyList<string> Scopes { get; } = [Scope.UsageRead, Scope.CustomersRead];

    /// <summary>Signs one.</summary>
    public static ReadToken Sign(byte[] secret, string customer, Instant expiresAt)
    {
        var end = Instant.FromUnixTimeSeconds(expiresAt.ToUnixTimeSeconds());
        return new ReadToken(customer, end, MacOf(secret, customer, end));
    }

    /// <summary>Reads one; null where <paramref name="text"/> is something else.</summary>
    public static ReadToken? Parse(string text)
    {
        if (text.Split('_', 4) is not [Start, var end, var mac, var customer]) return null;
        if (!long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return null;
        if (seconds > Instant.MaxValue.ToUnixTimeSeconds() || !FieldErrors.IsId(customer)) return null;
        var bytes = new byte[HMACSHA256.HashSizeInBytes];
        if (mac.Length != bytes.Length * 2) return null;
        if (Convert.FromHexString(mac, bytes, out _, out _) != System.Buffers.OperationStatus.Done) return null;
        return new ReadToken(customer, Instant.FromUnixTimeSeconds(seconds), bytes);
    }

    /// <summary>Whether it was signed with this secret; compared in constant time.</summary>
    public bool IsSignedWith(byte[] secret) =>
        CryptographicOperations.FixedTimeEquals(Mac, MacOf(secret, Customer, ExpiresAt));

    /// <summary>The token as it is sent, at most 208 characters of those an API key may have.</summary>
    public string Text() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Start}_{ExpiresAt.ToUnixTimeSeconds()}_{Convert.ToHexStringLower(Mac)}_{Customer}");

    /// <summary>Leaves the signature out, also from logs.</summary>
    public override string ToString() => $"{nameof(ReadToken)} {{ Customer = {Customer} }}";

    static byte[] MacOf(byte[] secret, string customer, Instant end) => HMACSHA256.HashData(
        secret,
        Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"read-token\n{end.ToUnixTimeSeconds()}\n{customer}")));
}
