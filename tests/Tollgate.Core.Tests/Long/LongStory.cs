using NodaTime;
using Tollgate.Core.Boosts;
using Tollgate.Core.Budgets;
using Tollgate.Core.Catalog;
using Tollgate.Core.Customers;
using Tollgate.Core.Discounts;
using Tollgate.Core.Invoices;
using Tollgate.Core.Money;
using Tollgate.Core.Payments;
using Tollgate.Core.Pricing;
using Tollgate.Core.Renewals;
using Tollgate.Core.Reservations;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Tests.Wallets;
using Tollgate.Core.Time;
using Tollgate.Core.Usage;
using Tollgate.Core.Wallets;

namespace Tollgate.Core.Tests.Long;

/// <summary>What a step is made from: how the customer stands when it is taken.</summary>
public sealed record Scene(Instant Now, Terms Terms, IReadOnlyList<long> Sessions);

/// <summary>One step of a story: so long after the last, one command.</summary>
public sealed record Step(string Text, Duration After, Func<Scene, Command?> Make);

/// <summary>
/// A customer that has everything at once: renewals, discounts, periods, gauges charged by time, reservations, credit
/// that plans include, trials, invoices and scheduled changes, with weeks in which nobody looks. The same for the same
/// seed.
/// </summary>
public sealed class LongStory(int seed, string customer = "acme")
{
    /// <summary>Whose it is.</summary>
    public string Customer => customer;

    static readonly string[] Zones =
        ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia"];

    static readonly string[] Plans = ["pro", "pro", "max", "free", "trial", "extra", "old", "tiers", "tiers"];

    readonly Random random = new(seed);
    int uses;

    static Currency Usd => Till.Usd;

    /// <summary>The catalogue that it needs, beside <c>calls</c>.</summary>
    public static IEnumerable<Command> Catalogue()
    {
        yield return new PutFeature("storage", new FeatureDefinition("Storage", FeatureType.Gauge));
        yield return new PutPlan("pro", Plan(9, calls: 10, price: "0.05", stored: "0.01", credit: 5));
        yield return new PutPlan("max", Plan(50, calls: 100, price: "0.01", stored: "0.002", credit: 20,
            rollover: Environment.GetEnvironmentVariable("STORY_PLAIN") is null ? 10 : 0));
        yield return new PutPlan("old", Plan(4, calls: 5, price: "0.5", stored: null, credit: 0, year: 40));
        yield return new PutPlan("trial", Plan(9, calls: 10, price: "0.1", stored: "0.03", credit: 2) with
        {
            TrialDays = 14,
        });
        yield return new PutPlan("free", Plan(0, calls: 2, price: null, stored: "0.02", credit: 0));
        yield return new PutPlan("extra", Plan(3, calls: 3, price: null, stored: null, credit: 1) with
        {
            Kind = PlanKind.AddOn,
            Stackable = true,
        });
        yield return new PutPlan("tiers", Tiered());
        yield return new PutDiscount("D", new DiscountDefinition(Exact.Of(50), null, null, Periods: 2, MaxUses: 4));
    }

    /// <summary>All of it.</summary>
    public IReadOnlyList<Step> Steps(int count)
    {
        List<Step> steps =
        [
            Now("customer", _ => new PutCustomer(Customer, TimeZone: Zones[seed % Zones.Length])),
            Now("namespace", _ => new PutNamespace(Customer, "site")),
            Grant(random.Next(0, 40)),
        ];
        if (seed % 3 != 0) steps.Add(FreePlan());
        steps.Add(Subscribe("pro"));
        while (steps.Count < count) steps.Add(One());
        steps.Add(new Step("use at last", Duration.FromDays(random.Next(30, 200)), _ => new Use(Customer, "calls")));
        return steps;
    }

