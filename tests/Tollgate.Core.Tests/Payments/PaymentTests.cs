using Tollgate.Core.Catalog;
using Tollgate.Core.Money;
using Tollgate.Core.Payments;
using Tollgate.Core.Subscriptions;
using Xunit;

namespace Tollgate.Core.Tests.Payments;

/// <summary>
/// A session of 50 USD for a wallet, or of 30 USD for a month of "pro", after each word: its status, its problem, the
/// wallet's balance. <c>ok:40</c> is a success of 40 dollars, <c>ok:40EUR</c> of euros, <c>ok:50@b</c> by payment b.
/// </summary>
public sealed class PaymentTests
{
    static readonly Currency Usd = Currency.Parse("USD");

    public static TheoryData<string, string> TopUps => new()
    {
        { "page processing ok:50", "Redirected/0 Processing/0 Succeeded/50" },
        { "page ok:50 ok:50 fail cancelled expired processing", "Redirected/0" + Repeat(" Succeeded/50", 6) },
        { "page ok:80", "Redirected/0 Succeeded/80" },
        { "page ok:49 ok:49", "Redirected/0" + Repeat(" Processing:amount_mismatch/0", 2) },
        { "page ok:50EUR fail expired", "Redirected/0" + Repeat(" Processing:amount_mismatch/0", 3) },
        { "page ok:49 accept accept", "Redirected/0 Processing:amount_mismatch/0 Succeeded/49 Succeeded/49" },
        { "page ok:49 give_up give_up ok:49", "Redirected/0 Processing:amount_mismatch/0" + Repeat(" Failed/0", 3) },
        { "page ok:49 give_up ok:50", "Redirected/0 Processing:amount_mismatch/0 Failed/0 Succeeded/50" },
        { "page ok:49 ok:50", "Redirected/0 Processing:amount_mismatch/0 Succeeded/50" },
        { "page fail ok:50", "Redirected/0 Failed/0 Succeeded/50" },
        { "page cancel ok:50", "Redirected/0 Cancelled/0 Succeeded/50" },
        { "ok:50 page", "Succeeded/50 Succeeded/50" },
        { "page late expired ok:50", "Redirected/0 Expired/0 Expired/0 Succeeded/50" },
        { "page late processing ok:50", "Redirected/0 Expired/0 Processing/0 Succeeded/50" },
        { "late page", "Expired/0 Expired/0" },
        { "page late cancel", "Redirected/0 Expired/0 PaymentSessionClosed" },
        { "page processing cancel", "Redirected/0 Processing/0 PaymentUnderWay" },
        { "page ok:50 cancel", "Redirected/0 Succeeded/50 PaymentSessionClosed" },
        { "cancel cancel page accept", "Cancelled/0 Cancelled/0 Cancelled/0 PaymentSessionClosed" },
        { "page ok:50 refund refund ok:50", "Redirected/0 Succeeded/50" + Repeat(" Refunded/0", 3) },
        { "page ok:50 back:20 back:20 back:15 refund",
            "Redirected/0 Succeeded/50" + Repeat(" Succeeded/30", 3) + " Refunded/0" },
        { "page ok:49 refund ok:49", "Redirected/0 Processing:amount_mismatch/0 Failed/0 Failed/0" },
        { "page ok:50@a ok:50@b ok:50@b accept",
            "Redirected/0 Succeeded/50" + Repeat(" Succeeded:paid_twice/50", 2) + " Succeeded/50" },
        { "page ok:6@a ok:50@b", "Redirected/0 Processing:amount_mismatch/0 Succeeded:paid_twice/50" },
        { "page ok:6@a give_up ok:50@b", "Redirected/0 Processing:amount_mismatch/0 Failed/0 Succeeded/50" },
        { "lost:b lost:b lost page", "Pending/0 Pending/0 Failed/0 Failed/0" },
        { "open open", "Pending/0 Pending/0" },
    };

    [Theory, MemberData(nameof(TopUps))]
    public void A_top_up_credits_what_was_collected_once(string words, string expected)
    {
        var desk = new Desk().Customer();
        var id = Open(desk, new OpenPayment(
            "acme", null, PricePer.Month, new CurrencyAmount(Amount.Of(50), Usd), "https://x.test/", "a"));
        Assert.Equal(expected, string.Join(' ', words.Split(' ').Select(word => Say(desk, id, word))));
        var rows = desk.Rows.Customer("acme")!;
        Assert.Equal(
            rows.Wallets.Values.Sum(one => one.Balance.Micros), rows.Ledger.Sum(one => one.Amount.Micros));
    }

