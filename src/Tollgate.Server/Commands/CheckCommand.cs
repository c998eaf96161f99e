using System.CommandLine;
using Tollgate.Client;
using Command = System.CommandLine.Command;

namespace Tollgate.Server.Commands;

/// <summary><c>tollgate check</c>: would it be allowed?</summary>
static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("check",
            "Says whether a use would be allowed, and records nothing. Exit code 3 where it would be refused.");
        UseWords.AddTo(command);
        command.SetAction((words, stop) => RunAsync(terminal, words, stop));
        return command;
    }

    static async Task<int> RunAsync(Terminal terminal, ParseResult words, CancellationToken stop)
    {
        var use = UseWords.Read(words);
        await using var session = await Connection.OpenAsync(words, stop);
        var check = new CheckRequest
        {
            Customer = use.Customer,
            Namespace = use.Namespace,
            Feature = use.Feature,
            Quantity = use.Quantity,
            At = use.At,
            Properties = use.Properties,
        };
        return UseWords.Print(terminal, words, await session.Client.CheckAsync(check, stop));
    }
}