    Step One()
    {
        var n = random.Next(1, 30);
        var plan = Plans[random.Next(Plans.Length)];
        var which = random.Next(6);
        switch (random.Next(40))
        {
            case < 5:
                var use = $"u{uses++}";
                return Later($"use {n}", _ => new Use(Customer, "calls", n, n % 5 == 0 ? "site" : null, Id: use));
            case < 9:
                return Later($"level {n}", _ => new Use(Customer, "storage") { Level = n });
            case < 11:
                var held = $"u{uses++}";
                return Later($"reserve {n}", _ => new Use(Customer, "calls", n, n % 6 == 0 ? "site" : null, Id: held)
                {
                    HoldFor = Duration.FromMinutes(n * 45),
                });
            case 11:
                var settled = $"u{random.Next(uses + 1)}";
                return Later($"settle {settled}", _ => new SettleReservation(Customer, settled, n));
            case 12:
                var back = $"u{random.Next(uses + 1)}";
                return Later($"reverse {back}", _ => new ReverseUse(Customer, back));
            case < 16:
                return Grant(n);
            case 16: return FreePlan();
            case < 20: return Subscribe(plan);
            case 20:
                return Of($"cancel {which}", which, (one, scene) => new CancelSubscription(
                    Customer, one.Id, (CancelWhen)(n % 2)));
            case < 23:
                return Of($"change {which} to {plan}", which, (one, scene) => new ChangeSubscription(
                    Customer, one.Id, plan, null, (CancelWhen)(n % 3), n % 3 == 2
                        ? scene.Now + Duration.FromDays(n) : null));
            case 23: return Of($"pause {which}", which, (one, _) => new PauseSubscription(Customer, one.Id));
            case 24: return Of($"resume {which}", which, (one, _) => new ResumeSubscription(Customer, one.Id));
            case 25:
                return n % 3 == 0 ? Later("suspend", _ => new SuspendCustomer(Customer))
                    : Later("resume all", _ => new ResumeCustomer(Customer));
            case 26: return Later("resume all", _ => new ResumeCustomer(Customer));
            case < 29:
                var terms = new RenewalTerms(
                    n % 4 == 0 ? RenewedBy.Invoice : RenewedBy.Wallet, null, n % 3 == 0 ? "D" : null);
                return Of($"renew {which} {terms}", which, (one, scene) => new SetRenewal(
                    Customer, one.Id, terms, n % 5 == 0 ? scene.Now + Duration.FromHours(n) : null));
            case 29: return Of($"renew {which} no more", which, (one, _) => new EndRenewal(Customer, one.Id));
            case 30:
                return Of($"renewed {which}", which, (one, scene) => new RenewSubscription(
                    Customer, one.Id, n % 2 == 0 ? null : scene.Now + Duration.FromDays(n)));
            case 31:
                return Later($"fail in_{which}", scene => new FailInvoice(
                    Customer, $"in_{which}", n % 3 != 0, n % 3 != 1,
                    n % 2 == 0 && scene.Terms.Subscriptions.Count > 0 ? scene.Terms.Subscriptions[^1].Id : null));
            case 32:
                return Later($"pay {which}", scene => scene.Terms.Unpaid.Count > 0
                    ? new PayInvoice(Customer, scene.Terms.Unpaid[which % scene.Terms.Unpaid.Count].Id)
                    : new PayInvoice(Customer, $"in_{which}"));
            case 33:
                return Later($"boost {n}", scene => new ProvisionBoost(
                    Customer, n % 4 == 0 ? "storage" : "calls", n % 2 == 0 ? BoostType.AddLimit : BoostType.TopUp,
                    n % 3 == 0 ? BoostEnd.OfCycle : n % 3 == 1 ? BoostEnd.Never
                        : BoostEnd.At(scene.Now + Duration.FromDays(n)), n, n % 4 == 0 ? "forever" : null));
            case 34:
                return Later($"wallet {n}", _ => new PutWallet(
                    Customer, Usd, n % 3 != 0, n % 4 == 0 ? Amount.Of(n) : default));
            case 35:
                return n % 2 == 0
                    ? Later($"open {plan}", _ => new OpenPayment(
                        Customer, plan == "free" ? "pro" : plan, PricePer.Month, null, "https://x.test/", "sandbox"))
                    : Later("open top-up", _ => new OpenPayment(
                        Customer, null, PricePer.Month, new CurrencyAmount(Amount.Of(n), Usd), "https://x.test/",
                        "sandbox"));
            case 36:
                return Later($"told of {which}", scene => scene.Sessions.Count == 0 ? null : new RecordPayment(
                    Customer, scene.Sessions[which % scene.Sessions.Count], "sandbox",
                    n % 5 == 0 ? PaymentFact.Refunded : n % 7 == 0 ? PaymentFact.Failed : PaymentFact.Succeeded)
                {
                    Collected = new CurrencyAmount(Amount.Of(n), Usd),
                    Refunded = n % 4 == 0 ? Amount.Of(n * 2) : Amount.Zero,
                    Payment = $"p{which}",
                });
            case 37:
                return Later($"zone {which}", _ => new PutCustomer(
                    Customer, TimeZone: Zones[which], Waived: n % 9 == 0));
            case 38:
                return Later($"budget {n}", _ => n % 5 == 0
                    ? new DeleteBudget(Customer, "b")
                    : new PutBudget(
                        Customer, "b", Usd, Amount.Of(n), n % 2 == 0 ? Per.Month : n % 3 == 0 ? Per.Day : Per.Cycle,
                        n % 7 == 0));
            default:
                return which < 2
                    ? Later($"price {n}", _ => new PutPlan("pro", Plan(n, n, "0.07", "0.05", n % 4)))
                    : which < 4
                    ? Of($"activate {which}", which, (one, _) => new ActivateSubscription(Customer, one.Id))
                    : Of($"take back {which}", which, (one, _) => new TakeBackChange(
                        Customer, (ChangeKind)(n % 2), one.Id));
        }
    }

