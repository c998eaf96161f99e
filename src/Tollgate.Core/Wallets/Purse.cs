namespace Tollgate.Core.Wallets;

/// <summary>
/// Moves the money of a wallet: which grants pay, what is owed where none can, what expires. Every movement is an entry
/// of the ledger that belongs to the change recorded last. The balance is the sum of the entries, and equals what
/// remains of all grants less the debt.
/// </summary>
/// <param name="customer">Whose, on the layer of a draft.</param>
/// <param name="currency">Of which wallet; it must be there.</param>
/// <param name="now">The moment of the decision.</param>
public sealed class Purse(CustomerState customer, Currency currency, Instant now)
{
    /// <summary>The wallet as it stands.</summary>
    public Wallet Wallet => customer.Wallet(currency)
        ?? throw new InvalidOperationException($"There is no wallet in {currency}.");

    /// <summary>Adds credit; what is owed is paid from it at once.</summary>
    public void Credit(CreditGrant grant, EntryLabel label)
    {
        customer.Put(grant);
        Enter(grant.Amount, [new CreditPart(grant.Id, grant.Amount)], label);
        Even();
    }

    /// <summary>
    /// Adds what is no grant's: what is owed is paid from it, and the rest is a grant that never expires.
    /// </summary>
    public void Add(Amount amount, EntryLabel label)
    {
        Enter(amount, [new CreditPart(0, amount)], label);
        Even();
    }

    /// <summary>
    /// Takes an amount: first from what was held for it, then from free credit in order, and the rest is owed. Whether
    /// it may be is decided before.
    /// </summary>
    /// <returns>Which grants paid.</returns>
    public IReadOnlyList<CreditPart> Debit(Amount amount, EntryLabel label, IReadOnlyList<CreditPart>? held = null)
    {
        List<CreditPart> parts = [];
        var open = amount;
        foreach (var (id, part) in held ?? [])
        {
            var taken = Least(open, part);
            if (id != 0 && taken > Amount.Zero) open -= Take(Grant(id), Least(taken, Grant(id).Free), parts);
        }
        foreach (var grant in Spendable())
        {
            if (open <= Amount.Zero) break;
            open -= Take(grant, Least(open, grant.Free), parts);
        }
        if (open > Amount.Zero) parts.Add(new CreditPart(0, open));
        Enter(-amount, parts, label);
        return parts;
    }

    /// <summary>
    /// Gives back what a debit took, the last part first. What goes back to a grant whose time is over is gone at once.
    /// </summary>
    public void Restore(Amount amount, IReadOnlyList<CreditPart> paid, EntryLabel label)
    {
        List<CreditPart> parts = [];
        var open = amount;
        foreach (var (id, part) in paid.Reverse())
        {
            var back = Least(open, part);
            if (back <= Amount.Zero) break;
            if (id != 0) customer.Put(Grant(id) with { Remaining = Grant(id).Remaining + back });
            parts.Add(new CreditPart(id, back));
            open -= back;
        }
        if (open > Amount.Zero) parts.Add(new CreditPart(0, open));
        Enter(amount, parts, label);
        Even();
        Expire();
    }

    /// <summary>Sets an amount aside, from free credit in order.</summary>
    /// <returns>Of which grants; what none has is held of what may be owed.</returns>
    public IReadOnlyList<CreditPart> Hold(Amount amount)
    {
        List<CreditPart> parts = [];
        var open = amount;
        foreach (var grant in Spendable())
        {
            if (open <= Amount.Zero) break;
            var part = Least(open, grant.Free);
            customer.Put(grant with { Held = grant.Held + part });
            parts.Add(new CreditPart(grant.Id, part));
            open -= part;
        }
        if (open > Amount.Zero) parts.Add(new CreditPart(0, open));
        customer.Put(Wallet with { Held = Wallet.Held + amount });
        return parts;
    }

    /// <summary>Frees what was set aside. Where its grant's time is over meanwhile, it expires.</summary>
    public void Free(IReadOnlyList<CreditPart> held)
    {
        foreach (var (id, part) in held)
        {
            if (id != 0) customer.Put(Grant(id) with { Held = Grant(id).Held - part });
            customer.Put(Wallet with { Held = Wallet.Held - part });
        }
        Even();
    }

    /// <summary>Posts what has expired, a grant at a time.</summary>
    /// <returns>Whether anything had.</returns>
    public bool Expire()
    {
        var any = false;
        foreach (var grant in Grants().Where(grant => grant.IsExpired(now) && grant.Free > Amount.Zero).ToList())
        {
            List<CreditPart> parts = [];
            var gone = Take(grant, grant.Free, parts);
            Enter(-gone, parts, new EntryLabel(EntryKind.Expiry, null, null, null));
            any = true;
        }
        return any;
    }

    IEnumerable<CreditGrant> Grants() => customer.Grants.Where(grant => grant.Currency == currency);

    List<CreditGrant> Spendable() =>
        [.. CreditGrant.InOrder(Grants().Where(grant => grant.Free > Amount.Zero && !grant.IsExpired(now)))];

    Amount Take(CreditGrant grant, Amount amount, List<CreditPart> parts)
    {
        customer.Put(grant with { Remaining = grant.Remaining - amount });
        parts.Add(new CreditPart(grant.Id, amount));
        return amount;
    }

    // No entry: the balance has it already. What is owed is paid by what came free; what came to nobody is a grant.
    void Even()
    {
        var debt = new Amount(checked(Grants().Sum(grant => grant.Remaining.Micros) - Wallet.Balance.Micros));
        if (debt < Amount.Zero) customer.Put(Surplus(-debt));
        foreach (var grant in Spendable())
        {
            if (debt <= Amount.Zero) return;
            var paid = Least(debt, grant.Free);
            customer.Put(grant with { Remaining = grant.Remaining - paid });
            debt -= paid;
        }
    }

    CreditGrant Surplus(Amount amount) => new(
        Wallet.Customer, customer.Head.Sequence, currency, CreditKind.Returned, CreditGrant.UsualPriority, null, amount,
        amount, Amount.Zero, null, Hash.Empty, now);

    CreditGrant Grant(long id) => customer.Grant(id) ?? throw new MissingFactException($"credit grant {id}");

    void Enter(Amount amount, IReadOnlyList<CreditPart> parts, EntryLabel label)
    {
        var wallet = Wallet;
        var entry = new LedgerEntry(
            wallet.Customer, currency, wallet.Entries + 1, customer.Head.Sequence, amount, wallet.Balance + amount,
            label.Kind, parts, label.Reference, label.Reason, label.Actor, now, Hash.Empty);
        customer.Put(wallet with { Balance = entry.Balance, Entries = entry.Number });
        customer.Record(entry with { Hash = Chain.Next(customer.Head.Hash, entry) });
    }

    static Amount Least(Amount left, Amount right) => left < right ? left : right;
}

/// <summary>What an entry says of itself.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Reference">What it is for; at most 256 characters.</param>
/// <param name="Reason">For people.</param>
/// <param name="Actor">Who caused it.</param>
public readonly record struct EntryLabel(EntryKind Kind, string? Reference, string? Reason, string? Actor);
