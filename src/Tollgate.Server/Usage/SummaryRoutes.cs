using NodaTime.Text;

namespace Tollgate.Server;

/// <summary>Sums over a customer's recorded uses.</summary>
internal static class SummaryRoutes
{
    /// <summary>The most groups of an answer.</summary>
    public const int MostGroups = 10_000;

    const string PropertyPrefix = "properties.";

    static readonly Duration Default = Duration.FromDays(30);
    static readonly Duration Moment = Duration.FromTicks(10);
    static readonly Duration Longest = Duration.FromDays(400);

    /// <summary>What uses are told apart by.</summary>
    public static readonly QueryParameter ByParameter = new(
        "by", typeof(string),
        "day, feature, namespace, actor and one property, as properties.model, separated by commas.");

    static readonly Operation GetOne = new(
        "summarizeUsage", "Usage", "Sums over recorded uses, by day, feature, namespace, actor, property.")
    {
        Scope = Scope.UsageRead,
        Query =
        [
            ByParameter,
            new QueryParameter(
                "from", typeof(DateTimeOffset), "The earliest time of use, inclusive (30 days before to)."),
            new QueryParameter(
                "to", typeof(DateTimeOffset), "The latest time of use, exclusive, at most 400 days later (now)."),
        ],
        Answers = typeof(Wire.UsageSummary),
        Problems = [404],
    };

    public static void MapUsageSummary(this IEndpointRouteBuilder routes) =>
        routes.Get("/v1/customers/{id}/usage/summary", GetOne, GetAsync);

    static async Task<Reply> GetAsync(Visit visit)
    {
        var (id, from, to) = (visit.Id("id"), visit.Time("from"), visit.Time("to"));
        var (by, property) = Keys(visit);
        var customer = await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(id));
        var (first, last) = Period(visit, from, to, customer.Now);

        var (terms, catalog) = (customer.Terms, customer.Catalog);
        int[] features = [.. catalog.Features.Select(feature => feature.Id)];
        var summary = new UsageSummary(
            new SummaryFilter(terms.Customer, features, first, last, by, property), catalog, terms.Profile!.Zone,
            MostGroups);
        await visit.Gate.ListAsync(async lists =>
        {
            await lists.SummarizeAsync(summary, visit.Http.RequestAborted);
            return summary;
        });
        if (summary.IsTooLarge) return Problems.Of(Statuses.TooManyGroups, visit.RequestId);
        return Reply.Of(Statuses.Ok, new Wire.UsageSummary
        {
            Customer = id,
            From = Times.Write(first),
            To = Times.Write(last),
            By = visit.Text("by")?.Split(',') ?? [],
            Data = Of(summary, catalog),
        });
    }

    /// <summary>The groups of a summary in the order of the contract.</summary>
    public static IReadOnlyList<Wire.UsageSummaryGroup> Of(UsageSummary summary, Catalog catalog) =>
    [
        .. summary.Groups.Select(group => Of(group.Key, group.Value, catalog)).OrderBy(one => one.Day)
            .ThenBy(one => one.Feature, StringComparer.Ordinal).ThenBy(one => one.Namespace, StringComparer.Ordinal)
            .ThenBy(one => one.Actor, StringComparer.Ordinal).ThenBy(one => one.Property, StringComparer.Ordinal),
    ];

    /// <summary>The period that is asked for, or the last 30 days. Refuses one that is none, or too long.</summary>
    public static (Instant First, Instant Last) Period(Visit visit, Instant? from, Instant? to, Instant now)
    {
        // What is recorded at this very moment is in it: a caller reads its own writes.
        var last = to ?? now + Moment;
        var first = from ?? last - Default;
        if (first > last) visit.Errors.Add("from", "out_of_range", "from must not be later than to.");
        if (last - first > Longest)
            visit.Errors.Add("from", "out_of_range", "from must be at most 400 days before to.");
        visit.RefuseIfBad([], path: null);
        return (first, last);
    }

    static Wire.UsageSummaryGroup Of(SummaryGroup group, SummarySums sums, Catalog catalog) => new()
    {
        Day = group.Day is { } day ? LocalDatePattern.Iso.Format(day) : null,
        Feature = group.Feature is { } feature ? catalog.Feature(feature)!.Code : null,
        Namespace = group.Namespace,
        Actor = group.Actor,
        Property = group.Property,
        Quantity = sums.Quantity,
        Included = sums.Included,
        TopUp = sums.TopUp,
        Overage = sums.Overage,
        Events = sums.Events,
        Charges =
        [
            .. sums.Charges.All.Select(sum => new Wire.Money
            {
                Amount = Amount.Write(sum.Amount, sum.Currency),
                Currency = sum.Currency.Code,
            }),
        ],
    };

    /// <summary>What is asked to tell uses apart by.</summary>
    public static (SummaryKeys By, string? Property) Keys(Visit visit)
    {
        var (by, property) = (SummaryKeys.None, (string?)null);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var name in visit.Text("by")?.Split(',') ?? [])
        {
            var key = name switch
            {
                "day" => SummaryKeys.Day,
                "feature" => SummaryKeys.Feature,
                "namespace" => SummaryKeys.Namespace,
                "actor" => SummaryKeys.Actor,
                _ => SummaryKeys.None,
            };
            var bare = name.StartsWith(PropertyPrefix, StringComparison.Ordinal) ? name[PropertyPrefix.Length..] : name;
            if (!seen.Add(name)) visit.Errors.Add("by", "duplicate", $"by names {name} twice.");
            else if (bare.Length == 0) visit.Errors.Add("by", "invalid_value", "by names a property without a name.");
            else if (key == SummaryKeys.None && property is not null)
                visit.Errors.Add("by", "too_many", "by names at most one property.");
            else if (key == SummaryKeys.None) property = bare;
            by |= key;
        }
        return (by, property);
    }
}
