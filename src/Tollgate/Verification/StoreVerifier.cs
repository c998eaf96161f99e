using System.Diagnostics;
using System.Text.Json;

namespace Tollgate.Verification;

/// <summary>
/// Recomputes what is stored from what was recorded, customer by customer, each on one snapshot, beside whoever
/// writes. It writes nothing. One verification at a time; not thread-safe.
/// </summary>
/// <param name="store">What is verified. Its schema has to be that of this program.</param>
/// <param name="progress">Is told now and then how much has been looked at; null: nobody.</param>
public sealed class StoreVerifier(IStore store, IProgress<Checked>? progress = null)
{
    const int CustomersAtOnce = 500;

    readonly IRecords records = store.Records;
    Catalog catalog = Catalog.Empty;
    long catalogRevision = -1;
    Checked looked;

    /// <summary>Verifies one customer. Null where there is none of that key; the account's is empty.</summary>
    public async ValueTask<Verified?> VerifyAsync(string customer, CancellationToken stop)
    {
        if (await store.Queries.FindCustomerAsync(customer, stop) is not { } id) return null;
        var divergence = await VerifyAsync(new Subscriber(id, customer), stop);
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
        while (await records.CustomersAsync(place, CustomersAtOnce, stop) is { Count: > 0 } customers)
        {
            foreach (var customer in customers)
            {
                if (await VerifyAsync(customer, stop) is { } divergence) return new Verified(looked, divergence, null);
                if (customer.Customer == CustomerId.Account) continue;
                if (Stopwatch.GetElapsedTime(begun) > atMost) return new Verified(looked, null, customer.Key);
            }
            place = customers[^1].Customer;
        }
        return new Verified(looked, null, null);
    }

    async ValueTask<CustomerId> PlaceAsync(string? after, CancellationToken stop) =>
        after is null ? new CustomerId(-1) : await store.Queries.FindCustomerAsync(after, stop) ?? new CustomerId(-1);

    async ValueTask<Divergence?> VerifyAsync(Subscriber customer, CancellationToken stop)
    {
        try
        {
            await using var snapshot = await records.OpenAsync(customer.Customer, stop);
            var divergence = await VerifyAsync(snapshot, customer.Key, stop);
            looked = looked with { Customers = looked.Customers + 1 };
            progress?.Report(looked);
            return divergence;
        }
        catch (Exception exception) when (exception
            is FormatException or InvalidCastException or OverflowException or ArgumentException or JsonException
            or IndexOutOfRangeException or KeyNotFoundException or InvalidOperationException)
        {
            return new Divergence(
                customer.Key, DivergenceKind.Unreadable, "", "", "rows that can be read", exception.Message);
        }
    }

    async ValueTask<Divergence?> VerifyAsync(IRecordSnapshot snapshot, string key, CancellationToken stop)
    {
        var rows = await snapshot.CustomerAsync(stop);
        if (rows.AccountRevision != catalogRevision)
        {
            catalog = (await snapshot.AccountAsync(stop)).At(rows.AccountRevision).Catalog;
            catalogRevision = rows.AccountRevision;
        }
        var verifier = new Verifier(
            new Standing(key, rows.Head, rows.Terms, rows.Counters, rows.Reservations)
            {
                Wallets = rows.Wallets,
                Grants = rows.Grants,
            }, catalog);
        looked = looked with
        {
            Counters = looked.Counters + verifier.Counters,
            Reservations = looked.Reservations + rows.Reservations.Count,
        };
        return await FollowAsync(snapshot, rows.Wallets, verifier, stop) ?? verifier.Close();
    }

    // By number; at one number the lines of a use in their order, then what they moved of wallets.
    async ValueTask<Divergence?> FollowAsync(
        IRecordSnapshot snapshot, IEnumerable<Wallet> wallets, Verifier verifier, CancellationToken stop)
    {
        var uses = new RowRun<UsageEvent>((last, limit) => snapshot.EventsAsync(
            last is null ? LinePlace.Start : new LinePlace(last.Sequence, last.Line), limit, stop));
        var audits = new RowRun<AuditEntry>((last, limit) => snapshot.AuditsAsync(last?.Sequence ?? 0, limit, stop));
        var ledger = new LedgerRun(snapshot, wallets, stop);
        await uses.NextAsync();
        await audits.NextAsync();
        await ledger.StartAsync();
        while (true)
        {
            var (use, audit, entry) = (uses.Row, audits.Row, ledger.Row);
            Divergence? divergence;
            if (use is not null && !(audit?.Sequence < use.Sequence) && !(entry?.Sequence < use.Sequence))
            {
                divergence = verifier.Add(use);
                looked = looked with { Events = looked.Events + 1 };
                await uses.NextAsync();
            }
            else if (audit is not null && !(entry?.Sequence < audit.Sequence))
            {
                divergence = verifier.Add(audit);
                looked = looked with { Audits = looked.Audits + 1 };
                await audits.NextAsync();
            }
            else if (entry is not null)
            {
                divergence = verifier.Add(entry);
                looked = looked with { Entries = looked.Entries + 1 };
                await ledger.NextAsync();
            }
            else return null;
            if (divergence is not null) return divergence;
            if ((looked.Events + looked.Audits) % 10_000 == 0) progress?.Report(looked);
        }
    }
}
