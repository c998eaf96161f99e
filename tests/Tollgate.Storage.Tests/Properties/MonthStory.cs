using Tollgate.Testing.Model;

namespace Tollgate.Storage.Tests.Properties;

/// <summary>
/// What customers do in the weeks after 31 January: steps of hours through month ends and turns of zones, with plans
/// that change, trials that end, boosts, uses and checks. The same for the same seed.
/// </summary>
sealed class MonthStory(int seed, int customers, int days)
{
    static readonly string[] Zones =
        ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"];

    static readonly string[] Namespaces = ["site", "shop"];

    static readonly string[] Plans = ["free", "pro", "trial"];

    readonly Random random = new(seed);
    Instant now = Instant.FromUtc(2026, 1, 31, 21, 30);

    /// <summary>The names of the customers.</summary>
    public IReadOnlyList<string> Customers { get; } = [.. Enumerable.Range(0, customers).Select(i => $"c{i}")];

    /// <summary>Every command, in order.</summary>
    public IEnumerable<ModelCommand> Commands()
    {
        foreach (var command in Beginning()) yield return command;
        for (var end = now + Duration.FromDays(days); now < end;)
        {
            now += Duration.FromMinutes(random.Next(1, 60 * 48 / customers));
            yield return One(Customers[random.Next(customers)]);
        }
    }

    IEnumerable<ModelCommand> Beginning()
    {
        yield return new ModelCommand.PutFeature(Next(), new ModelFeature("calls", "metered"));
        yield return new ModelCommand.PutPlan(Next(), Plan("free", new(4, "day"), new(30, "cycle")));
        yield return new ModelCommand.PutPlan(
            Next(), Plan("pro", new(9, "day", 7), new(60, "month"), new(20, "P7D", 15)));
        yield return new ModelCommand.PutPlan(
            Next(), Plan("trial", new ModelLimit(12, "week")) with { TrialDays = 14 });
        foreach (var customer in Customers)
        {
            var zone = Zones[random.Next(Zones.Length)];
            yield return new ModelCommand.PutCustomer(Next(), customer, zone, Waived: false);
            foreach (var name in Namespaces) yield return new ModelCommand.PutNamespace(Next(), customer, name);
            yield return new ModelCommand.Subscribe(
                Next(), $"{customer}-0", customer, new ModelOrder(Plans[random.Next(Plans.Length)]));
        }
    }

    ModelCommand One(string customer)
    {
        var name = random.Next(3) == 0 ? Namespaces[random.Next(Namespaces.Length)] : null;
        var use = new ModelUse(customer, "calls", random.Next(1, 6), Namespace: name);
        return random.Next(40) switch
        {
            0 => new ModelCommand.Subscribe(
                now, $"{customer}-{now}", customer, new ModelOrder(Plans[random.Next(Plans.Length)], Namespace: name)),
            1 => new ModelCommand.Provision(
                now, $"b{now}", customer, new ModelGift("calls", "top_up", random.Next(1, 9), Until: "cycle_end")),
            2 => new ModelCommand.Provision(
                now, $"b{now}", customer, new ModelGift("calls", "add_limit", random.Next(1, 9), Namespace: name)),
            < 6 => new ModelCommand.Check(now, use),
            6 => new ModelCommand.Use(now, [use with { At = now - Duration.FromDays(random.Next(1, 34)) }]),
            _ => new ModelCommand.Use(now, [use]),
        };
    }

    Instant Next() => now += Duration.FromSeconds(1);

    static ModelPlan Plan(string code, params ModelLimit[] limits) =>
        new(code, "base", [ModelPlanFeature.Limited("calls", limits)]);
}
