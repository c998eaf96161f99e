using Tollgate.Core.UsageReports;
using Tollgate.Due;
using Tollgate.Payments.Sessions;
using Tollgate.Payments.UsageReports;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task Billable_overage_is_reported_once_by_many_who_knock_at_once()
    {
        var meter = new MeterStandIn();
        await MakeBilledAsync();
        for (var round = 0; round < 3; round++)
        {
            await AtOnceAsync(8, (gate, _) => gate.UseAsync(new Use(Customer, Feature, 3), Stop));
            await MoveByAsync(Duration.FromMinutes(5));
            await AtOnceAsync(8, (gate, _) => DueService.KnockAsync(gate, Stop));
            await AtOnceAsync(8, (gate, _) => Reporter(gate, meter).KnockAsync(Stop));
        }

        var slices = await SlicesAsync();
        Assert.All(slices, one => Assert.Equal((UsageSliceStatus.Delivered, 1), (one.Status, one.Token)));
        Assert.Equal(62, slices.Sum(one => one.Quantity));
        Assert.Equal(62, meter.Counted.Values.Sum(
            one => long.Parse(one.Quantity.ToString(), System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(slices.Count, meter.Asked);
        Assert.All(meter.Counted.Values, one => Assert.Equal(("api_calls", "cus_1"), (one.Meter, one.Customer)));
        Assert.Equal(0, await Reporter(First, meter).KnockAsync(Stop));
    }

    [Fact]
    public async Task A_server_that_stalls_while_it_reports_and_wakes_after_another_has_counts_nothing_twice()
    {
        var meter = new MeterStandIn();
        var slice = await CutAsync();
        var stalled = meter.StallNext();
        var first = Reporter(First, meter).KnockAsync(Stop);
        await stalled.Reached;

        Assert.Equal(0, await Reporter(gates[^1], meter).KnockAsync(Stop));
        await MoveByAsync(Duration.FromMinutes(2));
        Assert.Equal(1, await Reporter(gates[^1], meter).KnockAsync(Stop));
        var delivered = Assert.Single(await SlicesAsync());
        stalled.Wake();
        await first;

        Assert.Equal((UsageSliceStatus.Delivered, 2), (delivered.Status, delivered.Token));
        Assert.Equal(delivered, Assert.Single(await SlicesAsync()));
        Assert.Equal((2, 1), (meter.Asked, meter.Counted.Count));
        Assert.Equal(slice.Identifier(Customer, Feature), Assert.Single(meter.Counted.Keys));
    }

    [Fact]
    public async Task A_server_that_stalls_before_it_reports_finds_that_its_turn_is_over_and_sends_nothing()
    {
        var meter = new MeterStandIn();
        var slice = await CutAsync();
        var begun = await First.ApplyAsync<Put<UsageSlice>>(new BeginUsageReport(Customer, slice.Id), Stop);
        await MoveByAsync(Duration.FromMinutes(2));
        meter.IsAway = true;
        await Reporter(gates[^1], meter).KnockAsync(Stop);

        var late = await Assert.ThrowsAsync<RejectedException>(() => First.ApplyAsync<Put<UsageSlice>>(
            new EndUsageReport(Customer, slice.Id, begun.Value.Token, null, false), Stop));

        Assert.Equal(Rejection.UsageReportTaken, late.Rejected.Code);
        var row = Assert.Single(await SlicesAsync());
        Assert.Equal((UsageSliceStatus.Waiting, 2, 1), (row.Status, row.Token, row.Failures));
        Assert.Empty(meter.Counted);
    }

    [Fact]
    public async Task A_report_that_fails_is_tried_again_given_up_visibly_and_tried_once_more_when_somebody_says_so()
    {
        var meter = new MeterStandIn { IsAway = true };
        var slice = await CutAsync();
        for (var i = 0; i < UsageSliceDecider.MostFailures; i++)
        {
            Assert.Equal(1, await Reporter(First, meter).KnockAsync(Stop));
            Assert.Equal(0, await Reporter(First, meter).KnockAsync(Stop));
            await MoveByAsync(Duration.FromHours(6));
        }
        var row = Assert.Single(await SlicesAsync());
        Assert.Equal((UsageSliceStatus.GivenUp, UsageSliceDecider.MostFailures), (row.Status, row.Failures));
        Assert.NotNull(row.Problem);
        await ReopenAsync();
        meter.IsAway = false;
        Assert.Equal(0, await Reporter(First, meter).KnockAsync(Stop));

        await First.ApplyAsync<Put<UsageSlice>>(new RetryUsageReport(Customer, slice.Id), Stop);
        Assert.Equal(1, await Reporter(First, meter).KnockAsync(Stop));

        Assert.Equal(UsageSliceStatus.Delivered, Assert.Single(await SlicesAsync()).Status);
        var sum = Assert.Single(await First.ListAsync(
            lists => lists.SliceSumsAsync(slice.Customer, slice.PeriodFrom, Stop)));
        Assert.Equal((UsageSliceStatus.Delivered, 2L, 1L), (sum.Status, sum.Quantity, sum.Slices));
    }

    [Fact]
    public async Task What_a_closed_period_has_not_cut_is_cut_with_a_time_inside_it()
    {
        await MakeBilledAsync();
        await First.UseAsync(new Use(Customer, Feature, 12), Stop);
        await MoveByAsync(Duration.FromDays(32));
        await DueService.KnockAsync(First, Stop);

        var slice = Assert.Single(await SlicesAsync());
        var period = Assert.Single(await PeriodsAsync());
        Assert.Equal((2, period.StartsAt), (slice.Quantity, slice.PeriodFrom));
        Assert.True(period.StartsAt <= slice.At && slice.At < period.EndsAt);
        Assert.Equal(2, Assert.Single(period.Figures).Billable);
    }

    static UsageReporter Reporter(Gate gate, MeterStandIn meter) =>
        new(gate, new PaymentProviders([meter]), NullLogger<UsageReporter>.Instance);

    static ProviderIds Known(string id) => ProviderIds.Of(new Dictionary<string, string> { ["meter"] = id });

    // Ten a cycle, and more to be billed by the stand-in.
    async Task MakeBilledAsync()
    {
        await First.ApplyAsync<Put<Feature>>(
            new PutFeature(Feature, new FeatureDefinition("Calls", FeatureType.Metered)
            {
                Providers = Known("api_calls"),
            }), Stop);
        var plan = new PlanDefinition(
            "billed", PlanKind.Base, false, CycleLength.Month, 0, true, new SortedDictionary<string, PlanFeature>
            {
                [Feature] = new(false, [new PlanLimit(10, "cycle")], OverageMode.Allow, null, true),
            });
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan("billed", plan), Stop);
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer) { Providers = Known("cus_1") }, Stop);
        await First.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "billed"), Stop);
    }

    async Task<UsageSlice> CutAsync()
    {
        await MakeBilledAsync();
        await First.UseAsync(new Use(Customer, Feature, 12), Stop);
        await MoveByAsync(Duration.FromMinutes(5));
        await DueService.KnockAsync(First, Stop);
        return Assert.Single(await SlicesAsync());
    }

    async Task<IReadOnlyList<UsageSlice>> SlicesAsync()
    {
        var customer = await Trial.IdAsync(First, Customer);
        return await First.ListAsync(lists => lists.SlicesAsync(customer, null, 100, Stop));
    }
}
