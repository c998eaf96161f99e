namespace Tollgate.Core.Wallets;

/// <summary>
/// Moves the money of a wallet: which grants pay, what is owed where none can, what expires. Every movement is an entry
/// of the ledger that belongs to the change recorded last, and its parts say what it moved: what remains of a grant is
/// the sum of its parts, and what is of no grant is spent last or, below zero, owed.
/// </summary>
/// <param name="customer">Whose, on the layer of a draft.</param>
/// <param name="currency">Of which wallet; it must be there.</param>
/// <param name="now">The moment of the decision.</param>
public sealed class Purse(CustomerState customer, Currency currency, Instant now)
{
    /// <summary>The wallet as it stands.</summary>
    public Wallet Wallet => customer.Wallet(currency)
        ?? throw new InvalidOperationException($"There is no wallet in {currency}.");

    /// <summary>What is owed: by how much the balance is less than what remains of all grants.</summary>
    public Amount Owed => Grants().Aggregate(-Wallet.Balance, (sum, grant) => sum + grant.Remaining);

    /// <summary>Adds credit; what is owed is paid from it at once.</summary>
    /// <returns>The entry.</returns>
    public LedgerEntry Credit(CreditGrant grant, EntryLabel label)
    {
        customer.Put(grant with { Remaining = Amount.Zero });
        return Restore(grant.Amount, [new CreditPart(grant.Id, grant.Amount)], label);
    }

    /// <summary>Adds what is of no grant: it pays what is owed, never expires and is spent last.</summary>
    /// <returns>The entry.</returns>
    public LedgerEntry Add(Amount amount, EntryLabel label) => Enter(amount, [new CreditPart(0, amount)], label);

    /// <summary>
    /// Of which grants an amount would be taken: first of those in which it was <paramref name="held"/>, which is free
    /// again, then of free credit in order, and the rest is owed. Whether it may be is decided before.
    /// </summary>
    /// <param name="amount">How much.</param>
    /// <param name="held">Of which grants it was set aside; null: of none.</param>
    /// <param name="ofPlans">Whether credit that plans include pays too.</param>
    /// <returns>Below zero, as the entry has them.</returns>
    public IReadOnlyList<CreditPart> Plan(
        Amount amount, IReadOnlyList<CreditPart>? held = null, bool ofPlans = true)
    {
        List<CreditPart> parts = [];
        var open = amount;
        foreach (var (id, part) in held ?? [])
            if (id != 0) Take(Grant(id), part);
        if (open > Amount.Zero)
            foreach (var grant in Spendable().Where(one => ofPlans || one.Kind != CreditKind.Plan)) Take(grant, open);
        if (open > Amount.Zero) parts.Add(new CreditPart(0, -open));
        return parts;

        void Take(CreditGrant grant, Amount most)
        {
            var left = parts.Where(one => one.Grant == grant.Id).Aggregate(grant.Free, (sum, one) => sum + one.Amount);
            var part = Least(open, Least(most, left));
            if (part <= Amount.Zero) return;
            parts.Add(new CreditPart(grant.Id, -part));
            open -= part;
        }
    }

    /// <summary>Takes an amount of what <see cref="Plan"/> says.</summary>
    /// <returns>The entry.</returns>
    public LedgerEntry Debit(Amount amount, EntryLabel label, IReadOnlyList<CreditPart>? held = null) =>
        Move(Plan(amount, held), label);

    /// <summary>Moves what was planned.</summary>
    /// <returns>The entry.</returns>
    public LedgerEntry Move(IReadOnlyList<CreditPart> plan, EntryLabel label)
    {
        foreach (var (id, part) in plan)
            if (id != 0) customer.Put(Grant(id) with { Remaining = Grant(id).Remaining + part });
        return Enter(plan.Aggregate(Amount.Zero, (sum, part) => sum + part.Amount), plan, label);
    }

    /// <summary>
    /// To which grants an amount would go back of what <paramref name="taken"/> says, the last part first: what is owed
    /// is paid from it, the rest goes to the grants it is of, and what is left to none.
    /// </summary>
    /// <param name="amount">How much, at least 0.</param>
    /// <param name="taken">Of which grants; their size counts, not their sign.</param>
    /// <returns>Above zero, as the entry has them.</returns>
    public IReadOnlyList<CreditPart> PlanBack(Amount amount, IReadOnlyList<CreditPart> taken)
    {
        List<CreditPart> parts = [];
        var open = amount - Pay(amount, parts);
        foreach (var (id, part) in taken.Reverse())
        {
            var back = Least(open, part < Amount.Zero ? -part : part);
            if (id == 0 || back <= Amount.Zero) continue;
            var index = parts.FindIndex(one => one.Grant == id);
            if (index < 0) parts.Add(new CreditPart(id, back));
            else parts[index] = new CreditPart(id, parts[index].Amount + back);
            open -= back;
        }
        if (open > Amount.Zero) parts.Add(new CreditPart(0, open));
        return parts;
    }

