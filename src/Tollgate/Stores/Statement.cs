namespace Tollgate.Stores;

/// <summary>
/// What moved a wallet in a period, and what was spent from it in the same changes, by groups. The period chooses
/// changes by the time of their recording, of the ledger and of the spend alike, so that the two must agree. A store
/// fills it; memory does not grow with the changes. Not thread-safe.
/// </summary>
public sealed class Statement
{
    readonly SortedDictionary<EntryKind, EntrySum> entries = [];

    /// <summary>An empty one.</summary>
    /// <param name="charges">
    /// Takes what was charged. Its filter names the currency, its times are those of recording, and its features are
    /// all that there were when <paramref name="last"/> was.
    /// </param>
    /// <param name="last">The number of the last change that is in it, if it falls into the period.</param>
    public Statement(UsageSummary charges, long last) => (Charges, Last) = (charges, last);

    /// <summary>What was charged, by groups.</summary>
    public UsageSummary Charges { get; }

    /// <summary>The number of the last change that may be in it.</summary>
    public long Last { get; }

    /// <summary>Of which wallet.</summary>
    public Currency Currency => Charges.Filter.Currency!.Value;

    /// <summary>The balance before the period.</summary>
    public Amount Opening { get; private set; }

    /// <summary>The balance at its end.</summary>
    public Amount Closing { get; private set; }

    /// <summary>The movements of the period, by what they are.</summary>
    public IReadOnlyDictionary<EntryKind, EntrySum> Entries => entries;

    /// <summary>What of the spend is of uses that are dated outside the period.</summary>
    public Exact DatedOutside { get; private set; }

    /// <summary>All of the spend.</summary>
    public Exact Spent => Charges.Groups.Values.Aggregate(Exact.Zero, (sum, group) => sum + group.Charges.Of(Currency));

    /// <summary>
    /// Whether it proves itself: the movements lead from one balance to the other, and what was debited for uses, less
    /// what was given back, is the spend of the groups.
    /// </summary>
    public bool Agrees =>
        Opening.ToExact() + entries.Values.Aggregate(Exact.Zero, (sum, kind) => sum + kind.Amount) == Closing.ToExact()
        && SumOf(EntryKind.Debit) + SumOf(EntryKind.Reversal) == -Spent;

    /// <summary>Begins anew with the balances.</summary>
    public void Begin(Amount opening, Amount closing)
    {
        (Opening, Closing, DatedOutside) = (opening, closing, Exact.Zero);
        entries.Clear();
        Charges.Clear();
    }

    /// <summary>Adds the movements of one kind, in micros.</summary>
    public void Add(EntryKind kind, long count, Int128 micros) =>
        entries[kind] = new EntrySum(count, Exact.Of(micros, Places));

    /// <summary>Adds a charged use; false where the spend takes no more groups.</summary>
    public bool Add(UsageEvent use)
    {
        var isDatedOutside = use.At < Charges.Filter.From || use.At >= Charges.Filter.To;
        if (isDatedOutside) AddDatedOutside(use.Charge!.Amount.Micros);
        return Charges.Add(use);
    }

    /// <summary>Adds spend of uses that are dated outside the period, in micros.</summary>
    public void AddDatedOutside(Int128 micros) => DatedOutside += Exact.Of(micros, Places);

    Exact SumOf(EntryKind kind) => entries.TryGetValue(kind, out var sum) ? sum.Amount : Exact.Zero;

    const int Places = 6;
}

/// <summary>Movements of one kind: how many, and what they come to.</summary>
public readonly record struct EntrySum(long Count, Exact Amount);
