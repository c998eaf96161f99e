using System.Runtime.CompilerServices;
using Tollgate.Verification;

namespace Tollgate.Exports;

/// <summary>
/// What is recorded, to be copied: customer by customer in the order in which they were made, each on one snapshot, by
/// sequence and line. A customer's time never goes back, so a period that is over is read the same at any time. It
/// holds a page of rows at a time. Not thread-safe.
/// </summary>
/// <param name="records">Where it is read.</param>
/// <param name="period">Which changes, by the time at which they were recorded.</param>
public sealed class HistoryReader(IRecords records, ExportPeriod period)
{
    const int CustomersAtOnce = 500;

    Catalog catalog = Catalog.Empty;
    long catalogRevision = -1;

    /// <summary>Lines of uses, of one customer or of all.</summary>
    public async IAsyncEnumerable<Recorded<UsageEvent>> EventsAsync(
        NamedCustomer? only, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var customer in CustomersAsync(only, stop))
        {
            await using var snapshot = await records.OpenAsync(customer.Id, stop);
            await LearnAsync(snapshot, stop);
            var rows = new RowRun<UsageEvent>((last, limit) => snapshot.EventsAsync(
                last is null ? LinePlace.Start : new LinePlace(last.Sequence, last.Line), limit, stop));
            await rows.NextAsync();
            while (rows.Row is { } row && !(row.RecordedAt >= period.To))
            {
                if (!(row.RecordedAt < period.From)) yield return new Recorded<UsageEvent>(customer.Key, row, catalog);
                await rows.NextAsync();
            }
        }
    }

    /// <summary>Movements of wallets, of one customer or of all.</summary>
    public async IAsyncEnumerable<Recorded<LedgerEntry>> LedgerAsync(
        NamedCustomer? only, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var customer in CustomersAsync(only, stop))
        {
            await using var snapshot = await records.OpenAsync(customer.Id, stop);
            var ledger = new LedgerRun(snapshot, (await snapshot.CustomerAsync(stop)).Wallets, stop);
            await ledger.StartAsync();
            while (ledger.Row is { } row && !(row.CreatedAt >= period.To))
            {
                if (!(row.CreatedAt < period.From)) yield return new Recorded<LedgerEntry>(customer.Key, row, catalog);
                await ledger.NextAsync();
            }
        }
    }

    async IAsyncEnumerable<NamedCustomer> CustomersAsync(
        NamedCustomer? only, [EnumeratorCancellation] CancellationToken stop)
    {
        if (only is not null)
        {
            yield return only;
            yield break;
        }
        var place = CustomerId.Account;
        while (await records.HeadsAsync(place, CustomersAtOnce, stop) is { Count: > 0 } heads)
        {
            foreach (var one in heads)
                if (one.Head.Sequence > 0) yield return new NamedCustomer(one.Head.Customer, one.Key);
            place = heads[^1].Head.Customer;
        }
    }

    async ValueTask LearnAsync(IRecordSnapshot snapshot, CancellationToken stop)
    {
        var revision = (await snapshot.CustomerAsync(stop)).AccountRevision;
        if (revision == catalogRevision) return;
        catalog = (await snapshot.AccountAsync(stop)).At(revision).Catalog;
        catalogRevision = revision;
    }
}

/// <summary>A time: from the first instant on and before the second; null: no bound.</summary>
public readonly record struct ExportPeriod(Instant? From, Instant? To);

/// <summary>A customer by its number and its key.</summary>
public sealed record NamedCustomer(CustomerId Id, string Key);

/// <summary>A row with its customer's key, and a catalogue that knows its feature.</summary>
public readonly record struct Recorded<TRow>(string Customer, TRow Row, Catalog Catalog);
