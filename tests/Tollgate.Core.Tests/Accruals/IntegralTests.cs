using NodaTime;
using NodaTime.Text;
using Tollgate.Core.Boosts;
using Tollgate.Core.Customers;
using Tollgate.Core.Money;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Tests.Wallets;
using Tollgate.Core.Time;
using Tollgate.Core.Usage;
using Xunit;
using static Tollgate.Core.Tests.Accruals.AccrualWords;

namespace Tollgate.Core.Tests.Accruals;

/// <summary>
/// Random lives of a gauge that is priced by time, against its integral, which knows no days and no slices.
/// </summary>
public sealed class IntegralTests
{
    // A millionth of a micro for a unit and a microsecond: every cost is a whole number of those.
    const string Price = "0.0036", Dear = "0.0072";

    [Fact]
    public void What_was_charged_is_the_integral_of_the_level_and_the_ledger_does_not_know_who_looked()
    {
        var stories = int.Parse(
            Environment.GetEnvironmentVariable("STORIES") ?? "150", System.Globalization.CultureInfo.InvariantCulture);
        List<string> failed = [];
        charges = 0;
        for (var seed = 0; seed < stories && failed.Count < 4; seed++)
            if (Play(seed) is { } wrong) failed.Add($"seed {seed}: {wrong}");
        Assert.True(failed.Count == 0, string.Join("\n\n", failed));
        Assert.True(charges > stories, $"{charges} slices in {stories} lives are no test.");
    }

    int charges;

    string? Play(int seed)
    {
        List<string> told = [];
        try
        {
            var (alone, expected) = Live(seed, looks: false, told);
            var (seen, _) = Live(seed, looks: true, []);
            var total = alone.Rows.Customer("acme")!.Costs.Values.SingleOrDefault()?.Cost ?? Exact.Zero;
            if (total != expected) return $"cost {total}, integral {expected}\n{string.Join('\n', told)}";
            var lines = alone.Rows.Customer("acme")!.Events.FindAll(one => one.Kind == UsageKind.Accrual);
            charges += lines.Count;
            var charged = lines.Aggregate(Amount.Zero, (sum, one) => sum + one.Charge!.Amount);
            if (charged != Amount.Floor(expected)) return $"charged {charged} of {expected}";
            return alone.Ledger() == seen.Ledger() && alone.Slices() == seen.Slices()
                ? null
                : $"{alone.Slices()}\n{seen.Slices()}\n{alone.Ledger()}\n{seen.Ledger()}\n{string.Join('\n', told)}";
        }
        catch (Exception missing) when (missing is not OutOfMemoryException)
        {
            return $"{missing.Message}\n{string.Join('\n', told)}";
        }
    }

