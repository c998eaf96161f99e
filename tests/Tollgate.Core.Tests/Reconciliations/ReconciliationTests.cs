using System.Collections.Immutable;
using Tollgate.Core.Money;
using Tollgate.Core.Reconciliations;
using Tollgate.Core.Tests.Wallets;
using Xunit;

namespace Tollgate.Core.Tests.Reconciliations;

/// <summary>What a reconciliation posts, by hand: a call costs 2, and the period is the 15th of January.</summary>
public sealed class ReconciliationTests
{
    public static TheoryData<Rule> Rules => Rule.Table(
        new("what the provider counts more is debited", desk =>
            Paid(desk).Reconcile("25") + Of(desk), "25/20+0:5 | 75 held 0 #3 75 Adjustment -5"),
        new("what it counts less comes back", desk =>
            Paid(desk).Reconcile("12.5") + Of(desk), "12.5/20+0:-7.5 | 87.5 held 0 #3 80 Adjustment 7.5"),
        new("what agrees posts nothing", desk =>
            Paid(desk).Reconcile("20") + Of(desk), "20/20+0:0 nothing | 80 held 0 #3 80 Debit -14"),
        new("the same again posts nothing", desk =>
            $"{Paid(desk).Reconcile("25")}, {desk.Reconcile("25")}" + Of(desk),
            "25/20+0:5, 25/20+5:0 nothing | 75 held 0 #3 75 Adjustment -5"),
        new("a total that was corrected posts what is left", desk =>
            $"{Paid(desk).Reconcile("25")}, {desk.Reconcile("21")}" + Of(desk),
            "25/20+0:5, 21/20+5:-4 | 79 held 0 #3 75 Adjustment 4"),
        new("a dry run tells the plan and posts nothing", desk =>
            $"{Paid(desk).Reconcile("25", dryRun: true)}, {desk.Reconcile("25", dryRun: true)}" + Of(desk),
            "25/20+0:5 nothing, 25/20+0:5 nothing | 80 held 0 #3 80 Debit -14"),
        new("only what matches counts, and the rest stays", desk =>
            Paid(desk).Reconcile("7", "model=a") + Of(desk), "7/6+0:1 | 79 held 0 #3 79 Adjustment -1"),
        new("each total has an entry of its own, under one number", desk =>
            Paid(desk).Reconcile("7 13", "model=a", "model=b") + Entries(desk),
            "7/6+0:1, 13/14+0:-1 | 6 Adjustment -1, 6 Adjustment 1"),
        new("of a feature", desk => Paid(desk).Reconcile("21", "feature=calls"), "21/20+0:1"),
        new("of another feature nothing was charged", desk =>
            Paid(desk).Reconcile("3", "feature=tokens"), "3/0+0:3"),
        new("of uses that name no namespace", desk => Paid(desk).Reconcile("21", "namespace="), "21/20+0:1"),
        new("what is recorded later belongs to a later period", desk =>
        {
            Paid(desk).At("2026-01-16T13:00:00Z").Pay(5);
            return desk.Reconcile("20");
        }, "20/20+0:0 nothing"),
        new("what was given back in the period counts less", desk =>
        {
            Paid(desk, reverse: true);
            return desk.Reconcile("14");
        }, "14/14+0:0 nothing"),
        new("it may take a wallet below zero, whatever its hard stop", desk =>
            Paid(desk).Reconcile("130") + Of(desk), "130/20+0:110 | -30 held 0 Adjustment -110"),
        new("a period that shares time with one that was posted for is refused", desk =>
            $"{Paid(desk).Reconcile("25")}, {desk.Reconcile("25", from: "2026-01-14T00:00:00Z")}" + Of(desk),
            "25/20+0:5, ReconciliationOverlaps | 75 held 0 #3 75 Adjustment -5"),
        new("also a part of it, and its plan", desk =>
            $"{Paid(desk).Reconcile("25")}, {desk.Reconcile("25", from: "2026-01-15T12:00:00Z", dryRun: true)}",
            "25/20+0:5, ReconciliationOverlaps"),
        new("one that only touches it is another count", desk =>
            $"{Paid(desk).Reconcile("25", from: "2026-01-15T12:00:00Z")}, "
            + desk.Reconcile("1", from: "2026-01-14T00:00:00Z", to: "2026-01-15T12:00:00Z"),
            "25/20+0:5, 1/0+0:1"),
        new("a match that shares uses with one that was posted for is refused", desk =>
            $"{Paid(desk).Reconcile("7", "model=a")}, {desk.Reconcile("21")}, {desk.Reconcile("21", "feature=calls")}",
            "7/6+0:1, ReconciliationOverlaps, ReconciliationOverlaps"),
        new("one that shares none is another count, in whatever period", desk =>
            $"{Paid(desk).Reconcile("7", "model=a")}, "
            + desk.Reconcile("15", from: "2026-01-14T00:00:00Z", matches: "model=b"),
            "7/6+0:1, 15/14+0:1"),
        new("what posted nothing stands in nobody's way", desk =>
            $"{Paid(desk).Reconcile("20")}, {desk.Reconcile("25", from: "2026-01-14T00:00:00Z")}",
            "20/20+0:0 nothing, 25/20+0:5"),
        new("nor what was taken back whole", desk =>
            $"{Paid(desk).Reconcile("25")}, {desk.Reconcile("20")}, "
            + desk.Reconcile("21", from: "2026-01-14T00:00:00Z") + Of(desk),
            "25/20+0:5, 20/20+5:-5, 21/20+0:1 | 79 held 0 #3 74 Adjustment -1"),
        new("another wallet is another count", desk =>
        {
            Paid(desk).Reconcile("25");
            desk.Do(new Core.Wallets.PutWallet("acme", Currency.Parse("EUR")));
            return desk.Reconcile("3", currency: "EUR", from: "2026-01-14T00:00:00Z");
        }, "3/0+0:3"),
        new("properties that were erased are not taken for none", desk =>
        {
            Paid(desk).Rows.Customer("acme")!.Erase();
            return $"{desk.Reconcile("7", "model=a")}, {desk.Reconcile("21", "feature=calls")}";
        }, "PropertiesErased, 21/20+0:1"),
        new("a period that is not over is refused", desk =>
        {
            Paid(desk).At("2026-01-15T23:59:59Z");
            return desk.Reconcile("20");
        }, "Invalid to"),
        new("an unknown feature is named", desk =>
            Paid(desk).Reconcile("20 1", "feature=calls", "feature=none"), "Invalid totals[1].match.feature"),
        new("without a wallet there is nothing to post to", desk =>
        {
            Paid(desk);
            return desk.Reconcile("20", currency: "EUR");
        }, "WalletNotFound"),
        new("what a wallet could not owe is refused", desk =>
        {
            Paid(desk);
            for (var i = 0; i < 9000; i++) desk.Adjust("-1000000000");
            return desk.Reconcile("25000000");
        }, "Invalid amount"),
        new("nobody is nobody", desk => desk.At("2026-01-17T00:00:00Z").Reconcile("20"), "CustomerNotFound"));

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_reconciliation_posts_what_differs(Rule rule) => rule.Holds();

