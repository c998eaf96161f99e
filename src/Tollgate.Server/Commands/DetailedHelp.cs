using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Tollgate.Server.Commands.Import;

namespace Tollgate.Server.Commands;

/// <summary>The help, and below it what there is to know of the command that was asked for.</summary>
sealed class DetailedHelp(HelpAction summary) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = summary.Invoke(parseResult);
        if (Of(parseResult.CommandResult.Command.Name) is { } details)
            parseResult.InvocationConfiguration.Output.WriteLine(details);
        return code;
    }

    static string? Of(string command) => command switch
    {
        "tollgate" => Connection.Details,
        "serve" => ServeCommand.Details,
        "apply" => ApplyCommand.Details,
        "import" => ImportCommand.Details,
        _ => null,
    };
}
