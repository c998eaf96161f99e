using System.Globalization;
using System.Reflection;

namespace Tollgate.Stores;

/// <summary>One step of a schema: a numbered SQL file that is part of its adapter.</summary>
/// <param name="Version">1 and up, without gaps.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Sql">What it does.</param>
public sealed record MigrationScript(int Version, string Name, string Sql)
{
    /// <summary>Every script of an adapter, in order.</summary>
    public static IReadOnlyList<MigrationScript> Of(Assembly adapter) =>
        [.. adapter.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new MigrationScript(
                int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, Text(adapter, name)))];

    /// <summary>Those that a database at schema <paramref name="current"/> has not seen.</summary>
    /// <exception cref="InvalidOperationException">The database is newer than this program.</exception>
    public static IEnumerable<MigrationScript> After(long current, Assembly adapter)
    {
        var known = Of(adapter);
        if (current <= known[^1].Version) return known.Where(script => script.Version > current);
        throw new InvalidOperationException(
            $"The database has schema {current}, and this program knows only {known[^1].Version}: start a newer one.");
    }

    static string Text(Assembly adapter, string name)
    {
        using var reader = new StreamReader(adapter.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
