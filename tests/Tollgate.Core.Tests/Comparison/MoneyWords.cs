using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Tollgate.Core.Money;
using Tollgate.Core.Pricing;
using Tollgate.Core.Wallets;
using Tollgate.Testing.Model;

namespace Tollgate.Core.Tests.Comparison;

/// <summary>Says what the model says of money in the core's words, and back.</summary>
public static class MoneyWords
{
    const long MicrosPerUnit = 1_000_000;

    /// <summary>A command as the core takes it; null where it is not about money.</summary>
    public static Command? Command(ModelCommand command) => command switch
    {
        ModelCommand.PutRateCard { Card: var card } => new PutRateCard(card.Code, new RateCard(
            Currency.Parse(card.Currency), card.Match,
            [.. card.Rates.Select(rate => new CardRate(
                rate.Values.ToDictionary(value => value.Name, value => value.Value), Prices(rate.Prices)))],
            card.Default is { } prices ? Prices(prices) : null)),
        ModelCommand.PutWallet put => new PutWallet(
            put.Customer, Currency.Parse(put.Currency), put.Rules.HardStop, Amount(put.Rules.Overdraft),
            put.Rules.Low is { } low ? Amount(low) : null),
        ModelCommand.Grant { Customer: var customer, Asked: var asked } => new GrantCredit(
            customer, Currency.Parse(asked.Currency), Amount(asked.Amount),
            asked.Kind == "top_up" ? CreditKind.TopUp : CreditKind.Grant, asked.Priority, asked.ExpiresAt,
            asked.ExternalId, asked.Reason),
        ModelCommand.Adjust { Customer: var customer, Asked: var asked } => new AdjustWallet(
            customer, Currency.Parse(asked.Currency), Amount(asked.Amount), asked.Reason, asked.ExternalId),
        ModelCommand.ShowWallets show => new ShowWallets(show.Customer),
        _ => null,
    };

    /// <summary>An answer as the model would give it; null where it is not about money.</summary>
    public static ModelChange? Change(ModelCommand command, Outcome outcome) => outcome switch
    {
        Put<RateCardVersion> put => new ModelChange(
            put.Created ? "created" : put.Changed ? "changed" : "unchanged", put.Value.Code),
        Put<WalletState> put => new ModelChange(
            put.Created ? "created" : put.Changed ? "changed" : "unchanged", put.Value.Wallet.Currency.Code)
        {
            Shown = View(((ModelCommand.PutWallet)command).Customer, put.Value).Describe(),
        },
        Put<CreditGrantView> put => new ModelChange(put.Changed ? "created" : "existing", put.Value.Id)
        {
            Shown = View(put.Value).Describe(),
        },
        Put<LedgerEntryView> put => new ModelChange(put.Changed ? "created" : "existing")
        {
            Shown = View(put.Value).Describe(),
        },
        Shown<IReadOnlyList<WalletState>> shown when command is ModelCommand.ShowWallets show =>
            new ModelChange("shown", show.Customer) { Shown = Text(show.Customer, shown.Value) },
        _ => null,
    };

    /// <summary>An amount in the model's words.</summary>
    public static ModelAmount? Of(CurrencyAmount? amount) => amount is { } known
        ? new ModelAmount(Decimal(known.Amount), known.Currency.Code)
        : null;

    /// <summary>A price as the core takes it.</summary>
    public static Price Price(ModelPrice price)
    {
        var amount = Exact.Of(price.Amount);
        Price made = price.Kind switch
        {
            "unit" => new UnitPrice(amount),
            "package" => new PackagePrice(price.Size, amount, false),
            "prorated" => new PackagePrice(price.Size, amount, true),
            "graduated" or "volume" => new TieredPrice(
                price.Kind == "volume",
                [.. price.Tiers.Select(tier => new Tier(
                    tier.UpTo is { } end ? Exact.Of(end) : null, Exact.Of(tier.Amount)))]),
            "property" => new PropertyPrice(price.Property!),
            "rate_card" => new RateCardPrice(price.Property!),
            _ => throw new ArgumentException($"{price.Kind} is no price."),
        };
        return made with
        {
            By = Enum.Parse<RatedBy>(price.By, ignoreCase: true),
            Currency = price.Currency is { } code ? Currency.Parse(code) : null,
        };
    }

    /// <summary>Every wallet on a line of its own.</summary>
    public static string Text(string customer, IEnumerable<WalletState> wallets) =>
        string.Join('\n', wallets.Select(one => View(customer, one).Describe()));

    /// <summary>Movements on a line each, by currency and in order.</summary>
    public static string Lines(string customer, IEnumerable<LedgerEntry> entries) => string.Join('\n', entries
        .OrderBy(entry => entry.Currency.Code, StringComparer.Ordinal).ThenBy(entry => entry.Number)
        .Select(entry => $"{entry.Currency} {View(LedgerEntryView.Of(customer, entry)).Describe()}"));

    /// <summary>A movement in the model's words.</summary>
    public static ModelEntryView View(LedgerEntryView entry) => new(
        long.Parse(entry.Id.Split('_')[^1], CultureInfo.InvariantCulture), entry.Sequence, entry.Kind,
        Decimal(entry.Amount), Decimal(entry.BalanceAfter), entry.Reference, entry.Reason,
        [.. entry.Parts.Select(part => (part.Grant, Decimal(part.Amount)))]);

    static List<QuantityPrice> Prices(IEnumerable<ModelUnitPrice> prices) =>
        [.. prices.Select(price => new QuantityPrice(price.Property, Exact.Of(price.Amount), price.Per))];

    static ModelWalletView View(string customer, WalletState state) => new(
        state.Wallet.Currency.Code,
        new ModelWalletUse(
            state.Wallet.HardStop, Decimal(state.Wallet.OverdraftLimit),
            state.Wallet.LowBalance is { } low ? Decimal(low) : null),
        Decimal(state.Wallet.Balance), Decimal(state.Wallet.Held), Decimal(state.Wallet.Available),
        [.. state.Grants.Select(grant => View(CreditGrantView.Of(customer, grant)))]);

    static ModelGrantView View(CreditGrantView grant) => new(
        grant.Id, grant.Kind, Decimal(grant.Amount), Decimal(grant.Remaining), Decimal(grant.Held), grant.Priority,
        grant.ExpiresAt is { } at ? InstantPattern.ExtendedIso.Parse(at).GetValueOrThrow() : (Instant?)null,
        grant.ExternalId);

    static Amount Amount(decimal value) => new((long)(value * MicrosPerUnit));

    static decimal Decimal(Amount amount) => (decimal)amount.Micros / MicrosPerUnit;

    static decimal Decimal(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
