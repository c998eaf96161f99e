using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Tollgate.Server;

/// <summary>What single values of the wire types may be.</summary>
internal static class Values
{
    /// <summary>Whether the value reads as its type.</summary>
    public static bool IsReadable(JsonElement value, JsonTypeInfo type)
    {
        if (value.ValueKind == JsonValueKind.Null) return false;
        try
        {
            return value.Deserialize(type) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether the value is at least of the kind of JSON that its type is written in.</summary>
    public static bool IsKind(JsonElement value, JsonTypeInfo type)
    {
        var bare = Bare(type);
        if (bare == typeof(bool)) return value.ValueKind is JsonValueKind.True or JsonValueKind.False;
        return value.ValueKind == (IsNumber(bare) ? JsonValueKind.Number : JsonValueKind.String);
    }

    /// <summary>What is expected, for people.</summary>
    public static string Expected(JsonTypeInfo type)
    {
        var bare = Bare(type);
        if (type.Kind == JsonTypeInfoKind.Enumerable) return "a list";
        if (type.Kind is JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary) return "an object";
        if (bare.IsEnum)
            return $"one of {string.Join(", ", Names(bare))}";
        if (bare == typeof(Wire.PlanFeature)) return "true or an object";
        if (bare == typeof(Wire.CardDefault)) return "\"refuse\" or an object";
        if (bare == typeof(Wire.Percent)) return "a decimal, as a string or a number";
        if (bare == typeof(bool)) return "true or false";
        if (bare == typeof(DateTimeOffset)) return "a time in RFC 3339 with an offset, as 2026-11-01T00:00:00Z";
        if (bare == typeof(decimal)) return "a number of at most 28 characters, 22 with an exponent";
        return IsNumber(bare) ? "a whole number" : "a string";
    }

    /// <summary>Something good in the place of what is missing or bad.</summary>
    public static JsonNode Good(JsonTypeInfo type)
    {
        var bare = Bare(type);
        if (type.Kind == JsonTypeInfoKind.Enumerable) return new JsonArray();
        if (type.Kind == JsonTypeInfoKind.Dictionary) return new JsonObject();
        if (type.Kind == JsonTypeInfoKind.Object) return GoodObject(type);
        if (bare.IsEnum) return JsonValue.Create(Names(bare).First());
        if (bare == typeof(bool) || bare == typeof(Wire.PlanFeature)) return JsonValue.Create(true);
        if (bare == typeof(DateTimeOffset)) return JsonValue.Create("2026-01-01T00:00:00Z");
        return IsNumber(bare) ? JsonValue.Create(1) : JsonValue.Create("x");
    }

    static JsonObject GoodObject(JsonTypeInfo type)
    {
        var required = type.Properties.Where(property => property.IsRequired);
        return new JsonObject(required.Select(property =>
            KeyValuePair.Create(property.Name, (JsonNode?)Good(type.Options.GetTypeInfo(property.PropertyType)))));
    }

    static IEnumerable<string> Names(Type type) =>
        Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);

    static bool IsNumber(Type bare) => bare == typeof(decimal) || bare == typeof(int) || bare == typeof(long);

    static Type Bare(JsonTypeInfo type) => Nullable.GetUnderlyingType(type.Type) ?? type.Type;
}
