using System.Globalization;

namespace Tollgate.Core.Wallets;

/// <summary>A part of an amount, and the grant it is of.</summary>
/// <param name="Grant">Its id; 0: of none. What is of none and below zero is debt.</param>
/// <param name="Amount">How much; in the ledger below zero what went.</param>
public readonly record struct CreditPart(long Grant, Amount Amount)
{
    /// <summary>Parts as they are stored: <c>grant:micros</c>, with spaces between them.</summary>
    public static string Write(IReadOnlyList<CreditPart> parts) => string.Join(' ', parts.Select(part =>
        string.Create(CultureInfo.InvariantCulture, $"{part.Grant}:{part.Amount.Micros}")));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IReadOnlyList<CreditPart> Read(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(':')).Select(part =>
            new CreditPart(Long(part[0]), new Amount(Long(part[1]))))];

    static long Long(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
