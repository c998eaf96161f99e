using Tollgate.Exports;

namespace Tollgate.Server;

/// <summary>Copies of what is recorded, streamed.</summary>
internal static class ExportRoutes
{
    static readonly QueryParameter[] Parameters =
    [
        new("customer", typeof(string), "A customer's id; all unless given."),
        new("from", typeof(DateTimeOffset), "The earliest time of recording, inclusive."),
        new("to", typeof(DateTimeOffset), "The latest time of recording, exclusive."),
        new("format", typeof(string), "csv, jsonl or columns; jsonl unless given."),
    ];

    static readonly Operation GetEvents = Of("exportEvents", "Lines of recorded uses, by customer and sequence.");

    static readonly Operation GetLedger = Of("exportLedger", "Movements of wallets, by customer and sequence.");

    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        routes.Get("/v1/exports/events", GetEvents, visit => GetAsync(visit, ledger: false));
        routes.Get("/v1/exports/ledger", GetLedger, visit => GetAsync(visit, ledger: true));
    }

    static Operation Of(string name, string summary) => new(name, "Exports", summary)
    {
        Scope = Scope.Admin,
        Query = Parameters,
        Answers = typeof(string),
        AnswersType = "application/octet-stream",
        Problems = [404],
    };

    static async Task<Reply> GetAsync(Visit visit, bool ledger)
    {
        var (id, from, to) = (visit.Code("customer"), visit.Time("from"), visit.Time("to"));
        var text = visit.Text("format") ?? "jsonl";
        if (FormatOf(text) is not { } format)
        {
            visit.Errors.Add("format", "invalid_value", "format must be csv, jsonl or columns.");
            format = default;
        }
        if (from > to) visit.Errors.Add("from", "out_of_range", "from must not be later than to.");
        NamedCustomer? customer = null;
        if (id is null) await visit.AccountAsync();
        else customer = new((await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(id))).Terms.Customer, id);

        var export = new Export(ledger, customer, new ExportPeriod(from, to), format);
        var (records, stop) = (visit.Gate.Records, visit.Http.RequestAborted);
        return new Reply(Statuses.Ok, [])
        {
            Streamed = output => export.WriteAsync(records, output, stop),
            StreamedType = TypeOf(format),
        };
    }

    /// <summary>A form by its name, or null.</summary>
    public static ExportFormat? FormatOf(string name) => name switch
    {
        "csv" => ExportFormat.Csv,
        "jsonl" => ExportFormat.Jsonl,
        "columns" => ExportFormat.Columns,
        _ => null,
    };

    static string TypeOf(ExportFormat format) => format == ExportFormat.Csv ? "text/csv" : "application/jsonl";
}
