namespace Tollgate.Storage.Tests.Contract;

public sealed class MemoryStoreTests : StoreContract
{
    private protected override Task<Place> NewPlaceAsync() => Task.FromResult<Place>(new MemoryPlace());
}

public sealed class MemoryGateTests : GateContract
{
    private protected override Task<Place> NewPlaceAsync() => Task.FromResult<Place>(new MemoryPlace());
}
