using Tollgate.Core.Periods;

namespace Tollgate.Server;

/// <summary>Periods that are closed.</summary>
internal static class PeriodRoutes
{
    const char List = 'e';

    static readonly Operation GetAll = new(
        "listPeriods", "Usage", "Every closed period of the customer with what was recorded in it, newest first.")
    {
        Scope = Scope.UsageRead,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.ClosedPeriod>),
        Problems = [404],
    };

    public static void MapPeriods(this IEndpointRouteBuilder routes) =>
        routes.Get("/v1/customers/{id}/periods", GetAll, ListAsync);

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (id, limit, before) = (visit.Id("id"), visit.Limit(), visit.NumberCursor(List));
        var customer = await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(id));
        var rows = await visit.Gate.ListAsync(lists => lists.PeriodsAsync(
            customer.Terms.Customer, before == 0 ? null : before, limit + 1, visit.Http.RequestAborted));
        return Pages.Of(rows, limit, row => Of(row, id, customer.Catalog), row => Cursors.Write(List, row.Id));
    }

    static Wire.ClosedPeriod Of(ClosedPeriod row, string customer, Core.Catalog.Catalog catalog) => new()
    {
        Id = PeriodId.Format(customer, row.Id),
        Customer = customer,
        StartsAt = row.StartsAt.ToDateTimeOffset(),
        EndsAt = row.EndsAt.ToDateTimeOffset(),
        FromSequence = row.After + 1,
        ToSequence = row.Id - 1,
        Features = [.. PeriodView.Of(row, catalog).Features.Select(one => new Wire.ClosedPeriodFeature
        {
            Feature = one.Feature,
            Events = one.Events,
            Used = one.Used,
            Included = one.Included,
            TopUp = one.TopUp,
            Overage = one.Overage,
            Billable = one.Billable,
            Late = one.Late,
            Charges =
            [
                .. one.Charges.Select(charge => new Wire.Money { Amount = charge.Value, Currency = charge.Key }),
            ],
        })],
    };
}
