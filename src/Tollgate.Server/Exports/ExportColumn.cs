using System.Globalization;
using System.Text.Json;
using Tollgate.Exports;

namespace Tollgate.Server;

/// <summary>What a column of an export holds.</summary>
internal enum ExportType
{
    /// <summary>Text.</summary>
    Text,
    /// <summary>A 64-bit integer.</summary>
    Int64,
    /// <summary>A decimal in the feature's units, with at most 9 places.</summary>
    Quantity,
    /// <summary>A decimal of money, with at most 6 places.</summary>
    Amount,
    /// <summary>An instant in whole microseconds.</summary>
    Timestamp,
}

/// <summary>One column of an export: its name, its type, and how to get its value from a row.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Nullable">Whether a row may have nothing in it.</param>
/// <param name="Value">A string, a long, a decimal, an amount or an instant; or null.</param>
internal sealed record ExportColumn<TRow>(
    string Name, ExportType Type, bool Nullable, Func<Recorded<TRow>, object?> Value)
{
    /// <summary>A value as text, as it stands in CSV.</summary>
    public static string Text(object value) => value switch
    {
        Instant instant => Wire.WireTime.Write(Times.Write(instant)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    /// <summary>Writes a value as JSON.</summary>
    public static void Write(Utf8JsonWriter json, object? value)
    {
        if (value is null) json.WriteNullValue();
        else if (value is long integer) json.WriteNumberValue(integer);
        else if (value is decimal number) json.WriteNumberValue(number);
        else json.WriteStringValue(Text(value));
    }

    /// <summary>The same where it says its type apart: decimals as text, instants as microseconds.</summary>
    public static void WriteTyped(Utf8JsonWriter json, object? value)
    {
        if (value is Instant instant) json.WriteNumberValue(instant.ToMicroseconds());
        else if (value is decimal number) json.WriteStringValue(Text(number));
        else Write(json, value);
    }
}
