using Tollgate.Core.Tests.Comparison;

namespace Tollgate.Storage.Tests.Properties;

/// <summary>What is wrong with a customer as it is stored: numbers, chain, counters, bases, money.</summary>
static class Whole
{
    public static async Task<List<string>> FaultsAsync(
        Gate gate, string customer, IReadOnlyList<Change> history, Instant now)
    {
        var snapshot = await gate.ShowAsync<CustomerSnapshot>(new ShowCustomer(customer));
        var catalog = snapshot.Catalog;
        List<string> faults = [];
        var ledger = await Trial.LedgerAsync(gate, customer);
        var moved = ledger.ToLookup(entry => entry.Sequence);
        var hash = Hash.Empty;
        for (var i = 0; i < history.Count; i++)
        {
            // The lines of one use share its number.
            var expected = i == 0 ? 1 : history[i - 1].Sequence + (history[i].Event?.Line > 0 ? 0 : 1);
            if (history[i].Sequence != expected)
                faults.Add($"{customer}: {history[i].Sequence} where {expected} is expected.");
            var stored = history[i].Event?.Hash ?? history[i].Audit!.Hash;
            hash = history[i].Event is { } use
                ? Chain.Next(hash, use, catalog.Feature(use.Feature)!.Code)
                : Chain.Next(hash, history[i].Audit!);
            if (hash != stored) faults.Add($"{customer}: the chain breaks at {history[i].Sequence}.");
            // What a change moved of money stands behind all its lines.
            if (i + 1 < history.Count && history[i + 1].Sequence == history[i].Sequence) continue;
            foreach (var entry in moved[history[i].Sequence].OrderBy(entry => entry.Line))
            {
                hash = Chain.Next(hash, entry);
                if (hash != entry.Hash) faults.Add($"{customer}: the chain breaks at {entry}.");
            }
        }
        var events = history.Where(change => change.Event is not null).Select(change => change.Event!).ToList();
        var counters = await gate.ListAsync(lists => lists.CountersAsync(snapshot.Terms.Customer, default));
        faults.AddRange(Soundness.WrongCounters(snapshot.Terms, catalog, counters, events, now));
        faults.AddRange(Soundness.SecondBases([.. snapshot.Terms.Subscriptions]));
        var numbers = history.Select(change => change.Sequence).ToHashSet();
        faults.AddRange(ledger.Where(entry => !numbers.Contains(entry.Sequence))
            .Select(entry => $"{customer}: {entry} belongs to no change."));
        var wallets = await gate.ShowAsync<IReadOnlyList<WalletState>>(new ShowWallets(customer));
        faults.AddRange(SoundMoney.Faults(
            wallets.Select(one => one.Wallet), [.. wallets.SelectMany(one => one.Grants)], ledger));
        faults.AddRange(SoundMoney.ChargeFaults(events, ledger));
        if ((await gate.VerifyAsync(customer))!.Divergence is { } divergence) faults.Add($"{divergence}");
        return faults;
    }
}
