using System.CommandLine;
using Tollgate.Client;
using Tollgate.Exports;
using Command = System.CommandLine.Command;

namespace Tollgate.Server.Commands;

/// <summary><c>tollgate export</c>: copies what is recorded.</summary>
static class ExportCommand
{
    static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    static readonly Option<string> What = new("--what")
    {
        Description = "events: lines of uses; ledger: movements of wallets.",
        Required = true,
        HelpName = "events|ledger",
    };

    static readonly Option<string> Format = new("--format")
    {
        Description = "csv, jsonl, or columns: a line with the typed columns, then values by column, to be read into "
            + "Parquet.",
        DefaultValueFactory = _ => "jsonl",
        HelpName = "format",
    };

    static readonly Option<string?> Customer = new("--customer")
    {
        Description = "Of one customer. Of all unless given.",
        HelpName = "customer",
    };

    static readonly Option<DateTimeOffset?> From = new("--from")
    {
        Description = "The earliest time of recording, inclusive.",
        CustomParser = UseWords.ParseTime,
        HelpName = "time",
    };

    static readonly Option<DateTimeOffset?> To = new("--to")
    {
        Description = "The latest time of recording, exclusive.",
        CustomParser = UseWords.ParseTime,
        HelpName = "time",
    };

    static readonly Option<string> Out = new("--out")
    {
        Description = "The file to write; one that is there is written over.",
        Required = true,
        HelpName = "file",
    };

    public static Command Create(Terminal terminal)
    {
        What.AcceptOnlyFromAmong("events", "ledger");
        Format.AcceptOnlyFromAmong("csv", "jsonl", "columns");
        var command = new Command("export",
            "Copies what is recorded to a file, by customer and sequence, each customer as of one moment.")
        {
            What, From, To, Customer, Format, Out,
        };
        Connection.AddTo(command);
        command.SetAction((words, stop) => RunAsync(terminal, words, stop));
        return command;
    }

    static async Task<int> RunAsync(Terminal terminal, ParseResult words, CancellationToken stop)
    {
        var file = words.GetRequiredValue(Out);
        await using var output = File.Create(file);
        if (Connection.UrlOf(words) is null) await ReadAsync(words, output, stop);
        else await AskAsync(words, output, stop);
        terminal.Note($"{file}: {output.Length:N0} bytes");
        return ExitCode.Done;
    }

    static async Task ReadAsync(ParseResult words, FileStream output, CancellationToken stop)
    {
        await using var database = DatabaseReader.Open(Connection.DatabaseOf(words));
        await database.ReadAsync(async () =>
        {
            NamedCustomer? only = null;
            if (words.GetValue(Customer) is { } customer)
                only = new(
                    await database.Store.Queries.FindCustomerAsync(customer, stop)
                        ?? throw CommandException.Fault($"There is no customer {customer}."), customer);
            var period = new ExportPeriod(Times.Read(words.GetValue(From)), Times.Read(words.GetValue(To)));
            var format = ExportRoutes.FormatOf(words.GetRequiredValue(Format))!.Value;
            var export = new Export(words.GetRequiredValue(What) == "ledger", only, period, format);
            return await export.WriteAsync(database.Store.Records, output, stop);
        });
    }

    static async Task AskAsync(ParseResult words, FileStream output, CancellationToken stop)
    {
        await using var session = await Connection.OpenAsync(words, stop, Patience);
        await session.Client.ExportAsync(
            new ExportQuery
            {
                What = words.GetRequiredValue(What),
                Format = words.GetRequiredValue(Format),
                Customer = words.GetValue(Customer),
                From = words.GetValue(From),
                To = words.GetValue(To),
            },
            output, stop);
    }
}
