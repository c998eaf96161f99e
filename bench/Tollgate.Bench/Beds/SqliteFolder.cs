using System.Globalization;

namespace Tollgate.Bench.Beds;

/// <summary>A folder to make SQLite databases in. Only a folder of its own making goes when it is disposed.</summary>
internal sealed class SqliteFolder(string path, bool own) : IDisposable
{
    int made;

    /// <summary>The folder that was named, or a temporary one.</summary>
    public static SqliteFolder Open(string? named) => named is null
        ? new SqliteFolder(Directory.CreateTempSubdirectory("tollgate-bench-").FullName, own: true)
        : new SqliteFolder(Directory.CreateDirectory(named).FullName, own: false);

    /// <summary>Makes a bed for an empty database.</summary>
    public SqliteBed Make()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"tollgate-bench-{Environment.ProcessId}-{++made}");
        return new SqliteBed(Directory.CreateDirectory(Path.Combine(path, name)).FullName);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (own) Directory.Delete(path, recursive: true);
    }
}
