using System.CommandLine;
using System.CommandLine.Help;
using System.Diagnostics;
using Spectre.Console;
using Tollgate.Bench.Figures;
using Tollgate.Bench.Http;
using Command = System.CommandLine.Command;

namespace Tollgate.Bench;

/// <summary>
/// <c>tollgate bench</c>: prints what Tollgate reaches on this machine, each figure as a ratio to a baseline in the
/// same run, and checks that what was answered is what was recorded.
/// </summary>
public static class BenchProgram
{
    static readonly Figure[] All =
    [
        new BusyPostgres(), new LoneCaller(), new HttpUsage(), new Ingestion(), new BusySqlite(),
        new PricedUses(),
        new Steadiness(), new FreshStart(), new Neighbours(), new Endurance(),
    ];

    /// <summary>Runs it. The exit code is 0 unless something was not correct.</summary>
    /// <param name="args">What follows <c>bench</c> on the command line.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var names = string.Join(", ", All.Select(figure => figure.Name));
        var database = new Option<string[]>("--database")
        {
            Description = "postgres://user@host/db, to make databases beside; sqlite:FOLDER, to make files in.",
            AllowMultipleArgumentsPerToken = true,
        };
        var quick = new Option<bool>("--quick") { Description = "Short rounds: an impression." };
        var brief = new Option<bool>("--brief")
        {
            Description = "The shortest rounds and few customers: whether it runs, not how fast.",
        };
        var isLong = new Option<bool>("--long") { Description = "Also what takes many minutes." };
        var only = new Option<string[]>("--only")
        {
            Description = $"Some of: {names}.",
            HelpName = "figure",
            AllowMultipleArgumentsPerToken = true,
        };
        var json = new Option<FileInfo?>("--json") { Description = "Saves the figures in a file." };
        only.AcceptOnlyFromAmong([.. All.Select(figure => figure.Name)]);

        var bench = new Command("bench", "Measures Tollgate against its baselines on this machine.")
        {
            database, quick, brief, isLong, only, json, new HelpOption(),
        };
        bench.SetAction(parsed => MeasureAsync(new BenchOptions(
            parsed.GetValue(database) ?? [], parsed.GetValue(only) ?? [],
            parsed.GetValue(brief) ? Pace.Brief : parsed.GetValue(quick) ? Pace.Quick : Pace.Full,
            parsed.GetValue(isLong), parsed.GetValue(json)?.FullName)));
        bench.Subcommands.Add(EmptyEndpointCommand());
        return await bench.Parse(args).InvokeAsync();
    }

    static Command EmptyEndpointCommand()
    {
        var urls = new Option<string>("--urls") { Required = true };
        var command = new Command("empty-endpoint", "Serves the baseline of the HTTP figures.") { urls };
        command.Hidden = true;
        command.SetAction((parsed, _) => EmptyEndpoint.RunAsync(parsed.GetRequiredValue(urls)));
        return command;
    }

    static async Task<int> MeasureAsync(BenchOptions options)
    {
        var started = Stopwatch.GetTimestamp();
        await using var postgres = await ReachPostgresAsync(options);
        using var sqlite = SqliteFolder.Open(options.Find("sqlite:")?["sqlite:".Length..]);
        var stand = new Stand(postgres, sqlite, options.Pace);
        var report = new Report(AnsiConsole.Console, await Machine.DescribeAsync(postgres));
        report.Begin();
        if (postgres is null) AnsiConsole.WriteLine("No PostgreSQL was named or found: its figures are left out.");
        try
        {
            foreach (var figure in All.Where(options.Wants))
                await foreach (var row in figure.MeasureAsync(stand)) report.Add(row);
        }
        catch (IncorrectException exception)
        {
            AnsiConsole.WriteLine($"Not correct: {exception.Message}");
            return 1;
        }
        report.Print();
        var took = Stopwatch.GetElapsedTime(started);
        AnsiConsole.WriteLine($"Took {took:m\\:ss}; every round recorded what it answered.");
        if (options.Json is { } path) await report.SaveAsync(path);
        return 0;
    }

    static async Task<PostgresServer?> ReachPostgresAsync(BenchOptions options) =>
        options.Find("postgres") is { } named ? PostgresServer.At(named) : await PostgresServer.TryStartAsync();
}

/// <summary>What was asked for on the command line.</summary>
internal sealed record BenchOptions(
    IReadOnlyList<string> Databases, IReadOnlyList<string> Only, Pace Pace, bool Long, string? Json)
{
    /// <summary>The database of a kind that was named, or null.</summary>
    public string? Find(string kind) => Databases.FirstOrDefault(url => url.StartsWith(kind, StringComparison.Ordinal));

    /// <summary>Whether a figure is to be measured.</summary>
    public bool Wants(Figure figure) => Only.Count > 0 ? Only.Contains(figure.Name) : Long || !figure.IsLong;
}
