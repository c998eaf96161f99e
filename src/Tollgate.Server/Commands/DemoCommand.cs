using System.CommandLine;
using Command = System.CommandLine.Command;

namespace Tollgate.Server.Commands;

/// <summary><c>tollgate demo</c>: something to try.</summary>
static class DemoCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("demo", "Puts a small catalogue and two customers in, to try; 'serve --demo' does too.");
        Connection.AddTo(command);
        command.SetAction((words, stop) => RunAsync(terminal, words, stop));
        return command;
    }

    static async Task<int> RunAsync(Terminal terminal, ParseResult words, CancellationToken stop)
    {
        await using var session = await Connection.OpenAsync(words, stop);
        foreach (var line in await Demonstration.ApplyAsync(session.Client, stop)) terminal.Say(line);
        if (session.IsLocal) terminal.Note("To serve it: tollgate serve --demo");
        return ExitCode.Done;
    }
}
