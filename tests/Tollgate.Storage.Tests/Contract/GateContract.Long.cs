using Tollgate.Core.Due;
using Tollgate.Core.Tests.Long;
using Tollgate.Core.UsageReports;
using Tollgate.Due;
using Tollgate.Payments;
using Tollgate.Payments.Facts;
using Tollgate.Payments.Inbox;
using DisputeState = Tollgate.Payments.Facts.DisputeState;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task A_customer_that_has_everything_at_once_is_settled_whole_whenever_somebody_looks()
    {
        await CatalogueAsync();
        List<string> faults = [];
        var last = TestMode.IsLong ? 600 : 6;
        for (var seed = 1; seed <= last && faults.Count < 6; seed++)
        {
            List<string> said = [];
            var story = new LongStory(seed, $"c{seed}");
            if (await PlayAsync(story, story.Steps(12 + (seed % 30)), said) is { } fault)
                faults.Add($"seed {seed}: {fault}\n    {string.Join("\n    ", said)}");
        }
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    [Fact]
    public async Task Twenty_who_look_first_after_months_settle_it_once()
    {
        await CatalogueAsync();
        List<string> faults = [];
        for (var seed = 7_000; seed < 7_003; seed++)
        {
            var story = new LongStory(seed, $"c{seed}");
            List<string> said = [];
            var steps = story.Steps(20);
            if (await PlayAsync(story, [.. steps.Take(steps.Count - 1)], said) is { } fault)
            {
                faults.Add($"seed {seed}: {fault}\n    {string.Join("\n    ", said)}");
                continue;
            }
            await ReopenAsync();
            await MoveByAsync(Duration.FromDays(130));
            try
            {
                await AtOnceAsync(20, async (gate, i) => i % 5 == 4
                    ? await DueService.KnockAsync(gate, Stop)
                    : (await gate.SubmitAsync(new Request([i % 2 == 0
                        ? new Use(story.Customer, Feature, CheckOnlyOr(i))
                        : new Use(story.Customer, "storage", 1)]), Stop)).Outcomes.Count);
            }
            catch (Exception error)
            {
                faults.Add($"seed {seed}: {error.GetType().Name} {error.Message}\n    {string.Join("\n    ", said)}");
            }
            if ((await First.VerifyAsync(story.Customer, Stop))!.Divergence is { } divergence)
                faults.Add($"seed {seed}: {divergence}\n    {string.Join("\n    ", said)}");
        }
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));

        static decimal CheckOnlyOr(int i) => i + 1;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public async Task A_reservation_that_ends_after_a_renewal_failed_unseen_keeps_nobody_from_anything(int hours)
    {
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan("pro", new PlanDefinition(
            "pro", PlanKind.Base, false, CycleLength.Month, 0, true, new()
            {
                [Feature] = new PlanFeature(false, [new PlanLimit(100, "cycle")], OverageMode.Deny, null, false),
            })
        {
            Prices = [new PlanPrice(9, "USD", PricePer.Month)],
        }), Stop);
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer), Stop);
        await MakeCustomerAsync(10, "other");
        var due = (await ClockAsync()).Now + Duration.FromDays(10);
        await First.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "pro", EndsAt: due)
        {
            Renewal = new RenewalTerms(RenewedBy.Wallet),
        }, Stop);
        await First.ApplyAsync<Put<TestClock>>(new SetTestClock(due - Duration.FromHours(2)), Stop);
        Assert.True((await ReserveAsync(First, "r", 5, Duration.FromHours(6))).Allowed);
        await First.ApplyAsync<Put<TestClock>>(new SetTestClock(due + Duration.FromHours(4 + hours)), Stop);
        await ReopenAsync();

        var uses = await AtOnceAsync(8, async (gate, i) =>
        {
            var who = i % 2 == 0 ? Customer : "other";
            try
            {
                return $"{who} {(await gate.UseAsync(new Use(who, Feature), Stop)).Reason}";
            }
            catch (Exception error)
            {
                return $"{who} {error.GetType().Name}";
            }
        });

        Assert.Equal("acme None, other None", string.Join(", ", uses.Distinct().Order(StringComparer.Ordinal)));
        var figures = (await First.CheckAsync(new Use(Customer, Feature), Stop)).Figures!;
        Assert.Equal((4, 0), (figures.Used, figures.Reserved));
        await AssertVerifiedAsync();
    }

    [Theory]
    [InlineData(720, 0)]
    [InlineData(12, 0)]
    [InlineData(12, 1)]
    [InlineData(12, 4)]
    [InlineData(24, 2)]
    public async Task A_clock_that_jumps_over_so_many_months_finds_each_paid_once(int months, int budgets)
    {
        await First.ApplyAsync<Put<Feature>>(
            new PutFeature(Storage, new FeatureDefinition("Storage", FeatureType.Gauge)), Stop);
        await RenewedAsync(credit: 1_000_000, storage: true);
        if (months < 100)
        {
            await First.ApplyAsync<Put<PlanVersion>>(new PutPlan("gauged", StoragePlan("0.01") with
            {
                Prices = [new PlanPrice(3, "USD", PricePer.Month)],
                Credit = [new PlanCredit(Amount.Of(2), Usd, CreditPer.Cycle)],
            }), Stop);
            await First.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "gauged")
            {
                Renewal = new RenewalTerms(RenewedBy.Wallet),
            }, Stop);
            for (var i = 0; i < budgets; i++)
                await First.ApplyAsync<Put<Budget>>(new PutBudget(
                    Customer, $"b{i}", Usd, Amount.Of(1_000_000), i % 2 == 0 ? Per.Day : Per.Cycle, Denies: false),
                    Stop);
            Assert.True((await First.UseAsync(new Use(Customer, Storage) { Level = 34 }, Stop)).Allowed);
        }
        for (var i = 0; i < 8; i++) await MakeCustomerAsync(1_000_000, $"other{i}");
        await MoveByAsync(Duration.FromDays(30.5 * months));
        await ReopenAsync();
        await AtOnceAsync(8, (gate, i) => gate.UseAsync(new Use($"other{i}", Feature), Stop));
        await First.UseAsync(new Use(Customer, Feature), Stop);

        var now = (await ClockAsync()).Now;
        var one = await SubscriptionAsync();
        Assert.True(one.Renewal!.DueAt > now, $"{one.Renewal.DueAt} at {now}");
        var debits = (await Trial.HistoryAsync(First, Customer)).Count(
            change => change.Audit?.Action == "subscription.renewed");
        Assert.InRange(debits, months - 1, months + 2);
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task A_plan_that_was_paid_over_and_paid_back_whole_takes_back_what_was_credited_once()
    {
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer), Stop);
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan("pro", new PlanDefinition(
            "pro", PlanKind.Base, false, CycleLength.Month, 0, true, [])
        {
            Prices = [new PlanPrice(9, "USD", PricePer.Month)],
        }), Stop);
        var shop = new ShopStandIn();
        var open = new OpenPayment(Customer, "pro", PricePer.Month, null, "https://x.test/", "shop");
        var id = (await First.ApplyAsync<Put<PaymentSession>>(open, Stop)).Value.Id;
        await First.ApplyAsync<Put<PaymentSession>>(
            new RedirectPayment(Customer, id, "shop", "cs", "https://pay.test/c"), Stop);
        var session = PaymentId.Format(Customer, id);
        Know(0, ProviderPaymentStatus.Succeeded);
        var paid = new CheckoutFact
        {
            ObjectId = "cs",
            Step = CheckoutStep.Completed,
            Paid = true,
            Reference = session,
        };
        await AtOnceAsync(6, (gate, _) => shop.TellAsync(gate, At("paid", 1, paid), Stop));
        Assert.Equal(Amount.Of(41), (await WalletAsync()).Wallet.Balance);
        Know(30, ProviderPaymentStatus.Succeeded);
        await AtOnceAsync(6, (gate, i) => shop.TellAsync(
            gate, At($"back{i % 2}", 2, new RefundFact { ObjectId = "ch", Payment = "pi" }), Stop));
        Assert.Equal(Amount.Of(11), (await WalletAsync()).Wallet.Balance);
        Know(80, ProviderPaymentStatus.Refunded);
        await AtOnceAsync(6, (gate, i) => shop.TellAsync(
            gate, At($"all{i % 2}", 3, new RefundFact { ObjectId = "ch", Payment = "pi" }), Stop));
        Assert.Equal(Amount.Zero, (await WalletAsync()).Wallet.Balance);
        Assert.Equal(PaymentStatus.Refunded, (await PaymentAsync(id)).Status);
        await AssertMoneyAsync();

        void Know(int back, ProviderPaymentStatus status) => shop.Known["cs"] = shop.Known["pi"] =
            new ProviderPayment(status)
            {
                Collected = Fifty,
                Refunded = Amount.Of(back),
                Payment = "pi",
                Checkout = "cs",
                Session = session,
            };
    }

    [Fact]
    public async Task What_is_told_of_one_customer_never_touches_another_whoever_is_called_so()
    {
        var shop = new ShopStandIn();
        foreach (var key in new[] { "a", "b" })
            await First.ApplyAsync<Put<Profile>>(new PutCustomer(key)
            {
                Providers = ProviderIds.Of(new Dictionary<string, string> { ["shop"] = "cus" }),
            }, Stop);
        var failed = new InvoiceFact
        {
            ObjectId = "in",
            Outcome = InvoiceOutcome.Failed,
            Lines = [new InvoiceLine("p", true)],
            Paid = Fifty,
            Due = Fifty,
            Customer = "cus",
        };
        var told = await AtOnceAsync(8, (gate, i) => shop.TellAsync(gate, At($"e{i % 2}", 1, failed), Stop));
        Assert.All(told, one => Assert.Equal(WebhookOutcome.Stored, one));
        await First.ApplyAsync<Put<Profile>>(new PutCustomer("b")
        {
            Providers = ProviderIds.Of(new Dictionary<string, string> { ["shop"] = "other" }),
        }, Stop);
        await AtOnceAsync(8, async (gate, _) =>
        {
            foreach (var kept in await First.InboxAsync(inbox => inbox.ListAsync(null, 50, Stop)))
                await shop.ClerkOf(gate).ReplayAsync(kept.Key, Stop);
            return true;
        });
        Assert.Single(await First.ShowAsync<IReadOnlyList<InvoiceView>>(new ShowInvoices("a"), Stop));
        Assert.Empty(await First.ShowAsync<IReadOnlyList<InvoiceView>>(new ShowInvoices("b"), Stop));
        // The same event, played again after the name has gone to another customer, is one that was followed.
        await First.ApplyAsync<Put<Profile>>(new PutCustomer("a"), Stop);
        await First.ApplyAsync<Put<Profile>>(new PutCustomer("a") { Providers = ProviderIds.None }, Stop);
        await First.ApplyAsync<Put<Profile>>(new PutCustomer("b")
        {
            Providers = ProviderIds.Of(new Dictionary<string, string> { ["shop"] = "cus" }),
        }, Stop);
        foreach (var kept in await First.InboxAsync(inbox => inbox.ListAsync(null, 50, Stop)))
            await shop.ClerkOf(First).ReplayAsync(kept.Key, Stop);
        Assert.Empty(await First.ShowAsync<IReadOnlyList<InvoiceView>>(new ShowInvoices("b"), Stop));
    }

    [Theory]
    [InlineData("zone")]
    [InlineData("week")]
    [InlineData("change")]
    [InlineData("cancel")]
    [InlineData("fail")]
    [InlineData("add-on")]
    [InlineData("anchor")]
    [InlineData("at once")]
    [InlineData("passage")]
    public async Task Days_that_are_due_when_other_windows_begin_are_in_the_budgets_once(string what)
    {
        await First.ApplyAsync<Put<Feature>>(
            new PutFeature(Storage, new FeatureDefinition("Storage", FeatureType.Gauge)), Stop);
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan("month", StoragePlan("0.01") with
        {
            Prices = [new PlanPrice(9, "USD", PricePer.Month)],
        }), Stop);
        await First.ApplyAsync<Put<PlanVersion>>(
            new PutPlan("week", StoragePlan("0.02") with { Cycle = CycleLength.Week }), Stop);
        await First.ApplyAsync<Put<PlanVersion>>(
            new PutPlan("add", StoragePlan(null) with { Kind = PlanKind.AddOn }), Stop);
        await Trial.PutCustomerAsync(First, Customer, "month");
        foreach (var per in new[] { Per.Day, Per.Month, Per.Cycle })
            await First.ApplyAsync<Put<Budget>>(
                new PutBudget(Customer, per.Text, Usd, Amount.Of(1_000), per, Denies: true), Stop);
        Assert.True((await First.UseAsync(new Use(Customer, Storage) { Level = 34 }, Stop)).Allowed);
        await MoveByAsync(Duration.FromDays(3));
        await First.ApplyAsync<Shown<Head>>(new SettleDue(Customer), Stop);
        await MoveByAsync(Duration.FromDays(5));
        await ReopenAsync();
        var id = (await SubscriptionAsync()).Id;
        Command does = what switch
        {
            "zone" => new PutCustomer(Customer, TimeZone: "Asia/Kathmandu"),
            "change" => new ChangeSubscription(Customer, id, "week"),
            "cancel" => new CancelSubscription(Customer, id),
            "fail" => new FailInvoice(Customer, "in", Plan: true, Metered: false),
            "add-on" => new Subscribe(Customer, "add"),
            "anchor" => new ChangeSubscription(
                Customer, id, "week", Anchor: (await ClockAsync()).Now - Duration.FromDays(2)),
            _ => new Subscribe(Customer, "week"),
        };
        if (what == "passage")
            await First.ExecuteAsync(Customer, async (passage, cancel) =>
            {
                await passage.UseAsync(new Use(Customer, Storage) { Level = 20 }, cancel);
                await passage.SubmitAsync(new Request([does]), cancel);
                await passage.UseAsync(new Use(Customer, Storage) { Level = 30 }, cancel);
                return true;
            }, Stop);
        else if (what == "at once")
            await AtOnceAsync(9, (gate, i) => gate.SubmitAsync(new Request([i == 4 ? does
                : new Use(Customer, Storage) { Level = 20 + i }]), Stop));
        else
            await First.SubmitAsync(new Request([does]), Stop);
        await AssertVerifiedAsync();
        await First.SubmitAsync(new Request([new Use(Customer, Storage) { Level = 15 }]), Stop);
        await MoveByAsync(Duration.FromDays(9));
        await AtOnceAsync(3, (gate, i) => gate.SubmitAsync(new Request([i == 1
            ? new PutCustomer(Customer, TimeZone: "America/New_York")
            : new Use(Customer, Storage) { Level = 21 + i }]), Stop));
        await AssertVerifiedAsync();
    }

    [Theory]
    [InlineData("month")]
    [InlineData("cycle")]
    public async Task A_budget_is_the_sum_of_days_that_were_charged_before_and_after_a_renewal_failed_unseen(string per)
    {
        await First.ApplyAsync<Put<Feature>>(
            new PutFeature(Storage, new FeatureDefinition("Storage", FeatureType.Gauge)), Stop);
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan("pro", StoragePlan("0.01") with
        {
            Prices = [new PlanPrice(9, "USD", PricePer.Month)],
        }), Stop);
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer), Stop);
        // Due at noon of the tenth of the month after next.
        var month = (await ClockAsync()).Now.InUtc().Date.PlusMonths(2);
        var first = new LocalDate(month.Year, month.Month, 1);
        await First.ApplyAsync<Put<Subscription>>(
            new Subscribe(Customer, "pro", EndsAt: Noon(first.PlusDays(9)))
            {
                Renewal = new RenewalTerms(RenewedBy.Wallet),
            }, Stop);
        await First.ApplyAsync<Put<Budget>>(
            new PutBudget(Customer, "b", Usd, Amount.Of(1_000), Per.Parse(per)!, Denies: true), Stop);
        Assert.True((await First.UseAsync(new Use(Customer, Storage) { Level = 34 }, Stop)).Allowed);
        await First.ApplyAsync<Put<TestClock>>(new SetTestClock(Noon(first.PlusDays(1))), Stop);
        await First.ApplyAsync<Shown<Head>>(new SettleDue(Customer), Stop);
        await First.ApplyAsync<Put<TestClock>>(new SetTestClock(Noon(first.PlusDays(13))), Stop);
        await ReopenAsync();

        await First.ApplyAsync<Shown<Head>>(new SettleDue(Customer), Stop);

        await AssertVerifiedAsync();
        var budget = (await First.ShowAsync<IReadOnlyList<BudgetState>>(new ShowBudgets(Customer), Stop)).Single();
        if (per == "month") Assert.Equal(AmountOf("74.88"), budget.Spend.Spent);

        static Instant Noon(LocalDate day) => day.At(new LocalTime(12, 0)).InUtc().ToInstant();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task However_news_of_a_payment_are_shuffled_repeated_and_told_at_once_they_come_to_the_same(int seed)
    {
        var (shop, random) = (new ShopStandIn(), new Random(seed));
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer), Stop);
        var open = new OpenPayment(Customer, null, PricePer.Month, Fifty, "https://x.test/", "shop");
        var id = (await First.ApplyAsync<Put<PaymentSession>>(open, Stop)).Value.Id;
        await First.ApplyAsync<Put<PaymentSession>>(
            new RedirectPayment(Customer, id, "shop", "cs", "https://pay.test/c"), Stop);
        var session = PaymentId.Format(Customer, id);
        var (refunded, disputed) = (random.Next(3) * 30, 10 + (random.Next(3) * 30));
        var (won, isWhole) = (random.Next(2) == 0, refunded >= 50);
        var state = new ProviderPayment(isWhole ? ProviderPaymentStatus.Refunded : ProviderPaymentStatus.Succeeded)
        {
            Collected = Fifty,
            Refunded = Amount.Of(refunded),
            Payment = "pi",
            Checkout = "cs",
            Session = session,
        };
        shop.Known["cs"] = shop.Known["pi"] = state;
        ProviderEvent[] events =
        [
            At("paid", 1, new CheckoutFact
            {
                ObjectId = "cs", Step = CheckoutStep.Completed, Paid = true, Reference = session,
            }),
            At("paid2", 1, new CheckoutFact
            {
                ObjectId = "cs", Step = CheckoutStep.AsyncSucceeded, Paid = true, Reference = session,
            }),
            At("refund", 2, new RefundFact { ObjectId = "ch", Payment = "pi" }),
            At("open", 3, Disputed(DisputeState.Open)),
            At("over", 4, Disputed(won ? DisputeState.Won : DisputeState.Lost)),
        ];
        var order = events.Concat(events).Concat(events).OrderBy(_ => random.Next()).ToList();

        await AtOnceAsync(order.Count, (gate, i) => shop.TellAsync(gate, order[i], Stop));
        for (var round = 0; round < 3; round++)
            foreach (var kept in await First.InboxAsync(inbox => inbox.ListAsync(null, 50, Stop)))
                if (kept.Outcome == InboxOutcome.Stored)
                    await shop.ClerkOf(First).ReplayAsync(kept.Key, Stop);

        var outcomes = await First.InboxAsync(inbox => inbox.ListAsync(null, 50, Stop));
        var told = string.Join(", ", outcomes.Select(one => $"{one.Event} {one.Outcome} {one.Problem}"));
        var back = Math.Min(50, refunded + (won ? 0 : disputed));
        // A session that was paid back whole before anybody heard of it was never credited.
        var balance = (await First.ShowAsync<IReadOnlyList<WalletState>>(new ShowWallets(Customer), Stop))
            .Select(one => one.Wallet.Balance).SingleOrDefault();
        Assert.True(
            balance == Amount.Of(50 - back) || (isWhole && balance == Amount.Zero),
            $"{balance} for refunded {refunded} disputed {disputed} {won}: {told}");
        Assert.DoesNotContain(outcomes, one => one.Outcome == InboxOutcome.Stored && !isWhole);
        await AssertMoneyAsync();

        DisputeFact Disputed(DisputeState stands) => new()
        {
            ObjectId = "dp",
            Payment = "pi",
            Amount = Fifty with { Amount = Amount.Of(disputed) },
            State = stands,
        };
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task News_of_a_subscription_told_at_once_and_out_of_order_leave_it_as_the_newest_says(int seed)
    {
        var (shop, random) = (new ShopStandIn(), new Random(seed));
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan("pro", new PlanDefinition(
            "pro", PlanKind.Base, false, CycleLength.Month, 0, true, [])
        {
            Prices = [new PlanPrice(9, "USD", PricePer.Month)],
        }), Stop);
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer), Stop);
        var now = (await ClockAsync()).Now;
        List<ProviderEvent> events = [];
        SubscriptionFact fact = null!;
        for (var i = 0; i < 9; i++)
        {
            fact = new SubscriptionFact
            {
                ObjectId = "sub",
                State = SubscriptionState.Active,
                Items = [],
                CancelAt = random.Next(2) == 0 ? now + Duration.FromDays(10 + i) : null,
                PeriodEnd = now + Duration.FromDays(60),
            };
            // Three of them in one second of the provider's clock.
            events.Add(At($"e{i}", i < 3 ? i : 3 + (i / 6), fact));
        }
        shop.Now["sub"] = events[^1];
        if (seed % 2 == 0) await SubscribeAsync();
        var order = events.Concat(events).OrderBy(_ => random.Next()).ToList();
        await AtOnceAsync(order.Count, (gate, i) => shop.TellAsync(gate, order[i], Stop));
        if (seed % 2 != 0) await SubscribeAsync();
        foreach (var kept in await First.InboxAsync(inbox => inbox.ListAsync(null, 50, Stop)))
            if (kept.Outcome == InboxOutcome.Stored) await shop.ClerkOf(gates[^1]).ReplayAsync(kept.Key, Stop);

        Assert.Equal(fact.CancelAt?.ToUnixTimeSeconds(), (await SubscriptionAsync()).CanceledAt?.ToUnixTimeSeconds());
        Assert.All(
            await First.InboxAsync(inbox => inbox.ListAsync(null, 50, Stop)),
            one => Assert.NotEqual(InboxOutcome.Stored, one.Outcome));
        await AssertMoneyAsync();

        Task SubscribeAsync() => First.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "pro")
        {
            Providers = ProviderIds.Of(new Dictionary<string, string> { ["shop"] = "sub" }),
        }, Stop);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_fails_stalls_turns_and_is_taken_back_what_is_billed_is_what_was_over(int seed)
    {
        var (meter, random) = (new MeterStandIn(), new Random(seed));
        await MakeBilledAsync();
        var (uses, stalled, asleep) = (0, new List<Task<int>>(), new List<MeterStandIn.Stall>());
        for (var round = 0; round < 25; round++)
        {
            meter.IsAway = random.Next(3) == 0;
            if (random.Next(6) == 0) asleep.Add(meter.StallNext());
            await AtOnceAsync(3, (gate, i) => gate.SubmitAsync(new Request([i == 2 && uses > 2
                ? new ReverseUse(Customer, $"u{random.Next(uses)}")
                : new Use(Customer, Feature, 1 + (i * 3), Id: $"u{Interlocked.Increment(ref uses)}")]), Stop));
            await MoveByAsync(random.Next(8) == 0
                ? Duration.FromDays(random.Next(1, 40)) : Duration.FromMinutes(random.Next(1, 200)));
            if (random.Next(3) > 0) await DueService.KnockAsync(gates[^1], Stop);
            stalled.AddRange(gates.Take(2).Select(gate => Reporter(gate, meter).KnockAsync(Stop)));
            if (random.Next(3) == 0)
            {
                foreach (var one in asleep.Where(one => one.Reached.IsCompleted).ToList())
                {
                    one.Wake();
                    asleep.Remove(one);
                }
            }
        }
        meter.IsAway = false;
        foreach (var one in asleep) one.Wake();
        await Task.WhenAll(stalled);
        for (var i = 0; i < 30; i++)
        {
            await MoveByAsync(Duration.FromHours(7));
            await DueService.KnockAsync(First, Stop);
            foreach (var given in (await SlicesAsync()).Where(one => one.Status == UsageSliceStatus.GivenUp))
                await First.SubmitAsync(new Request([new RetryUsageReport(Customer, given.Id)]), Stop);
            await Reporter(First, meter).KnockAsync(Stop);
        }
        var slices = await SlicesAsync();
        Assert.All(slices.Where(one => one.Quantity > 0), one => Assert.Equal(UsageSliceStatus.Delivered, one.Status));
        Assert.Equal(
            slices.Where(one => one.Status == UsageSliceStatus.Delivered).Sum(one => one.Quantity),
            meter.Counted.Values.Sum(one => long.Parse($"{one.Quantity}", null)));
        Assert.All(meter.Counted.Values, one => Assert.True(one.Quantity > Exact.Zero, $"{one}"));
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task An_operation_that_rolls_back_what_was_due_leaves_it_to_the_next_and_once()
    {
        await RenewedAsync(credit: 20);
        await MoveByAsync(Duration.FromDays(32));

        await AtOnceAsync(12, (gate, i) => gate.ExecuteAsync(Customer, async (passage, cancel) =>
        {
            await passage.UseAsync(new Use(Customer, Feature, 1, Id: $"u{i}"), cancel);
            if (i % 3 == 0) passage.RollBack();
            return i;
        }, Stop));

        Assert.Equal("Grant 20, Debit -9", await EntriesAsync());
        Assert.Equal(8, (await Trial.HistoryAsync(First, Customer)).Count(one => one.Event is not null));
        Assert.Equal((SubscriptionStatus.Active, 0), await StandsAsync());
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task Of_operations_that_throw_are_called_off_or_roll_back_nothing_is_left_in_any_mix()
    {
        await RenewedAsync(credit: 20);
        await MoveByAsync(Duration.FromDays(32));
        var random = new Random(5);
        var ways = Enumerable.Range(0, 24).Select(_ => random.Next(5)).ToList();
        var kept = await AtOnceAsync(ways.Count, async (gate, i) =>
        {
            using var cut = new CancellationTokenSource();
            try
            {
                await gate.ExecuteAsync(Customer, async (passage, cancel) =>
                {
                    await passage.ApplyAsync<Put<CreditGrantView>>(
                        new GrantCredit(Customer, Usd, Amount.Of(1), CreditKind.TopUp, ExternalId: $"g{i}"), cancel);
                    if (ways[i] == 0) throw new InvalidOperationException();
                    if (ways[i] == 1) passage.RollBack();
                    if (ways[i] == 2) await cut.CancelAsync();
                    if (ways[i] == 3)
                        await passage.SubmitAsync(new Request([new CancelBoost(Customer, 99)]), cancel);
                    cancel.ThrowIfCancellationRequested();
                    return i;
                }, cut.Token);
                return ways[i] is 3 or 4;
            }
            catch (Exception error) when (error is InvalidOperationException or OperationCanceledException)
            {
                return false;
            }
        });
        var ledger = await LedgerAsync();
        Assert.Single(ledger, one => one.Kind == EntryKind.Debit);
        Assert.Equal(kept.Count(one => one), ledger.Count(one => one.Kind == EntryKind.TopUp));
        await AssertVerifiedAsync();
    }

    static ProviderEvent At(string id, int second, ProviderFact fact) =>
        new(id, fact.GetType().Name, Rows.Noon + Duration.FromSeconds(second), fact);

    async Task CatalogueAsync()
    {
        foreach (var command in LongStory.Catalogue()) await First.SubmitAsync(new Request([command]), Stop);
    }

    // What went wrong, or null.
    async Task<string?> PlayAsync(LongStory story, IReadOnlyList<Step> steps, List<string> said)
    {
        List<long> sessions = [];
        for (var i = 0; i < steps.Count; i++)
        {
            try
            {
                await MoveByAsync(steps[i].After);
                var (gate, now) = (gates[i % gates.Count], (await ClockAsync()).Now);
                var terms = i == 0 ? Terms.None(new CustomerId(1))
                    : (await gates[^1].ShowAsync<CustomerSnapshot>(new ShowCustomer(story.Customer), Stop)).Terms;
                said.Add($"{now} {steps[i].Text}");
                if (steps[i].Make(new Scene(now, terms, sessions)) is not { } command) continue;
                var discounted = command is Subscribe { Renewal.Discount: not null }
                    or SetRenewal { Terms.Discount: not null };
                var answer = await gate.SubmitAsync(
                    new Request(discounted ? [command, new HoldAccount()] : [command]), Stop);
                var outcome = answer.Rejected ?? answer.Outcomes[0];
                said[^1] += $" {(outcome as Rejected)?.Code}{(outcome as Decision)?.Reason}";
                if (outcome is Put<PaymentSession> { Created: true } opened) sessions.Add(opened.Value.Id);
                if (i % 6 == 5 || i == steps.Count - 1)
                {
                    if ((await First.VerifyAsync(story.Customer, Stop))!.Divergence is { } divergence)
                        return $"{divergence}";
                    var history = await Trial.HistoryAsync(First, story.Customer);
                    for (var n = 1; n < history.Count; n++)
                        if (history[n].Sequence - history[n - 1].Sequence > 1) return $"a gap at {n}";
                }
            }
            catch (InvalidRequestException)
            {
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                return $"{error.GetType().Name}: {error.Message} {error.InnerException?.Message}"
                    + string.Join(" < ", (error.StackTrace ?? "").Split('\n').Take(8).Select(line => line.Trim()));
            }
        }
        return null;
    }
}
