using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tollgate.Payments.UsageReports;

namespace Tollgate.Server.Tests.Http;

/// <summary>Closed periods, and billable overage on its way to whoever bills it, over HTTP.</summary>
public sealed class PeriodTests : IAsyncLifetime
{
    const string Customer = "billed";

    readonly TollgateHost host = TollgateHost.InSandbox();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_closed_period_is_listed_with_its_figures()
    {
        await BilledAsync();
        var start = (await host.Admin.GetTestClockAsync()).Now;
        await UseAsync(14);
        Assert.Empty(await host.Admin.ListPeriodsAsync(Customer).ToListAsync());
        await MoveToAsync(start.AddDays(32));
        // Whatever is written for a customer, what is due is written first.
        await UseAsync(1);

        var period = await host.Admin.ListPeriodsAsync(Customer).SingleAsync();

        Assert.StartsWith($"prd_{Customer}_", period.Id, StringComparison.Ordinal);
        // The cut for the provider took the second number.
        Assert.Equal((Customer, 3, 4), (period.Customer, period.FromSequence, period.ToSequence));
        Assert.Equal(start.AddMonths(1).Date, period.EndsAt.Date);
        var calls = Assert.Single(period.Features);
        Assert.Equal(("calls", 1, 14m, 10m, 4m, 4m), (
            calls.Feature, calls.Events, calls.Used, calls.Included, calls.Overage, calls.Billable));
        Assert.Empty(calls.Charges);
        Assert.True((await host.Admin.VerifyAsync(new VerifyRequest { Customer = Customer })).Ok);
    }

    [Fact]
    public async Task A_summary_shows_recorded_against_reported()
    {
        await BilledAsync();
        var start = (await host.Admin.GetTestClockAsync()).Now;
        await UseAsync(14);
        var open = Assert.Single((await host.Admin.GetUsageReportSummaryAsync(Customer)).Data);
        Assert.Equal(("calls", 4m, 0m, 4m, 0m, 0m), Sums(open));
        await MoveToAsync(start.AddDays(32));
        await UseAsync(13);
        await KnockAsync();

        // Whom the sandbox's provider knows, it bills for nothing.
        var report = await host.Admin.ListUsageReportsAsync(Customer).SingleAsync();
        Assert.Equal(
            ("given_up", "sandbox", 4m, 1), (report.Status, report.Provider, report.Quantity, report.Failures));
        Assert.InRange(report.At, report.PeriodStartsAt, start.AddMonths(1));
        var data = (await host.Admin.GetUsageReportSummaryAsync(Customer)).Data;
        Assert.Equal([("calls", 3m, 0m, 3m, 0m, 0m), ("calls", 4m, 0m, 0m, 4m, 0m)], data.Select(Sums));
        Assert.Equal((null, true), (data[0].PeriodEndsAt, data[1].PeriodEndsAt is not null));

        var again = await host.Admin.RetryUsageReportAsync(report.Id);

        Assert.Equal(("waiting", 0, report.Identifier), (again.Status, again.Failures, again.Identifier));
        Assert.True((await host.Admin.VerifyAsync(new VerifyRequest { Customer = Customer })).Ok);
        var missing = await Assert.ThrowsAsync<TollgateException>(
            () => host.Admin.RetryUsageReportAsync($"usr_{Customer}_999"));
        Assert.Equal((HttpStatusCode.NotFound, "usage_report_not_found"), (missing.Status, missing.Code));
    }

    Task KnockAsync() => host.Services.GetRequiredService<UsageReporter>().KnockAsync(default);

    static (string, decimal, decimal, decimal, decimal, decimal) Sums(UsageReportSums one) =>
        (one.Feature, one.Recorded, one.Reported, one.Pending, one.Failed, one.Unreported);

    // Ten calls a month, and more to be billed.
    async Task BilledAsync()
    {
        await PutAsync("/v1/features/calls", """
            {"name":"Calls","type":"metered","providers":{"sandbox":{"meter_event":"api_calls"}}}
            """);
        await PutAsync("/v1/plans/billed", """
            {"name":"Billed","kind":"base","features":{"calls":{"limits":[{"quantity":10,"per":"cycle"}],
             "overage":"allow","billable":true}}}
            """);
        await PutAsync($"/v1/customers/{Customer}", """{"providers":{"sandbox":"cus_1"}}""");
        await host.Admin.CreateSubscriptionAsync(Customer, new SubscriptionRequest { Plan = "billed" });
    }

    async Task PutAsync(string path, string body)
    {
        var answer = await host.PutAsync(path, body);
        Assert.True(answer.Message.IsSuccessStatusCode, answer.Text);
    }

    async Task UseAsync(decimal quantity) => Assert.True((await host.Admin.UseAsync(
        new UsageRequest { Customer = Customer, Feature = "calls", Quantity = quantity })).Allowed);

    Task MoveToAsync(DateTimeOffset time) => host.Admin.SetTestClockAsync(new TestClockRequest { Now = time });
}
