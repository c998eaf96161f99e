using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Tollgate.Storage.Tests.Contract;

/// <summary>What the engine promises on every store, with as many gates at once as the store can serve.</summary>
public abstract partial class GateContract : IAsyncLifetime
{
    const string Customer = "acme";
    const string Feature = "api_calls";

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
        await First.ApplyAsync<Put<Feature>>(new PutFeature(Feature, new FeatureDefinition("API calls", FeatureType.Metered)), Stop);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        if (place is not null) await place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    async Task OpenAsync()
    {
        for (var i = 0; i < GatesAtOnce; i++)
        {
            var gate = new Gate(place!.NewStore(), new TollgateOptions(), TimeProvider.System, NullLogger<Gate>.Instance);
            gates.Add(gate);
            await gate.OpenAsync(Stop);
        }
    }

    async Task CloseAsync()
    {
        foreach (var gate in gates) await gate.DisposeAsync();
        gates.Clear();
    }

    async Task ReopenAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    // Puts a plan that includes the feature up to a limit.
    Task PutPlanAsync(string plan, params PlanLimit[] limits) => First.ApplyAsync<Put<PlanVersion>>(
        new PutPlan(plan, new PlanDefinition(plan, PlanKind.Base, false, CycleLength.Month, 0, true, new()
        {
            [Feature] = new PlanFeature(false, limits, OverageMode.Deny, null, false),
        })), Stop);

    // A customer on a plan with a limit for all time, or with the limits given.
    async Task MakeCustomerAsync(long limit, string customer = Customer, params string[] more)
    {
        await PutPlanAsync($"plan-{customer}", [new PlanLimit(limit, "forever"), .. more.Select(per => new PlanLimit(1_000_000, per))]);
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(customer), Stop);
        await First.ApplyAsync<Put<Subscription>>(new Subscribe(customer, $"plan-{customer}"), Stop);
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

    async Task<long> UsedAsync(string customer = Customer) =>
        (await First.CheckAsync(new Use(customer, Feature), Stop)).Figures!.Used;

    async Task<List<Change>> HistoryAsync(string customer = Customer)
    {
        var id = await First.Queries.FindCustomerAsync(customer, Stop);
        List<Change> history = [];
        while (await First.Queries.HistoryAsync(id!.Value, history.Count, 100, Stop) is { Count: > 0 } page) history.AddRange(page);
        return history;
    }
}
