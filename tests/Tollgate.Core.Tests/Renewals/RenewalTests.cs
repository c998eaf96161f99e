using System.Text.Json;
using NodaTime;
using Tollgate.Core.Catalog;
using Tollgate.Core.Customers;
using Tollgate.Core.Due;
using Tollgate.Core.Invoices;
using Tollgate.Core.Money;
using Tollgate.Core.Payments;
using Tollgate.Core.Renewals;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Tests.Wallets;
using Tollgate.Core.Time;
using Tollgate.Core.Usage;
using Tollgate.Core.Wallets;
using Tollgate.Core.Webhooks;
using Xunit;

namespace Tollgate.Core.Tests.Renewals;

public sealed class RenewalTests
{
    static readonly PlanFeature Ten = Desk.Limits((10, "cycle"));

    // Pro costs 9 a month; acme is on it since noon of 15 January, and it is due at noon of 15 February.
    public static TheoryData<Rule> ByWallet { get; } = Rule.Table(
        new("It is paid when it is due, and not a microsecond before", desk =>
        {
            On(desk).Grant("20");
            return $"{At(desk, "2026-02-15T11:59:59.999999Z")}; {At(desk, "2026-02-15T12:00:00Z")}";
        }, "active 20 due 2026-02-15; active 11 due 2026-03-15"),
        new("Once, however often somebody looks", desk =>
        {
            On(desk).Grant("20");
            At(desk, "2026-02-15T12:00:00Z");
            At(desk, "2026-02-15T12:00:00Z");
            return $"{At(desk, "2026-02-16T12:00:00Z")} {desk.Ledger()}";
        }, "active 11 due 2026-03-15 Grant 20 20, Debit -9 11"),
        new("Each period that was missed, in order", desk =>
        {
            On(desk).Grant("100");
            return $"{At(desk, "2026-05-20T00:00:00Z")} {desk.Ledger()}";
        }, "active 64 due 2026-06-15 Grant 100 100, Debit -9 91, Debit -9 82, Debit -9 73, Debit -9 64"),
        new("Short of credit it is past due, with access, until seven days after", desk =>
        {
            On(desk).Grant("5");
            return $"{At(desk, "2026-02-15T12:00:00Z")}; {At(desk, "2026-02-22T11:59:59Z")}; "
                + At(desk, "2026-02-22T12:00:00Z");
        }, "pastdue 5 due 2026-02-15 tried 1, free 02-22; pastdue 5 due 2026-02-15 tried 3, free 02-22; "
            + "active 5 on free"),
        new("Without a free plan it ends then", desk =>
        {
            On(desk, free: false);
            var owing = At(desk, "2026-02-15T12:00:00Z");
            return $"{owing}; {At(desk, "2026-02-22T12:00:00Z")}";
        }, "pastdue 0 due 2026-02-15 tried 1, ends 02-22; expired 0"),
        new("Whoever looks long after finds that it fell then", desk =>
        {
            On(desk);
            return At(desk, "2026-08-01T00:00:00Z");
        }, "active 0 on free"),
        new("What was set aside before it fell due and ends after that does end, whoever looks when", desk =>
        {
            On(desk, free: false);
            desk.At("2026-02-15T11:58:00Z").Do(
                new Use("acme", "calls", 3, Id: "a") { HoldFor = Duration.FromMinutes(5) });
            return At(desk, "2026-05-01T00:00:00Z");
        }, "expired 0"),
        new("A top-up pays at once, for the period that was due", desk =>
        {
            On(desk);
            At(desk, "2026-02-16T12:00:00Z");
            desk.Grant("10");
            return State(desk);
        }, "active 1 due 2026-03-15"),
        new("A top-up that is too small does not", desk =>
        {
            On(desk);
            At(desk, "2026-02-15T12:00:00Z");
            desk.Grant("8.99");
            return State(desk);
        }, "pastdue 8.99 due 2026-02-15 tried 1, free 02-22"),
        new("The last try is as good as the first", desk =>
        {
            On(desk);
            At(desk, "2026-02-19T00:00:00Z");
            desk.Do(new PutWallet("acme", Till.Usd, false));
            return $"{At(desk, "2026-02-22T12:00:00Z")}";
        }, "active -9 due 2026-03-15"),
        new("What a plan includes pays for no plan", desk =>
        {
            desk.Do(new PutPlan("rich", Plan("rich", 9) with
            {
                Credit = [new PlanCredit(Amount.Of(50), Till.Usd, CreditPer.Cycle)],
            }));
            desk.Customer().Subscribe(new Subscribe("acme", "rich") { Renewal = new RenewalTerms(RenewedBy.Wallet) });
            return At(desk, "2026-02-15T12:00:00Z");
        }, "pastdue 50 due 2026-02-15 tried 1, ends 02-22"),
        new("Credit that expires as it is due does not pay", desk =>
        {
            On(desk).Grant("20", until: "2026-02-15T12:00:00Z");
            return At(desk, "2026-03-01T12:00:00Z");
        }, "active 0 on free"),
        new("Credit that expires after it was due, and before somebody looks, does", desk =>
        {
            On(desk).Grant("20", until: "2026-02-15T12:00:01Z");
            return $"{At(desk, "2026-02-20T12:00:00Z")} {desk.Ledger()}";
        }, "active 0 due 2026-03-15 Grant 20 20, Debit -9 11, Expiry -11 0"),
        new("Seats multiply the price", desk =>
        {
            Priced(desk).Customer().Grant("100");
            desk.Subscribe(new Subscribe("acme", "pro")
            {
                Quantity = 3,
                Renewal = new RenewalTerms(RenewedBy.Wallet),
            });
            return At(desk, "2026-02-15T12:00:00Z");
        }, "active 73 due 2026-03-15"),
        new("The price is that of the plan it is on by then", desk =>
        {
            On(desk).Plan("max", Ten, price: 50).Grant("100");
            desk.Do(new ChangeSubscription("acme", 2, "max", null, CancelWhen.PeriodEnd));
            return At(desk, "2026-02-15T12:00:00Z");
        }, "active 50 due 2026-03-15"),
        new("One that is cancelled to the end of the period is not renewed", desk =>
        {
            On(desk).Grant("100");
            desk.Cancel(2, CancelWhen.PeriodEnd);
            return At(desk, "2026-04-01T12:00:00Z");
        }, "canceled 100 due 2026-02-15"),
        new("One that is cancelled while it owes owes no more, and is not tried", desk =>
        {
            On(desk);
            At(desk, "2026-02-15T12:00:00Z");
            desk.Cancel(2);
            desk.Grant("100");
            return $"{At(desk, "2026-02-16T12:00:00Z")} {Unpaid(desk)}";
        }, "canceled 100 unpaid 0"));

