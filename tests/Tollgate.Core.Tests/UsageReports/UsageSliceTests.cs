using NodaTime;
using Tollgate.Core.Catalog;
using Tollgate.Core.Customers;
using Tollgate.Core.Due;
using Tollgate.Core.Tests.Wallets;
using Tollgate.Core.Usage;
using Tollgate.Core.UsageReports;
using Xunit;

namespace Tollgate.Core.Tests.UsageReports;

/// <summary>What is cut of billable overage, and who may say how its report went.</summary>
public sealed class UsageSliceTests
{
    // Ten a cycle, and more to be billed. Noon of 15 January; cycles turn at noon of the 15th.
    public static TheoryData<Rule> Slices { get; } = Rule.Table(
        new("Overage is cut at the next fifth minute", desk =>
        {
            Billing(desk).Use(12);
            var before = Knock(desk, "2026-01-15T12:04:59Z");
            return $"{before}|{Knock(desk, "2026-01-15T12:05:00Z")}";
        }, "|2 #3-5 01-15T12:05:00 in 01-15"),
        new("What fits the limits is not", desk =>
        {
            Billing(desk).Use(10);
            return Knock(desk, "2026-01-16T12:00:00Z");
        }, ""),
        new("Each for itself, without a gap between", desk =>
        {
            Billing(desk).Use(12);
            Knock(desk, "2026-01-15T12:05:00Z");
            desk.Use(3);
            desk.Use(4);
            return Knock(desk, "2026-01-15T12:10:00Z");
        }, "2 #3-5 01-15T12:05:00 in 01-15|7 #7-8 01-15T12:10:00 in 01-15"),
        new("Nothing is cut twice", desk =>
        {
            Billing(desk).Use(12);
            Knock(desk, "2026-01-15T12:05:00Z");
            Knock(desk, "2026-01-15T12:05:00Z");
            return Knock(desk, "2026-01-15T12:10:00Z");
        }, "2 #3-5 01-15T12:05:00 in 01-15"),
        new("None reaches over a cycle's end, and its time is inside the cycle", desk =>
        {
            Billing(desk).At("2026-02-15T11:59:00Z").Use(12);
            desk.At("2026-02-20T00:00:00Z").Use(13);
            return Knock(desk, "2026-02-20T00:05:00Z");
        }, "2 #3-5 02-15T11:59:59 in 01-15|3 #8-8 02-20T00:05:00 in 02-15"),
        new("What is reversed before it is cut is taken off", desk =>
        {
            Billing(desk).Use(12, id: "a");
            desk.Use(5, id: "b");
            desk.Do(new ReverseUse("acme", "b", null));
            return Knock(desk, "2026-01-15T12:05:00Z");
        }, "2 #3-7 01-15T12:05:00 in 01-15"),
        new("And what is reversed after it was reported, off the next", desk =>
        {
            Billing(desk).Use(12, id: "a");
            Knock(desk, "2026-01-15T12:05:00Z");
            desk.Use(5, id: "b");
            Knock(desk, "2026-01-15T12:10:00Z");
            desk.Do(new ReverseUse("acme", "b", null));
            Knock(desk, "2026-01-15T12:15:00Z");
            desk.Use(8);
            return Knock(desk, "2026-01-15T12:20:00Z");
        }, "2 #3-5 01-15T12:05:00 in 01-15|5 #7-7 01-15T12:10:00 in 01-15|3 #9-10 01-15T12:20:00 in 01-15"),
        new("Also in the next cycle", desk =>
        {
            Billing(desk).Use(15, id: "a");
            Knock(desk, "2026-01-15T12:05:00Z");
            desk.At("2026-02-16T00:00:00Z").Do(new ReverseUse("acme", "a", null));
            desk.Use(18);
            return Knock(desk, "2026-02-16T00:05:00Z");
        }, "5 #3-5 01-15T12:05:00 in 01-15|3 #8-9 02-16T00:05:00 in 02-15"),
        new("Whom no provider knows, nobody bills", desk =>
        {
            Billing(desk, customer: null).Use(12);
            return Knock(desk, "2026-02-16T12:00:00Z");
        }, ""),
        new("Nor a feature that none counts", desk =>
        {
            Billing(desk, meter: null).Use(12);
            return Knock(desk, "2026-02-16T12:00:00Z");
        }, ""),
        new("A provider that comes to know both later gets what was pending, inside the cycle", desk =>
        {
            Billing(desk, customer: null).Use(12);
            desk.Do(new PutCustomer("acme") { Providers = Ids("cus_1") });
            return Knock(desk, "2026-02-15T12:00:00Z");
        }, "2 #3-6 02-15T11:59:59 in 01-15"),
        new("What a wallet paid is not billed again", desk =>
        {
            Billing(desk, feature: Till.Feature(Till.Unit("1"), 10) with { Billable = true }).Grant("100");
            desk.Pay(12);
            return Knock(desk, "2026-02-16T12:00:00Z");
        }, ""));

