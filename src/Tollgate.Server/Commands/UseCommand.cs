using System.CommandLine;
using Command = System.CommandLine.Command;

namespace Tollgate.Server.Commands;

/// <summary><c>tollgate use</c>: one use.</summary>
static class UseCommand
{
    static readonly Option<string?> Id = new("--id")
    {
        Description = "The use's id: it counts once, however often it is sent. Made unless given.",
        HelpName = "id",
    };

    public static Command Create(Terminal terminal)
    {
        var command = new Command("use", "Records a use if it is allowed. Exit code 3 where it is refused.") { Id };
        UseWords.AddTo(command);
        command.SetAction((words, stop) => RunAsync(terminal, words, stop));
        return command;
    }

    static async Task<int> RunAsync(Terminal terminal, ParseResult words, CancellationToken stop)
    {
        var use = UseWords.Read(words) with { Id = words.GetValue(Id) };
        await using var session = await Connection.OpenAsync(words, stop);
        return UseWords.Print(terminal, words, await session.Client.UseAsync(use, stop));
    }
}
