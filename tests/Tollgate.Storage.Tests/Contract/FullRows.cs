using System.Collections.Immutable;

namespace Tollgate.Storage.Tests.Contract;

/// <summary>For every table one row with everything in it, at its extremes, and one with as little as may be.</summary>
static class FullRows
{
    /// <summary>Two customers' rows and the account's.</summary>
    public static ChangeSet Of(CustomerId full, CustomerId bare)
    {
        var changes = new ChangeSet();
        AddFull(changes, full);
        AddBare(changes, bare);
        AddAccount(changes);
        return changes;
    }

    static readonly Exact Long = Exact.Parse("0." + new string('7', 58));

    static QuantityPrice Price(string property) => new(property, Long, 1_000_000_000_000_000);

    static readonly Currency Eur = Currency.Parse("EUR");

    static readonly Exact Precise = Exact.Parse($"-{new string('9', 40)}.{new string('1', 40)}");

    static readonly CreditPart[] Parts = [new(long.MaxValue, new Amount(long.MinValue)), new(0, new Amount(1))];

    static void AddFull(ChangeSet changes, CustomerId customer)
    {
        changes.Heads.Add(new Head(customer, long.MaxValue, long.MaxValue, Rows.Latest, Rows.Latest, Rows.Hash(1)));
        changes.Profiles.Add(new Profile(
            customer, "full", Rows.Strange, Rows.Strange, "America/Argentina/ComodRivadavia", "EUR", true,
            Rows.Earliest, Rows.Strange, Rows.Long, Rows.Latest, long.MaxValue)
        {
            Thresholds = FeatureThresholds.Of(new Dictionary<string, Percentages> { ["a.b"] = [1, 1000], ["c"] = [] }),
            Providers = ProviderIds.Of(new Dictionary<string, string> { ["stripe"] = Rows.Strange, ["b"] = "c" }),
        });
        changes.Subscriptions.Add(new Subscription(
            customer, long.MaxValue, int.MaxValue, true, "ns", Rows.Earliest, Rows.Latest, Rows.Latest, Rows.Noon,
            Rows.Latest, Rows.Earliest,
            long.MinValue, "x-1", Rows.Hash(2), Rows.Long, Rows.Noon)
        {
            PausedAt = Rows.Earliest,
            ActivatedAt = Rows.Latest,
            NextPlan = int.MaxValue,
            ChangeAt = Rows.Latest,
            NextAnchor = Rows.Noon,
            TrialPlan = int.MaxValue - 1,
            Quantity = int.MaxValue,
            Overrides = Overrides.Of([new("full", PlanFeature.Enabled), new(Rows.Strange, PlanFeature.Enabled)]),
            NextOverrides = Overrides.Of([new("bare", PlanFeature.Enabled)]),
            CreditedUntil = Rows.Latest,
            CreditedPlans = [int.MaxValue, 1],
            CreditedOnce = true,
            PastDueAt = Rows.Earliest,
            Falls = true,
            LapsesAt = Rows.Latest,
            PutOff = new PlanChange(
                int.MaxValue, Rows.Latest, Rows.Noon, Overrides.Of([new("full", PlanFeature.Enabled)])),
            Providers = ProviderIds.Of(new Dictionary<string, string> { ["stripe"] = Rows.Strange }),
            Renewal = new Renewal(RenewedBy.Invoice, PricePer.Year, Rows.Latest, Rows.Earliest, Rows.Noon)
            {
                Failures = int.MaxValue,
                Discount = "SUMMER",
                Discounted = int.MaxValue,
            },
        });
        changes.Boosts.Add(new Boost(
            customer, long.MaxValue, int.MaxValue, BoostType.Unlimited, long.MaxValue, "P400D", "ns", Rows.Earliest,
            Rows.Latest,
            Rows.Noon, "x-1", Rows.Hash(10), Rows.Long, Rows.Latest));
        changes.Namespaces.Add(new Namespace(customer, "ns", Rows.Strange, Rows.Latest)
        {
            Owner = new NamespaceOwner(new CustomerId(long.MaxValue), "owner"),
        });
        changes.Reservations.Add(new Reservation(
            customer, "r-1", int.MaxValue, "ns", long.MaxValue, long.MaxValue, 1, 2, UsageFlags.Overage, Rows.Noon,
            Rows.Latest, [new Draw(1, "", 1, long.MaxValue), new Draw(int.MaxValue, "#7", 1_000, 0)], Rows.Strange,
            Rows.Long, Rows.Long,
            new ReservationEnd(ReservationEndKind.Settled, long.MaxValue, Rows.Latest, Rows.Hash(11), [0, 255, 1]))
        {
            Held = new HeldCredit(Eur, new Amount(long.MaxValue), Parts) { Rated = (int.MaxValue, Rows.Latest) },
        });
        changes.Wallets.Add(new Wallet(
            customer, Eur, new Amount(long.MinValue), new Amount(long.MaxValue), long.MaxValue)
        {
            HardStop = false,
            OverdraftLimit = new Amount(long.MaxValue),
            LowBalance = Amount.Zero,
            Recharge = new RechargeRule(Amount.Zero, new Amount(1), new Amount(long.MaxValue)),
            Recharging = new OpenRecharge(long.MaxValue, new Amount(1), Rows.Earliest, 2, Rows.Latest),
            Recharged = new Amount(long.MaxValue),
            RechargedFrom = Rows.Noon,
            IsToldExhausted = true,
        });
        changes.Grants.Add(new CreditGrant(
            customer, long.MaxValue, Eur, CreditKind.Plan, int.MaxValue, Rows.Latest, new Amount(long.MaxValue),
            new Amount(1), new Amount(long.MaxValue), "x-1", Rows.Hash(12), Rows.Noon)
        {
            Subscription = long.MaxValue,
            Carried = true,
        });
        changes.Ledger.Add(new LedgerEntry(
            customer, Eur, long.MaxValue, long.MaxValue, short.MaxValue, new Amount(long.MinValue),
            new Amount(long.MaxValue), EntryKind.Fee, Parts, Rows.Strange, Rows.Strange, Rows.Strange, Rows.Latest,
            Rows.Hash(13)));
        changes.Returns.Add(new PaymentReturn(
            customer, "pay_1", Eur, long.MaxValue, new Amount(long.MaxValue), new Amount(long.MaxValue),
            [
                new Dispute("d-1", new Amount(long.MaxValue), DisputeState.Open),
                new Dispute("d-2", new Amount(1), DisputeState.Won),
            ],
            [new CreditPart(long.MaxValue, new Amount(-7)), new CreditPart(0, new Amount(-1))]));
        changes.Withdrawals.Add(new Withdrawal(
            customer, long.MaxValue, Eur, new Amount(long.MaxValue), new Amount(1), "bank", Rows.Long, Parts,
            Rows.Strange, "x-1", Rows.Noon)
        {
            Status = WithdrawalStatus.Cancelled,
            ApprovedBy = Rows.Strange,
            ApprovedAt = Rows.Latest,
            Payouts = int.MaxValue,
            PayoutAt = Rows.Earliest,
            Reference = Rows.Strange,
            Reason = Rows.Strange,
            EndedAt = Rows.Latest,
        });
        changes.Payments.Add(new PaymentSession(
            customer, long.MaxValue, Rows.Strange, int.MaxValue, PricePer.Year, new Amount(long.MaxValue), Eur,
            Rows.Long, Rows.Strange, Rows.Noon, Rows.Latest)
        {
            Status = PaymentStatus.Refunded,
            Provider = "stripe",
            Checkout = Rows.Strange,
            CheckoutUrl = Rows.Long,
            Payment = Rows.Strange,
            Collected = new CurrencyAmount(new Amount(7), Eur),
            Problem = PaymentProblem.PaidTwice,
            Attempts = [new FailedAttempt("flutterwave", Rows.Strange)],
            EndedAt = Rows.Latest,
        });
        changes.ProviderObjects.Add(new ProviderObject(
            customer, Rows.Strange, Rows.Latest, Rows.Strange, long.MaxValue, Rows.Earliest)
        {
            CancelAt = Rows.Latest,
            IsPaused = true,
            ChangeAt = Rows.Noon,
        });
        changes.ProviderObjects.Add(new ProviderObject(customer, "", Rows.Earliest, "", long.MinValue, null));
        var match = new ChargeMatch(Rows.Strange, "", ImmutableSortedDictionary.CreateRange(
            StringComparer.Ordinal, [KeyValuePair.Create(Rows.Strange, Rows.Strange)]));
        changes.Posted.Add(new PostedDifference(
            customer, Rows.Hash(11), Eur, Rows.Earliest, Rows.Latest, match, new Amount(long.MaxValue), long.MaxValue));
        changes.Posted.Add(new PostedDifference(
            customer, Rows.Hash(12), Eur, Rows.Noon, Rows.Noon, match, new Amount(long.MinValue), 0));
        changes.Accruals.Add(new Accrual(
            new AccrualKey(customer, int.MaxValue, "ns"), long.MaxValue, Rows.Latest, Exact.Of(Int128.MaxValue)));
        changes.Accruals.Add(Accrual.None(new AccrualKey(customer, int.MinValue, ""), Rows.Noon));
        changes.Costs.Add(new CostTotal(
            new CostKey(customer, int.MaxValue, Eur, "ns", Rows.Noon), Precise, new Amount(long.MaxValue), Precise,
            Rows.Hash(14))
        {
            Held = Precise,
            Paid = Parts,
        });
        changes.Invoices.Add(new Invoice(
            customer, Rows.Strange, true, true, long.MaxValue, Rows.Earliest, Rows.Latest, Rows.Noon));
        changes.Budgets.Add(new Budget(
            customer, "b-1", long.MaxValue, "ns", Eur, new Amount(long.MaxValue), Per.Cycle, [1, 50, 1000], true,
            Rows.Latest, null));
        changes.Spends.Add(new Spend(
            new SpendKey(customer, long.MaxValue, Eur, "ns", Rows.Noon, Rows.Latest, long.MaxValue),
            new Amount(long.MinValue), new Amount(long.MaxValue), short.MaxValue, true));
        changes.Counters.Add(new Counter(
            new CounterKey(customer, int.MaxValue, "pot", "ns", "month", Rows.Earliest, Rows.Latest, long.MaxValue),
            long.MaxValue, long.MaxValue, Rows.Noon));
        changes.Events.Add(new UsageEvent(
            customer, long.MaxValue, short.MaxValue, "e-1", (UsageKind)short.MaxValue, int.MaxValue, "pot", "ns",
            long.MaxValue, Rows.Latest, Rows.Earliest, (UsageFlags)short.MaxValue, long.MaxValue, long.MinValue, 0,
            Rows.Strange, Rows.Long, Rows.Long, Rows.Hash(3))
        {
            Charge = new Charge(Eur, new Amount(long.MinValue), Precise, Parts) { Cycle = Rows.Noon },
        });
        changes.Ids.Add(new RecordedId(customer, "e-1", long.MaxValue, Rows.Hash(4), [0, 255, 1]));
        changes.Audits.Add(new AuditEntry(
            customer, long.MaxValue - 1, Rows.Latest, Rows.Strange, "a.b", Rows.Strange, Rows.Long, Rows.Long,
            Rows.Hash(5)));
        changes.Responses.Add(
            new StoredResponse("POST /v1/usage 🔑", Rows.Hash(6), short.MaxValue, new byte[70_000], Rows.Noon));
    }

