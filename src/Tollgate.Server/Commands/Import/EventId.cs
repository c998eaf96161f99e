using System.Security.Cryptography;
using System.Text;

namespace Tollgate.Server.Commands.Import;

/// <summary>
/// The ids of imported events: <c>name:line:feature</c>. The same file gives the same ids, so that an import may break
/// off anywhere and be run again.
/// </summary>
static class EventId
{
    const int MostCharacters = 128;
    const int DigestCharacters = 8;
    const string Allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:@+-";

    /// <summary>
    /// A file's name in the alphabet of ids. Where that changes it, a digest of the name keeps it apart from others.
    /// </summary>
    public static string NameOf(string fileName)
    {
        var safe = string.Concat(fileName.Select(one => Allowed.Contains(one, StringComparison.Ordinal) ? one : '_'));
        return safe == fileName ? safe : $"{safe}-{Digest(fileName)[..DigestCharacters]}";
    }

    /// <summary>The id of one event; a digest where it would be too long.</summary>
    public static string Of(string name, long line, string feature)
    {
        var id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}:{line}:{feature}");
        return id.Length <= MostCharacters ? id : Digest(id);
    }

    static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
