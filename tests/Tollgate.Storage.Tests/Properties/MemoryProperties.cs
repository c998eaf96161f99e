namespace Tollgate.Storage.Tests.Properties;

public sealed class MemoryProperties(ITestOutputHelper output) : StoreProperties(output)
{
    private protected override Task<ClockedStore> MakeAsync()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        return Task.FromResult(new ClockedStore(new MemoryStore(time), time, _ => Task.CompletedTask));
    }

    private protected override Task<Func<IStore>> MakeStoreAsync() =>
        Task.FromResult<Func<IStore>>(() => new MemoryStore(TimeProvider.System));
}
