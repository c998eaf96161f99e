using System.Globalization;

namespace Tollgate.Testing;

/// <summary>Where the programs of a PostgreSQL server are.</summary>
static class PostgresBinaries
{
    const string DebianRoot = "/usr/lib/postgresql";

    /// <summary>
    /// The folder with <c>initdb</c> and <c>pg_ctl</c>: <c>TOLLGATE_PG_BIN</c>, else the newest of Debian's versions,
    /// else one of PATH; null when there is none.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>TOLLGATE_PG_BIN</c> names a folder without them.</exception>
    public static string? Find()
    {
        var named = Environment.GetEnvironmentVariable("TOLLGATE_PG_BIN");
        if (string.IsNullOrEmpty(named)) return Debian().Concat(OfPath()).FirstOrDefault(HasServer);
        if (HasServer(named)) return named;
        throw new InvalidOperationException($"TOLLGATE_PG_BIN is {named}, which has no initdb and pg_ctl");
    }

    static bool HasServer(string folder) =>
        File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl"));

    static IEnumerable<string> Debian() =>
        !Directory.Exists(DebianRoot)
            ? []
            : Directory.GetDirectories(DebianRoot).OrderByDescending(Version).Select(v => Path.Combine(v, "bin"));

    static int Version(string folder) =>
        int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : 0;

    static string[] OfPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries);
}
