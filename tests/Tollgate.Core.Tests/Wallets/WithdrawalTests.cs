using Tollgate.Core.Catalog;
using Tollgate.Core.Customers;
using Tollgate.Core.Money;
using Tollgate.Core.Time;
using Tollgate.Core.Usage;
using Tollgate.Core.Wallets;
using Tollgate.Core.Webhooks;
using Xunit;

namespace Tollgate.Core.Tests.Wallets;

/// <summary>
/// A wallet of 100, of which a bank takes at least 10 out for 2.5 per cent, and cash anything for 3. What is left
/// available and held after each word.
/// </summary>
public sealed class WithdrawalTests
{
    const string Where = """{"iban":"DE123456789","name":"Ann","bank":{"zip":12345}}""";

    static readonly Currency Usd = Currency.Parse("USD");

    public static TheoryData<string, string> Rows => new()
    {
        { "ask40", "60+40" },
        { "ask40 ask60 ask60", "60+40 0+100 CreditInsufficient" },
        { "ask100", "0+100" },
        { "ask101", "CreditInsufficient" },
        { "ask9", "amount:below_minimum" },
        { "cash3", "amount:below_fee" },
        { "cash4", "96+4" },
        { "ask40 complete", "60+40 WithdrawalNotApproved" },
        { "ask40 fail", "60+40 WithdrawalNotApproved" },
        { "ask40 approve:ann", "60+40 SameActor" },
        { "ask40 approve:bob approve:eve complete complete", "60+40 60+40 60+40 60+0 60+0" },
        { "ask40 approve:bob fail fail", "60+40 60+40 100+0 100+0" },
        { "ask40 cancel cancel", "60+40 100+0 100+0" },
        { "ask40 approve:bob cancel", "60+40 60+40 100+0" },
        { "ask40 cancel approve:bob", "60+40 100+0 WithdrawalClosed" },
        { "ask40 approve:bob complete cancel", "60+40 60+40 60+0 WithdrawalClosed" },
        { "ask40 approve:bob fail complete", "60+40 60+40 100+0 WithdrawalClosed" },
        { "ask40 begin approve:bob begin cancel", "60+40 60+40 60+40 60+40 PayoutUnderWay" },
        { "ask40 approve:bob begin fail complete", "60+40 60+40 60+40 PayoutUnderWay 60+0" },
        { "ask40 approve:bob begin failed", "60+40 60+40 60+40 100+0" },
        { "other", "WithdrawalNotFound" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void It_is_held_then_paid_or_given_back(string words, string expected)
    {
        var desk = Funded();
        Assert.Equal(expected, string.Join(' ', words.Split(' ').Select(word => Say(desk, word))));
        var rows = desk.Rows.Customer("acme")!;
        Assert.Equal(rows.Wallets["USD"].Balance.Micros, rows.Ledger.Sum(one => one.Amount.Micros));
        Assert.Equal(rows.Wallets["USD"].Held.Micros, rows.Grants.Values.Sum(one => one.Held.Micros));
    }

    [Theory]
    [InlineData("40", "2.5", "1.00")]
    [InlineData("10.60", "2.5", "0.27")]
    [InlineData("10.59", "2.5", "0.26")]
    [InlineData("10.20", "2.5", "0.26")]
    [InlineData("40", "0", "0.00")]
    public void A_fee_is_rounded_half_up_to_the_minor_unit(string amount, string percent, string fee)
    {
        Assert.True(Amount.TryParse(amount, out var sum));
        Assert.Equal(fee, Fee.Of(sum, Exact.Parse(percent), Usd).ToString(Usd));
    }

    [Theory]
    [InlineData("JPY", "101", "2.5", "3")]
    [InlineData("JPY", "100", "2.5", "3")]
    [InlineData("JPY", "99", "2.5", "2")]
    [InlineData("CREDITS", "0.000001", "50", "0.000001")]
    [InlineData("CREDITS", "0.000001", "49", "0")]
    public void In_every_currency(string code, string amount, string percent, string fee)
    {
        var currency = Currency.Parse(code);
        Assert.True(Amount.TryParse(amount, out var sum));
        Assert.Equal(fee, Fee.Of(sum, Exact.Parse(percent), currency).ToString(currency));
    }

    [Fact]
    public void What_was_paid_and_the_fee_are_two_entries_of_what_was_held()
    {
        var desk = Funded();
        desk.Do(new GrantCredit("acme", Usd, Amount.Of(50), CreditKind.Grant, Priority: 1));
        Say(desk, "ask80");
        Say(desk, "approve:bob");
        desk.Do(new GrantCredit("acme", Usd, Amount.Of(5), CreditKind.Grant, Priority: 0));
        Say(desk, "complete");

        var entries = desk.Rows.Customer("acme")!.Ledger[^2..];
        Assert.Equal(
            [(EntryKind.Withdrawal, "-78"), (EntryKind.Fee, "-2")], entries.Select(one => (one.Kind, $"{one.Amount}")));
        Assert.Equal([50L, 28L], entries[0].Parts.Select(part => -part.Amount.Micros / Amount.PerUnit));
        Assert.All(entries, one => Assert.Equal(WithdrawalId.Format("acme", Last(desk).Id), one.Reference));
        Assert.Equal("5", $"{desk.Rows.Customer("acme")!.Grants.Values.Last().Remaining}");
    }

    [Fact]
    public void What_was_given_for_a_time_is_not_paid_out()
    {
        var desk = Funded();
        desk.Do(new GrantCredit(
            "acme", Usd, Amount.Of(50), CreditKind.Grant, Priority: 1, ExpiresAt: Desk.Time("2026-02-01T00:00:00Z")));
        desk.Do(new AdjustWallet("acme", Usd, Amount.Of(7), "found"));

        Assert.Equal("CreditInsufficient", Say(desk, "ask108"));
        Assert.Equal("50+107", Say(desk, "ask107"));
        Assert.Equal("CreditInsufficient", Say(desk, "ask10"));
        Say(desk, "approve:bob");
        Assert.Equal("50+0", Say(desk, "complete"));
        Assert.Equal("50", $"{desk.Rows.Customer("acme")!.Grants.Values.Last().Remaining}");
    }

    [Fact]
    public void Nothing_is_paid_out_to_the_suspended_but_what_was_begun()
    {
        var desk = Funded();
        Say(desk, "ask20");
        Say(desk, "approve:bob");
        Say(desk, "begin");
        desk.At("2026-01-16T12:00:00Z").Suspend();

        Assert.Equal("CustomerSuspended", Say(desk, "ask10"));
        Assert.True(((Put<Withdrawal>)desk.Do(new BeginPayout("acme", Last(desk).Id))).Changed);
        Assert.Equal("80+0", Say(desk, "complete"));

        desk.Do(new ResumeCustomer("acme"));
        Say(desk, "ask30");
        desk.Suspend();
        Assert.Equal("CustomerSuspended", Say(desk, "approve:bob"));
        desk.Do(new ResumeCustomer("acme"));
        Say(desk, "approve:bob");
        desk.Suspend();
        Assert.False(((Put<Withdrawal>)desk.Do(new BeginPayout("acme", Last(desk).Id))).Changed);
        Assert.Equal("80+0", Say(desk, "cancel"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\t\u2003")]
    public void Nobody_acts_under_a_blank_name(string blank)
    {
        Command[] commands =
        [
            new RequestWithdrawal("acme", Usd, Amount.Of(1), "bank", Where, blank),
            new ApproveWithdrawal("acme", 1, blank),
            new CompleteWithdrawal("acme", 1, blank),
            new FailWithdrawal("acme", 1, blank),
            new AdjustWallet("acme", Usd, Amount.Of(1), blank),
            new GrantCredit("acme", Usd, Amount.Of(1), CreditKind.Grant, Reason: blank),
            new ReceiveMoney("acme", Usd, Amount.Of(1), blank),
            new ReturnPayment("acme", Usd, blank, Amount.Of(1)),
            new ReverseUse("acme", "e", blank),
            new SuspendCustomer("acme", blank),
            new Use("acme", "calls") { Actor = blank },
        ];
        Assert.Equal(
            "actor actor reference reason reason reason reference payment reason reason actor",
            string.Join(' ', commands.Select(Field)));

        static string Field(Command command)
        {
            var errors = new FieldErrors();
            command.Validate(errors);
            return Assert.Single(errors.All).Field;
        }
    }

    [Fact]
    public void An_overdraft_is_not_paid_out()
    {
        var desk = Funded();
        desk.Do(new PutWallet("acme", Usd, OverdraftLimit: Amount.Of(50)));
        Assert.Equal("CreditInsufficient", Say(desk, "ask101"));
    }

    [Fact]
    public void Where_it_goes_is_known_until_it_ended_and_then_masked()
    {
        var desk = Funded();
        Say(desk, "ask40");
        Assert.Equal(Where, Last(desk).Destination);
        Say(desk, "cancel");
        Assert.Equal("""{"iban":"****6789","name":"****","bank":{"zip":"****2345"}}""", Last(desk).Destination);
        Assert.DoesNotContain(
            desk.Rows.Customer("acme")!.Audits, one => $"{one.Before}{one.After}".Contains("6789"));
    }

    [Fact]
    public void The_same_external_id_is_the_same_withdrawal_and_other_content_a_conflict()
    {
        var desk = Funded();
        var first = (Put<Withdrawal>)desk.Do(Ask(40, "bank", "x"));
        var again = (Put<Withdrawal>)desk.Do(Ask(40, "bank", "x"));
        Assert.Equal((true, false, first.Value.Id), (first.Created, again.Changed, again.Value.Id));
        Assert.Equal("rejected ExternalIdConflict", Desk.Show(desk.Do(Ask(41, "bank", "x"))));
        Assert.Equal("60+40", Standing(desk));
    }

    [Fact]
    public void A_payout_is_begun_by_one_at_a_time_and_anew_when_nothing_is_heard_of_it()
    {
        var desk = Funded();
        Say(desk, "ask40");
        Say(desk, "approve:bob");
        Assert.True(Begin());
        Assert.False(Begin());
        desk.At("2026-01-15T12:00:59.999999Z");
        Assert.False(Begin());
        desk.At("2026-01-15T12:01:00Z");
        Assert.True(Begin());
        desk.At("2026-01-15T12:02:59.999999Z");
        Assert.False(Begin());
        desk.At("2026-01-15T12:03:00Z");
        Assert.True(Begin());

        bool Begin() => ((Put<Withdrawal>)desk.Do(new BeginPayout("acme", Last(desk).Id))).Changed;
    }

    [Fact]
    public void Each_step_is_told_without_where_it_goes()
    {
        var desk = Funded();
        desk.Do(new CreateWebhookEndpoint("https://example.com/", ["*"], WebhookSecret.Of(new byte[32])));
        foreach (var word in (string[])["ask40", "approve:bob", "begin", "complete", "ask20", "cancel", "ask20"])
            Say(desk, word);
        Say(desk, "approve:bob");
        Say(desk, "fail");

        Assert.Equal(
            "requested approved paid requested cancelled requested approved failed",
            string.Join(' ', desk.Rows.Outbox.Select(one => one.Type["withdrawal.".Length..])));
        Assert.DoesNotContain(desk.Rows.Outbox, one => one.Payload.Contains("6789", StringComparison.Ordinal));
    }

    [Fact]
    public void A_receipt_is_credited_less_the_fee_once()
    {
        var desk = Funded();
        desk.Do(new PutSettings(new SettingsChange { ReceiptFeePercent = Exact.Parse("2.5") }) { Keeps = true });
        var first = (Put<ReceiptView>)desk.Do(new ReceiveMoney("acme", Usd, Amount.Of(10), "sale-1"));
        desk.Do(new PutSettings(new SettingsChange { ReceiptFeePercent = Exact.Parse("9") }) { Keeps = true });
        var again = (Put<ReceiptView>)desk.Do(new ReceiveMoney("acme", Usd, Amount.Of(10), "sale-1"));

        Assert.Equal(("0.25", "9.75", true), (first.Value.Fee, first.Value.Net, first.Created));
        Assert.Equal((first.Value, false), (again.Value, again.Changed));
        Assert.Equal("rejected ExternalIdConflict", Desk.Show(desk.Do(
            new ReceiveMoney("acme", Usd, Amount.Of(11), "sale-1"))));
        Assert.Equal(
            [(EntryKind.TopUp, "10"), (EntryKind.Fee, "-0.25")],
            desk.Rows.Customer("acme")!.Ledger[^2..].Select(one => (one.Kind, $"{one.Amount}")));
        Assert.Equal("109.75", $"{desk.Rows.Customer("acme")!.Wallets["USD"].Balance}");
    }

    [Fact]
    public void A_plans_part_of_a_receipt_comes_before_that_of_the_settings()
    {
        var desk = Funded();
        desk.Do(new PutSettings(new SettingsChange { ReceiptFeePercent = Exact.Parse("2.5") }) { Keeps = true });
        Plan("none", PlanKind.Base, null);
        Plan("extra", PlanKind.AddOn, "7");
        Plan("base", PlanKind.Base, "0");
        Assert.Equal("0.25", Fee());
        desk.Subscribe("none");
        Assert.Equal("0.25", Fee());
        desk.Subscribe("extra");
        Assert.Equal("0.7", Fee());
        desk.Subscribe("base");
        Assert.Equal("0", Fee());

        void Plan(string code, PlanKind kind, string? percent) => desk.Do(new PutPlan(code, new PlanDefinition(
            code, kind, false, CycleLength.Month, 0, true, new(StringComparer.Ordinal))
        {
            ReceiptFeePercent = percent is null ? null : Exact.Parse(percent),
        }));

        string Fee()
        {
            desk.Do(new ReceiveMoney("acme", Usd, Amount.Of(10), $"sale-{desk.Rows.Customer("acme")!.Head.Sequence}"));
            return desk.Rows.Customer("acme")!.Ledger[^1] is { Kind: EntryKind.Fee } entry ? $"{-entry.Amount}" : "0";
        }
    }

    static Desk Funded()
    {
        var desk = new Desk();
        desk.Customer();
        desk.Do(new PutSettings(new SettingsChange
        {
            WithdrawalMethods = WithdrawalMethods.Of(new Dictionary<string, WithdrawalMethod>
            {
                ["bank"] = new(Amount.Of(10), FeePercent: Exact.Parse("2.5")),
                ["cash"] = new(Amount.Zero, FeeAmount: Amount.Of(3)),
            }),
        }));
        desk.Do(new GrantCredit("acme", Usd, Amount.Of(100), CreditKind.TopUp));
        return desk;
    }

    static RequestWithdrawal Ask(long amount, string method, string? id = null) =>
        new("acme", Usd, Amount.Of(amount), method, Where, "ann", id);

    static string Say(Desk desk, string word)
    {
        if (desk.Do(Command(desk, word)) is not Rejected rejected) return Standing(desk);
        return rejected.Errors is [var error] ? $"{error.Field}:{error.Code}" : $"{rejected.Code}";
    }

    static Command Command(Desk desk, string word)
    {
        var id = desk.Rows.Customer("acme")!.Withdrawals.Keys.LastOrDefault();
        return word.Split(':') switch
        {
            ["approve", var who] => new ApproveWithdrawal("acme", id, who),
            ["complete"] => new CompleteWithdrawal("acme", id, "ref"),
            ["fail"] => new FailWithdrawal("acme", id, "no such account"),
            ["failed"] => new FailWithdrawal("acme", id, "no such account") { FromPayout = true },
            ["cancel"] => new CancelWithdrawal("acme", id),
            ["begin"] => new BeginPayout("acme", id),
            ["other"] => new ShowWithdrawal("acme", 999),
            _ => Ask(Number(word), word.StartsWith("ask", StringComparison.Ordinal) ? "bank" : "cash"),
        };
    }

    static long Number(string word) =>
        long.Parse(word.TrimStart([.. "askcah"]), System.Globalization.CultureInfo.InvariantCulture);

    static string Standing(Desk desk)
    {
        var wallet = desk.Rows.Customer("acme")!.Wallets["USD"];
        return $"{wallet.Available}+{wallet.Held}";
    }

    static Withdrawal Last(Desk desk) => desk.Rows.Customer("acme")!.Withdrawals.Values.Last();
}
