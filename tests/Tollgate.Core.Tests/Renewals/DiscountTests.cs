using Tollgate.Core.Discounts;
using Tollgate.Core.Due;
using Tollgate.Core.Money;
using Tollgate.Core.Renewals;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Tests.Wallets;
using Xunit;

namespace Tollgate.Core.Tests.Renewals;

public sealed class DiscountTests
{
    // Pro costs 9.99 a month; what three renewals take of 100.
    public static TheoryData<Rule> Prices { get; } = Rule.Table(
        new("A part, half of a coin up", desk => Three(desk, Part("25")), "-7.49 -7.49 -7.49"),
        new("The half itself", desk => Three(desk, Part("50")), "-4.99 -4.99 -4.99"),
        new("A part of a part", desk => Three(desk, Part("33.333")), "-6.66 -6.66 -6.66"),
        new("All of it leaves no entry", desk => Three(desk, Part("100")), ""),
        new("An amount", desk => Three(desk, Off("4")), "-5.99 -5.99 -5.99"),
        new("More than the price leaves nothing, and never gives", desk => Three(desk, Off("25")), ""),
        new("So many renewals, then the price", desk => Three(desk, Part("50") with { Periods = 2 }),
            "-4.99 -4.99 -9.99"),
        new("Until its time is over, by when it is due", desk =>
            Three(desk, Part("50") with { ExpiresAt = Desk.Time("2026-03-15T12:00:00Z") }), "-4.99 -9.99 -9.99"),
        new("An amount of another currency lowers nothing", desk =>
            Three(desk, Off("4") with { Currency = Currency.Parse("EUR") }), "-9.99 -9.99 -9.99"),
        new("Archived it stays with who has it", desk =>
        {
            var before = Given(desk, Part("50"));
            desk.Do(new ArchiveDiscount("D"));
            return $"{before}, {Renewals(desk)}";
        }, "created 3, -4.99 -4.99 -4.99"));

    public static TheoryData<Rule> Giving { get; } = Rule.Table(
        new("An unknown one", desk => Give(Priced(desk), "X"), "rejected Invalid renewal.discount:unknown_discount"),
        new("One that is archived", desk =>
        {
            Priced(desk).Do(new PutDiscount("D", Part("50")));
            desk.Do(new ArchiveDiscount("D"));
            return Give(desk, "D");
        }, "rejected DiscountOver"),
        new("One whose time is over", desk =>
        {
            Priced(desk).Do(new PutDiscount("D", Part("50") with { ExpiresAt = desk.Now }));
            return Give(desk, "D");
        }, "rejected DiscountOver"),
        new("One for other plans", desk =>
        {
            Priced(desk).Do(new PutDiscount("D", Part("50") with { Plans = ["free"] }));
            return Give(desk, "D");
        }, "rejected Invalid renewal.discount:other_plan"),
        new("One that was given as often as it may, in one place and the other", desk =>
        {
            Priced(desk).Do(new PutDiscount("D", Part("50") with { MaxUses = 1 }));
            var (first, second) = (Give(desk, "D"), Give(desk, "D"));
            return $"{first}, {second}, used {desk.Rows.Catalog.Discount("D")!.Uses}";
        }, "created 3, rejected DiscountUsedUp, used 1"),
        new("Repeated by its external id it is counted once", desk =>
        {
            Priced(desk).Do(new PutDiscount("D", Part("50") with { MaxUses = 5 }));
            var (first, second) = (Give(desk, "D", "x"), Give(desk, "D", "x"));
            return $"{first}, {second}, used {desk.Rows.Catalog.Discount("D")!.Uses}";
        }, "created 3, unchanged 3, used 1"),
        new("Set again it is not given again", desk =>
        {
            Priced(desk).Do(new PutDiscount("D", Part("50") with { MaxUses = 5 }));
            Give(desk, "D");
            desk.Do([new SetRenewal("acme", 3, new RenewalTerms(RenewedBy.Invoice, null, "D")), new HoldAccount()]);
            return $"used {desk.Rows.Catalog.Discount("D")!.Uses}";
        }, "used 1"),
        new("What it takes off stays", desk =>
        {
            Priced(desk).Do(new PutDiscount("D", Part("50")));
            return Desk.Show(desk.Do(new PutDiscount("D", Part("51"))));
        }, "rejected DiscountFixed"),
        new("How often it is given may change", desk =>
        {
            Priced(desk).Do(new PutDiscount("D", Part("50") with { MaxUses = 1 }));
            Give(desk, "D");
            desk.Do(new PutDiscount("D", Part("50") with { MaxUses = 2 }));
            return $"{Give(desk, "D")} used {desk.Rows.Catalog.Discount("D")!.Uses}";
        }, "created 4 used 2"));

    [Theory, MemberData(nameof(Prices))]
    public void It_lowers_renewals(Rule rule) => rule.Holds();

    [Theory, MemberData(nameof(Giving))]
    public void It_is_given(Rule rule) => rule.Holds();

    [Theory]
    [InlineData(null, null, null, "percent required")]
    [InlineData("10", "5", "USD", "percent required")]
    [InlineData("0", null, null, "percent out_of_range")]
    [InlineData("100.01", null, null, "percent out_of_range")]
    [InlineData(null, "-1", "USD", "amount out_of_range")]
    [InlineData(null, "5", null, "currency required")]
    public void Bad_ones_are_named(string? percent, string? amount, string? currency, string expected)
    {
        var errors = new FieldErrors();
        new PutDiscount("D", new DiscountDefinition(
            percent is null ? null : Exact.Parse(percent), amount is null ? null : Money(amount),
            currency is null ? null : Currency.Parse(currency))).Validate(errors);

        Assert.Contains(expected, errors.All.Select(error => $"{error.Field} {error.Code}"));
    }

    static DiscountDefinition Part(string percent) => new(Exact.Parse(percent), null, null);

    static DiscountDefinition Off(string amount) => new(null, Money(amount), Till.Usd);

    static Amount Money(string text) =>
        Amount.TryParse(text, out var amount) ? amount : throw new FormatException(text);

    static Desk Priced(Desk desk)
    {
        desk.Plan("pro", Desk.Limits((10, "cycle")), price: 9.99m).Plan("free", null).Customer().Grant("100");
        return desk;
    }

    static string Give(Desk desk, string code, string? externalId = null) => Desk.Show(desk.Do(
    [
        new Subscribe("acme", "pro", ExternalId: externalId)
        {
            Renewal = new RenewalTerms(RenewedBy.Wallet, null, code),
        },
        new HoldAccount(),
    ])[0]);

    static string Given(Desk desk, DiscountDefinition definition)
    {
        Priced(desk).Do(new PutDiscount("D", definition));
        return Give(desk, "D");
    }

    static string Three(Desk desk, DiscountDefinition definition)
    {
        Given(desk, definition);
        return Renewals(desk);
    }

    static string Renewals(Desk desk)
    {
        desk.At("2026-04-20T00:00:00Z").Do(new SettleDue("acme"));
        Assert.Equal(
            Desk.Time("2026-05-15T12:00:00Z"), desk.Rows.Customer("acme")!.Subscriptions[^1].Renewal!.DueAt);
        return string.Join(' ', desk.Rows.Customer("acme")!.Ledger.Skip(1).Select(entry => entry.Amount));
    }
}
