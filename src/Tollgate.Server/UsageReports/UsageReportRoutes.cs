using Tollgate.Core.UsageReports;

namespace Tollgate.Server;

/// <summary>Billable overage that is told to whoever bills it.</summary>
internal static class UsageReportRoutes
{
    const char List = 't';

    static readonly Operation GetAll = new(
        "listUsageReports", "Usage", "Every slice of billable overage that was cut for a provider, newest first.")
    {
        Scope = Scope.UsageRead,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.UsageReport>),
        Problems = [404],
    };

    static readonly Operation Summary = new(
        "getUsageReportSummary", "Usage",
        "Recorded against reported, of the last twelve closed periods and the open one.")
    {
        Scope = Scope.UsageRead,
        Answers = typeof(Wire.UsageReportSummary),
        Problems = [404],
    };

    static readonly Operation Retry = new("retryUsageReport", "Usage", "Try again what was given up.")
    {
        Scope = Scope.PaymentsWrite,
        Takes = typeof(Wire.EmptyRequest),
        BodyOptional = true,
        Answers = typeof(Wire.UsageReport),
        Problems = [404, 409],
    };

    public static void MapUsageReports(this IEndpointRouteBuilder routes)
    {
        routes.Get("/v1/customers/{id}/usage-reports", GetAll, ListAsync);
        routes.Get("/v1/customers/{id}/usage-reports/summary", Summary, SumAsync);
        routes.Post("/v1/usage-reports/{id}/retry", Retry, RetryAsync);
    }

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (id, limit, before) = (visit.Id("id"), visit.Limit(), visit.NumberCursor(List));
        var customer = await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(id));
        var rows = await visit.Gate.ListAsync(lists => lists.SlicesAsync(
            customer.Terms.Customer, before == 0 ? null : before, limit + 1, visit.Http.RequestAborted));
        return Pages.Of(
            rows, limit, row => UsageReportWire.Of(row, id, customer.Catalog), row => Cursors.Write(List, row.Id));
    }

    static async Task<Reply> SumAsync(Visit visit)
    {
        var id = visit.Id("id");
        var customer = await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(id));
        var (number, stop) = (customer.Terms.Customer, visit.Http.RequestAborted);
        var closed = await visit.Gate.ListAsync(
            lists => lists.PeriodsAsync(number, null, UsageReportWire.MostPeriods, stop));
        var tallies = await visit.Gate.ListAsync(lists => lists.TalliesAsync(number, stop));
        var from = closed.Count > 0 ? closed[^1].StartsAt : customer.Terms.Profile!.Period?.From ?? customer.Now;
        var sums = await visit.Gate.ListAsync(lists => lists.SliceSumsAsync(number, from, stop));
        return Reply.Of(
            Statuses.Ok,
            UsageReportWire.Of(customer.Terms.Profile!.Period, closed, tallies, sums, customer.Catalog));
    }

    static async Task<Reply> RetryAsync(Visit visit)
    {
        if (!UsageSliceId.TryParse((string)visit.Http.Request.RouteValues["id"]!, out var customer, out var id))
            return await visit.RefuseAsync(Statuses.Of(Rejection.UsageReportNotFound));
        await visit.ReadAsync<Wire.EmptyRequest>();
        var command = await visit.SignAsync(new RetryUsageReport(customer, id));
        var account = await visit.Gate.ShowAsync<Account>(new ShowAccount(), visit.Http.RequestAborted);
        return await visit.SubmitAsync(command, outcome =>
        {
            var put = (Put<UsageSlice>)outcome;
            return Reply.Of(Statuses.Of(put), UsageReportWire.Of(put.Value, customer, account.Catalog));
        });
    }
}
