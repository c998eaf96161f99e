namespace Tollgate.Server.Tests.Commands;

/// <summary>A folder for one test, deleted with it.</summary>
sealed class Folder : IDisposable
{
    readonly string path = Directory.CreateTempSubdirectory("tollgate-test-").FullName;

    /// <summary>A SQLite database in it.</summary>
    public string Database => $"sqlite:{Path.Combine(path, "tollgate.db")}";

    /// <summary>Writes a file into it and returns its path.</summary>
    public string Write(string name, string text)
    {
        var file = Path.Combine(path, name);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}