    static void AddBare(ChangeSet changes, CustomerId customer)
    {
        changes.Heads.Add(new Head(customer, long.MinValue, long.MinValue, Instant.MinValue, null, Hash.Empty));
        changes.Profiles.Add(
            new Profile(customer, "bare", null, null, "", "", false, null, null, null, Rows.Earliest, long.MinValue));
        changes.Subscriptions.Add(new Subscription(
            customer, long.MinValue, int.MinValue, false, "", Rows.Noon, null, null, Instant.MinValue, null, null,
            null, null, Hash.Empty, null,
            Rows.Noon));
        changes.Boosts.Add(new Boost(
            customer, long.MinValue, int.MinValue, BoostType.AddLimit, 0, null, "", Instant.MinValue, null, null, null,
            Hash.Empty,
            null, Rows.Noon));
        changes.Namespaces.Add(new Namespace(customer, "", null, Rows.Earliest));
        changes.Reservations.Add(new Reservation(
            customer, "", int.MinValue, "", 0, 0, 0, 0, UsageFlags.None, Rows.Earliest, Rows.Noon,
            [new Draw(1, "", 1, 0)], null, null, null, null));
        changes.Wallets.Add(Wallet.New(customer, Currency.Parse("CREDITS")));
        changes.Grants.Add(new CreditGrant(
            customer, long.MinValue, Eur, CreditKind.TopUp, 0, null, Amount.Zero, new Amount(1), Amount.Zero, null,
            Hash.Empty, Rows.Earliest));
        changes.Ledger.Add(new LedgerEntry(
            customer, Eur, long.MinValue, long.MinValue, 0, Amount.Zero, Amount.Zero, EntryKind.TopUp, [], null, null,
            null, Rows.Earliest, Hash.Empty));
        changes.Returns.Add(new PaymentReturn(
            customer, "p", Eur, long.MinValue, Amount.Zero, Amount.Zero, [], []));
        changes.Withdrawals.Add(new Withdrawal(
            customer, long.MinValue, Eur, Amount.Zero, Amount.Zero, "", "{}", [], "", null, Rows.Earliest));
        changes.Payments.Add(new PaymentSession(
            customer, long.MinValue, null, null, null, Amount.Zero, Eur, "", "", Rows.Earliest, Rows.Earliest)
        {
            Provider = "p",
        });
        changes.Costs.Add(CostTotal.None(CostKey.AllTime(customer, int.MinValue, Eur)));
        changes.Invoices.Add(new Invoice(
            customer, "", false, false, null, Rows.Earliest, null, null));
        changes.Budgets.Add(new Budget(
            customer, "", long.MinValue, "", Eur, Amount.Zero, Per.Day, [], false, Rows.Earliest, null));
        changes.Spends.Add(Spend.None(
            new SpendKey(customer, long.MinValue, Eur, "", Instant.MinValue, Instant.MaxValue, 0)));
        changes.Counters.Add(new Counter(
            new CounterKey(customer, int.MinValue, "", "", "forever", Instant.MinValue, Instant.MaxValue, 0),
            long.MinValue, 0, null));
        changes.Events.Add(new UsageEvent(
            customer, long.MinValue + 1, short.MinValue, "", UsageKind.Use, int.MinValue, "", "", long.MinValue,
            Rows.Earliest, Rows.Noon, UsageFlags.None, 0, 0, 0, null, null, null, Hash.Empty));
        changes.Ids.Add(new RecordedId(customer, "", long.MinValue, Hash.Empty, []));
        changes.Audits.Add(
            new AuditEntry(customer, long.MinValue + 2, Rows.Earliest, "", "", "", null, null, Hash.Empty));
        changes.Responses.Add(new StoredResponse("", Hash.Empty, 0, [], Rows.Earliest));
    }

