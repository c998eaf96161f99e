using Microsoft.Extensions.Primitives;

namespace Tollgate.Server;

/// <summary>The API key of a request: <c>Authorization: Bearer KEY</c>.</summary>
internal static class BearerKey
{
    const string Scheme = "Bearer ";
    const int MostCharacters = 256;

    /// <summary>The hash under which the key is known; null where none was sent.</summary>
    public static Hash? Of(StringValues authorization)
    {
        if (authorization is not [{ } value] || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var key = value[Scheme.Length..].Trim(' ');
        return IsKey(key) ? KeyRing.HashOf(key) : null;
    }

    /// <summary>Whether it can be sent as a key: 1 to 256 printable ASCII characters without spaces.</summary>
    public static bool IsKey(string key) =>
        key.Length is > 0 and <= MostCharacters && !key.AsSpan().ContainsAnyExceptInRange('!', '~');
}
