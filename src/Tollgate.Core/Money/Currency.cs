namespace Tollgate.Core.Money;

/// <summary>
/// What an amount is counted in: a currency of ISO 4217 by its three capital letters, or a unit of one's own, such as
/// <c>CREDITS</c>, by 4 to 16 capital letters, digits and underscores. Immutable, thread-safe.
/// </summary>
public readonly record struct Currency
{
    const int OwnDecimals = 6;

    readonly string? code;

    Currency(string code) => this.code = code;

    /// <summary>Its letters.</summary>
    public string Code => code ?? throw new InvalidOperationException("No currency.");

    /// <summary>Whether it is a unit of one's own.</summary>
    public bool IsOwn => Code.Length > 3;

    /// <summary>Decimal places of its smallest coin, 0 to 4; of a unit of one's own 6, which is all there is.</summary>
    public int Decimals => IsOwn ? OwnDecimals : MinorUnit(Code);

    /// <summary>Reads one; false where it is none. An unknown one of three letters has cents.</summary>
    public static bool TryParse(string? text, out Currency currency)
    {
        currency = default;
        if (text is not { Length: >= 3 and <= 16 } || !char.IsAsciiLetterUpper(text[0])) return false;
        foreach (var one in text)
        {
            var fits = char.IsAsciiLetterUpper(one) || (text.Length > 3 && (char.IsAsciiDigit(one) || one == '_'));
            if (!fits) return false;
        }
        currency = new Currency(text);
        return true;
    }

    /// <summary>Reads what was checked before.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Currency Parse(string text) => TryParse(text, out var currency)
        ? currency
        : throw new FormatException($"No currency: {text}.");

    /// <inheritdoc/>
    public override string ToString() => code ?? "";

    // By list one of ISO 4217; most have hundredths.
    static int MinorUnit(string code) => code switch
    {
        "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" or "PYG" or "RWF" or "UGX" or "UYI"
            or "VND" or "VUV" or "XAF" or "XOF" or "XPF" => 0,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
        "CLF" or "UYW" => 4,
        _ => 2,
    };
}