    public static TheoryData<Rule> Otherwise { get; } = Rule.Table(
        new("By invoice: it is due, and its payment carries it on", desk =>
        {
            On(desk, RenewedBy.Invoice);
            var owing = $"{At(desk, "2026-02-15T12:00:00Z")} {Unpaid(desk)}";
            desk.At("2026-02-20T00:00:00Z").Do(new PayInvoice("acme", Due(desk)));
            return $"{owing}; {State(desk)} {Unpaid(desk)}";
        }, "pastdue 0 due 2026-02-15 tried 1, free 02-22 unpaid 1; active 0 due 2026-03-15 unpaid 0"),
        new("By invoice that nobody pays: the free plan after seven days, and nothing is owed", desk =>
        {
            On(desk, RenewedBy.Invoice).Grant("100");
            return $"{At(desk, "2026-02-22T12:00:00Z")} {Unpaid(desk)}";
        }, "active 100 on free unpaid 0"),
        new("An invoice of the wallet's renewal can be paid otherwise too", desk =>
        {
            On(desk);
            At(desk, "2026-02-15T12:00:00Z");
            desk.Do(new PayInvoice("acme", Due(desk)));
            return State(desk);
        }, "active 0 due 2026-03-15"),
        new("Renewed by a command it goes on by a period", desk =>
        {
            On(desk, RenewedBy.Invoice).Do(new RenewSubscription("acme", 2));
            return State(desk);
        }, "active 0 due 2026-03-15"),
        new("From wallet to invoice and back, with what is due", desk =>
        {
            On(desk, RenewedBy.Invoice);
            At(desk, "2026-02-17T12:00:00Z");
            desk.Grant("10");
            var waits = State(desk);
            desk.Do(new SetRenewal("acme", 2, new RenewalTerms(RenewedBy.Wallet)));
            return $"{waits}; {State(desk)}";
        }, "pastdue 10 due 2026-02-15 tried 1, free 02-22; active 1 due 2026-03-15"),
        new("Renewed no more it ends where it is paid to", desk =>
        {
            On(desk).Grant("100");
            desk.Do(new EndRenewal("acme", 2));
            return $"{State(desk)}; {At(desk, "2026-02-15T12:00:00Z")}";
        }, "active 100; expired 100"),
        new("An agreed end becomes the time from which it is renewed", desk =>
        {
            Priced(desk).Customer().Grant("100");
            desk.Subscribe(new Subscribe("acme", "pro", EndsAt: Desk.Time("2026-02-01T00:00:00Z")));
            desk.Do(new SetRenewal("acme", 3, new RenewalTerms(RenewedBy.Wallet)));
            return At(desk, "2026-02-01T00:00:00Z");
        }, "active 91 due 2026-03-01"),
        new("A trial is paid for at its end", desk =>
        {
            Trial(desk).Grant("20");
            return $"{At(desk, "2026-01-28T12:00:00Z")}; {At(desk, "2026-01-29T12:00:00Z")}; "
                + At(desk, "2026-02-28T12:00:00Z");
        }, "trialing 20 due 2026-01-29; active 11 due 2026-02-28; active 2 due 2026-03-29"),
        new("A trial that is not paid for gives no access, and still may be paid", desk =>
        {
            Trial(desk);
            var expired = At(desk, "2026-01-29T12:00:00Z");
            desk.Grant("20");
            return $"{expired}; {State(desk)}";
        }, "expired 0 due 2026-01-29 tried 1, ends 02-05; active 11 due 2026-02-28"),
        new("A trial that was paid otherwise is renewed a period after that", desk =>
        {
            Trial(desk).Grant("20");
            desk.At("2026-01-20T00:00:00Z").Do(new ActivateSubscription("acme", 2));
            return At(desk, "2026-02-20T00:00:00Z");
        }, "active 11 due 2026-03-20"),
        new("One that is paid before its start is renewed a period after that", desk =>
        {
            Priced(desk).Customer().Grant("20");
            desk.Subscribe(new Subscribe("acme", "pro", StartsAt: Desk.Time("2026-01-31T00:00:00Z"))
            {
                Renewal = new RenewalTerms(RenewedBy.Wallet),
            });
            var agreed = State(desk);
            desk.At("2026-01-20T00:00:00Z").Do(new ActivateSubscription("acme", 3));
            return $"{agreed}; {State(desk)}";
        }, "scheduled 20 due 2026-02-28; active 20 due 2026-02-20"),
        new("Paid through a session while it is due it goes on from there, and owes nothing", desk =>
        {
            On(desk);
            var owing = At(desk, "2026-02-17T12:00:00Z");
            PayPlan(desk);
            return $"{owing}; {State(desk)} {Unpaid(desk)}";
        }, "pastdue 0 due 2026-02-15 tried 2, free 02-22; active 0 due 2026-03-15 unpaid 0"),
        new("Paid through a session ahead it goes on from its end", desk =>
        {
            On(desk);
            PayPlan(desk);
            return State(desk);
        }, "active 0 due 2026-03-15"),
        new("What falls due in a pause is due at its end, and counted from there", desk =>
        {
            On(desk).Grant("100");
            desk.Do(new PauseSubscription("acme", 2));
            var paused = At(desk, "2026-04-20T00:00:00Z");
            desk.Do(new ResumeSubscription("acme", 2));
            return $"{paused}; {State(desk)}";
        }, "paused 100 due 2026-02-15; active 91 due 2026-05-20"),
        new("The same of a suspension", desk =>
        {
            On(desk).Grant("100");
            desk.Suspend();
            var suspended = At(desk, "2026-04-20T00:00:00Z");
            desk.Do(new ResumeCustomer("acme"));
            return $"{suspended}; {State(desk)}";
        }, "active 100 due 2026-02-15; active 91 due 2026-05-20"),
        new("A plan that costs nothing is not renewed", desk =>
        {
            Priced(desk).Customer();
            return desk.Subscribe(new Subscribe("acme", "free") { Renewal = new RenewalTerms(RenewedBy.Wallet) });
        }, "rejected Invalid renewal.per:no_price"),
        new("Nor one without a price by the year by the year", desk =>
        {
            On(desk);
            return Desk.Show(desk.Do(new SetRenewal("acme", 2, new RenewalTerms(RenewedBy.Wallet, PricePer.Year))));
        }, "rejected Invalid per:no_price"),
        new("What is due is not put off", desk =>
        {
            On(desk);
            At(desk, "2026-02-15T12:00:00Z");
            return Desk.Show(desk.Do(new SetRenewal(
                "acme", 2, new RenewalTerms(RenewedBy.Invoice), Desk.Time("2027-01-01T00:00:00Z"))));
        }, "rejected PaymentPastDue"));

