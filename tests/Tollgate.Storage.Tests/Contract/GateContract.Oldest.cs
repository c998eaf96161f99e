namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task What_leaves_a_rolling_window_next_is_the_oldest_use_that_was_not_taken_back()
    {
        await Trial.PutPlanAsync(First, "pro", new PlanLimit(10_000, "PT2H"));
        await Trial.PutCustomerAsync(First, Customer, "pro");
        var random = new Random(7);
        var began = (await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer), Stop)).Now;
        List<Instant> times = [.. Enumerable.Range(0, 12).Select(i => began - Duration.FromMinutes(5 + (i * 7)))];
        Dictionary<string, (Instant At, long Quantity)> live = [];
        List<string> told = [];
        for (var i = 0; i < 150; i++)
        {
            List<Command> commands = [];
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                if (live.Count > 2 && random.Next(2) == 0)
                {
                    var id = random.Next(2) == 0
                        ? live.MinBy(one => one.Value.At).Key : live.Keys.ElementAt(random.Next(live.Count));
                    commands.Add(new ReverseUse(Customer, id));
                    live.Remove(id);
                }
                else
                {
                    var (id, at, quantity) = ($"o{i}-{n}", times[random.Next(times.Count)], random.Next(1, 5));
                    commands.Add(new Use(Customer, Feature, quantity, Id: id, At: at));
                    live.Add(id, (at, quantity));
                }
            }
            if (i % 20 == 19)
                await gates[^1].ApplyAsync<Put<Profile>>(
                    new PutCustomer(Customer, TimeZone: i % 40 == 19 ? "Asia/Kathmandu" : "UTC"), Stop);
            // One line per customer: they are decided in this order, in one batch where they meet.
            var gate = gates[random.Next(gates.Count)];
            var answers = await Task.WhenAll(
                commands.Select(one => gate.SubmitAsync(new Request([one]), Stop)));
            Assert.All(answers, answer => Assert.Null(answer.Rejected));
            told.Add(string.Join("; ", commands));
            var check = await gates[random.Next(gates.Count)].CheckAsync(new Use(Customer, Feature), Stop);
            Instant? expected = live.Count == 0 ? null : live.Values.Min(one => one.At) + Duration.FromHours(2);
            var used = live.Values.Sum(one => one.Quantity);
            Assert.True(
                check.Figures!.Used == used && check.Figures.ResetsAt == expected?.Cut(),
                $"{check.Figures.Used} {check.Figures.ResetsAt} but {used} {expected} after {i}\n"
                    + string.Join("\n", told.TakeLast(5)));
        }
        await Trial.AssertWholeAsync(First, Customer);
    }
}
