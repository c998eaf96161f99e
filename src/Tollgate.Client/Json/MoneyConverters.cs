using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>What a rate card does where no rate matches: <c>"refuse"</c>, or an object.</summary>
sealed class CardDefaultConverter : JsonConverter<CardDefault>
{
    const string Refuse = "refuse";

    public override CardDefault Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(Refuse))
            return CardDefault.Refuse;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The default of a rate card is \"refuse\" or an object.");
        return new CardDefault { UnitPrices = ReadBody(ref reader, options).UnitPrices };
    }

    public override void Write(Utf8JsonWriter writer, CardDefault value, JsonSerializerOptions options)
    {
        if (value.UnitPrices is not { } prices)
        {
            writer.WriteStringValue(Refuse);
            return;
        }
        var body = new CardDefaultBody { UnitPrices = prices };
        JsonSerializer.Serialize(writer, body, WireJson.Lookup<CardDefaultBody>(options));
    }

    // A nested read starts its path anew; thrown without one, the outer reader adds where this stands.
    static CardDefaultBody ReadBody(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize(ref reader, WireJson.Lookup<CardDefaultBody>(options))!;
        }
        catch (JsonException inner)
        {
            throw new JsonException(inner.Message, inner);
        }
    }
}

/// <summary>A percentage: a string, or a number taken digit by digit.</summary>
sealed class PercentConverter : JsonConverter<Percent>
{
    public override Percent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.String => new Percent(reader.GetString()!),
            JsonTokenType.Number => JsonSerializer.Deserialize(ref reader, WireJson.Lookup<decimal>(options)),
            _ => throw new JsonException("A percentage is a decimal, as a string or a number."),
        };

    public override void Write(Utf8JsonWriter writer, Percent value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Text);
}
