using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>Enums as their exact <c>snake_case</c> names.</summary>
/// <remarks>The library's own converter also takes other cases, and lists such as <c>enforce,record</c>.</remarks>
sealed class WireEnumConverter<T> : JsonConverter<T> where T : struct, Enum
{
    static readonly (T Value, string Name)[] Names =
        [.. Enum.GetValues<T>().Select(value => (value, NameOf(value)))];

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            foreach (var (value, name) in Names)
                if (reader.ValueTextEquals(name))
                    return value;
        throw new JsonException($"One of: {string.Join(", ", Names.Select(known => known.Name))}.");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        foreach (var (known, name) in Names)
            if (EqualityComparer<T>.Default.Equals(known, value))
            {
                writer.WriteStringValue(name);
                return;
            }
        throw new JsonException($"{value} is no {typeof(T).Name}.");
    }

    static string NameOf(T value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}

/// <summary>Times as <see cref="WireTime"/> defines them.</summary>
sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A time is a string.");
        if (!WireTime.TryRead(reader.GetString(), out var time))
            throw new JsonException("A time is RFC 3339 with an offset, as 2026-11-01T00:00:00Z.");
        return time;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[WireTime.MaxLength];
        WireTime.TryWrite(value, text, out var length);
        writer.WriteStringValue(text[..length]);
    }
}

/// <summary>
/// Quantities as JSON numbers: written without trailing zeros, read exactly or not at all.
/// </summary>
sealed class QuantityConverter : JsonConverter<decimal>
{
    // What fits a decimal digit by digit; with an exponent, what still does wherever the point lands above 1e-9.
    const int MaxPlain = 28;
    const int MaxWithExponent = 22;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw new JsonException("A quantity is a number.");
        var literal = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        var exponent = literal.IndexOfAny((byte)'e', (byte)'E');
        if (literal.Length > (exponent < 0 ? MaxPlain : MaxWithExponent) || !reader.TryGetDecimal(out var value))
            throw new JsonException("A quantity has at most 28 characters, 22 with an exponent.");
        if (value == 0 && exponent > 0 && literal[..exponent].IndexOfAnyInRange((byte)'1', (byte)'9') >= 0)
            throw new JsonException("A quantity this small cannot be held exactly.");
        return value;
    }

    // Dividing by a one of the greatest scale leaves the value as it is and takes its trailing zeros away.
    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value / 1.0000000000000000000000000000m);
}

/// <summary>FEATURE of a plan: <c>true</c>, or an object.</summary>
sealed class PlanFeatureConverter : JsonConverter<PlanFeature>
{
    public override bool HandleNull => true;

    public override PlanFeature Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.True)
            return PlanFeature.Enabled;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A plan's feature is true or an object.");
        return ReadBody(ref reader, options).ToFeature();
    }

    public override void Write(Utf8JsonWriter writer, PlanFeature value, JsonSerializerOptions options)
    {
        if (value.IsEnabled)
            writer.WriteBooleanValue(true);
        else
            JsonSerializer.Serialize(writer, PlanFeatureBody.Of(value), WireJson.Lookup<PlanFeatureBody>(options));
    }

    // A nested read starts its path anew; thrown without one, the outer reader adds where this feature stands.
    static PlanFeatureBody ReadBody(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize(ref reader, WireJson.Lookup<PlanFeatureBody>(options))!;
        }
        catch (JsonException inner)
        {
            throw new JsonException(inner.Message, inner);
        }
    }
}
