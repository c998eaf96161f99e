namespace Tollgate.Storage.Tests.Contract;

public sealed class PostgresStoreTests : DatabaseContract
{
    private protected override bool SkipsHeld => true;

    private protected override async Task<Place> NewPlaceAsync() => await PostgresPlace.NewAsync();

    [Fact]
    public async Task Eight_stores_migrate_one_fresh_database_at_once()
    {
        await using var fresh = await PostgresPlace.NewAsync();
        var stores = Enumerable.Range(0, 8).Select(_ => fresh.NewStore()).ToArray();

        await Task.WhenAll(stores.Select(one => Task.Run(() => one.MigrateAsync(Stop).AsTask(), Stop)));

        foreach (var one in stores)
        {
            Assert.Equal(CustomerId.Account, await one.Queries.FindCustomerAsync(CustomerId.AccountKey, Stop));
            await one.DisposeAsync();
        }
    }

    [Fact]
    public async Task Who_waits_for_a_customer_longer_than_the_lock_time_out_is_told_so()
    {
        var customer = (await MakeAsync("a"))[0];
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        await first.BeginAsync(Wanting([customer]), wait: false, Stop);

        var error = await Assert.ThrowsAnyAsync<Exception>(
            () => second.BeginAsync(Wanting([customer]), wait: true, Stop).AsTask());

        Assert.Equal(Fault.Held, Store.Classify(error, committing: false));
    }

    [Fact]
    public async Task Who_is_only_read_is_waited_for_by_nobody()
    {
        var customers = await MakeAsync("a", "b");
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        await first.BeginAsync(Wanting([customers[1]]), wait: false, Stop);

        var wanted = Wanting([customers[0]]);
        wanted.Others.Add(customers[1]);
        var loaded = await second.BeginAsync(wanted, wait: true, Stop);

        Assert.Equal(Head.New(customers[1]), loaded.Others[customers[1]]);
        Assert.Equal([customers[0]], loaded.Heads.Keys);
    }
}

public sealed class PostgresGateTests : GateContract
{
    private protected override async Task<Place> NewPlaceAsync() => await PostgresPlace.NewAsync();
}

public sealed class PostgresFourGatesTests : GateContract
{
    private protected override int GatesAtOnce => 4;

    private protected override async Task<Place> NewPlaceAsync() => await PostgresPlace.NewAsync();
}