    [Theory]
    [InlineData("page ok:30", "active until 2026-02-15", "Succeeded/0")]
    [InlineData("page ok:30 ok:30", "active until 2026-02-15", "Succeeded/0")]
    [InlineData("page ok:37", "active until 2026-02-15", "Succeeded/7")]
    [InlineData("page ok:37 back:37:5", "active until 2026-02-15", "Succeeded/2")]
    [InlineData("page ok:37 back:37:37", "active until 2026-02-15", "Succeeded/0")]
    [InlineData("page ok:37 refund", "active until 2026-02-15", "Refunded/0")]
    [InlineData("page ok:30 back:30:5", "active until 2026-02-15", "Succeeded/0")]
    [InlineData("page ok:29", "", "Processing:amount_mismatch/0")]
    [InlineData("page ok:29 accept", "active until 2026-02-15", "Succeeded/0")]
    [InlineData("page fail", "", "Failed/0")]
    public void A_plan_is_given_for_a_period_and_what_is_over_is_credit(string words, string plan, string last)
    {
        var desk = new Desk().Customer().Plan("pro", null, trialDays: 14, price: 30);
        var id = Open(desk, new OpenPayment("acme", "pro", PricePer.Month, null, "https://x.test/", "a"));
        Assert.Equal(last, words.Split(' ').Select(word => Say(desk, id, word)).ToList()[^1]);
        Assert.Equal(plan, Plans(desk));
    }

    [Fact]
    public void Paid_again_it_is_prolonged_from_its_end_and_short_months_are_made_good()
    {
        var desk = new Desk().At("2026-01-31T12:00:00Z").Customer().Plan("pro", null, price: 30);
        foreach (var until in (string[])["2026-02-28", "2026-03-31", "2026-04-30"])
        {
            var id = Open(desk, new OpenPayment("acme", "pro", PricePer.Month, null, "https://x.test/", "a"));
            Say(desk, id, "ok:30");
            Assert.Equal($"active until {until}", Plans(desk));
        }
    }

    [Fact]
    public void A_trial_ends_with_its_payment_and_a_plan_without_an_end_gets_none()
    {
        var desk = new Desk().Customer().Plan("pro", null, trialDays: 14, price: 30);
        desk.Subscribe("pro");
        var id = Open(desk, new OpenPayment("acme", "pro", PricePer.Month, null, "https://x.test/", "a"));
        Say(desk, id, "ok:30");
        Assert.Equal("active", desk.Statuses());
        Assert.Null(desk.Rows.Customer("acme")!.Subscriptions.Single().EndsAt);
    }

    [Fact]
    public void What_is_paid_for_is_what_is_prolonged_in_its_version_and_seats()
    {
        var desk = new Desk().Customer().Plan("pro", null, price: 10);
        desk.Do(new Subscribe("acme", "pro", EndsAt: Desk.Time("2026-02-15T12:00:00Z")) { Quantity = 5 });
        desk.Plan("pro", null, price: 20);
        var open = new OpenPayment("acme", "pro", PricePer.Month, null, "https://x.test/", "a");
        var first = ((Put<PaymentSession>)desk.Do(open)).Value;
        Assert.Equal((Amount.Of(50), 1, 5), (first.Amount, first.PlanVersion, first.Quantity));

        // Of one that is over nothing is prolonged: another is begun, in the newest version and with its fewest seats.
        desk.At("2026-02-15T12:00:00Z");
        var anew = ((Put<PaymentSession>)desk.Do(open)).Value;
        Assert.Equal((Amount.Of(20), 2, 1), (anew.Amount, anew.PlanVersion, anew.Quantity));

        // What was asked for before that is given as it was asked for.
        Assert.Equal("Succeeded/0", Say(desk, first.Id, "ok:50"));
        var given = desk.Rows.Customer("acme")!.Subscriptions[^1];
        Assert.Equal((5, 1), (given.Quantity, desk.Rows.Catalog.Plan(given.Plan).Row.Version));
    }

    [Fact]
    public void Nobody_is_asked_for_money_for_what_could_not_be_given()
    {
        var desk = new Desk().Customer().Plan("pro", null, price: 30).Plan("low", null, price: 5).Plan("free", null);
        desk.Subscribe("pro");
        desk.Do(new PutSettings(new SettingsChange { DowngradeTo = PlanCodes.Of(["free"]) }));
        var before = desk.Rows.Customer("acme")!.Head.Sequence;
        var refused = (Rejected)desk.Do(new OpenPayment("acme", "low", PricePer.Month, null, "https://x.test/", "a"));
        Assert.Equal(Rejection.DowngradeNotAllowed, refused.Code);
        Assert.Equal(before, desk.Rows.Customer("acme")!.Head.Sequence);
    }

