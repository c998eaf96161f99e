using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tollgate.Core.Money;

/// <summary>A decimal as a string, without needless digits: one text for equal numbers.</summary>
internal sealed class ExactJson : JsonConverter<Exact>
{
    public override Exact Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Exact.Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Exact value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>An amount as a string, as <see cref="ExactJson"/> writes it.</summary>
internal sealed class AmountJson : JsonConverter<Amount>
{
    public override Amount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Amount.Floor(Exact.Parse(reader.GetString()!));

    public override void Write(Utf8JsonWriter writer, Amount value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>A currency as its letters.</summary>
internal sealed class CurrencyJson : JsonConverter<Currency>
{
    public override Currency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Currency.Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Currency value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Code);
}
