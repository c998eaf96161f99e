namespace Tollgate.Storage.Tests.Contract;

/// <summary>What the engine promises on every store, with as many gates at once as the store can serve.</summary>
public abstract partial class GateContract : IAsyncLifetime
{
    const string Customer = "acme";
    const string Feature = Trial.Feature;

    readonly List<Gate> gates = [];
    Place? place;

    /// <summary>Makes a fresh database.</summary>
    private protected abstract Task<Place> NewPlaceAsync();

    /// <summary>How many gates work on it at once.</summary>
    private protected virtual int GatesAtOnce => 1;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    Gate First => gates[0];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        place = await NewPlaceAsync();
        await OpenAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Whatever was done, what is left follows from what was recorded.
        var left = gates.Count == 0 ? null : await First.VerifyAllAsync(null, null, CancellationToken.None);
        await CloseAsync();
        if (place is not null) await place.DisposeAsync();
        GC.SuppressFinalize(this);
        Assert.Null(left?.Divergence);
    }

    async Task OpenAsync(TollgateOptions? options = null)
    {
        for (var i = 0; i < GatesAtOnce; i++)
            gates.Add(await Trial.OpenAsync(
                place!.NewStore(), options ?? new TollgateOptions { Recharges = true }));
    }

    async Task CloseAsync()
    {
        foreach (var gate in gates) await gate.DisposeAsync();
        gates.Clear();
    }

    async Task ReopenAsync(TollgateOptions? options = null)
    {
        await CloseAsync();
        await OpenAsync(options);
    }

    // A customer on a plan with a limit for all time, and far ones in the other windows that are named.
    async Task MakeCustomerAsync(long limit, string customer = Customer, params string[] more)
    {
        await Trial.PutPlanAsync(
            First, $"plan-{customer}",
            [new PlanLimit(limit, "forever"), .. more.Select(per => new PlanLimit(1_000_000, per))]);
        await Trial.PutCustomerAsync(First, customer, $"plan-{customer}");
    }

    // So many at once, dealt out to the gates in turns.
    Task<T[]> AtOnceAsync<T>(int count, Func<Gate, int, Task<T>> act)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = Enumerable.Range(0, count).Select(i => Task.Run(async () =>
        {
            await start.Task;
            return await act(gates[i % gates.Count], i);
        }, Stop)).ToArray();
        start.SetResult();
        return Task.WhenAll(all);
    }

    // What the limit says was used; the history, its chain and every counter have to say the same.
    async Task AssertUsedAsync(long expected, string customer = Customer)
    {
        Assert.Equal(expected, (await First.CheckAsync(new Use(customer, Feature), Stop)).Figures!.Used);
        Assert.Equal(expected, await Trial.AssertWholeAsync(First, customer));
    }
}
