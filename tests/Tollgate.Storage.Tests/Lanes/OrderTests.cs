using System.Globalization;

namespace Tollgate.Storage.Tests.Lanes;

/// <summary>Whatever poisons, holds or defers a batch, each customer's own requests are decided as they came.</summary>
public sealed class OrderTests
{
    [Fact]
    public async Task Poison_holds_and_changes_of_terms_never_turn_the_order_of_a_customer()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var store = new FaultyStore(new MemoryStore(TimeProvider.System));
            var options = new TollgateOptions { BatchEvents = random.Next(4, 60), WriteLanes = random.Next(1, 3) };
            await using var gate = await Trial.OpenAsync(store, options);
            await Trial.PutPlanAsync(gate, "p", new PlanLimit(1_000_000, "forever"));
            await Trial.PutPlanAsync(gate, "q", new PlanLimit(1_000_000, "day"), new PlanLimit(1_000_000, "forever"));
            string[] customers = ["a", "b", "c", "d"];
            foreach (var customer in customers) await Trial.PutCustomerAsync(gate, customer, "p");
            store.IsHeld = _ =>
            {
                lock (random) return random.Next(6) == 0;
            };
            store.BeforeCommit = changes =>
            {
                if (changes.Ids.Any(id => id.Id.Contains("poison")))
                    throw new InjectedException(Fault.Poison);
            };
            List<Task> tasks = [];
            for (var i = 0; i < 300; i++)
            {
                var customer = customers[random.Next(4)];
                int kind;
                lock (random) kind = random.Next(30);
                var id = string.Create(CultureInfo.InvariantCulture, $"{i:0000}{(kind == 0 ? "-poison" : "")}");
                Command[] commands = kind == 1
                    ? [new Subscribe(customer, i % 2 == 0 ? "p" : "q")]
                    : [new Use(customer, "calls", Id: id)];
                tasks.Add(gate.SubmitAsync(new Request(commands)));
            }
            foreach (var task in tasks)
            {
                try { await task; }
                catch (InjectedException) { }
            }
            store.IsHeld = _ => false;
            foreach (var customer in customers)
            {
                var ids = (await Trial.HistoryAsync(gate, customer)).Where(change => change.Event is not null)
                    .Select(change => change.Event!.Id).ToList();
                for (var i = 1; i < ids.Count; i++)
                    Assert.True(
                        string.CompareOrdinal(ids[i - 1], ids[i]) < 0,
                        $"seed {seed}, {customer}: {ids[i - 1]} came before {ids[i]}");
            }
        }
    }
}