    static void AddAccount(ChangeSet changes)
    {
        changes.Heads.Add(new Head(CustomerId.Account, 4, 3, Rows.Noon, null, Rows.Hash(7)));
        changes.Features.Add(new Feature(
            int.MaxValue, "full", new FeatureDefinition(Rows.Strange, FeatureType.Metered, "token", 9, "c", -1))
        {
            ArchivedAt = Rows.Latest,
        });
        changes.Features.Add(new Feature(1, "bare", new FeatureDefinition("", FeatureType.Switch)));
        var limits = new[] { new PlanLimit(1_000_000_000_000_000.5m, "P400D"), new PlanLimit(0, "forever") };
        changes.Plans.Add(new PlanVersion(int.MaxValue, "full", int.MaxValue, new PlanDefinition(
            Rows.Strange, PlanKind.AddOn, true, CycleLength.Year, 3650, true,
            new()
            {
                ["full"] = new PlanFeature(false, limits, OverageMode.Allow, 0.000000001m, true),
                ["bare"] = PlanFeature.Enabled,
                ["tiered"] = new PlanFeature(false, limits, OverageMode.Charge, null, false)
                {
                    Price = new TieredPrice(true, [new Tier(Exact.Of(5), Long), new Tier(null, Exact.Zero)])
                    {
                        By = RatedBy.Cycle,
                        Currency = Currency.Parse("CREDITS_OF_16_CH"),
                    },
                },
                ["carded"] = new PlanFeature(false, limits, OverageMode.Charge, null, false)
                {
                    Price = new RateCardPrice("full"),
                },
            })
        {
            Credit = [new PlanCredit(new Amount(1), Currency.Parse("USD"), CreditPer.Once, Amount.Of(9))],
        })
        {
            ArchivedAt = Rows.Earliest,
        });
        changes.Plans.Add(new PlanVersion(
            1, "bare", 1, new PlanDefinition("", PlanKind.Base, false, CycleLength.Week, 0, false, [])));
        changes.Discounts.Add(new Discount(int.MaxValue, "full", new DiscountDefinition(
            null, new Amount(long.MaxValue), Eur, int.MaxValue, Rows.Latest, int.MaxValue, ["a", "b"]))
        {
            Uses = int.MaxValue,
            ArchivedAt = Rows.Earliest,
        });
        changes.Discounts.Add(new Discount(1, "bare", new DiscountDefinition(Long, null, null)));
        changes.RateCards.Add(new RateCardVersion(int.MaxValue, "full", int.MaxValue, new RateCard(
            Currency.Parse("JPY"), [Rows.Strange, "b"],
            [new CardRate(new Dictionary<string, string> { [Rows.Strange] = Rows.Strange }, [Price(Rows.Strange)])],
            [Price("x"), Price("y")])));
        changes.RateCards.Add(new RateCardVersion(1, "bare", 1, new RateCard(Currency.Parse("USD"), ["a"], [], null)));
        changes.Settings.Add(new Setting("late_limit", Rows.Strange));
        changes.Settings.Add(new Setting("other", ""));
        changes.Keys.Add(new ApiKey(
            long.MaxValue, "tg_🔑", Rows.Hash(8), Rows.Strange, Scope.All, Rows.Earliest, Rows.Latest, Rows.Latest,
            "full", new KeyRate(int.MaxValue, 1)));
        changes.Webhooks.Add(new WebhookEndpoint(
            long.MaxValue, Rows.Long, ["*", "boost.*"], Rows.Strange, Rows.Strange, Rows.Latest, Rows.Earliest,
            Rows.Noon, Rows.Strange, null));
        changes.Webhooks.Add(new WebhookEndpoint(1, "", [""], "", null, null, Rows.Latest, null, null, null));
        changes.Keys.Add(new ApiKey(1, "", Rows.Hash(9), "", [Scope.Admin], Rows.Latest, null, null));
    }
}
