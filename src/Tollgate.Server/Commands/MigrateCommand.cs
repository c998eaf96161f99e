using System.CommandLine;
using Command = System.CommandLine.Command;

namespace Tollgate.Server.Commands;

/// <summary><c>tollgate migrate</c>: the schema, without serving.</summary>
static class MigrateCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("migrate", "Brings the database's schema up to date, as 'serve' does when it starts.")
        {
            Connection.Database,
        };
        command.SetAction((words, stop) => RunAsync(terminal, words, stop));
        return command;
    }

    static async Task<int> RunAsync(Terminal terminal, ParseResult words, CancellationToken stop)
    {
        var database = Connection.DatabaseOf(words);
        await using var server = ServerStart.Build(new ServerSettings { Database = database, LogLevel = LogLevel.Critical });
        await ServerStart.MigrateAsync(server.Services.GetRequiredService<IStore>(), database, stop);
        terminal.Say($"The schema of {Databases.Describe(database)} is up to date.");
        return ExitCode.Done;
    }
}