    public static TheoryData<Rule> Dates { get; } = Rule.Table(
        new("The 31st comes back after a short month", desk => Turns(desk, "2026-01-31T08:00:00Z", "UTC", 4),
            "02-28T08 03-31T08 04-30T08 05-31T08"),
        new("A leap year has its day", desk => Turns(desk, "2028-01-31T08:00:00Z", "UTC", 2), "02-29T08 03-31T08"),
        new("The hour is the customer's, through daylight saving", desk =>
            Turns(desk, "2026-02-10T08:00:00Z", "Europe/Berlin", 3), "03-10T08 04-10T07 05-10T07"),
        new("Midnight that does not exist", desk => Turns(desk, "2026-03-29T22:00:00Z", "Africa/Cairo", 2),
            "04-29T21 05-29T21"));

    public static TheoryData<Rule> Told { get; } = Rule.Table(
        new("Seven days and three days ahead, each once, and the renewal", desk =>
        {
            With(desk);
            On(desk).Grant("20");
            return $"{Knock(desk, "2026-02-08T11:59:59Z")}|{Knock(desk, "2026-02-08T12:00:00Z")}"
                + $"|{Knock(desk, "2026-02-12T12:00:00Z")}|{Knock(desk, "2026-02-15T12:00:00Z")}";
        }, "|renewal_upcoming 2026-02-08 9.00|renewal_upcoming 2026-02-12 9.00|renewed 9.00"),
        new("Of two that nobody was there for only the nearest", desk =>
        {
            With(desk);
            On(desk);
            return Knock(desk, "2026-02-13T12:00:00Z");
        }, "renewal_upcoming 2026-02-12 9.00"),
        new("None of a renewal that is past, and the one of the next", desk =>
        {
            With(desk);
            On(desk).Grant("100");
            return Knock(desk, "2026-03-10T00:00:00Z");
        }, "renewed 9.00, renewal_upcoming 2026-03-08 9.00"),
        new("Set two days ahead it is told at once, and no more", desk =>
        {
            With(desk);
            Priced(desk).Customer().Subscribe(new Subscribe("acme", "pro", EndsAt: Desk.Time("2026-01-17T12:00:00Z"))
            {
                Renewal = new RenewalTerms(RenewedBy.Wallet),
            });
            var set = Knock(desk, "2026-01-15T12:00:00Z");
            return $"{set}|{Knock(desk, "2026-01-16T12:00:00Z")}";
        }, "renewal_upcoming 2026-01-15 9.00|"),
        new("Each failure with its next try, and the fall", desk =>
        {
            With(desk);
            On(desk);
            Knock(desk, "2026-02-13T12:00:00Z");
            return $"{Knock(desk, "2026-02-15T12:00:00Z")}|{Knock(desk, "2026-02-16T12:00:00Z")}"
                + $"|{Knock(desk, "2026-02-18T12:00:00Z")}|{Knock(desk, "2026-02-22T12:00:00Z")}";
        }, "renewal_failed 9.00 retry 2026-02-16|renewal_failed 9.00 retry 2026-02-18|"
            + "renewal_failed 9.00 retry 2026-02-22|renewal_lapsed 9.00, plan_changed 2026-02-22"),
        new("By invoice that it is due", desk =>
        {
            With(desk);
            On(desk, RenewedBy.Invoice);
            Knock(desk, "2026-02-13T12:00:00Z");
            return $"{Knock(desk, "2026-02-15T12:00:00Z")}|{Knock(desk, "2026-02-20T12:00:00Z")}";
        }, "renewal_due 9.00|"),
        new("A trial's end as before", desk =>
        {
            With(desk);
            Trial(desk).Grant("20");
            return $"{Knock(desk, "2026-01-26T12:00:00Z")}|{Knock(desk, "2026-01-29T12:00:00Z")}";
        }, "trial_will_end 2026-01-26|renewed 9.00, trial_ended 2026-01-29"));

