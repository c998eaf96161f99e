using System.Globalization;
using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>One way in which money is taken out of a wallet.</summary>
public sealed record WithdrawalMethod
{
    /// <summary>The least that is taken out at once: a decimal in the wallet's currency, at most six places.</summary>
    public required string Minimum { get; init; }

    /// <summary>What each costs; nothing unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WithdrawalFee? Fee { get; init; }
}

/// <summary>What taking out money costs: an amount, or a part of it.</summary>
public sealed record WithdrawalFee
{
    /// <summary>A decimal in the wallet's currency, at most six places.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Amount { get; init; }

    /// <summary>Of what is taken out: 0 to 100.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Percent? Percent { get; init; }
}

/// <summary>A part in per cent: read from a string or a number, written as a string. Immutable.</summary>
/// <param name="Text">A decimal of any precision, at most 60 characters.</param>
[JsonConverter(typeof(PercentConverter))]
public sealed record Percent(string Text)
{
    /// <summary>The same of a number.</summary>
    public static implicit operator Percent(decimal value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The same of its text.</summary>
    public static implicit operator Percent(string text) => new(text);

    /// <inheritdoc cref="Text"/>
    public override string ToString() => Text;
}
