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
/// <param name="Mac">HMAC-SHA256 of the two, and of whether it reads money.</param>
public sealed record ReadToken(string Customer, Instant ExpiresAt, byte[] Mac)
{
    const string Start = "tgr";
    const string StartOfMoney = "tgw";

    /// <summary>How long one holds unless said otherwise.</summary>
    public static Duration DefaultLifetime { get; } = Duration.FromMinutes(15);

    /// <summary>The longest that one may hold.</summary>
    public static Duration LongestLifetime { get; } = Duration.FromHours(24);

    /// <summary>Whether it reads the customer's money too.</summary>
    public bool ReadsMoney { get; init; }

    /// <summary>What each may do.</summary>
    public static IReadOnlyList<string> LeastScopes { get; } = [Scope.UsageRead, Scope.CustomersRead];

    static readonly IReadOnlyList<string> withMoney = [.. LeastScopes, Scope.WalletsRead];

    /// <summary>What it may do.</summary>
    public IReadOnlyList<string> Scopes => ReadsMoney ? withMoney : LeastScopes;

    /// <summary>Signs one.</summary>
    public static ReadToken Sign(byte[] secret, string customer, Instant expiresAt, bool readsMoney = false)
    {
        var end = Instant.FromUnixTimeSeconds(expiresAt.ToUnixTimeSeconds());
        return new ReadToken(customer, end, MacOf(secret, customer, end, readsMoney)) { ReadsMoney = readsMoney };
    }

    /// <summary>Reads one; null where <paramref name="text"/> is something else.</summary>
    public static ReadToken? Parse(string text)
    {
        if (text.Split('_', 4) is not [Start or StartOfMoney, var end, var mac, var customer]) return null;
        if (!long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return null;
        if (seconds > Instant.MaxValue.ToUnixTimeSeconds() || !FieldErrors.IsId(customer)) return null;
        var bytes = new byte[HMACSHA256.HashSizeInBytes];
        if (mac.Length != bytes.Length * 2) return null;
        if (Convert.FromHexString(mac, bytes, out _, out _) != System.Buffers.OperationStatus.Done) return null;
        return new ReadToken(customer, Instant.FromUnixTimeSeconds(seconds), bytes)
        {
            ReadsMoney = text.StartsWith(StartOfMoney, StringComparison.Ordinal),
        };
    }

    /// <summary>Whether it was signed with this secret; compared in constant time.</summary>
    public bool IsSignedWith(byte[] secret) =>
        CryptographicOperations.FixedTimeEquals(Mac, MacOf(secret, Customer, ExpiresAt, ReadsMoney));

    /// <summary>The token as it is sent, at most 208 characters of those an API key may have.</summary>
    public string Text() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(ReadsMoney ? StartOfMoney : Start)}_{ExpiresAt.ToUnixTimeSeconds()}_"
        + $"{Convert.ToHexStringLower(Mac)}_{Customer}");

    /// <summary>Leaves the signature out, also from logs.</summary>
    public override string ToString() => $"{nameof(ReadToken)} {{ Customer = {Customer} }}";

    static byte[] MacOf(byte[] secret, string customer, Instant end, bool readsMoney) => HMACSHA256.HashData(
        secret,
        Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"read-{(readsMoney ? "money-" : "")}token\n{end.ToUnixTimeSeconds()}\n{customer}")));
}
