using System.Globalization;

namespace Tollgate.Core.Verification;

/// <summary>
/// Sums a customer's ledgers anew: each balance is the sum of its entries, what remains of a grant is the sum of its
/// parts, and what is held is what holds say. Its memory is that of the wallets and the live grants. Not thread-safe.
/// </summary>
internal sealed class MoneyCheck(Standing standing)
{
    readonly Dictionary<Currency, (long Number, Amount Balance)> ledgers = [];
    readonly Dictionary<long, Amount> remaining = [];
    UsageEvent? unpaid;
    string? renewed;
    bool isErased;

    /// <summary>A use says of which grants it was paid; the entry that comes with it says the same.</summary>
    public Divergence? Add(UsageEvent line)
    {
        var divergence = Pass(line.Sequence);
        if (line.Charge is { Paid.Count: > 0 }) unpaid = line;
        return divergence;
    }

    /// <summary>A renewal says so too, unless what it said was erased.</summary>
    public void Add(AuditEntry entry)
    {
        var isRenewal = entry.Action == "subscription.renewed";
        renewed = isRenewal ? Recorded.Text(entry.After, "paid", ofRow: true) : null;
        isErased = isRenewal && Erased.Is(entry.After);
    }

    /// <summary>A change is at its end: its renewal was paid.</summary>
    public Divergence? Pass() => renewed is null ? null : new Divergence(
        standing.Key, DivergenceKind.Balance, "ledger_entry", "of a renewal", $"paid {renewed}", "no row");

    /// <summary>The change before <paramref name="next"/> is at its end: its use was paid.</summary>
    public Divergence? Pass(long next) => unpaid is { } use && use.Sequence < next ? Unlike(use.Sequence, []) : null;

    public Divergence? Add(LedgerEntry entry)
    {
        var (number, balance) = ledgers.GetValueOrDefault(entry.Currency);
        var key = KeyOf(entry);
        if (entry.Kind is EntryKind.Debit or EntryKind.Reversal && Unlike(entry.Sequence, entry.Parts) is { } unlike)
            return unlike;
        if (entry.Number != number + 1)
            return new Divergence(
                standing.Key, DivergenceKind.Sequence, "ledger_entry", key, Text("number", number + 1),
                Text("number", entry.Number));
        balance += entry.Amount;
        if (balance != entry.Balance) return Wrong("balance", balance, entry.Balance);
        ledgers[entry.Currency] = (entry.Number, balance);
        var parts = entry.Parts.Aggregate(Amount.Zero, (sum, part) => sum + part.Amount);
        if (parts != entry.Amount) return Wrong("parts of", entry.Amount, parts);
        foreach (var (grant, amount) in entry.Parts)
            if (grant != 0) Take(remaining, grant, amount);
        return null;

        Divergence Wrong(string name, Amount expected, Amount found) => new(
            standing.Key, DivergenceKind.Balance, "ledger_entry", key, Text(name, expected.Micros),
            Text(name, found.Micros));
    }

    /// <summary>The first wallet or grant that is not what its entries and holds leave.</summary>
    public Divergence? Close()
    {
        if (Pass(long.MaxValue) is { } unlike) return unlike;
        foreach (var wallet in standing.Wallets)
        {
            var (number, balance) = ledgers.GetValueOrDefault(wallet.Currency);
            ledgers.Remove(wallet.Currency);
            var held = standing.Holds.Where(hold => hold.Currency == wallet.Currency)
                .Aggregate(Amount.Zero, (sum, hold) => sum + hold.Amount);
            var divergence = Compare(DivergenceKind.Balance, "balance", balance.Micros, wallet.Balance.Micros)
                ?? Compare(DivergenceKind.Balance, "entries", number, wallet.Entries)
                ?? Compare(DivergenceKind.Held, "held", held.Micros, wallet.Held.Micros);
            if (divergence is not null) return divergence;

            Divergence? Compare(DivergenceKind kind, string name, long expected, long found) => expected == found
                ? null
                : new(standing.Key, kind, "wallet", wallet.Currency.Code, Text(name, expected), Text(name, found));
        }
        foreach (var (currency, (_, balance)) in ledgers)
            return new Divergence(
                standing.Key, DivergenceKind.Balance, "wallet", currency.Code, Text("balance", balance.Micros),
                "no wallet");
        return Grants();
    }

    Divergence? Grants()
    {
        Dictionary<long, Amount> held = [];
        foreach (var (grant, amount) in standing.Holds.SelectMany(hold => hold.Parts))
            if (grant != 0) Take(held, grant, amount);
        foreach (var grant in standing.Grants)
        {
            var divergence = Compare(grant.Id, "remaining", remaining, grant.Remaining, DivergenceKind.Grant)
                ?? Compare(grant.Id, "held", held, grant.Held, DivergenceKind.Held);
            if (divergence is not null) return divergence;
        }
        // Those that are left are of grants of which nothing is stored.
        foreach (var id in remaining.Keys)
            return Compare(id, "remaining", remaining, Amount.Zero, DivergenceKind.Grant);
        foreach (var id in held.Keys) return Compare(id, "held", held, Amount.Zero, DivergenceKind.Held);
        return null;
    }

    Divergence? Compare(long id, string name, Dictionary<long, Amount> sums, Amount found, DivergenceKind kind)
    {
        sums.Remove(id, out var expected);
        return expected == found ? null : new Divergence(
            standing.Key, kind, "credit_grant", Text("id", id), Text(name, expected.Micros), Text(name, found.Micros));
    }

    // Whether the use of a change says otherwise than its entry.
    Divergence? Unlike(long sequence, IReadOnlyList<CreditPart> parts)
    {
        if (isErased && unpaid is null) return null;
        if (renewed is { } said && unpaid is null)
        {
            renewed = null;
            if (CreditPart.Write(parts) == said) return null;
            return new Divergence(
                standing.Key, DivergenceKind.Balance, "ledger_entry", Text("sequence", sequence), $"paid {said}",
                $"paid {CreditPart.Write(parts)}");
        }
        var paid = unpaid?.Charge!.Paid ?? [];
        unpaid = null;
        return parts.SequenceEqual(paid) ? null : new Divergence(
            standing.Key, DivergenceKind.Balance, "event", Text("sequence", sequence),
            $"paid {CreditPart.Write(parts)}", $"paid {CreditPart.Write(paid)}");
    }

    static void Take(Dictionary<long, Amount> sums, long grant, Amount amount)
    {
        var sum = sums.GetValueOrDefault(grant) + amount;
        if (sum == Amount.Zero) sums.Remove(grant);
        else sums[grant] = sum;
    }

    public static string KeyOf(LedgerEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{entry.Currency} number {entry.Number}");

    static string Text(string name, long value) => string.Create(CultureInfo.InvariantCulture, $"{name} {value}");
}