    /// <summary>
    /// Gives back what <see cref="PlanBack"/> says. What goes to a grant whose time is over is gone at once.
    /// </summary>
    /// <returns>The entry.</returns>
    public LedgerEntry Restore(Amount amount, IReadOnlyList<CreditPart> taken, EntryLabel label)
    {
        var entry = Move(PlanBack(amount, taken), label);
        Expire();
        return entry;
    }

    /// <summary>What can be paid out: of the free grants those that may, and what is of none and is not held.</summary>
    public Amount Payable
    {
        get
        {
            // What is of no grant, less what is held of none.
            var loose = Grants().Aggregate(
                Wallet.Balance - Wallet.Held, (sum, grant) => sum - grant.Remaining + grant.Held);
            return Spendable().Where(grant => grant.IsPayable)
                .Aggregate(loose, (sum, grant) => sum + grant.Free);
        }
    }

    /// <summary>Sets an amount aside, from free credit in order.</summary>
    /// <param name="amount">How much.</param>
    /// <param name="payable">Only of what <see cref="Payable"/> counts; else of all.</param>
    /// <returns>Of which grants; what none has is held of what may be owed.</returns>
    public HeldCredit Hold(Amount amount, bool payable = false)
    {
        List<CreditPart> parts = [];
        var open = amount;
        foreach (var grant in Spendable())
        {
            if (payable && !grant.IsPayable) continue;
            var part = Least(open, grant.Free);
            if (part <= Amount.Zero) break;
            customer.Put(grant with { Held = grant.Held + part });
            parts.Add(new CreditPart(grant.Id, part));
            open -= part;
        }
        if (open > Amount.Zero) parts.Add(new CreditPart(0, open));
        customer.Put(Wallet with { Held = Wallet.Held + amount });
        return new HeldCredit(currency, amount, parts);
    }

    /// <summary>
    /// Frees what was set aside. Where the time of its grant is over meanwhile, <see cref="Expire()"/> comes after
    /// that.
    /// </summary>
    public void Free(HeldCredit held)
    {
        foreach (var (id, part) in held.Parts)
            if (id != 0) customer.Put(Grant(id) with { Held = Grant(id).Held - part });
        customer.Put(Wallet with { Held = Wallet.Held - held.Amount });
    }

    /// <summary>Posts what has expired, a grant at a time. What is owed is paid from it first.</summary>
    public void Expire()
    {
        foreach (var grant in Expired().ToList()) Expire(grant);
    }

    /// <summary>Posts what is free of one whose time is over.</summary>
    public void Expire(CreditGrant grant)
    {
        List<CreditPart> parts = [new CreditPart(grant.Id, -grant.Free)];
        Pay(grant.Free, parts);
        Move(parts, new EntryLabel(EntryKind.Expiry));
    }

    IEnumerable<CreditGrant> Grants() => customer.Grants.Where(grant => grant.Currency == currency);

    IEnumerable<CreditGrant> Expired() =>
        Grants().Where(grant => grant.IsExpired(now) && grant.Free > Amount.Zero)
            .OrderBy(grant => grant.ExpiresAt).ThenBy(grant => grant.Id);

    List<CreditGrant> Spendable() =>
        [.. CreditGrant.InOrder(Grants().Where(grant => grant.Free > Amount.Zero && !grant.IsExpired(now)))];

    Amount Pay(Amount most, List<CreditPart> parts)
    {
        var paid = Least(Owed, most);
        if (paid <= Amount.Zero) return Amount.Zero;
        parts.Add(new CreditPart(0, paid));
        return paid;
    }

    CreditGrant Grant(long id) => customer.Grant(id) ?? throw new MissingFactException($"credit grant {id}");

    LedgerEntry Enter(Amount amount, IReadOnlyList<CreditPart> parts, EntryLabel label)
    {
        var (wallet, sequence) = (Wallet, customer.Head.Sequence);
        var line = customer.Changes.Ledger is [.., var last] && last.Sequence == sequence ? last.Line + 1 : 0;
        var entry = new LedgerEntry(
            wallet.Customer, currency, wallet.Entries + 1, sequence, checked((short)line), amount,
            wallet.Balance + amount, label.Kind, parts, label.Reference, label.Reason, label.Actor, now, Hash.Empty);
        entry = customer.Linked(entry);
        customer.Put(wallet with
        {
            Balance = entry.Balance,
            Entries = entry.Number,
            IsToldExhausted = wallet.IsToldExhausted && amount <= Amount.Zero,
        });
        customer.Record(entry);
        return entry;
    }

    static Amount Least(Amount left, Amount right) => left < right ? left : right;
}

/// <summary>What an entry says of itself.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Reference">What it is for; at most 300 characters.</param>
/// <param name="Reason">For people.</param>
/// <param name="Actor">Who caused it.</param>
public readonly record struct EntryLabel(
    EntryKind Kind, string? Reference = null, string? Reason = null, string? Actor = null);