    Step FreePlan() => Later("free plan", _ => new PutSettings(new SettingsChange { FreePlan = "free" }));

    Step Grant(int amount)
    {
        var (days, priority) = (random.Next(3) == 0 ? random.Next(1, 50) : 0, random.Next(90, 110));
        var kind = random.Next(2) == 0 ? CreditKind.Grant : CreditKind.TopUp;
        return Later($"grant {amount + 1} for {days}", scene => new GrantCredit(
            Customer, Usd, Amount.Of(amount + 1), kind, priority,
            days == 0 ? null : scene.Now + Duration.FromDays(days)));
    }

    Step Subscribe(string plan)
    {
        var (by, starts, ends) = (random.Next(6), random.Next(8), random.Next(8));
        return Later($"subscribe {plan}", scene => new Subscribe(
            Customer, plan, StartsAt: starts == 0 ? scene.Now + Duration.FromDays(9) : null,
            EndsAt: ends == 0 ? scene.Now + Duration.FromDays(40) : null, Namespace: by == 5 ? "site" : null)
        {
            Renewal = plan == "free" || by == 0 ? null : new RenewalTerms(
                by == 1 ? RenewedBy.Invoice : RenewedBy.Wallet, plan == "old" && by == 2 ? PricePer.Year : null,
                by == 3 ? "D" : null),
            Quantity = by == 4 ? 2 : null,
        });
    }

    // Of the last subscriptions one.
    Step Of(string text, int which, Func<Subscription, Scene, Command> make) => Later(text, scene =>
        scene.Terms.Subscriptions.Count == 0 ? null
        : make(scene.Terms.Subscriptions[Math.Max(0, scene.Terms.Subscriptions.Count - 1 - (which / 2))], scene));

    static Step Now(string text, Func<Scene, Command?> make) => new(text, Duration.FromMinutes(1), make);

    Step Later(string text, Func<Scene, Command?> make) => new(text, random.Next(10) switch
    {
        0 => Duration.FromMinutes(1),
        < 6 => Duration.FromMinutes(random.Next(1, 60 * 30)),
        < 9 => Duration.FromHours(random.Next(1, 24 * 9)),
        _ => Duration.FromDays(random.Next(5, 100)),
    }, make);

    // Rated by what the cycle has cost so far, with limits in several windows.
    static PlanDefinition Tiered()
    {
        var plan = Plan(7, calls: 20, price: "0.1", stored: "0.01", credit: 3);
        Price tiers = new TieredPrice(false,
            [new Tier(Exact.Parse("20"), Exact.Parse("0.2")), new Tier(null, Exact.Parse("0.05"))])
        {
            By = RatedBy.Cycle,
        };
        plan.Features["calls"] = new PlanFeature(
            false, [new PlanLimit(20, "cycle"), new PlanLimit(9, "day"), new PlanLimit(30, "P7D")], OverageMode.Charge,
            null, false)
        { Price = tiers };
        return plan;
    }

    static PlanDefinition Plan(
        decimal monthly, decimal calls, string? price, string? stored, int credit, int rollover = 0, decimal year = 0)
    {
        SortedDictionary<string, PlanFeature> features = new(StringComparer.Ordinal)
        {
            ["calls"] = new PlanFeature(
                false, [new PlanLimit(calls, "cycle")], price is null ? OverageMode.Deny : OverageMode.Charge, null,
                false)
            { Price = price is null ? null : new UnitPrice(Exact.Parse(price)) },
        };
        if (stored is not null)
            features["storage"] = new PlanFeature(
                false, [new PlanLimit(10, "forever")], OverageMode.Charge, null, false)
            {
                Price = new UnitPrice(Exact.Parse(stored)),
            };
        List<PlanPrice> prices = [];
        if (monthly > 0) prices.Add(new PlanPrice(monthly, "USD", PricePer.Month));
        if (year > 0) prices.Add(new PlanPrice(year, "USD", PricePer.Year));
        return new PlanDefinition("plan", PlanKind.Base, false, CycleLength.Month, 0, true, features)
        {
            Prices = prices.Count == 0 ? null : prices,
            Credit = credit == 0 ? null : [new PlanCredit(
                Amount.Of(credit), Usd, CreditPer.Cycle, rollover == 0 ? null : Amount.Of(rollover))],
        };
    }
}
