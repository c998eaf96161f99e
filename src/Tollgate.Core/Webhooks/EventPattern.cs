namespace Tollgate.Core.Webhooks;

/// <summary>
/// Which events an endpoint wants: <c>*</c> for all, a type as <c>boost.created</c>, or its beginning as
/// <c>subscription.*</c>.
/// </summary>
public static class EventPattern
{
    /// <summary>The most characters of a pattern.</summary>
    public const int MostCharacters = 100;

    /// <summary>Every event.</summary>
    public const string All = "*";

    /// <summary>Whether a pattern takes events of a type.</summary>
    public static bool Matches(string pattern, string type)
    {
        if (pattern == All || pattern == type) return true;
        return pattern.EndsWith(".*", StringComparison.Ordinal)
            && type.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal);
    }

    /// <summary>
    /// Whether a text is a pattern: <c>*</c>, or names of <c>a-z 0-9 _</c> with dots between them, of which the last
    /// may be <c>*</c>.
    /// </summary>
    public static bool IsPattern(string? text)
    {
        if (text is null or { Length: 0 or > MostCharacters }) return false;
        if (text == All) return true;
        var names = text.Split('.');
        var last = names.Length > 1 && names[^1] == All ? names.Length - 1 : names.Length;
        return names.Take(last).All(IsName);
    }

    static bool IsName(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
