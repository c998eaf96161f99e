using Tollgate.Core.Money;
using Tollgate.Core.Pricing;
using Tollgate.Core.Reservations;
using Tollgate.Core.Usage;
using Tollgate.Core.Wallets;

namespace Tollgate.Core.Tests.Comparison;

/// <summary>What holds of a customer's money at any time.</summary>
public static class SoundMoney
{
    /// <summary>
    /// What is wrong with a customer's wallets: a balance that is not the sum of its entries, an entry that does not
    /// follow the one before, a grant of which other remains than its parts leave, money held for nothing that is open.
    /// </summary>
    /// <param name="wallets">All of them.</param>
    /// <param name="grants">All of which anything remains, or all.</param>
    /// <param name="ledger">Every entry.</param>
    /// <param name="open">Every reservation that has not ended; null: it is not known what is held.</param>
    public static IEnumerable<string> Faults(
        IEnumerable<Wallet> wallets, IReadOnlyCollection<CreditGrant> grants,
        IReadOnlyCollection<LedgerEntry> ledger, IEnumerable<Reservation>? open = null)
    {
        var held = open?.Select(one => one.Held).OfType<HeldCredit>().ToList();
        List<string> faults = [];
        foreach (var wallet in wallets)
        {
            var entries = ledger.Where(one => one.Currency == wallet.Currency).OrderBy(one => one.Number).ToList();
            var own = held?.FindAll(one => one.Currency == wallet.Currency);
            faults.AddRange(OfEntries(wallet, entries));
            faults.AddRange(OfGrants(
                [.. grants.Where(one => one.Currency == wallet.Currency)], entries, own));
            if (own is null) continue;
            if (wallet.Held.Micros != own.Sum(one => one.Amount.Micros)
                || own.Exists(one => one.Amount.Micros != one.Parts.Sum(part => part.Amount.Micros)))
                faults.Add($"{wallet.Currency} holds {wallet.Held} for {string.Join(", ", own)}.");
        }
        return faults;
    }

    /// <summary>
    /// Every charge of a use and what reversals gave back against the entries that took and returned it: one for each
    /// that is not nothing, of the same change, amount and grants.
    /// </summary>
    public static IEnumerable<string> ChargeFaults(
        IEnumerable<UsageEvent> events, IEnumerable<LedgerEntry> ledger)
    {
        var charged = events.Where(one => one.Charge is { Amount.Micros: not 0 }).Select(one => Text(
            one.Sequence, one.Charge!.Currency, one.Charge.Amount.Micros, CreditPart.Write(one.Charge.Paid)));
        var moved = ledger.Where(entry => entry.Kind is EntryKind.Debit or EntryKind.Reversal).Select(entry => Text(
            entry.Sequence, entry.Currency, -entry.Amount.Micros, CreditPart.Write(entry.Parts)));
        var (left, right) = (charged.Order().ToList(), moved.Order().ToList());
        return left.Except(right).Select(one => $"{one} was charged, and no entry took it.")
            .Concat(right.Except(left).Select(one => $"{one} was taken, and nothing cost it."));

        static string Text(long sequence, Currency currency, long micros, string parts) =>
            $"{sequence} {currency} {micros} of {parts}";
    }

    /// <summary>Totals of all time that are not the sums of what uses cost and were charged.</summary>
    public static IEnumerable<string> CostFaults(
        IReadOnlyCollection<CostTotal> totals, IReadOnlyCollection<UsageEvent> events)
    {
        foreach (var same in events.Where(one => one.Charge is not null).GroupBy(
            one => CostKey.AllTime(one.Customer, one.Feature, one.Charge!.Currency)))
        {
            var cost = same.Aggregate(Exact.Zero, (sum, one) => sum + one.Charge!.Cost);
            var charged = same.Sum(one => one.Charge!.Amount.Micros);
            var total = totals.FirstOrDefault(one => one.Key == same.Key);
            if (total?.Cost != cost || total.Charged.Micros != charged)
                yield return $"{same.Key} is {total}; its uses cost {cost}, and {charged} micros were charged.";
        }
    }

    static IEnumerable<string> OfEntries(Wallet wallet, List<LedgerEntry> entries)
    {
        var balance = Amount.Zero;
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            balance += entry.Amount;
            if (entry.Number != i + 1)
                yield return $"{wallet.Currency}: entry {entry.Number} where {i + 1} is expected.";
            if (entry.Balance != balance)
                yield return
                    $"{wallet.Currency} {entry.Number}: {entry.Balance} after it, and {balance} by its entries.";
            if (entry.Amount.Micros != entry.Parts.Sum(part => part.Amount.Micros))
                yield return $"{wallet.Currency} {entry.Number}: {entry.Amount}, and not by its parts.";
            var before = i == 0 ? (0, (short)0) : (entries[i - 1].Sequence, entries[i - 1].Line);
            if (i > 0 && (entry.Sequence, entry.Line).CompareTo(before) <= 0)
                yield return $"{wallet.Currency} {entry.Number}: comes before the entry before it.";
        }
        if ((wallet.Balance, wallet.Entries) != (balance, entries.Count))
            yield return
                $"{wallet.Currency}: {wallet.Balance} after {wallet.Entries} entries; {entries.Count} say {balance}.";
    }

    static IEnumerable<string> OfGrants(
        List<CreditGrant> grants, List<LedgerEntry> entries, List<HeldCredit>? held)
    {
        var moved = entries.SelectMany(entry => entry.Parts).Where(part => part.Grant != 0)
            .ToLookup(part => part.Grant, part => part.Amount.Micros);
        var holds = held?.SelectMany(one => one.Parts).Where(part => part.Grant != 0)
            .ToLookup(part => part.Grant, part => part.Amount.Micros);
        var known = grants.ToDictionary(one => one.Id);
        foreach (var id in moved.Select(one => one.Key).Union(holds?.Select(one => one.Key) ?? []).Union(known.Keys))
        {
            var (remaining, isHeld) = known.TryGetValue(id, out var grant)
                ? (grant.Remaining.Micros, grant.Held.Micros)
                : (0, 0);
            var (left, set) = (moved[id].Sum(), holds?[id].Sum() ?? isHeld);
            if ((left, set) != (remaining, isHeld) || set < 0 || set > left || left > (grant?.Amount.Micros ?? 0))
                yield return
                    $"Grant {id}: {remaining} micros remain, {isHeld} held; {left} by its entries, {set} held.";
        }
    }
}
