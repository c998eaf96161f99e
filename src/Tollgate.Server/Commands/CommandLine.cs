using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Net;
using System.Text.Json;
using Tollgate.Client;
using Tollgate.Server.Commands.Import;
using Command = System.CommandLine.Command;

namespace Tollgate.Server.Commands;

/// <summary>The command line. But for <c>serve</c>, every command is a client of the HTTP API.</summary>
static class CommandLine
{
    // Longer than a server may take to drain.
    static readonly TimeSpan Farewell = TimeSpan.FromSeconds(60);

    /// <summary>Runs one command and returns its <see cref="ExitCode"/>.</summary>
    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter error, CancellationToken stop = default)
    {
        // The bench has words and a help of its own.
        if (args is [BenchCommand.Name, .. var rest]) return await Bench.BenchProgram.RunAsync(rest);
        var terminal = new Terminal(output, error);
        var parsed = Commands(terminal).Parse(args);
        if (parsed.Action is ParseErrorAction wrong) wrong.ShowHelp = args.Length == 0;
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = Farewell,
        };
        try
        {
            var code = await parsed.InvokeAsync(configuration, stop);
            return parsed.Action is ParseErrorAction ? ExitCode.WrongWords : code;
        }
        catch (Exception exception)
        {
            var (code, message) = Explain(exception);
            terminal.Note($"error: {message}");
            return code;
        }
    }

    static Command Commands(Terminal terminal)
    {
        var help = new HelpOption();
        help.Action = new DetailedHelp((HelpAction)help.Action!);
        return new Command("tollgate", "Decides whether a customer may use something, and records that they did.")
        {
            ServeCommand.Create(terminal),
            MigrateCommand.Create(terminal),
            ApplyCommand.Create(terminal),
            CheckCommand.Create(terminal),
            UseCommand.Create(terminal),
            ImportCommand.Create(terminal),
            KeysCommand.Create(terminal),
            VerifyCommand.Create(terminal),
            CheckpointCommand.Create(terminal),
            ExportCommand.Create(terminal),
            DemoCommand.Create(terminal),
            BenchCommand.Create(),
            help,
            new VersionOption(),
        };
    }

    static (int Code, string Message) Explain(Exception exception) => exception switch
    {
        CommandException command => (command.Code, command.Message),
        TollgateException { Status: HttpStatusCode.BadRequest } bad => (ExitCode.WrongWords, bad.Message),
        TollgateException { Status: HttpStatusCode.Unauthorized } unknown =>
            (ExitCode.Fault, $"{unknown.Message} Is --key, or TOLLGATE_KEY, a key of this server?"),
        TollgateException answered => (ExitCode.Fault, answered.Message),
        HttpRequestException lost => (ExitCode.Fault, $"The server cannot be reached: {lost.Message}"),
        OperationCanceledException { InnerException: TimeoutException } =>
            (ExitCode.Fault, "The server does not answer in time."),
        OperationCanceledException => (ExitCode.Fault, "Stopped."),
        JsonException unread =>
            (ExitCode.Fault, $"The answer cannot be read; is this a Tollgate server? {unread.Message}"),
        IOException file => (ExitCode.Fault, file.Message),
        UnauthorizedAccessException file => (ExitCode.Fault, file.Message),
        _ => (ExitCode.Fault, exception.ToString()),
    };
}
