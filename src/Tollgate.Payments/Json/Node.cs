using System.Diagnostics.CodeAnalysis;
using System.Text.Unicode;
using NodaTime.Text;

namespace Tollgate.Payments.Json;

/// <summary>
/// A value of a provider's JSON and where it stands. Reads what is there in one form only: no number as a text, no
/// exponent where a whole number is meant. Of a member that is there twice the last one counts, as in the providers'
/// own libraries.
/// </summary>
internal readonly struct Node(JsonElement value, string path)
{
    const int MostCharacters = 5_000;
    const long LatestSecond = 253_402_300_799;

    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };

    public string Path => path;

    public bool IsObject => value.ValueKind == JsonValueKind.Object;

    public bool IsNumber => value.ValueKind == JsonValueKind.Number;

    public bool IsMissing => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>Reads an object; false where the bytes are none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Node node)
    {
        node = default;
        if (!Utf8.IsValid(body)) return false;
        try
        {
            node = new Node(JsonElement.Parse(body, Strict), "");
        }
        catch (JsonException)
        {
            return false;
        }
        return node.IsObject;
    }

    /// <summary>A member; missing where there is none, or this is no object.</summary>
    public Node this[string name]
    {
        get
        {
            var at = string.IsNullOrEmpty(path) ? name : $"{path}.{name}";
            return new Node(IsObject ? Member(name) : default, at);
        }
    }

    /// <summary>A text that is not empty.</summary>
    public string Text() => OptionalText() ?? throw Missing("is missing");

    /// <summary>A text that is not empty; null where it is missing, null or empty.</summary>
    public string? OptionalText()
    {
        if (IsMissing) return null;
        if (value.ValueKind != JsonValueKind.String) throw Missing("is no text");
        return Decoded() is { Length: > 0 } text ? text : null;
    }

    /// <summary>An id; null where it is missing. An object in its place gives its own.</summary>
    public string? OptionalId() => IsObject ? this["id"].Id() : IsMissing ? null : IdText();

    /// <summary>An id: a text of at most 255 visible characters, a number, or an object that has one.</summary>
    public string Id() => OptionalId() ?? throw Missing("is missing");

    /// <summary>A whole number, written without point and exponent.</summary>
    public long Integer() => OptionalInteger() ?? throw Missing("is missing");

    /// <summary>A whole number; null where it is missing.</summary>
    public long? OptionalInteger()
    {
        if (IsMissing) return null;
        return IsNumber && value.TryGetInt64(out var number) ? number : throw Missing("is no whole number");
    }

    /// <summary>A truth; false where it is missing.</summary>
    public bool Flag() => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False or JsonValueKind.Null or JsonValueKind.Undefined => false,
        _ => throw Missing("is neither true nor false"),
    };

    /// <summary>An instant in seconds since 1970.</summary>
    public Instant Second() => OptionalSecond() ?? throw Missing("is missing");

    /// <summary>An instant in seconds since 1970; null where it is missing.</summary>
    public Instant? OptionalSecond()
    {
        if (OptionalInteger() is not { } seconds) return null;
        if (seconds is < 0 or > LatestSecond) throw Missing("is no time");
        return Instant.FromUnixTimeSeconds(seconds);
    }

    /// <summary>An instant of ISO 8601 with a <c>Z</c>, cut to seconds; null where it is missing.</summary>
    public Instant? OptionalTime()
    {
        if (OptionalText() is not { } text) return null;
        var read = InstantPattern.ExtendedIso.Parse(text);
        return read.Success
            ? Instant.FromUnixTimeSeconds(read.Value.ToUnixTimeSeconds())
            : throw Missing("is no time");
    }

    /// <summary>The JSON as it is written.</summary>
    public string Raw() => value.GetRawText();

    /// <summary>A number as it is written.</summary>
    public string Digits() => IsNumber ? value.GetRawText() : throw Missing("is no number");

    /// <summary>The elements of an array; none where it is missing.</summary>
    public IEnumerable<Node> Elements()
    {
        if (IsMissing) return [];
        if (value.ValueKind != JsonValueKind.Array) throw Missing("is no array");
        var at = path;
        return value.EnumerateArray().Select((one, index) => new Node(one, $"{at}[{index}]"));
    }

    /// <summary>The members that are texts, up to so many, cut to so many characters.</summary>
    public IReadOnlyDictionary<string, string> Texts(int most, int mostCharacters)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!IsObject) return texts;
        try
        {
            foreach (var member in value.EnumerateObject())
            {
                if (texts.Count == most) break;
                if (member.Value.ValueKind != JsonValueKind.String) continue;
                var text = member.Value.GetString()!;
                texts[member.Name] = text.Length <= mostCharacters ? text : text[..mostCharacters];
            }
        }
        catch (InvalidOperationException)
        {
            throw Missing("has a text that is none");
        }
        return texts;
    }

    public MalformedException Missing(string what) =>
        new($"{(string.IsNullOrEmpty(path) ? "The message" : path)} {what}.");

    // A name with half of a surrogate pair in it, escaped, makes the look-up of any other throw. It is passed over.
    JsonElement Member(string name)
    {
        try
        {
            return value.TryGetProperty(name, out var member) ? member : default;
        }
        catch (InvalidOperationException)
        {
            return value.EnumerateObject().LastOrDefault(member => IsNamed(member, name)).Value;
        }
    }

    static bool IsNamed(JsonProperty member, string name)
    {
        try
        {
            return member.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    string IdText()
    {
        if (IsNumber) return OptionalInteger()!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var text = OptionalText() ?? throw Missing("is empty");
        return text.Length <= 255 && !text.Any(one => one is <= ' ' or '\u007f') ? text : throw Missing("is no id");
    }

    // Half of a surrogate pair, escaped, is found only when a text is decoded.
    [SuppressMessage("Usage", "CA2201", Justification = "Thrown by the parser.")]
    string Decoded()
    {
        try
        {
            var text = value.GetString()!;
            return text.Length <= MostCharacters ? text : throw Missing("is too long");
        }
        catch (InvalidOperationException)
        {
            throw Missing("is no text");
        }
    }
}