    [Theory]
    [InlineData("model=a", "model=b", false)]
    [InlineData("model=a", "model=a", true)]
    [InlineData("model=a", "size=1", true)]
    [InlineData("model=a,size=1", "model=a,size=2", false)]
    [InlineData("feature=calls", "feature=tokens", false)]
    [InlineData("feature=calls,model=a", "model=a", true)]
    [InlineData("namespace=", "namespace=x", false)]
    [InlineData("", "model=a", true)]
    public void Two_matches_overlap_unless_something_that_both_name_tells_them_apart(
        string one, string other, bool overlap)
    {
        Assert.Equal(overlap, Counts.Match(one).Overlaps(Counts.Match(other)));
        Assert.Equal(overlap, Counts.Match(other).Overlaps(Counts.Match(one)));
        var errors = new FieldErrors();
        Counts.Command("1 2", [one, other]).Validate(errors);
        Assert.Equal(overlap ? ["totals[1].match overlaps"] : [], errors.All.Select(one => $"{one.Field} {one.Code}"));
    }

    [Fact]
    public void Every_bad_field_is_named()
    {
        var long9 = string.Join(',', Enumerable.Range(0, 9).Select(n => $"p{n}=x"));
        var command = new Reconcile(
            "a b", Till.Usd, Desk.Time("2026-02-01T00:00:00Z"), Desk.Time("2026-01-01T00:00:00Z"),
            [
                new StatedTotal(Counts.Match("feature=a b,namespace=c d,model=1"), Amount.Zero),
                new StatedTotal(Counts.Match($"model=2,{long9}"), Amount.Zero),
                new StatedTotal(Counts.Match($"model={new string('x', 129)}"), Amount.Zero),
            ],
            false);
        var errors = new FieldErrors();
        command.Validate(errors);
        Assert.Equal(
            ["customer invalid_id", "from out_of_range", "totals[0].match.feature invalid_id",
                "totals[0].match.namespace invalid_id", "totals[1].match too_many", "totals[2].match.model too_long"],
            errors.All.Select(one => $"{one.Field} {one.Code}"));
    }