    [Fact]
    public void What_cannot_be_given_waits_for_the_operator()
    {
        var desk = new Desk().Customer().Plan("pro", null, price: 30);
        var id = Open(desk, new OpenPayment("acme", "pro", PricePer.Month, null, "https://x.test/", "a"));
        desk.Do(new ArchivePlan("pro"));
        Assert.Equal("Processing:fulfilment_refused/0", Say(desk, id, "ok:30"));
        Assert.Equal("Processing:fulfilment_refused/0", Say(desk, id, "ok:30"));
        Assert.Equal("Failed/0", Say(desk, id, "give_up"));
    }

    [Theory]
    [InlineData("JPY", "500", 500_000_000L)]
    [InlineData("BHD", "0.005", 5_000L)]
    [InlineData("JPY", "500.5", null)]
    [InlineData("BHD", "0.0005", null)]
    [InlineData("CREDITS", "5", null)]
    public void Of_every_currency_whole_coins_are_asked_for(string code, string amount, long? micros)
    {
        Assert.True(Amount.TryParse(amount, out var asked));
        var open = new OpenPayment(
            "acme", null, PricePer.Month, new CurrencyAmount(asked, Currency.Parse(code)), "https://x.test/", "a");
        var errors = new FieldErrors();
        open.Validate(errors);
        Assert.Equal(micros is null, errors.Any);
        if (micros is null) return;
        var desk = new Desk().Customer();
        var id = Open(desk, open);
        desk.Do(new RecordPayment("acme", id, "a", PaymentFact.Succeeded) { Collected = open.TopUp });
        Assert.Equal(micros, desk.Rows.Customer("acme")!.Wallets[code].Balance.Micros);
    }

    static long Open(Desk desk, OpenPayment command) => ((Put<PaymentSession>)desk.Do(command)).Value.Id;

    static string Say(Desk desk, long id, string word)
    {
        if (word == "late") desk.At("2026-01-17T12:00:00Z");
        var parts = word.Split(':', '@');
        var outcome = Command(parts) is { } command ? desk.Do(command) : null;
        if (outcome is Rejected rejected) return $"{rejected.Code}";
        var row = ((Shown<PaymentSession>)desk.Do(new ShowPayment("acme", id))).Value;
        var balance = desk.Rows.Customer("acme")!.Wallets.TryGetValue("USD", out var wallet) ? wallet.Balance : default;
        return $"{row.Status}{(row.Problem is { } problem ? $":{problem}" : "")}/{balance}";

        Command? Command(string[] parts) => parts[0] switch
        {
            "late" => null,
            "page" => new RedirectPayment("acme", id, "a", "c", "https://pay.test/c"),
            "cancel" => new CancelPayment("acme", id),
            "accept" => new ResolvePayment("acme", id, true),
            "give_up" => new ResolvePayment("acme", id, false),
            "lost" => new FailPaymentAttempt(
                "acme", id, desk.Rows.Customer("acme")!.Payments[id].Provider == "a" ? "a" : "b", "down",
                parts.Length > 1 ? parts[1] : null),
            "ok" => Told(PaymentFact.Succeeded) with
            {
                Collected = Money(parts[1]),
                Payment = parts.Length > 2 ? parts[2] : null,
            },
            "back" => Told(PaymentFact.Succeeded) with
            {
                Collected = Money(parts.Length > 2 ? parts[1] : "50"),
                Refunded = Money(parts[^1]).Amount,
            },
            "refund" => Told(PaymentFact.Refunded),
            "open" => Told(PaymentFact.Open),
            "processing" => Told(PaymentFact.Processing),
            "fail" => Told(PaymentFact.Failed),
            "cancelled" => Told(PaymentFact.Cancelled),
            _ => Told(PaymentFact.Expired),
        };

        RecordPayment Told(PaymentFact fact) => new("acme", id, "a", fact);
    }

    static CurrencyAmount Money(string text)
    {
        var isEuro = text.EndsWith("EUR", StringComparison.Ordinal);
        Assert.True(Amount.TryParse(isEuro ? text[..^3] : text, out var amount));
        return new CurrencyAmount(amount, isEuro ? Currency.Parse("EUR") : Usd);
    }

    static string Plans(Desk desk) => string.Join(' ', desk.Rows.Customer("acme")!.Subscriptions.Select(
        one => $"{$"{one.StatusAt(desk.Now, desk.Rows.Catalog)}".ToLowerInvariant()} until {one.EndsAt:uuuu-MM-dd}"));

    static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
