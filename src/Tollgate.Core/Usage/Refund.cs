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
        if (Rated(use, customer.Terms, draft.Account.Catalog, now) is var (tariff, key))
        {
            var row = customer.Cost(key);
            var units = tariff.Units(use.Overage);
            cycle = row with { Units = row.Units > units ? row.Units - units : Exact.Zero };
            if (row.Price == tariff.Hash && row.Units >= units)
            {
                var later = Rating.Cost(tariff.Price, cycle.Units);
                cost = row.Cost > later ? row.Cost - later : Exact.Zero;
                cycle = cycle with { Cost = row.Cost - cost };
                amount = total.Charged - Amount.Floor(total.Cost - cost);
                if (amount < Amount.Zero) amount = Amount.Zero;
            }
            // What another price charged goes back as it was; what is left counts as if this one had charged it.
            else cycle = cycle with { Cost = Rating.Cost(tariff.Price, cycle.Units), Price = tariff.Hash };
        }
        var parts = new Purse(customer, charge.Currency, now).PlanBack(amount, charge.Paid);
        return new Refund(charge with { Amount = -amount, Cost = -cost, Paid = parts }, cycle);
    }

    /// <summary>Adds what <see cref="Of"/> will read.</summary>
    public static void Need(Needs needs, UsageEvent use, Terms terms, Catalog.Catalog catalog, Instant now)
    {
        if (use.Charge is not { } charge) return;
        needs.Money = true;
        needs.Grants.AddRange(charge.Paid.Where(part => part.Grant != 0).Select(part => part.Grant));
        needs.Costs.Add(CostKey.AllTime(use.Customer, use.Feature, charge.Currency));
        if (Rated(use, terms, catalog, now) is var (_, key)) needs.Costs.Add(key);
        SpendWindows.Need(needs, terms, catalog, charge.Currency, use.Namespace, use.At, now);
    }

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
    public static byte[] Write(Refund? refund) => refund is null ? [] : Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{refund.Charge.Currency} {-refund.Charge.Amount.Micros}"));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static CurrencyAmount? Read(byte[] written)
    {
        if (written.Length == 0) return null;
        var words = Encoding.UTF8.GetString(written).Split(' ');
        return new CurrencyAmount(
            new Amount(long.Parse(words[1], CultureInfo.InvariantCulture)), Currency.Parse(words[0]));
    }

    // By what a cycle's total rated it, and the key of that, as far as the price in force still goes by cycles.
    static (Tariff Tariff, CostKey Key)? Rated(UsageEvent use, Terms terms, Catalog.Catalog catalog, Instant now)
    {
        if (use.Charge is not { Cycle: { } from } charge) return null;
        var feature = catalog.Feature(use.Feature)!;
        foreach (var share in Basis.Of(terms, catalog, feature, use.Namespace, use.At, now).Shares)
        {
            if (Tariff.Of(share, terms.Profile!, catalog) is not { Price.By: RatedBy.Cycle } tariff) continue;
            if (tariff.Currency != charge.Currency) continue;
            return (tariff, new CostKey(
                use.Customer, share.Feature.Id, charge.Currency, share.Footing.Entitlement.Scope, from));
        }
        return null;
    }
}
