using System.Globalization;
using System.Text;

namespace Tollgate.Core.Usage;

/// <summary>
/// What a reversal gives back: of a use that a cycle's total rated, what the later total no longer costs; of any other
/// its own charge.
/// </summary>
/// <param name="Charge">What the line of the reversal says; below zero.</param>
/// <param name="Cycle">What was charged in its cycle, without the use; null: none rated it.</param>
internal sealed record Refund(Charge Charge, CostTotal? Cycle)
{
    /// <summary>The same as an answer shows it.</summary>
    public CurrencyAmount Shown => new(-Charge.Amount, Charge.Currency);

    /// <summary>That of a use; null where it was not charged.</summary>
    public static Refund? Of(Draft draft, CustomerState customer, UsageEvent use, Feature feature, Instant now)
    {
        if (use.Charge is not { } charge) return null;
        var total = customer.Cost(CostKey.AllTime(use.Customer, feature.Id, charge.Currency));
        var (amount, cost) = (charge.Amount, charge.Cost);
        CostTotal? cycle = null;
        if (Rated(customer, use, draft.Account.Catalog, now) is var (units, row))
        {
            cycle = row with { Units = row.Units - units };
            var tariff = InForce(customer.Terms, draft.Account.Catalog, row.Key, use.At, now);
            if (tariff is not null && tariff.Hash == row.Price)
            {
                var later = Rating.Cost(tariff.Price, cycle.Units);
                cost = row.Cost > later ? row.Cost - later : Exact.Zero;
                cycle = cycle with { Cost = row.Cost - cost };
                amount = total.Charged - Amount.Floor(total.Cost - cost);
                if (amount < Amount.Zero) amount = Amount.Zero;
            }
            // What another price charged goes back as it was; what is left counts as if the next one had charged it.
            else cycle = cycle with { Cost = Exact.Zero, Price = Hash.Empty };
        }
        // What others paid in the cycle, they paid for what is counted no more.
        var parts = new Purse(customer, charge.Currency, now).PlanBack(
            amount, cycle is null ? charge.Paid : From(cycle.Paid, charge.Paid));
        cycle = cycle?.With(parts);
        var back = charge with
        {
            Amount = -amount,
            Cost = -cost,
            Paid = parts,
            Rated = charge.Rated is { } rated ? rated with { Units = -rated.Units } : null,
        };
        return new Refund(back, cycle);
    }

    /// <summary>Adds what <see cref="Of"/> will read of a use with these lines.</summary>
    public static void Need(
        Needs needs, IReadOnlyList<UsageEvent> lines, Terms terms, Catalog.Catalog catalog, Known known, Instant now)
    {
        if (lines[0] is not { Charge: { } charge } use) return;
        needs.Money = true;
        needs.Grants.AddRange(charge.Paid.Where(part => part.Grant != 0).Select(part => part.Grant));
        needs.Costs.Add(CostKey.AllTime(use.Customer, use.Feature, charge.Currency));
        foreach (var key in Keys(use, terms, catalog, now))
        {
            needs.Costs.Add(key);
            if (known.Cost(key) is { } total) needs.Grants.AddRange(total.Paid.Select(part => part.Grant));
        }
        SpendWindows.Need(needs, terms, catalog, charge.Currency, use.Namespace, use.At, now);
    }

    /// <summary>Whether the wallet would hold more than it can.</summary>
    public bool Overflows(CustomerState customer) => customer.Wallet(Charge.Currency)!.Overflows(Charge.Amount);

    /// <summary>Gives it back.</summary>
    public void Give(Draft draft, CustomerState customer, UsageEvent use, ReverseUse command, Instant now)
    {
        Spending.Of(draft, customer, Charge.Currency, use.Namespace, use.At).Take(Charge.Amount);
        var total = customer.Cost(CostKey.AllTime(use.Customer, use.Feature, Charge.Currency));
        customer.Put(total with { Cost = total.Cost + Charge.Cost, Charged = total.Charged + Charge.Amount });
        if (Cycle is not null) customer.Put(Cycle);
        if (Charge.Paid.Count == 0) return;
        var purse = new Purse(customer, Charge.Currency, now);
        purse.Move(Charge.Paid, new EntryLabel(EntryKind.Reversal, use.Id, command.Reason, command.By));
        purse.Expire();
    }

    /// <summary>What is remembered of it: <c>USD 1500</c>, in micros; nothing where nothing was given back.</summary>
    public static byte[] Write(Charge? charge) => charge is null ? [] : Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{charge.Currency} {-charge.Amount.Micros}"));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static CurrencyAmount? Read(byte[] written)
    {
        if (written.Length == 0) return null;
        var words = Encoding.UTF8.GetString(written).Split(' ');
        return new CurrencyAmount(
            new Amount(long.Parse(words[1], CultureInfo.InvariantCulture)), Currency.Parse(words[0]));
    }

    // The total that it counted in then, wherever it would count by now.
    static (Exact Units, CostTotal Row)? Rated(
        CustomerState customer, UsageEvent use, Catalog.Catalog catalog, Instant now)
    {
        foreach (var key in Keys(use, customer.Terms, catalog, now))
        {
            var (units, row) = (use.Charge!.Rated!.Units, customer.Cost(key));
            if (row.Units >= units && row.Units != Exact.Zero) return (units, row);
        }
        return null;
    }

    // A name that was the start in the customer's zone is found by the name that it has now.
    static IEnumerable<CostKey> Keys(UsageEvent use, Terms terms, Catalog.Catalog catalog, Instant now)
    {
        if (use.Charge!.RatedBy(use.Customer) is not { } key) yield break;
        var (named, window) = Cycles.Named(terms, catalog, key.Scope, key.From, now);
        if (window.Start == key.From && named != key.From) yield return key with { From = named };
        yield return key;
    }

    // What was taken of grants in a cycle, in the order in which it does not go back: last what the use took itself.
    static List<CreditPart> From(IReadOnlyList<CreditPart> cycle, IReadOnlyList<CreditPart> own)
    {
        List<CreditPart> others = [.. cycle], itself = [];
        foreach (var (grant, part) in own)
        {
            var index = others.FindIndex(one => one.Grant == grant);
            if (index < 0) continue;
            var taken = -part < others[index].Amount ? -part : others[index].Amount;
            others[index] = new CreditPart(grant, others[index].Amount - taken);
            itself.Add(new CreditPart(grant, taken));
        }
        return [.. others, .. itself];
    }

    // The price of the scope that it counted in; null: it has none by now.
    static Tariff? InForce(Terms terms, Catalog.Catalog catalog, CostKey key, Instant at, Instant now)
    {
        var basis = Basis.Of(terms, catalog, catalog.Feature(key.Feature)!, key.Scope, at, now);
        return Tariff.Of(basis.Shares[0], terms.Profile!, catalog);
    }
}
