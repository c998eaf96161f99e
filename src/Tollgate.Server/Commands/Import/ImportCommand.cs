using System.CommandLine;
using Command = System.CommandLine.Command;

namespace Tollgate.Server.Commands.Import;

/// <summary><c>tollgate import</c>: usage from a file.</summary>
static class ImportCommand
{
    public const string Details =
        """
        Records the usage in the order of the lines. Every record makes one event for each --map; a quantity of 0 makes
        none. For example:

          tollgate import trace.csv --customer acme --at TIMESTAMP --backfill \
            --map llm.context=ContextTokens --map llm.generated=GeneratedTokens

        It may break off anywhere and be run again: the ids of its events come from the file's name and their lines, so
        each counts once. A malformed line ends it, named, with everything before it settled. The exit code is 3 if
        anything was refused.
        """;

    public static Command Create(Terminal terminal)
    {
        var command = new Command("import", "Records the usage in a CSV or JSON lines file, each event once.");
        ImportWords.AddTo(command);
        command.SetAction((words, stop) => RunAsync(terminal, words, stop));
        return command;
    }

    static async Task<int> RunAsync(Terminal terminal, ParseResult words, CancellationToken stop)
    {
        var settings = ImportWords.Read(words);
        using var events = Open(settings);
        await using var session = await Connection.OpenAsync(words, stop);
        var totals = new Totals(settings.Features.Select(mapping => mapping.Name));
        var importer = new Importer(events, new BatchSender(session.Client, settings, totals), totals);
        try
        {
            var end = await new ImportProgress(terminal, settings.File.Length).ShowAsync(importer, stop);
            return new ImportReport(terminal, settings, totals).Print(end, importer, ImportWords.WantsJson(words));
        }
        catch (Exception)
        {
            terminal.Note($"Broken off behind line {totals.LastLine}; what became of the batch that followed is unknown. "
                + "Run the same command again to go on: what is recorded counts once.");
            throw;
        }
    }

    static EventMaker Open(ImportSettings settings)
    {
        try
        {
            return new EventMaker(settings);
        }
        catch (MalformedLineException malformed)
        {
            throw CommandException.Fault($"{settings.File.Name}:{malformed.Line}: {malformed.Message}", malformed);
        }
    }
}
