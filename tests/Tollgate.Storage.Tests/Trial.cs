using Tollgate.Storage.Tests.Properties;

namespace Tollgate.Storage.Tests;

/// <summary>A gate on a store with one metered feature, <c>calls</c>, and a plan for it.</summary>
static class Trial
{
    public const string Feature = "calls";

    public static async Task<Gate> OpenAsync(IStore store, TollgateOptions? options = null)
    {
        var gate = new Gate(store, options ?? new TollgateOptions(), TimeProvider.System, NullLogger<Gate>.Instance);
        try
        {
            await gate.OpenAsync();
        }
        catch
        {
            await gate.DisposeAsync();
            throw;
        }
        await gate.ApplyAsync<Put<Feature>>(
            new PutFeature(Feature, new FeatureDefinition("Calls", FeatureType.Metered)));
        return gate;
    }

    public static async Task PutPlanAsync(Gate gate, string plan, params PlanLimit[] limits)
    {
        SortedDictionary<string, PlanFeature> features = new()
        {
            [Feature] = new PlanFeature(false, limits, OverageMode.Deny, null, false),
        };
        var definition = new PlanDefinition(plan, PlanKind.Base, false, CycleLength.Month, 0, true, features);
        await gate.ApplyAsync<Put<PlanVersion>>(new PutPlan(plan, definition));
    }

    public static async Task PutCustomerAsync(Gate gate, string customer, string plan)
    {
        await gate.ApplyAsync<Put<Profile>>(new PutCustomer(customer));
        await gate.ApplyAsync<Put<Subscription>>(new Subscribe(customer, plan));
    }

    public static async Task<CustomerId> IdAsync(Gate gate, string customer) =>
        await gate.ListAsync(lists => lists.FindCustomerAsync(customer, default))
            ?? throw new InvalidOperationException($"There is no {customer}.");

    public static async Task<List<Change>> HistoryAsync(Gate gate, string customer)
    {
        var id = await IdAsync(gate, customer);
        List<Change> history = [];
        while (await NextAsync() is { Count: > 0 } page) history.AddRange(page);
        return history;

        async Task<IReadOnlyList<Change>> NextAsync()
        {
            var last = history.Count == 0 ? 0 : history[^1].Sequence;
            return await gate.ListAsync(lists => lists.HistoryAsync(id, last, 5_000, default));
        }
    }

    /// <summary>Every entry of a customer's ledgers, wallet by wallet and in order.</summary>
    public static async Task<List<LedgerEntry>> LedgerAsync(Gate gate, string customer)
    {
        var id = await IdAsync(gate, customer);
        List<LedgerEntry> entries = [];
        foreach (var wallet in await gate.ShowAsync<IReadOnlyList<WalletState>>(new ShowWallets(customer)))
        {
            var all = await gate.ListAsync(
                lists => lists.LedgerAsync(id, wallet.Wallet.Currency, null, 100_000, default));
            entries.AddRange(all.Reverse());
        }
        return entries;
    }

    /// <summary>
    /// A customer's history is whole: numbers without a gap, each event id once, the chain unbroken from the first
    /// change, every counter that a use would move now the sum of its events, and all its money accounted for. Returns
    /// what was used.
    /// </summary>
    public static async Task<long> AssertWholeAsync(Gate gate, string customer)
    {
        var history = await HistoryAsync(gate, customer);
        var events = history.Where(change => change.Event is not null).Select(change => change.Event!).ToList();
        var uses = events.FindAll(one => one is { Line: 0, Kind: UsageKind.Use });
        Assert.Equal(uses.Count, uses.Select(one => one.Id).Distinct().Count());
        var known = await gate.ShowAsync<CustomerSnapshot>(new ShowCustomer(customer));
        Assert.Empty(await Whole.FaultsAsync(gate, customer, history, known.Now));
        return events.Where(one => one is { Line: 0, Kind: UsageKind.Use or UsageKind.Reversal })
            .Sum(one => one.Included + one.Overage);
    }
}