    [Theory]
    [MemberData(nameof(Slices), DisableDiscoveryEnumeration = true)]
    public void Overage_is_cut_in_slices(Rule rule) => rule.Holds();

    [Fact]
    public void Only_the_newest_token_says_how_a_report_went()
    {
        var desk = Billing(new Desk());
        desk.Use(12);
        Knock(desk, "2026-01-15T12:05:00Z");

        Assert.Equal((true, 1), Begin(desk));
        Assert.Equal((false, 1), Begin(desk));
        desk.At("2026-01-15T12:06:00Z");
        Assert.Equal((true, 2), Begin(desk));

        Assert.Equal(
            Rejection.UsageReportTaken,
            Assert.IsType<Rejected>(desk.Do(new EndUsageReport("acme", 6, 1, null, false))).Code);
        var ended = Assert.IsType<Put<UsageSlice>>(desk.Do(new EndUsageReport("acme", 6, 2, null, false)));
        Assert.Equal(UsageSliceStatus.Delivered, ended.Value.Status);
        Assert.Equal((false, 2), Begin(desk));
        Assert.False(Assert.IsType<Put<UsageSlice>>(
            desk.Do(new EndUsageReport("acme", 6, 2, "late", true))).Changed);
        Assert.Equal(
            Rejection.UsageReportClosed, Assert.IsType<Rejected>(desk.Do(new RetryUsageReport("acme", 6))).Code);
    }

    [Fact]
    public void What_fails_is_tried_later_each_time_and_given_up_at_last_until_somebody_says_so()
    {
        var desk = Billing(new Desk());
        desk.Use(12);
        Knock(desk, "2026-01-15T12:05:00Z");
        List<Duration> waits = [];
        UsageSlice row;
        do
        {
            var (isBegun, token) = Begin(desk);
            Assert.True(isBegun);
            row = ((Put<UsageSlice>)desk.Do(new EndUsageReport("acme", 6, token, "away", false))).Value;
            if (row.TryAt is not { } next) break;
            waits.Add(next - desk.Now);
            desk.At(NodaTime.Text.InstantPattern.ExtendedIso.Format(next));
        }
        while (true);

        Assert.Equal(UsageSliceDecider.MostFailures - 1, waits.Count);
        Assert.Equal(waits.Order(), waits);
        Assert.Equal((UsageSliceStatus.GivenUp, "away"), (row.Status, row.Problem));
        desk.Do(new RetryUsageReport("acme", 6));
        Assert.True(Begin(desk).IsBegun);
    }

    [Theory]
    [InlineData("acme", "calls", "tollgate-acme-calls-5-9")]
    [InlineData(
        "a-customer-with-a-name-that-is-as-long-as-names-may-be-which-is-one-hundred-and-twenty-eight-characters",
        "calls", "tollgate-")]
    public void An_identifier_is_the_same_for_ever_and_short(string customer, string feature, string expected)
    {
        var slice = new UsageSlice(
            new CustomerId(1), 10, 4, 1, 3, default, default, "stripe", "m", "cus_1", default);

        var identifier = slice.Identifier(customer, feature);

        Assert.StartsWith(expected, identifier, StringComparison.Ordinal);
        Assert.EndsWith("-5-9", identifier, StringComparison.Ordinal);
        Assert.InRange(identifier.Length, 1, 100);
        Assert.Equal(identifier, (slice with { Token = 3, Failures = 2 }).Identifier(customer, feature));
        Assert.NotEqual(identifier, slice.Identifier(customer + "x", feature));
    }

    static ProviderIds Ids(string id) => ProviderIds.Of(new Dictionary<string, string> { ["stripe"] = id });

    // Acme (1), its plan (2), again with its provider's id (3), and one that is not counted (4).
    static Desk Billing(
        Desk desk, string? customer = "cus_1", string? meter = "api_calls", PlanFeature? feature = null)
    {
        desk.Do(new PutFeature("calls", new FeatureDefinition("Calls", FeatureType.Metered)
        {
            Providers = meter is null ? null : Ids(meter),
        }));
        desk.On(feature ?? new PlanFeature(false, [new PlanLimit(10, "cycle")], OverageMode.Allow, null, true));
        desk.Do(new PutCustomer("acme", Name: "Acme")
        {
            Providers = customer is null ? ProviderIds.None : Ids(customer),
        });
        desk.Do(new PutNamespace("acme", "site"));
        return desk;
    }

    static (bool IsBegun, long Token) Begin(Desk desk)
    {
        var put = Assert.IsType<Put<UsageSlice>>(desk.Do(new BeginUsageReport("acme", 6)));
        return (put.Changed, put.Value.Token);
    }

    static string Knock(Desk desk, string at)
    {
        desk.At(at).Do(new SettleDue("acme"));
        return string.Join("|", desk.Rows.Customer("acme")!.Slices.Values.Select(one =>
            $"{one.Quantity} #{one.After + 1}-{one.Id - 1} {one.At.ToString()![5..19]} in "
                + $"{one.PeriodFrom.ToString()![5..10]}"));
    }
}
