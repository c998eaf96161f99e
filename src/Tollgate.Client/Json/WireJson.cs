using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Tollgate.Client;

/// <summary>How the wire types are read and written. Both option sets are read-only and thread-safe.</summary>
/// <remarks>
/// They differ in reading alone: a server refuses what it does not know, a client passes over it, so that either side
/// may be the newer one. Both refuse absent required members, nulls where none may be, numbers in strings and enum
/// values that do not exist, with a <see cref="JsonException"/> that <see cref="FieldOf"/> can place.
/// </remarks>
public static class WireJson
{
    /// <summary>How deep a document may nest; one that is deeper is not read.</summary>
    public const int MaxDepth = 32;

    /// <summary>For requests, on the server: unknown and duplicate members are refused.</summary>
    public static JsonSerializerOptions Strict { get; } = Options(JsonUnmappedMemberHandling.Disallow);

    /// <summary>For answers, on the client: unknown members are passed over, of duplicates the last counts.</summary>
    public static JsonSerializerOptions Lenient { get; } = Options(JsonUnmappedMemberHandling.Skip);

    /// <summary>The metadata of one wire type.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is no wire type.</exception>
    public static JsonTypeInfo<T> Lookup<T>(JsonSerializerOptions options) =>
        (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));

    /// <summary>
    /// The member at which reading failed, as problem details name it: <c>events[1].quantity</c>. Empty for the whole.
    /// </summary>
    /// <remarks>
    /// A failure inside a FEATURE is carried as an inner exception with a path of its own; the two are joined.
    /// </remarks>
    public static string FieldOf(JsonException exception)
    {
        var path = Relative(exception);
        if (exception.InnerException is JsonException inner)
            path += Relative(inner);
        return path.TrimStart('.');
    }

    // "$.features['ai.tokens'].limits[0]" -> ".features.ai.tokens.limits[0]"
    static string Relative(JsonException exception)
    {
        var path = exception is NullItemException item ? item.ItemPath : exception.Path ?? "";
        return path.TrimStart('$')
            .Replace("['", ".", StringComparison.Ordinal)
            .Replace("']", "", StringComparison.Ordinal);
    }

    static JsonSerializerOptions Options(JsonUnmappedMemberHandling unmapped)
    {
        var options = new JsonSerializerOptions(WireJsonContext.Default.Options)
        {
            MaxDepth = MaxDepth,
            // application/json on its own, never inside HTML: an apostrophe need not be \u0027
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = WireJsonContext.Default.WithAddedModifier(NullItems.Refuse),
            UnmappedMemberHandling = unmapped,
            AllowDuplicateProperties = unmapped is JsonUnmappedMemberHandling.Skip,
        };
        options.MakeReadOnly();
        return options;
    }
}
