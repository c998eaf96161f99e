using System.Text.Json;

namespace Tollgate.Core.Accruals;

/// <summary>Charges a slice: a line of its own, which no window counts, and a debit that nothing refuses.</summary>
internal static class AccrualCharge
{
    /// <summary>Adds what <see cref="Take"/> will read.</summary>
    public static void Need(Needs needs, Slice slice, Terms terms, Catalog.Catalog catalog, Instant now)
    {
        var (key, currency) = (slice.Key, slice.Rate.Currency);
        needs.Money = true;
        needs.Costs.Add(CostKey.AllTime(key.Customer, key.Feature, currency));
        SpendWindows.Need(needs, terms, catalog, currency, key.Scope, slice.At, now);
    }

    /// <summary>Records the slice and takes what it cost; beyond what sums can hold, it is recorded alone.</summary>
    /// <param name="draft">Of the batch or the request.</param>
    /// <param name="customer">Of that draft.</param>
    /// <param name="terms">Those that held until the slice ended.</param>
    /// <param name="slice">Which.</param>
    public static void Take(Draft draft, CustomerState customer, Terms terms, Slice slice)
    {
        var (now, currency, scope) = (draft.TimeOf(customer), slice.Rate.Currency, slice.Key.Scope);
        var gauge = draft.Account.Catalog.Feature(slice.Key.Feature)!;
        var cost = slice.Rate.Cost(slice.Area, gauge);
        var total = customer.Cost(CostKey.AllTime(slice.Key.Customer, gauge.Id, currency));
        var spending = Spending.Of(draft, customer, currency, scope, slice.At, terms);
        var watched = WalletWatch.Watch(draft, customer);
        var amount = Amount.Zero;
        // The wallet is made where there is none: what time has cost is not forgotten.
        var isTaken = total.Cost + cost <= Exact.Of(Amount.Most, 6) && WalletDecider.Open(customer, currency) is null;
        if (isTaken)
        {
            var due = Amount.Floor(total.Cost + cost) - total.Charged;
            if (due > Amount.Zero) amount = due;
            isTaken = !customer.Wallet(currency)!.Overflows(amount) && !spending.Overflows(amount);
        }
        var line = new UsageEvent(
            customer.Head.Customer, customer.NextSequence, 0, EventId.Make(customer.Head), UsageKind.Accrual, gauge.Id,
            scope, scope, 0, slice.At, now, Flags(customer, currency, spending, amount, isTaken), 0, 0, 0, null, null,
            Said(slice, gauge), Hash.Empty)
        {
            // Whatever expired with the slice's end, or later, could still pay for it.
            Charge = isTaken
                ? new Charge(currency, amount, cost, new Purse(customer, currency, slice.At).Plan(amount))
                : null,
        };
        customer.Record(customer.Linked(line, gauge.Code));
        // As that of a use: no use is recorded under it any more.
        customer.Record(new RecordedId(line.Customer, line.Id, line.Sequence, Hash.Empty, []));
        if (line.Charge is not { } charge) return;
        customer.Put(total with { Cost = total.Cost + cost, Charged = total.Charged + amount });
        if (charge.Paid.Count > 0)
            new Purse(customer, currency, now).Move(charge.Paid, new EntryLabel(EntryKind.Debit, line.Id));
        spending.Take(amount);
        WalletWatch.Tell(draft, customer, watched);
    }

    static UsageFlags Flags(
        CustomerState customer, Currency currency, Spending spending, Amount amount, bool isTaken)
    {
        if (!isTaken) return UsageFlags.CreditInsufficient;
        var denied = spending.DeniedBy(amount) is null ? UsageFlags.None : UsageFlags.BudgetExceeded;
        return customer.Wallet(currency)!.Pays(amount) ? denied : denied | UsageFlags.CreditInsufficient;
    }

    static string? Said(Slice slice, Feature gauge) => CanonicalJson.Of(new Dictionary<string, JsonElement>
    {
        ["until"] = JsonSerializer.SerializeToElement(CoreJson.Time(slice.End)),
        ["unit_hours"] = JsonSerializer.SerializeToElement(AccrualRate.UnitHours(slice.Area, gauge).ToString()),
    });
}
