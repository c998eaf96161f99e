using System.Diagnostics;
using System.Text.Json;

namespace Tollgate.Verification;

/// <summary>
/// Recomputes what is stored from what was recorded, customer by customer, each on one snapshot, beside whoever
/// writes. It writes nothing. One verification at a time; not thread-safe.
/// </summary>
/// <param name="store">What is verified. Its schema has to be that of this program.</param>
/// <param name="key">What its chains are made with; null: no key.</param>
/// <param name="progress">Is told now and then how much has been looked at; null: nobody.</param>
public sealed class StoreVerifier(IStore store, ChainKey? key = null, IProgress<Checked>? progress = null)
{
    const int CustomersAtOnce = 500;

    readonly IRecords records = store.Records;
    Catalog catalog = Catalog.Empty;
    long catalogRevision = -1;
    string? seal;
    readonly HashSet<string> passed = new(StringComparer.Ordinal);
    Checked looked;

    /// <summary>Places that the chains are to pass through, by customer; none unless set.</summary>
    public ILookup<string, Checkpoint> Checkpoints { get; init; } =
        Array.Empty<Checkpoint>().ToLookup(one => one.Customer, StringComparer.Ordinal);

    /// <summary>Verifies one customer. Null where there is none of that key; the account's is empty.</summary>
    public async ValueTask<Verified?> VerifyAsync(string customer, CancellationToken stop)
    {
        if (await store.Queries.FindCustomerAsync(customer, stop) is not { } id) return null;
        var divergence = await VerifyAsync(id, customer, stop);
        return new Verified(looked, divergence, null);
    }

    /// <summary>
    /// Verifies the account and every customer, in the order in which they were made, until the first divergence.
    /// </summary>
    /// <param name="after">The key behind which to begin; null: at the account.</param>
    /// <param name="atMost">After how long to begin with no further customer; null: never.</param>
    /// <param name="stop">Gives up.</param>
    public async ValueTask<Verified> VerifyAllAsync(string? after, TimeSpan? atMost, CancellationToken stop)
    {
        var begun = Stopwatch.GetTimestamp();
        var place = await PlaceAsync(after, stop);
        while (await records.HeadsAsync(place, CustomersAtOnce, stop) is { Count: > 0 } customers)
        {
            foreach (var customer in customers)
            {
                var id = customer.Head.Customer;
                if (await VerifyAsync(id, customer.Key, stop) is { } divergence)
                    return new Verified(looked, divergence, null);
                if (id == CustomerId.Account) continue;
                if (Stopwatch.GetElapsedTime(begun) > atMost) return new Verified(looked, null, customer.Key);
            }
            place = customers[^1].Head.Customer;
        }
        return new Verified(looked, after is null ? Missed() : null, null);
    }

    async ValueTask<CustomerId> PlaceAsync(string? after, CancellationToken stop) =>
        after is null ? new CustomerId(-1) : await store.Queries.FindCustomerAsync(after, stop) ?? new CustomerId(-1);

    // A checkpoint of somebody whom there is no more.
    Divergence? Missed() => Checkpoints.FirstOrDefault(one => !passed.Contains(one.Key))?.First() is { } lost
        ? new Divergence(
            lost.Customer, DivergenceKind.Checkpoint, "customer", lost.Customer, $"hash {lost.Hash}", "no customer")
        : null;

    async ValueTask<Divergence?> VerifyAsync(CustomerId id, string customer, CancellationToken stop)
    {
        if (Checkpoints.Contains(customer)) passed.Add(customer);
        try
        {
            await using var snapshot = await records.OpenAsync(id, stop);
            var divergence = await VerifyAsync(snapshot, customer, stop);
            looked = looked with { Customers = looked.Customers + 1 };
            progress?.Report(looked);
            return divergence;
        }
        catch (Exception exception) when (exception
            is FormatException or InvalidCastException or OverflowException or ArgumentException or JsonException
            or IndexOutOfRangeException or KeyNotFoundException or InvalidOperationException)
        {
            return new Divergence(
                customer, DivergenceKind.Unreadable, "", "", "rows that can be read", exception.Message);
        }
    }

    async ValueTask<Divergence?> VerifyAsync(IRecordSnapshot snapshot, string customer, CancellationToken stop)
    {
        var rows = await snapshot.CustomerAsync(stop);
        if (rows.AccountRevision != catalogRevision)
        {
            var account = (await snapshot.AccountAsync(stop)).At(rows.AccountRevision);
            catalog = account.Catalog;
            seal = account.Seal;
            catalogRevision = rows.AccountRevision;
        }
        if (seal != key?.Fingerprint)
            return new Divergence(
                customer, DivergenceKind.Chain, "setting", ChainKey.Setting, OfKey(key?.Fingerprint), OfKey(seal));
        var verifier = new Verifier(
            new Standing(
                customer, rows.Head,
                rows.Terms with { Budgets = [.. rows.Budgets.Where(one => one.DeletedAt is null)] },
                rows.Counters, rows.Reservations)
            {
                Budgets = rows.Budgets,
                Spends = rows.Spends,
                Returns = rows.Returns,
                ProviderObjects = rows.ProviderObjects,
                Posted = rows.Posted,
                Accruals = rows.Accruals,
                Tallies = rows.Tallies,
                ChainKey = key,
                Checkpoints = Checkpoints[customer],
                Wallets = rows.Wallets,
                Costs = rows.Costs,
                Grants = rows.Grants,
                Withdrawals = rows.Withdrawals,
            }, catalog);
        looked = looked with
        {
            Counters = looked.Counters + verifier.Counters,
            Reservations = looked.Reservations + rows.Reservations.Count,
        };
        return await FollowAsync(snapshot, rows.Wallets, verifier, stop) ?? verifier.Close();
    }

    static string OfKey(string? fingerprint) => fingerprint is null ? "no key" : $"the key {fingerprint}";

    async ValueTask<Divergence?> FollowAsync(
        IRecordSnapshot snapshot, IEnumerable<Wallet> wallets, Verifier verifier, CancellationToken stop)
    {
        var history = new HistoryRun(snapshot, wallets, looked, stop);
        await history.StartAsync();
        while (true)
        {
            var (any, divergence) = await history.StepAsync(verifier);
            looked = history.Looked;
            if (!any || divergence is not null) return divergence;
            if ((looked.Events + looked.Audits) % 10_000 == 0) progress?.Report(looked);
        }
    }
}
