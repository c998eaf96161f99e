using System.Text;

namespace Tollgate.Client;

/// <summary>The text after the path: names as on the wire, values escaped, what is null left out.</summary>
sealed record Query(params (string Name, string? Value)[] Parameters)
{
    public string? Cursor { get; init; }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Parameters)
            Append(text, name, value);
        Append(text, "cursor", Cursor);
        return text.ToString();
    }

    static void Append(StringBuilder text, string name, string? value)
    {
        if (value is null)
            return;
        text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }
}

/// <summary>Ids and codes as one segment of a path.</summary>
static class Segment
{
    /// <exception cref="ArgumentException">Empty, or a dot segment: it would name another path.</exception>
    public static string Of(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (id is "." or "..")
            throw new ArgumentException("An id cannot be a dot segment.", nameof(id));
        return Uri.EscapeDataString(id);
    }
}
