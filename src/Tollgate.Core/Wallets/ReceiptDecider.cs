namespace Tollgate.Core.Wallets;

/// <summary>Decides what is credited of money that a customer collected through the platform.</summary>
public static class ReceiptDecider
{
    internal const string OfReceipt = "receipt";

    /// <summary>
    /// Credits all of it, and takes the fee off in an entry of its own. It is of no grant, and never expires.
    /// </summary>
    public static Outcome Decide(Draft draft, ReceiveMoney command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        var content = command.Content;
        if (Remembered.Find<ReceiptView>(customer, "reference", OfReceipt, command.Reference, content) is { } done)
            return done;
        if (WalletDecider.Open(customer, command.Currency) is { } full) return full;
        if (customer.Wallet(command.Currency)!.Overflows(command.Amount)) return WalletDecider.TooMuch;
        var (currency, watched) = (command.Currency, WalletWatch.Watch(draft, customer));
        var fee = Fee.Of(command.Amount, PercentOf(draft, customer), currency);
        var view = new ReceiptView(
            command.Reference, currency.Code, command.Amount.ToString(currency), fee.ToString(currency),
            (command.Amount - fee).ToString(currency), CoreJson.Time(draft.TimeOf(customer)));
        draft.Audit(
            customer, command.By, "wallet.received", command.Reference, null,
            CoreJson.Write(view with { Row = new AskedRow($"{content}") }));
        var purse = new Purse(customer, currency, draft.TimeOf(customer));
        purse.Add(command.Amount, new EntryLabel(EntryKind.TopUp, command.Reference, null, command.By));
        if (fee > Amount.Zero) purse.Add(-fee, new EntryLabel(EntryKind.Fee, command.Reference, null, command.By));
        WalletWatch.Tell(draft, customer, watched);
        return Remembered.Keep(customer, OfReceipt, command.Reference, content, view);
    }

    // The base plan's, else that of the earliest add-on that names one, else the settings'.
    static Exact PercentOf(Draft draft, CustomerState customer)
    {
        var (catalog, now) = (draft.Account.Catalog, draft.TimeOf(customer));
        return customer.Terms.Subscriptions
            .Where(one => one.Namespace.Length == 0 && one.IsActive(now, catalog))
            .OrderByDescending(one => one.Base).ThenBy(one => one.Id)
            .Select(one => catalog.Plan(one.PlanAt(now)).Definition.ReceiptFeePercent)
            .FirstOrDefault(percent => percent is not null) ?? catalog.Settings.ReceiptFeePercent;
    }

    /// <summary>What <see cref="Decide"/> will read.</summary>
    public static void Need(Needs needs, ReceiveMoney command)
    {
        needs.Money = true;
        needs.Ids.Add(Remembered.Name(OfReceipt, command.Reference));
    }
}

/// <summary>A receipt as it is answered. Amounts are decimals.</summary>
/// <param name="Reference">What it was collected for.</param>
/// <param name="Currency">Of which wallet.</param>
/// <param name="Amount">What was collected.</param>
/// <param name="Fee">What was kept of it.</param>
/// <param name="Net">What the customer has of it.</param>
/// <param name="CreatedAt">When it was credited.</param>
public sealed record ReceiptView(
    string Reference, string Currency, string Amount, string Fee, string Net, string CreatedAt)
{
    /// <summary>What was asked, as the audit records it; null elsewhere.</summary>
    public AskedRow? Row { get; init; }
}
