namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    static PlanFeature Whole { get; } = new(true, [], OverageMode.Deny, null, false);

    static async Task PutAsync(Gate gate, string plan, PlanKind kind, params (string, PlanFeature)[] features)
    {
        SortedDictionary<string, PlanFeature> all = new();
        foreach (var (code, feature) in features) all[code] = feature;
        await gate.ApplyAsync<Put<PlanVersion>>(new PutPlan(
            plan, new PlanDefinition(plan, kind, kind == PlanKind.AddOn, CycleLength.Month, 0, true, all)));
    }

    static PlanFeature Of(OverageMode overage, params PlanLimit[] limits) => new(false, limits, overage, null, false);

    [Fact]
    public async Task Held_quantities_beyond_a_counter_do_not_lock_their_customer_out_nor_its_neighbours()
    {
        await First.ApplyAsync<Put<Feature>>(
            new PutFeature("pool", new FeatureDefinition("P", FeatureType.Metered, Scale: 9)));
        await First.ApplyAsync<Put<Feature>>(new PutFeature(
            "child", new FeatureDefinition("C", FeatureType.Metered) { Pool = "pool", Weight = 1_000_000_000 }));
        await PutAsync(First, "all", PlanKind.Base, ("pool", Whole));
        await PutAsync(First, "some", PlanKind.Base, ("pool", Of(OverageMode.Allow, new PlanLimit(100, "forever"))));
        await Trial.PutCustomerAsync(First, Customer, "all");
        await Trial.PutCustomerAsync(First, "other", "all");
        for (var i = 0; i < 3; i++)
            Assert.True((await First.UseAsync(
                new Use(Customer, "child", 5, Id: $"r{i}") { HoldFor = Duration.FromHours(1) }, Stop)).Allowed);
        await First.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "some"), Stop);

        // Together, so that they share a batch.
        var neighbours = Enumerable.Range(0, 20).Select(_ => First.UseAsync(new Use("other", "child"), Stop)).ToList();
        var own = First.UseAsync(new Use(Customer, "child"), Stop);
        neighbours.AddRange(Enumerable.Range(0, 20).Select(_ => First.UseAsync(new Use("other", "child"), Stop)));
        foreach (var one in await Task.WhenAll(neighbours)) Assert.True(one.Allowed);
        var refused = await Assert.ThrowsAsync<RejectedException>(() => own);
        Assert.Equal("quantity", refused.Rejected.Errors[0].Field);
        await EndAsync(First, "r0", 0);
    }

    [Fact]
    public async Task What_was_told_of_an_erased_persons_boosts_and_subscriptions_is_erased_too()
    {
        await MakeCustomerAsync(limit: 10);
        var endpoint = (await First.ApplyAsync<Put<WebhookEndpoint>>(
            new CreateWebhookEndpoint("https://example.com/", ["*"], WebhookSecret.Of(new byte[32])), Stop)).Value;
        await First.ApplyAsync<Put<Boost>>(new ProvisionBoost(
            Customer, Feature, BoostType.TopUp, BoostEnd.Never, 1, Metadata: """{"who":"Ann"}"""), Stop);
        await First.ApplyAsync<Put<Subscription>>(
            new Subscribe(Customer, $"plan-{Customer}", Metadata: """{"who":"Ann"}"""), Stop);

        await First.ApplyAsync<Put<Profile>>(new EraseCustomer(Customer), Stop);
        await First.EraseHistoryAsync(Customer, Stop);

        var told = await First.OutboxAsync(outbox => outbox.ListAsync(endpoint.Id, null, 100, Stop));
        Assert.DoesNotContain(told, one => one.Entry.Payload.Contains("Ann", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_falls_due_a_century_later_is_settled_at_once_however_much_it_is()
    {
        await MakeCustomerAsync(100_000, Customer, "cycle", "PT24H");
        await First.ApplyAsync<Put<Namespace>>(new PutNamespace(Customer, "x"), Stop);
        for (var i = 0; i < 3; i++)
            await First.SubmitAsync(new Request([.. Enumerable.Range(0, 1000).Select(n => new Use(
                Customer, Feature, 1, n % 2 == 0 ? "x" : null, $"h{i}-{n}")
            {
                HoldFor = Duration.FromSeconds(3600 + n),
            })]), Stop);
        var now = (await ClockAsync()).Now;
        for (var i = 1; i < 200; i++)
            await First.ApplyAsync<Put<Subscription>>(new Subscribe(
                Customer, $"plan-{Customer}", StartsAt: now + Duration.FromDays(i),
                Anchor: Instant.FromUtc(2026, 1, 31, 2, 30)), Stop);
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer, TimeZone: "Australia/Lord_Howe"), Stop);

        var check = await First.CheckAsync(new Use(Customer, Feature), Stop);
        Assert.Equal(3000, check.Figures!.Reserved);
        await MoveByAsync(Duration.FromDays(36_000));
        var uses = await AtOnceAsync(
            300, (gate, i) => gate.UseAsync(new Use(Customer, Feature, 1, i % 2 == 0 ? "x" : null), Stop));

        Assert.All(uses, use => Assert.True(use.Allowed));
        Assert.Equal(0, (await First.CheckAsync(new Use(Customer, Feature), Stop)).Figures!.Reserved);
        var history = await Trial.HistoryAsync(First, Customer);
        Assert.Equal(3000, history.Count(change => change.Event?.Kind == UsageKind.Release));
    }

    [Fact]
    public async Task Ids_of_the_greatest_length_are_used_settled_and_reversed()
    {
        var (customer, id) = (new string('c', 128), new string('i', 128));
        await Trial.PutPlanAsync(First, "p", new PlanLimit(100, "forever"));
        await Trial.PutCustomerAsync(First, customer, "p");
        await First.UseAsync(new Use(customer, Feature, 5, Id: id) { HoldFor = Duration.FromHours(1) }, Stop);
        await First.ApplyAsync<Decision>(new SettleReservation(customer, id, 4), Stop);
        await First.ApplyAsync<Reversed>(new ReverseUse(customer, id), Stop);
        await AssertUsedAsync(0, customer);
    }

    [Fact]
    public async Task Held_quantities_beyond_a_counter_let_their_customer_in_again_once_they_are_over()
    {
        await First.ApplyAsync<Put<Feature>>(
            new PutFeature("pool", new FeatureDefinition("P", FeatureType.Metered, Scale: 9)));
        await First.ApplyAsync<Put<Feature>>(new PutFeature(
            "child", new FeatureDefinition("C", FeatureType.Metered) { Pool = "pool", Weight = 1_000_000_000 }));
        var some = Of(OverageMode.Allow, new PlanLimit(100, "forever"));
        await PutAsync(First, "all", PlanKind.Base, ("pool", Whole), (Feature, some));
        await PutAsync(First, "some", PlanKind.Base, ("pool", some), (Feature, some));
        await Trial.PutCustomerAsync(First, Customer, "all");
        for (var i = 0; i < 3; i++)
            Assert.True((await First.UseAsync(
                new Use(Customer, "child", 5, Id: $"r{i}") { HoldFor = Duration.FromHours(1) }, Stop)).Allowed);
        await First.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "some"), Stop);
        await MoveByAsync(Duration.FromHours(2));

        // Of another feature.
        Assert.True((await First.UseAsync(new Use(Customer, Feature), Stop)).Allowed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_races_with_whatever_each_history_stays_whole(int seed)
    {
        var random = new Random(seed);
        string[] customers = ["a", "b", "c"];
        await First.ApplyAsync<Put<Feature>>(new PutFeature("pool", new FeatureDefinition("P", FeatureType.Metered)));
        await First.ApplyAsync<Put<Feature>>(new PutFeature(
            Feature, new FeatureDefinition("Calls", FeatureType.Metered) { Pool = "pool", Weight = 3 }));
        await First.ApplyAsync<Put<Feature>>(new PutFeature(
            "sms", new FeatureDefinition("Sms", FeatureType.Metered) { Pool = "pool", Weight = 2 }));
        await First.ApplyAsync<Put<Feature>>(new PutFeature("gb", new FeatureDefinition("G", FeatureType.Gauge)));
        PlanLimit far = new(500, "cycle", 300);
        await PutAsync(First, "one", PlanKind.Base,
            (Feature, Of(OverageMode.Deny, far, new PlanLimit(60, "PT1M"))),
            ("pool", Of(OverageMode.Deny, new PlanLimit(900, "day"))),
            ("gb", Of(OverageMode.Deny, new PlanLimit(50, "forever"))));
        await PutAsync(First, "two", PlanKind.Base,
            (Feature, Of(OverageMode.Allow, new PlanLimit(100, "hour"), new PlanLimit(40, "PT30S"))),
            ("pool", Of(OverageMode.Deny, new PlanLimit(5000, "cycle"))), ("gb", Whole));
        await PutAsync(First, "three", PlanKind.AddOn, ("sms", Of(OverageMode.Deny, new PlanLimit(70, "cycle", 20))));
        foreach (var customer in customers)
        {
            await Trial.PutCustomerAsync(First, customer, "one");
            foreach (var name in new[] { "x", "y" })
                await First.ApplyAsync<Put<Namespace>>(new PutNamespace(customer, name), Stop);
        }

        var faults = new System.Collections.Concurrent.ConcurrentBag<string>();
        for (var round = 0; round < 12; round++)
        {
            var plays = Enumerable.Range(0, 60).Select(_ => Play(random, customers)).ToList();
            await AtOnceAsync(plays.Count, async (gate, i) =>
            {
                try { await plays[i](gate); }
                catch (RejectedException) { }
                catch (Exception fault) { faults.Add(fault.ToString()); }
                return 0;
            });
            await MoveByAsync(Duration.FromSeconds(random.Next(1, 40)));
        }
        Assert.Empty(faults);
        await MoveByAsync(Duration.FromHours(2));
        foreach (var customer in customers)
        {
            await First.UseAsync(new Use(customer, Feature, Mode: UsageMode.Record), Stop);
            await Trial.AssertWholeAsync(First, customer);
            foreach (var code in new[] { Feature, "sms", "pool" })
                Assert.True((await First.CheckAsync(new Use(customer, code), Stop)).Figures is not { Reserved: not 0 });
        }
    }

    static Func<Gate, Task> Play(Random random, string[] customers)
    {
        var customer = customers[random.Next(customers.Length)];
        string?[] names = [null, null, "x", "y"];
        var name = names[random.Next(4)];
        var feature = random.Next(3) switch { 0 => Feature, 1 => "sms", _ => "pool" };
        var id = $"e{random.Next(60)}";
        decimal quantity = random.Next(1, 9);
        var hold = Duration.FromSeconds(random.Next(1, 60));
        var number = random.Next(1, 12);
        var plan = random.Next(3) switch { 0 => "one", 1 => "two", _ => "three" };
        switch (random.Next(15))
        {
            case 0 or 1:
                return gate => gate.UseAsync(new Use(customer, feature, quantity, name, id), Stop);
            case 2 or 3 or 4:
                return gate => gate.UseAsync(new Use(customer, feature, quantity, name, id) { HoldFor = hold }, Stop);
            case 5 or 6:
                return gate => gate.ApplyAsync<Decision>(new SettleReservation(customer, id, quantity), Stop);
            case 7:
                return gate => gate.ApplyAsync<Decision>(new SettleReservation(customer, id, 0), Stop);
            case 8 or 9:
                return gate => gate.ApplyAsync<Reversed>(new ReverseUse(customer, id), Stop);
            case 10:
                return gate => gate.ApplyAsync<Put<Subscription>>(new Subscribe(
                    customer, plan, Namespace: random.Next(3) == 0 ? name : null), Stop);
            case 11:
                var type = random.Next(2) == 0 ? BoostType.TopUp : BoostType.AddLimit;
                return async gate =>
                {
                    var clock = await gate.ShowAsync<TestClock>(new ShowTestClock(), Stop);
                    await gate.ApplyAsync<Put<Boost>>(new ProvisionBoost(
                        customer, feature, type, BoostEnd.At(clock.Now + hold), quantity, Namespace: name), Stop);
                };
            case 12:
                return gate => gate.UseAsync(new Use(customer, "gb", 1, name) { Level = quantity * 5 }, Stop);
            case 13:
                var events = Enumerable.Range(0, number).Select(i => (Command)new Use(
                    customers[i % customers.Length], i % 2 == 0 ? feature : "gb", 1, name, $"{id}-{i}")).ToList();
                return gate => gate.SubmitAsync(new Request(events, Atomic: true), Stop);
            default:
                var cancel = random.Next(2) == 0;
                return gate => cancel
                    ? gate.ApplyAsync<Put<Subscription>>(
                        new CancelSubscription(customer, number, CancelWhen.PeriodEnd), Stop)
                    : gate.ApplyAsync<Put<Profile>>(new PutCustomer(
                        customer, TimeZone: number % 2 == 0 ? "UTC" : "Australia/Lord_Howe"), Stop);
        }
    }
}
