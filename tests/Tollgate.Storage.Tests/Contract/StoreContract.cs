namespace Tollgate.Storage.Tests.Contract;

/// <summary>
/// What every store promises the engine: one suite, one small subclass for each. A fresh database for every test.
/// </summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    Place? place;
    IStore? store;

    /// <summary>Makes a fresh database.</summary>
    private protected abstract Task<Place> NewPlaceAsync();

    /// <summary>
    /// Whether a session that does not wait leaves out what is held elsewhere; otherwise it waits for its turn.
    /// </summary>
    private protected virtual bool SkipsHeld => false;

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected Place Here => place!;

    private protected IStore Store => store!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        place = await NewPlaceAsync();
        store = place.NewStore();
        await store.MigrateAsync(Stop);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (store is not null) await store.DisposeAsync();
        if (place is not null) await place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task<ISession> OpenAsync(Access access = Access.Write) =>
        await Store.OpenAsync(access, Stop);

    private protected async Task<CustomerId[]> MakeAsync(params string[] keys)
    {
        await using var session = await OpenAsync();
        var found = await session.ResolveAsync(keys, keys, Stop);
        return Array.ConvertAll(keys, key => found[key]);
    }

    private protected async Task CommitAsync(Action<ChangeSet> fill)
    {
        var changes = new ChangeSet();
        fill(changes);
        await CommitAsync(changes);
    }

    private protected async Task CommitAsync(ChangeSet changes)
    {
        await using var session = await OpenAsync();
        await session.BeginAsync(
            Wanting(customers: [.. changes.Heads.Select(head => head.Customer)]), wait: true, Stop);
        await session.CommitAsync(changes, Stop);
    }

    private protected async Task<Loaded> LoadAsync(Wanted wanted, Access access = Access.Write)
    {
        await using var session = await OpenAsync(access);
        var loaded = await session.BeginAsync(wanted, wait: true, Stop);
        await session.RollbackAsync(Stop);
        return loaded;
    }

    private protected static Wanted Wanting(
        CustomerId[]? customers = null, CounterKey[]? counters = null, string[]? responses = null, bool terms = false,
        bool account = false, int? mostEvents = null)
    {
        var wanted = new Wanted { Account = account, MostEvents = mostEvents };
        wanted.Customers.UnionWith((customers ?? []).Select(customer => customer.Value));
        wanted.Customers.UnionWith((counters ?? []).Select(key => key.Customer.Value));
        wanted.Counters.UnionWith(counters ?? []);
        wanted.Responses.UnionWith(responses ?? []);
        if (terms) wanted.Terms.UnionWith(customers ?? []);
        return wanted;
    }
}