    [Theory, MemberData(nameof(ByWallet))]
    public void A_wallet_renews(Rule rule) => rule.Holds();

    [Theory, MemberData(nameof(Otherwise))]
    public void It_is_renewed_otherwise(Rule rule) => rule.Holds();

    [Theory, MemberData(nameof(Dates))]
    public void Periods_go_by_the_calendar(Rule rule) => rule.Holds();

    [Theory, MemberData(nameof(Told))]
    public void It_is_told(Rule rule) => rule.Holds();

    /// <summary>When somebody looks makes no difference to what is left, nor to the ledger.</summary>
    [Theory, InlineData("0"), InlineData("5"), InlineData("9"), InlineData("20"), InlineData("100")]
    public void Whoever_looks_each_hour_and_whoever_looks_once_find_the_same(string credit)
    {
        var (often, once) = (On(new Desk()), On(new Desk()));
        often.Grant(credit == "0" ? "0.01" : credit);
        once.Grant(credit == "0" ? "0.01" : credit);
        var end = Desk.Time("2026-06-01T00:00:00Z");
        for (var at = often.Now; at < end; at += Duration.FromHours(1)) Knock(often, at.ToString());
        At(often, end.ToString());

        Assert.Equal($"{State(often)} {often.Ledger()}", $"{At(once, end.ToString())} {once.Ledger()}");
        Assert.Equal("", often.WrongCounters());
        Assert.Equal("", once.WrongCounters());
    }