    // The same life for the same seed; what it came to, and what it should have.
    static (Desk Desk, Exact Integral) Live(int seed, bool looks, List<string> told)
    {
        var (random, eyes) = (new Random(seed), new Random(seed));
        string[] zones = ["UTC", "America/New_York", "America/Santiago", "Asia/Kolkata"];
        var desk = Storing(zones[random.Next(zones.Length)], price: Price);
        desk.Plan("dear", Dear, 20).Plan("free", price: null).Namespace("east").At("2026-03-01T00:00:00Z");
        var life = new Life(10, 1);
        var subscription = 2L;
        for (var step = 0; step < 40; step++)
        {
            var next = desk.Now + Microseconds(random.NextInt64(0, 3_600_000_000L * (step % 5 == 0 ? 80 : 9)));
            if (random.Next(6) == 0) next = desk.Now;
            for (var look = 0; looks && look < eyes.Next(3); look++)
                Look(desk, desk.Now + Microseconds(
                    eyes.NextInt64(next.ToMicroseconds() - desk.Now.ToMicroseconds() + 1)));
            life.Until(next);
            desk.At(Text(next));
            told.Add($"{next} {Do()} {life}");
        }
        life.Until(Desk.Time("2026-04-20T12:00:00Z"));
        desk.At("2026-04-20T12:00:00Z").Level(0).Level(0, "east");
        desk.At("2026-04-25T12:00:00Z").Balance();
        return (desk, life.Cost);

        string Do()
        {
            switch (random.Next(12))
            {
                case 0 or 1 or 2 or 3:
                    var (level, east) = (random.Next(4) == 0 ? 0 : random.Next(60), random.Next(3) == 0);
                    if (life.Paused && level > (east ? life.East : life.Own)) return "nothing";
                    desk.Level(level, east ? "east" : null);
                    if (east) life.East = level;
                    else life.Own = level;
                    return $"level {level} {east}";
                case 4:
                    var until = random.Next(2) == 0
                        ? desk.Now + Duration.FromMinutes(random.Next(1, 9000)) : (Instant?)null;
                    var more = random.Next(1, 15);
                    desk.Boost(
                        BoostType.AddLimit, more, until: until is { } end ? Text(end) : null, feature: "storage");
                    life.Boosts.Add((more, until ?? Instant.MaxValue));
                    return $"boost {more} {until}";
                case 5 or 6:
                    var (plan, included, price) = random.Next(3) switch
                    {
                        0 => ("stored", 10, 1),
                        1 => ("dear", 20, 2),
                        _ => ("free", 10, 0),
                    };
                    subscription = ((Put<Subscription>)desk.Do(new Subscribe("acme", plan))).Value.Id;
                    (life.Included, life.Price, life.Paused) = (included, price, false);
                    return plan;
                case 7:
                    life.Paused = !life.Paused;
                    var paused = desk.Do(life.Paused
                        ? new PauseSubscription("acme", subscription) : new ResumeSubscription("acme", subscription));
                    return $"pause {Desk.Show(paused)}";
                case 8:
                    var expires = desk.Now + Duration.FromMinutes(random.Next(1, 5000));
                    desk.Grant($"{random.Next(1, 5)}", until: Text(expires));
                    return "grant";
                case 9:
                    desk.Do(new PutCustomer(
                        "acme", $"Name {random.Next()}", TimeZone: zones[random.Next(zones.Length)]));
                    return "customer";
                case 10:
                    desk.Boost(BoostType.AddLimit, 5, feature: "calls", until: Text(desk.Now + Duration.FromHours(5)));
                    return "another boost";
                default:
                    Look(desk, desk.Now);
                    return "look";
            }
        }
    }

    static Duration Microseconds(long count) => Duration.FromTicks(10 * count);

    static void Look(Desk desk, Instant at) => desk.At(Text(at)).Balance();

    static string Text(Instant at) => InstantPattern.ExtendedIso.Format(at);

    /// <summary>What holds, and what it has cost, in 10^-12 of a dollar.</summary>
    sealed class Life(long included, long price)
    {
        Instant at = Desk.Time("2026-03-01T00:00:00Z");
        Int128 cost;

        public long Included { get; set; } = included;

        public long Price { get; set; } = price;

        public long Own { get; set; }

        public long East { get; set; }

        public bool Paused { get; set; }

        public List<(long More, Instant Until)> Boosts { get; } = [];

        public Exact Cost => Exact.Of(cost, 12);

        public void Until(Instant next)
        {
            foreach (var end in Boosts.Select(one => one.Until).Append(next).Where(one => one <= next && one > at)
                .Distinct().Order().ToList())
            {
                // In a pause there are only boosts, which have no price.
                var free = Included + Boosts.Where(one => one.Until > at).Sum(one => one.More);
                if (!Paused && Own + East > free)
                    cost += (Int128)(Own + East - free) * Price * (end.ToMicroseconds() - at.ToMicroseconds());
                at = end;
            }
        }

        public override string ToString() => $"{Own}+{East} of {Included} at {Price} {(Paused ? "paused" : "")} {Cost}";
    }
}
