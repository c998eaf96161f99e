namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_moves_money_at_once_every_balance_stays_the_sum_of_its_ledger(int seed)
    {
        var random = new Random(seed);
        string[] customers = ["a", "b"];
        await First.ApplyAsync<Put<Feature>>(new PutFeature(Feature, new FeatureDefinition("C", FeatureType.Metered)));
        await First.ApplyAsync<Put<Feature>>(new PutFeature(Storage, new FeatureDefinition("S", FeatureType.Gauge)));
        await First.ApplyAsync<Put<Settings>>(new PutSettings(new SettingsChange
        {
            WithdrawalMethods = WithdrawalMethods.Of(new Dictionary<string, WithdrawalMethod>
            {
                ["bank"] = new(Amount.Zero, FeePercent: Exact.Of(2)),
            }),
        }));
        foreach (var (plan, by) in new[] { ("one", RatedBy.Cycle), ("two", RatedBy.Event), ("three", RatedBy.Request) })
            await PutAsync(
                First, plan, PlanKind.Base, (Feature, Charged(by)),
                (Storage, Stored(by == RatedBy.Cycle ? "9" : "0.7")));
        foreach (var customer in customers)
        {
            await Trial.PutCustomerAsync(First, customer, "one");
            await First.ApplyAsync<Put<Namespace>>(new PutNamespace(customer, "x"), Stop);
            await First.ApplyAsync<Put<CreditGrantView>>(
                new GrantCredit(customer, Usd, Amount.Of(200), CreditKind.TopUp, ExternalId: "p0"), Stop);
        }

        var faults = new System.Collections.Concurrent.ConcurrentBag<string>();
        for (var round = 0; round < 12; round++)
        {
            var plays = Enumerable.Range(0, 60).Select(_ => PlayMoney(random, customers)).ToList();
            await AtOnceAsync(plays.Count, async (gate, i) =>
            {
                try { await plays[i](gate); }
                catch (RejectedException) { }
                catch (Exception fault) { faults.Add(fault.ToString()); }
                return 0;
            });
            // Now and then over midnight, when what levels have cost comes between all else.
            await MoveByAsync(round % 4 == 3 ? Duration.FromHours(13) : Duration.FromSeconds(random.Next(1, 40)));
        }
        Assert.Empty(faults);
        Assert.Null((await First.VerifyAllAsync(null, null, Stop)).Divergence);
        await MoveByAsync(Duration.FromHours(2));
        foreach (var customer in customers)
        {
            await First.UseAsync(new Use(customer, Feature, Mode: UsageMode.Record), Stop);
            var before = await SpentAsync(customer);
            // In a zone that it was not in what was spent is computed again.
            await First.ApplyAsync<Put<Profile>>(new PutCustomer(customer, TimeZone: "Etc/GMT+1"), Stop);
            Assert.Equal(before, await SpentAsync(customer));
        }
        Assert.Null((await First.VerifyAllAsync(null, null, Stop)).Divergence);
    }

    async Task<string> SpentAsync(string customer) => string.Join(", ",
        (await First.ShowAsync<IReadOnlyList<BudgetState>>(new ShowBudgets(customer), Stop))
        .Where(one => one.Budget.Per.Kind == PerKind.Month)
        .Select(one => $"{one.Budget.Name} {one.Spend.Spent} {one.Spend.Held}"));

    static PlanFeature Charged(RatedBy by) =>
        new(false, [new PlanLimit(3, "cycle")], OverageMode.Charge, null, false)
        {
            Price = new TieredPrice(
                by == RatedBy.Request,
                [new Tier(Exact.Of(20), Exact.Parse("0.0000013")), new Tier(null, Exact.Parse("1.5"))])
            { By = by },
        };

    static Func<Gate, Task> PlayMoney(Random random, string[] customers)
    {
        var customer = customers[random.Next(customers.Length)];
        var name = random.Next(3) == 0 ? "x" : null;
        var id = $"e{random.Next(60)}";
        decimal quantity = random.Next(1, 30);
        var (hold, number) = (Duration.FromSeconds(random.Next(1, 60)), random.Next(3, 40));
        var amount = new Amount((random.Next(1, 90) * Amount.PerUnit) + 10_000);
        var plan = random.Next(3) switch { 0 => "one", 1 => "two", _ => "three" };
        var dispute = random.Next(3) switch
        {
            0 => DisputeState.Open,
            1 => DisputeState.Lost,
            _ => DisputeState.Won,
        };
        switch (random.Next(20))
        {
            case 0 or 1 or 2:
                return gate => gate.UseAsync(new Use(customer, Feature, quantity, name, id), Stop);
            case 3 or 4:
                return gate => gate.UseAsync(new Use(customer, Feature, quantity, name, id) { HoldFor = hold }, Stop);
            case 5:
                return gate => gate.ApplyAsync<Decision>(new SettleReservation(customer, id, quantity), Stop);
            case 6 or 7:
                return gate => gate.ApplyAsync<Reversed>(new ReverseUse(customer, id), Stop);
            case 8:
                return async gate =>
                {
                    var clock = await gate.ShowAsync<TestClock>(new ShowTestClock(), Stop);
                    await gate.ApplyAsync<Put<CreditGrantView>>(new GrantCredit(
                        customer, Usd, amount, CreditKind.Grant, number, clock.Now + hold), Stop);
                };
            case 9:
                return gate => gate.ApplyAsync<Put<CreditGrantView>>(new GrantCredit(
                    customer, Usd, amount, CreditKind.TopUp, ExternalId: $"p{number % 5}"), Stop);
            case 10:
                return gate => gate.ApplyAsync<Put<PaymentReturnView>>(new ReturnPayment(
                    customer, Usd, $"p{number % 5}", number % 2 == 0 ? amount : null,
                    new Dispute($"d{number % 3}", amount, dispute)), Stop);
            case 11 or 12:
                return gate => gate.ApplyAsync<Put<Withdrawal>>(new RequestWithdrawal(
                    customer, Usd, amount, "bank", """{"iban":"DE1"}""", "ann"), Stop);
            case 13:
                return async gate =>
                {
                    var asked = await gate.ApplyAsync<Put<Withdrawal>>(new RequestWithdrawal(
                        customer, Usd, amount, "bank", """{"iban":"DE1"}""", "ann"), Stop);
                    await gate.ApplyAsync<Put<Withdrawal>>(
                        new ApproveWithdrawal(customer, asked.Value.Id, "bob"), Stop);
                    await gate.ApplyAsync<Put<Withdrawal>>(
                        new CompleteWithdrawal(customer, asked.Value.Id), Stop);
                };
            case 14:
                return gate => gate.ApplyAsync<Put<Withdrawal>>(new CancelWithdrawal(customer, number), Stop);
            case 15:
                return gate => gate.ApplyAsync<Put<Budget>>(new PutBudget(
                    customer, $"b{number % 3}", Usd, new Amount(amount.Micros * 10),
                    number % 2 == 0 ? Per.Month : Per.Cycle, number % 3 == 0, null, name), Stop);
            case 16 or 17:
                return gate => gate.UseAsync(new Use(customer, Storage, Namespace: name) { Level = number }, Stop);
            case 18:
                var events = Enumerable.Range(0, number).Select(i => (Command)new Use(
                    customers[i % customers.Length], Feature, 1, name, $"{id}-{i}")).ToList();
                return gate => gate.SubmitAsync(new Request(events, Atomic: number % 2 == 0), Stop);
            default:
                return gate => gate.ApplyAsync<Put<Subscription>>(new Subscribe(customer, plan, Namespace: name), Stop);
        }
    }
}
