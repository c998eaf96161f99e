using Tollgate.Core.Money;
using Tollgate.Core.Wallets;
using Xunit;

namespace Tollgate.Core.Tests.Wallets;

/// <summary>
/// A payment of 50 that pays for credit: <c>r20</c> tells of 20 refunded in all, <c>o50</c> of a dispute of 50 that is
/// open, <c>l</c> and <c>w</c> that it was lost or won; <c>use</c> spends. The balance after each.
/// </summary>
public sealed class ReturnTests
{
    static readonly Currency Usd = Currency.Parse("USD");

    public static TheoryData<string, string> Rows => new()
    {
        { "r20 r50", "30 0" },
        { "r20 r50 o50 w50", "30 0 0 0" },
        { "r50 o50 l50", "0 0 0" },
        { "o50 w50", "0 50" },
        { "o50 l50", "0 0" },
        { "o50 r50 w50", "0 0 0" },
        { "o50 r20 w50", "0 0 30" },
        { "o30 r40 w30", "20 0 10" },
        { "w50 o50", "50 50" },
        { "l50 o50", "0 0" },
        { "r50 r20", "0 0" },
        { "r20 r20", "30 30" },
        { "r0", "50" },
        { "r70", "0" },
        { "o20 o50 o20", "30 0 0" },
        { "use30 o50 w50", "20 -30 20" },
        { "use50 r50", "0 -50" },
        { "more10 use30 o50 w50", "60 30 -20 30" },
        { "l50 w50", "0 DisputeClosed" },
        { "w50 l50", "50 DisputeClosed" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_is_returned_is_what_was_refunded_or_is_disputed_and_never_more_than_was_paid(
        string told, string balances)
    {
        var desk = Paid();
        Assert.Equal(balances, string.Join(' ', told.Split(' ').Select(word => Tell(desk, word))));
        AssertSound(desk);
    }

    [Theory]
    [InlineData("r20 o50", "0")]
    [InlineData("r20 r30 o50 w50", "20")]
    [InlineData("o20 l20 r10", "20")]
    [InlineData("r10 r50 o20 w20", "0")]
    public void Whatever_order_the_news_comes_in_it_comes_to_the_same(string told, string balance)
    {
        foreach (var order in Orders([.. told.Split(' ')]))
        {
            var desk = Paid();
            foreach (var word in order) Tell(desk, word);
            Assert.Equal(balance, Balance(desk));
            AssertSound(desk);
        }
    }

    [Fact]
    public void It_is_taken_of_the_credit_that_was_paid_for_and_comes_back_there()
    {
        var desk = new Desk();
        desk.Customer();
        Grant(desk, 10, CreditKind.Grant);
        Grant(desk, 50, CreditKind.TopUp, "pay");

        Tell(desk, "o50");
        Assert.Equal([10L, 0L], Remaining(desk));
        Tell(desk, "w50");

        Assert.Equal([10L, 50L], Remaining(desk));
        var entries = desk.Rows.Customer("acme")!.Ledger;
        Assert.Equal([EntryKind.Refund, EntryKind.Refund], entries.Skip(2).Select(one => one.Kind));
        Assert.All(entries.Skip(2), one => Assert.Equal("pay", one.Reference));
    }

    [Fact]
    public void What_comes_back_to_credit_whose_time_is_over_is_gone_at_once()
    {
        var desk = new Desk();
        desk.Customer();
        desk.Do(new GrantCredit(
            "acme", Usd, Amount.Of(50), CreditKind.TopUp, ExpiresAt: Desk.Time("2026-01-16T00:00:00Z"),
            ExternalId: "pay"));
        Tell(desk, "o50");
        desk.At("2026-01-17T00:00:00Z");

        Assert.Equal("0", Tell(desk, "w50"));

        Assert.Equal(EntryKind.Expiry, desk.Rows.Customer("acme")!.Ledger[^1].Kind);
        AssertSound(desk);
    }

    [Fact]
    public void News_that_changes_nothing_leaves_nothing_behind()
    {
        var desk = Paid();
        Tell(desk, "r20");
        var sequence = desk.Rows.Customer("acme")!.Head.Sequence;
        Tell(desk, "r20");
        Tell(desk, "r10");
        Assert.Equal(sequence, desk.Rows.Customer("acme")!.Head.Sequence);
    }

    [Theory]
    [InlineData("nothing", "USD")]
    [InlineData("given", "USD")]
    [InlineData("pay", "EUR")]
    public void Only_what_was_paid_into_that_wallet_is_returned(string payment, string currency)
    {
        var desk = Paid();
        Grant(desk, 10, CreditKind.Grant, "given");
        var answer = desk.Do(new ReturnPayment("acme", Currency.Parse(currency), payment, Amount.Of(1)));
        Assert.Equal("rejected PaymentNotFound", Desk.Show(answer));
    }

    [Fact]
    public void A_payment_has_so_many_disputes()
    {
        var desk = Paid();
        for (var i = 0; i < PaymentReturn.MostDisputes; i++)
            desk.Do(new ReturnPayment("acme", Usd, "pay", Dispute: new Dispute(
                $"d{i}", Amount.Of(1), DisputeState.Won)));
        var one = new ReturnPayment("acme", Usd, "pay", Dispute: new Dispute("more", Amount.Of(1), DisputeState.Open));
        Assert.Equal("rejected TooManyDisputes", Desk.Show(desk.Do(one)));
    }

    static Desk Paid()
    {
        var desk = new Desk();
        desk.Customer();
        Grant(desk, 50, CreditKind.TopUp, "pay");
        return desk;
    }

    static void Grant(Desk desk, long amount, CreditKind kind, string? id = null) =>
        desk.Do(new GrantCredit("acme", Usd, Amount.Of(amount), kind, ExternalId: id));

    static string Tell(Desk desk, string word)
    {
        if (word.StartsWith("use", StringComparison.Ordinal))
            desk.Do(new AdjustWallet("acme", Usd, -Amount.Of(Number(word[3..])), "used"));
        else if (word.StartsWith("more", StringComparison.Ordinal))
            Grant(desk, Number(word[4..]), CreditKind.Grant);
        else if (desk.Do(Command(word)) is Rejected rejected) return $"{rejected.Code}";
        return Balance(desk);
    }

    static ReturnPayment Command(string word)
    {
        var amount = Amount.Of(Number(word[1..]));
        if (word[0] == 'r') return new ReturnPayment("acme", Usd, "pay", amount);
        var state = word[0] == 'o' ? DisputeState.Open : word[0] == 'l' ? DisputeState.Lost : DisputeState.Won;
        return new ReturnPayment("acme", Usd, "pay", Dispute: new Dispute("d", amount, state));
    }

    static long Number(string text) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    static string Balance(Desk desk) => $"{desk.Rows.Customer("acme")!.Wallets["USD"].Balance}";

    static IEnumerable<long> Remaining(Desk desk) =>
        desk.Rows.Customer("acme")!.Grants.Values.Select(one => one.Remaining.Micros / Amount.PerUnit);

    static void AssertSound(Desk desk)
    {
        var rows = desk.Rows.Customer("acme")!;
        Assert.Equal(rows.Wallets["USD"].Balance.Micros, rows.Ledger.Sum(one => one.Amount.Micros));
        var parts = rows.Ledger.SelectMany(one => one.Parts).ToLookup(part => part.Grant, part => part.Amount.Micros);
        Assert.All(rows.Grants.Values, grant =>
        {
            Assert.Equal(grant.Remaining.Micros, parts[grant.Id].Sum());
            Assert.InRange(grant.Remaining.Micros, 0, grant.Amount.Micros);
        });
    }

    static IEnumerable<IReadOnlyList<string>> Orders(IReadOnlyList<string> words)
    {
        if (words.Count <= 1) return [words];
        return words.SelectMany((word, i) => Orders([.. words.Where((_, j) => j != i)])
            .Select(rest => (IReadOnlyList<string>)[word, .. rest]));
    }
}