    static PlanDefinition Plan(string name, decimal price, int trialDays = 0) => new(
        name, PlanKind.Base, false, CycleLength.Month, trialDays, true,
        new SortedDictionary<string, PlanFeature>(StringComparer.Ordinal) { ["calls"] = Ten })
    {
        Prices = [new PlanPrice(price, "USD", PricePer.Month)],
    };

    static Desk Priced(Desk desk, bool free = true)
    {
        desk.Plan("pro", Ten, price: 9).Plan("free", Desk.Limits((1, "day")));
        if (free) desk.Do(new PutSettings(new SettingsChange { FreePlan = "free" }));
        return desk;
    }

    static Desk On(Desk desk, RenewedBy by = RenewedBy.Wallet, bool free = true)
    {
        Priced(desk, free).Customer().Subscribe(new Subscribe("acme", "pro") { Renewal = new RenewalTerms(by) });
        return desk;
    }

    static Desk Trial(Desk desk)
    {
        desk.Do(new PutPlan("pro", Plan("pro", 9, trialDays: 14)));
        desk.Customer().Subscribe(new Subscribe("acme", "pro") { Renewal = new RenewalTerms(RenewedBy.Wallet) });
        return desk;
    }

    static void PayPlan(Desk desk)
    {
        var open = new OpenPayment("acme", "pro", PricePer.Month, null, "https://x.test/", "a");
        var session = ((Put<PaymentSession>)desk.Do(open)).Value;
        desk.Do(new RecordPayment("acme", session.Id, "a", PaymentFact.Succeeded)
        {
            Collected = new CurrencyAmount(session.Amount, session.Currency),
        });
    }