    // 3 calls of model a and 7 of model b in the period, that of b later given back or not; it ends at the 17th.
    static Desk Paid(Desk desk, bool reverse = false)
    {
        desk = desk.On(Till.Feature(Till.Unit("2"), 0));
        desk.Grant("100");
        desk.Pay(3, "e1", properties: """{"model":"a"}""");
        desk.Pay(7, "e2", properties: """{"model":"b"}""");
        if (reverse) desk.Reverse("e1");
        return desk.At("2026-01-17T00:00:00Z");
    }

    static string Of(Desk desk)
    {
        var last = desk.Rows.Customer("acme")!.Ledger[^1];
        return $" | {desk.Balance()} {last.Kind} {last.Amount}";
    }

    static string Entries(Desk desk) => " | " + string.Join(", ", desk.Rows.Customer("acme")!.Ledger.TakeLast(2)
        .Select(entry => $"{entry.Sequence} {entry.Kind} {entry.Amount}"));
}

/// <summary>Words for what a provider counts.</summary>
static class Counts
{
    /// <summary>Reconciles the 15th of January: stated/recorded+posted before:difference of each total.</summary>
    public static string Reconcile(this Desk desk, string amounts, params string[] matches) =>
        Reconcile(desk, Command(amounts, matches));

    public static string Reconcile(
        this Desk desk, string amounts, bool dryRun = false, string currency = "USD",
        string from = "2026-01-15T00:00:00Z", string to = "2026-01-16T00:00:00Z", string matches = "") =>
        Reconcile(desk, Command(amounts, [matches]) with
        {
            DryRun = dryRun,
            Currency = Currency.Parse(currency),
            From = Desk.Time(from),
            To = Desk.Time(to),
        });

    public static Reconcile Command(string amounts, string[] matches) => new(
        "acme", Till.Usd, Desk.Time("2026-01-15T00:00:00Z"), Desk.Time("2026-01-16T00:00:00Z"),
        [.. amounts.Split(' ').Select((amount, i) => new StatedTotal(
            Match(i < matches.Length ? matches[i] : ""), Amount.Floor(Exact.Parse(amount))))],
        false);

    /// <summary>A match as <c>feature=calls,model=a</c>.</summary>
    public static ChargeMatch Match(string text)
    {
        var named = text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('='))
            .ToImmutableSortedDictionary(one => one[0], one => one[1], StringComparer.Ordinal);
        return new ChargeMatch(
            named.GetValueOrDefault("feature"), named.GetValueOrDefault("namespace"),
            named.Remove("feature").Remove("namespace"));
    }

    static string Reconcile(Desk desk, Reconcile command) => desk.Do(command) switch
    {
        Put<Reconciliation> put => string.Join(", ", put.Value.Totals.Select(
            total => $"{total.Stated}/{total.Recorded}+{total.PostedBefore}:{total.Difference}"))
            + (put.Changed ? "" : " nothing"),
        Rejected { Code: Rejection.Invalid } rejected => $"Invalid {rejected.Errors[0].Field}",
        Rejected rejected => $"{rejected.Code}",
        var other => $"{other}",
    };
}
