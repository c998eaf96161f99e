using System.Globalization;
using NodaTime;
using Tollgate.Core.Catalog;
using Tollgate.Core.Money;
using Tollgate.Core.Pricing;
using Tollgate.Core.Tests.Wallets;
using Tollgate.Core.Time;
using Tollgate.Core.Usage;
using Tollgate.Core.Wallets;
using Xunit;

namespace Tollgate.Core.Tests.Accruals;

/// <summary>The words to fill a table of levels with that cost by the hour.</summary>
static class AccrualWords
{
    /// <summary>Acme, with 10 units of storage included and more of it at 0.01 USD per unit and hour.</summary>
    public static Desk Storing(string zone = "UTC", int scale = 0, string price = "0.01")
    {
        var desk = new Desk().Customer(zone);
        desk.Do(new PutFeature("storage", new FeatureDefinition("Storage", FeatureType.Gauge, Scale: scale)));
        Assert.Equal("created 2", desk.Plan("stored", price).Subscribe("stored"));
        return desk;
    }

    public static Desk Plan(
        this Desk desk, string code, string? price, decimal included = 10, PlanKind kind = PlanKind.Base)
    {
        var storage = new PlanFeature(
            false, [new PlanLimit(included, "forever")], price is null ? OverageMode.Allow : OverageMode.Charge, null,
            false)
        {
            Price = price is null ? null : new UnitPrice(Exact.Parse(price)),
        };
        desk.Do(new PutPlan(code, new PlanDefinition(
            code, kind, false, CycleLength.Month, 0, true, new(StringComparer.Ordinal) { ["storage"] = storage })));
        return desk;
    }

    public static Desk Level(this Desk desk, decimal level, string? name = null)
    {
        var decision = (Decision)desk.Do(new Use("acme", "storage", Namespace: name) { Level = level });
        Assert.True(decision.Allowed, $"{decision.Reason}");
        return desk;
    }

    public static Desk Then(this Desk desk, Func<Desk, object> done)
    {
        done(desk);
        return desk;
    }

    /// <summary>Every slice that was charged: when it ended, and for how much: <c>01-16 00:00 2.88</c>.</summary>
    public static string Slices(this Desk desk)
    {
        desk.Balance();
        var rows = desk.Rows.Customer("acme")!;
        Assert.Equal("", desk.WrongCounters());
        Assert.Empty(rows.WrongMoney());
        Assert.Equal("", rows.WrongSpends());
        return string.Join(", ", rows.Events.Where(one => one.Kind == UsageKind.Accrual).Select(one =>
            $"{(one.At + Duration.FromTicks(10)).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture)}"
                + $"{(one.Namespace.Length == 0 ? "" : " " + one.Namespace)} {one.Charge?.Amount}"));
    }

    /// <summary>What is not charged yet, of each wallet.</summary>
    public static string Accrued(this Desk desk) => string.Join(", ",
        ((Shown<IReadOnlyList<WalletState>>)desk.Do(new ShowWallets("acme"))).Value.Select(one => $"{one.Accrued}"));

    /// <summary>Asks at each of these times, so that whatever is due then is settled then.</summary>
    public static Desk Seen(this Desk desk, params string[] times)
    {
        foreach (var time in times) desk.At(time).Balance();
        return desk;
    }
}
