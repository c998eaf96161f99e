using Tollgate.Core.Catalog;
using Tollgate.Core.Money;
using Tollgate.Core.Pricing;
using Tollgate.Core.Usage;
using Tollgate.Core.Wallets;

namespace Tollgate.Core.Tests.Wallets;

/// <summary>A desk at which calls are charged: the words to fill a table of money with.</summary>
static class Till
{
    public static Currency Usd { get; } = Currency.Parse("USD");

    /// <summary>Acme with so many calls included a month and a price for more, and credit.</summary>
    public static Desk Charging(Price price, decimal included = 0, string? credit = null, decimal? most = null)
    {
        var desk = new Desk().On(Feature(price, included, most));
        if (credit is not null) desk.Grant(credit);
        return desk;
    }

    public static PlanFeature Feature(Price price, decimal included, decimal? most = null) =>
        new(false, [new PlanLimit(included, "cycle")], OverageMode.Charge, most, false) { Price = price };

    public static Price Unit(string amount) => new UnitPrice(Exact.Parse(amount));

    public static Price Package(long size, string amount, RatedBy by = RatedBy.Event, bool prorated = false) =>
        new PackagePrice(size, Exact.Parse(amount), prorated) { By = by };

    /// <summary>Tiers as <c>5:3 10:2 1</c>: up to 5 units 3 each, up to 10 units 2, and 1 from there on.</summary>
    public static Price Tiers(bool volume, RatedBy by, string tiers) => new TieredPrice(volume, [.. tiers.Split(' ')
        .Select(tier => tier.Split(':')).Select(parts => parts.Length == 1
            ? new Tier(null, Exact.Parse(parts[0]))
            : new Tier(Exact.Parse(parts[0]), Exact.Parse(parts[1])))])
    { By = by };

    public static string Grant(
        this Desk desk, string amount, int priority = 100, string? until = null, CreditKind kind = CreditKind.Grant,
        string? externalId = null) => Show(desk.Do(new GrantCredit(
            "acme", Usd, Parse(amount), kind, priority, until is null ? null : Desk.Time(until), externalId)));

    public static string Adjust(this Desk desk, string amount, string? externalId = null) =>
        Show(desk.Do(new AdjustWallet("acme", Usd, Parse(amount), "test", externalId)));

    public static Desk Wallet(this Desk desk, bool hardStop = true, string overdraft = "0")
    {
        desk.Do(new PutWallet("acme", Usd, hardStop, Parse(overdraft)));
        return desk;
    }

    /// <summary>Uses calls; what is charged, or the reason: <c>1+0+2 50</c>.</summary>
    public static string Pay(
        this Desk desk, decimal quantity = 1, string? id = null, bool record = false, string? properties = null,
        bool check = false) => Show(desk.Do(new Use(
            "acme", "calls", quantity, Id: id, Mode: record ? UsageMode.Record : UsageMode.Enforce)
        {
            Properties = properties,
            CheckOnly = check,
        }));

    public static string Reserve(this Desk desk, string id, decimal quantity) => Show(desk.Do(
        new Use("acme", "calls", quantity, Id: id) { HoldFor = NodaTime.Duration.FromMinutes(5) }));

    public static string Settle(this Desk desk, string id, decimal quantity) =>
        Show(desk.Do(new Core.Reservations.SettleReservation("acme", id, quantity)));

    public static string Reverse(this Desk desk, string id) => Show(desk.Do(new ReverseUse("acme", id)));

    /// <summary>Balance and what is held, and each grant: <c>10.5 held 2 #3 8.5</c>.</summary>
    public static string Balance(this Desk desk)
    {
        var wallets = (Shown<IReadOnlyList<WalletState>>)desk.Do(new ShowWallets("acme"));
        return string.Join(", ", wallets.Value.Select(one => $"{one.Wallet.Balance} held {one.Wallet.Held}"
            + string.Concat(one.Grants.Select(grant => $" #{grant.Id} {grant.Remaining}"))));
    }

    /// <summary>The ledger: kind, amount and balance after it.</summary>
    public static string Ledger(this Desk desk) => string.Join(", ", desk.Rows.Customer("acme")!.Ledger.Select(
        entry => $"{entry.Kind} {entry.Amount} {entry.Balance}"));

    public static string Show(Outcome outcome) => outcome switch
    {
        Decision { Allowed: true } use => $"{use.Included}+{use.TopUp}+{use.Overage} {Show(use.Charge)}{Flags(use)}",
        Decision refused => $"{refused.Reason} {Show(refused.Charge)}",
        Reversed back => $"back {Show(back.Refunded)}{(back.Replayed ? " replayed" : "")}",
        Put<CreditGrantView> put => put.Changed ? $"granted {put.Value.Amount}" : "repeated",
        Put<LedgerEntryView> put => put.Changed ? $"{put.Value.Kind} {put.Value.BalanceAfter}" : "repeated",
        _ => Desk.Show(outcome),
    };

    static string Flags(Decision use) =>
        (use.Flags & ~(UsageFlags.Overage | UsageFlags.Billable)) is var flags and not UsageFlags.None
            ? $" {flags}"
            : "";

    static string Show(CurrencyAmount? money) => money is { } given ? $"{given.Amount}" : "free";

    static Amount Parse(string text) => Amount.TryParse(text, out var amount)
        ? amount
        : throw new FormatException(text);
}
