using Tollgate.Sqlite;

namespace Tollgate.Storage.Tests.Properties;

public sealed class SqliteProperties(ITestOutputHelper output) : StoreProperties(output), IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("tollgate-properties-").FullName;
    int files;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private protected override Task<ClockedStore> MakeAsync()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        return Task.FromResult(new ClockedStore(new SqliteStore(NextFile(), time), time, _ => Task.CompletedTask));
    }

    private protected override Task<Func<IStore>> MakeStoreAsync()
    {
        var file = NextFile();
        return Task.FromResult<Func<IStore>>(() => new SqliteStore(file, TimeProvider.System));
    }

    string NextFile() => Path.Combine(folder, $"{++files}.db");
}