    static string Turns(Desk desk, string start, string zone, int count)
    {
        Priced(desk.At(start)).Customer(zone).Grant("1000");
        desk.Subscribe(new Subscribe("acme", "pro") { Renewal = new RenewalTerms(RenewedBy.Wallet) });
        List<string> turns = [];
        for (var i = 0; i < count; i++)
        {
            var due = desk.Rows.Customer("acme")!.Subscriptions[^1].Renewal!.DueAt;
            turns.Add(due.ToString("MM-dd'T'HH", null));
            At(desk, due.ToString());
        }
        return string.Join(' ', turns);
    }

    static string At(Desk desk, string time)
    {
        desk.At(time).Do(new SettleDue("acme"));
        return State(desk);
    }

    // Its status, what the wallet has, and until when it is paid.
    static string State(Desk desk)
    {
        var one = desk.Rows.Customer("acme")!.Subscriptions[^1];
        var wallet = desk.Rows.Customer("acme")!.Wallets.Values.SingleOrDefault();
        var due = one.Renewal is { } renewal
            ? $" due {renewal.DueAt.ToString()[..10]}" + (renewal.Failures > 0 ? $" tried {renewal.Failures}" : "")
            : "";
        var then = one.IsChanging(desk.Now) && one.Falls ? $", free {one.ChangeAt.ToString()![5..10]}"
            : one.LapsesAt > desk.Now ? $", ends {one.LapsesAt.ToString()![5..10]}" : "";
        var plan = desk.Rows.Catalog.Plan(one.PlanAt(desk.Now)).Code;
        var status = one.StatusAt(desk.Now, desk.Rows.Catalog).ToString().ToLowerInvariant();
        return $"{status} {wallet?.Balance ?? default}{due}{then}{(plan == "free" ? " on free" : "")}";
    }

    static string Due(Desk desk)
    {
        var one = desk.Rows.Customer("acme")!.Subscriptions[^1];
        return one.Renewal!.InvoiceOf(one.Id);
    }

    static string Unpaid(Desk desk) =>
        $"unpaid {((Shown<IReadOnlyList<InvoiceView>>)desk.Do(new ShowInvoices("acme"))).Value.Count}";

    static void With(Desk desk) =>
        desk.Do(new CreateWebhookEndpoint("https://example.com/", ["*"], WebhookSecret.Of(new byte[32])));

    // What was told of subscriptions since the last time.
    static string Knock(Desk desk, string at)
    {
        var told = desk.Rows.Outbox.Count;
        desk.At(at).Do(new SettleDue("acme"));
        if (at == "2026-01-15T12:00:00Z") told = 0;
        return string.Join(", ", desk.Rows.Outbox.Skip(told)
            .Where(one => one.Type.StartsWith("subscription.", StringComparison.Ordinal)
                && !one.Type.EndsWith("created", StringComparison.Ordinal))
            .Select(Message));
    }

    static string Message(OutboxEntry one)
    {
        var data = JsonDocument.Parse(one.Payload).RootElement.GetProperty("data");
        var name = one.Type[(one.Type.IndexOf('.', StringComparison.Ordinal) + 1)..];
        if (data.TryGetProperty("at", out var at)) name += $" {at.GetString()![..10]}";
        if (!data.TryGetProperty("due", out var due)) return name;
        if (due.TryGetProperty("amount", out var amount)) name += $" {amount}";
        return due.TryGetProperty("retry_at", out var retry) ? $"{name} retry {retry.GetString()![..10]}" : name;
    }
}
