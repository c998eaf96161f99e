using NodaTime;

namespace Tollgate.Testing.Model;

/// <summary>
/// Credit as it is asked for; all of it is its content. <paramref name="Kind"/> is <c>top_up</c> or <c>grant</c>.
/// </summary>
public sealed record ModelCredit(
    string Currency,
    decimal Amount,
    string Kind = "grant",
    int Priority = 100,
    Instant? ExpiresAt = null,
    string? ExternalId = null,
    string? Reason = null);

/// <summary>A correction as it is asked for; all of it is its content.</summary>
public sealed record ModelAdjustment(string Currency, decimal Amount, string Reason, string? ExternalId = null);

/// <summary>How a wallet is to be used.</summary>
public sealed record ModelWalletUse(bool HardStop = true, decimal Overdraft = 0, decimal? Low = null);

/// <summary>A part of an amount, and the grant it is of by its number; 0: of none.</summary>
public readonly record struct ModelPart(long Grant, decimal Amount);

/// <summary>Credit that was given, by the number of the change that gave it.</summary>
public sealed record ModelGrant(long Number, ModelCredit Asked);

/// <summary>A movement: what it moved of which grants. Never changed.</summary>
public sealed record ModelEntry(
    long Sequence, string Kind, IReadOnlyList<ModelPart> Parts, string? Reference = null, string? Reason = null)
{
    /// <summary>What came, or below zero what went.</summary>
    public decimal Amount => Parts.Sum(part => part.Amount);
}

/// <summary>Prepaid money in one currency: its movements, from which all else is summed anew.</summary>
public sealed class ModelWallet(ModelCustomer customer, string currency)
{
    /// <summary>What it is counted in.</summary>
    public string Currency { get; } = currency;

    /// <summary>How it is used.</summary>
    public ModelWalletUse Rules { get; internal set; } = new();

    /// <summary>All credit, in the order of giving.</summary>
    public List<ModelGrant> Grants { get; } = [];

    /// <summary>All movements, in order.</summary>
    public List<ModelEntry> Entries { get; } = [];

    /// <summary>The sum of its movements.</summary>
    public decimal Balance => Entries.Sum(entry => entry.Amount);

    /// <summary>What is set aside.</summary>
    public decimal Held => Breaks("nothing is set aside") ? 0 : HeldParts.Sum(part => part.Amount);

    /// <summary>What may be spent.</summary>
    public decimal Available => Balance - Held + Rules.Overdraft;

    /// <summary>What is owed: what is of no grant, where that is below zero.</summary>
    public decimal Owed => Math.Max(0, -MovedOf(0));

    IEnumerable<ModelPart> HeldParts => customer.Holds
        .Where(hold => hold.End is null && hold.Money?.Currency == Currency).SelectMany(hold => hold.Money!.Parts);

    /// <summary>What was not spent of a grant.</summary>
    public decimal RemainingOf(ModelGrant grant) => MovedOf(grant.Number);

    /// <summary>What is set aside of a grant.</summary>
    public decimal HeldOf(ModelGrant grant) =>
        HeldParts.Where(part => part.Grant == grant.Number).Sum(part => part.Amount);

    /// <summary>What is neither spent nor set aside of a grant.</summary>
    public decimal FreeOf(ModelGrant grant) => RemainingOf(grant) - HeldOf(grant);

    /// <summary>The order of spending: by priority, then soonest expiry, then oldest.</summary>
    public IEnumerable<ModelGrant> InOrder => Grants
        .OrderBy(grant => Breaks("no priority") ? 0 : grant.Asked.Priority)
        .ThenBy(grant => Breaks("the oldest credit first")
            ? Instant.MaxValue
            : grant.Asked.ExpiresAt ?? Instant.MaxValue)
        .ThenBy(grant => grant.Number);

    /// <summary>
    /// Which grants an amount comes from: from those first in which it was set aside, then in order, and the rest from
    /// what is of none, below zero too.
    /// </summary>
    public List<ModelPart> Find(decimal amount, Instant now, IReadOnlyList<ModelPart>? first = null)
    {
        List<ModelPart> parts = [];
        foreach (var (number, part) in first ?? [])
        {
            if (Grants.Find(known => known.Number == number) is { } grant)
                Take(grant, part);
        }

        foreach (var grant in InOrder.Where(
            known => !(known.Asked.ExpiresAt <= now) || Breaks("expired credit is spent")))
            Take(grant, amount);
        if (amount > 0)
            parts.Add(new(0, amount));
        return parts;

        void Take(ModelGrant grant, decimal most)
        {
            var found = parts.Where(part => part.Grant == grant.Number).Sum(part => part.Amount);
            var taken = Math.Min(amount, Math.Min(most, FreeOf(grant) - found));
            if (taken <= 0)
                return;
            parts.Add(new(grant.Number, taken));
            amount -= taken;
        }
    }

    /// <summary>
    /// Where an amount goes that comes: what is owed first, then back to what it is of, the last first.
    /// </summary>
    public List<ModelPart> Spread(decimal amount, IEnumerable<ModelPart> of)
    {
        var debt = Breaks("credit leaves debt") ? 0 : Math.Min(Owed, amount);
        List<ModelPart> parts = debt > 0 ? [new(0, debt)] : [];
        amount -= debt;
        foreach (var (number, part) in of.Reverse().Where(part => part.Grant != 0))
        {
            var back = Math.Min(amount, part);
            amount -= Math.Max(0, back);
            var index = parts.FindIndex(one => one.Grant == number);
            if (back > 0 && index < 0)
                parts.Add(new(number, back));
            else if (back > 0)
                parts[index] = new(number, parts[index].Amount + back);
        }

        if (amount > 0)
            parts.Add(new(0, amount));
        return parts;
    }

    /// <summary>What goes with a grant that expires: it pays what is owed, and the rest is gone.</summary>
    public List<ModelPart> Lost(ModelGrant grant)
    {
        var (gone, debt) = (FreeOf(grant), Math.Min(Owed, FreeOf(grant)));
        return debt > 0 ? [new(grant.Number, -gone), new(0, debt)] : [new(grant.Number, -gone)];
    }

    bool Breaks(string rule) => customer.Broken == rule;

    decimal MovedOf(long grant) =>
        Entries.SelectMany(entry => entry.Parts).Where(part => part.Grant == grant).Sum(part => part.Amount);
}
