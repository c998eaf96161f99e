using System.CommandLine;
using Tollgate.Client;
using Command = System.CommandLine.Command;

namespace Tollgate.Server.Commands;

/// <summary><c>tollgate apply</c>: the catalogue from a file.</summary>
static class ApplyCommand
{
    public const string Details =
        """
        It is one transaction: all of the file, or nothing. It shows what that changes: + is new, ~ is changed, = stays.
        What the file omits stays as it is. samples/demo/catalog.yaml is one to begin with.
        """;

    static readonly Argument<FileInfo> File = new("catalog")
    {
        Description = "A YAML or JSON document of features, plans and settings.",
    };

    static readonly Option<bool> DryRun = new("--dry-run") { Description = "Shows the difference and changes nothing." };

    public static Command Create(Terminal terminal)
    {
        var command = new Command("apply", "Makes the catalogue as a file describes it, and shows the difference.")
        {
            File, DryRun,
        };
        Connection.AddTo(command);
        command.SetAction((words, stop) => RunAsync(terminal, words, stop));
        return command;
    }

    static async Task<int> RunAsync(Terminal terminal, ParseResult words, CancellationToken stop)
    {
        var document = await System.IO.File.ReadAllTextAsync(words.GetRequiredValue(File).FullName, stop);
        await using var session = await Connection.OpenAsync(words, stop);
        var result = await session.Client.ApplyCatalogAsync(document, words.GetValue(DryRun), cancellation: stop);
        foreach (var line in CatalogDifference.Lines(result.Changes)) terminal.Say(line);
        terminal.Say(Summary(result));
        return ExitCode.Done;
    }

    static string Summary(CatalogResult result)
    {
        var created = result.Changes.Count(change => change.Action == "create");
        var updated = result.Changes.Count(change => change.Action == "update");
        if (created + updated == 0) return "Nothing changes.";
        var counts = $"{created} new, {updated} changed, {result.Changes.Count - created - updated} as they were";
        return result.Applied ? $"Applied: {counts}." : $"Not applied (--dry-run): {counts}.";
    }
}
