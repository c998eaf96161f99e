using System.CommandLine;
using Command = System.CommandLine.Command;

namespace Tollgate.Server.Commands;

/// <summary><c>tollgate serve</c>: the server.</summary>
static class ServeCommand
{
    public const string Details =
        """
        It is stopped with Ctrl-C or SIGTERM: then it lets nothing more in, answers what it let in, and ends.

        The first start on a database makes an administrator's key and prints it, once. TOLLGATE_ADMIN_KEY names one of
        your own instead. OTEL_EXPORTER_OTLP_ENDPOINT says where metrics and traces go. TOLLGATE_SANDBOX=1 is for
        trials: the clock may then be moved, and webhooks may go to private addresses, and by http.
        """;

    const string DefaultUrls = "http://127.0.0.1:8080";

    static readonly Option<string> Urls = new("--urls")
    {
        Description = "The addresses to listen on, parted by ';'.",
        DefaultValueFactory = _ => DefaultUrls,
        HelpName = "addresses",
    };

    static readonly Option<bool> Demo = new("--demo")
    {
        Description = "Puts the demo catalogue and its two customers in, and prints requests to try.",
    };

    static readonly Option<LogLevel> Log = new("--log")
    {
        Description = "What is logged, to standard error: Trace, Debug, Information, Warning, Error, Critical or None.",
        DefaultValueFactory = _ => LogLevel.Warning,
        HelpName = "level",
    };

    public static Command Create(Terminal terminal)
    {
        var command = new Command("serve", "Serves the HTTP API until it is stopped.")
        {
            Urls, Connection.Database, Demo, Log,
        };
        command.SetAction((words, stop) => RunAsync(terminal, words, stop));
        return command;
    }

    static async Task<int> RunAsync(Terminal terminal, ParseResult words, CancellationToken stop)
    {
        var database = Connection.DatabaseOf(words);
        var adminKey = Connection.Variable("TOLLGATE_ADMIN_KEY");
        var settings = new ServerSettings
        {
            Database = database,
            Urls = words.GetRequiredValue(Urls),
            AdminKey = adminKey,
            OtlpEndpoint = Connection.Variable("OTEL_EXPORTER_OTLP_ENDPOINT"),
            Sandbox = Connection.Variable("TOLLGATE_SANDBOX") is "1" or "true",
            Payouts = Connection.Variable("TOLLGATE_PAYOUTS"),
            Recharges = Connection.Variable("TOLLGATE_RECHARGES"),
            Payments = Connection.Variable("TOLLGATE_PAYMENTS"),
            PaymentVariables = Connection.Variable,
            LedgerKey = Connection.LedgerKey,
            LogLevel = words.GetValue(Log),
        };
        await using var server = await ServerStart.StartAsync(settings, stop);

        var firstKey = server.Services.GetRequiredService<FirstKey>().Secret;
        Announce(terminal, server.Urls, database, firstKey);
        if (words.GetValue(Demo)) await OfferDemoAsync(terminal, server.Urls.First(), adminKey ?? firstKey, stop);
        await server.WaitForShutdownAsync(stop);
        terminal.Say("Stopped.");
        return ExitCode.Done;
    }

    static void Announce(Terminal terminal, IEnumerable<string> urls, string database, string? firstKey)
    {
        if (firstKey is not null)
        {
            terminal.Say($"Administrator's key: {firstKey}");
            terminal.Say("Keep it now: it is shown this once, and only its hash is stored.");
        }
        terminal.Say($"Tollgate listens on {string.Join(", ", urls)}, on {Databases.Describe(database)}.");
    }

    static async Task OfferDemoAsync(Terminal terminal, string address, string? key, CancellationToken stop)
    {
        if (key is null)
        {
            terminal.Note("This database has keys already: set TOLLGATE_ADMIN_KEY to one of them for --demo.");
            return;
        }
        using var client = Connection.Client(address, key);
        await Demonstration.ApplyAsync(client, stop);
        Demonstration.PrintRequests(terminal, address, key);
    }
}
