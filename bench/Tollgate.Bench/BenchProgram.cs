using System.CommandLine;
using System.Diagnostics;
using Spectre.Console;
using Tollgate.Bench.Figures;
using Tollgate.Bench.Http;
using Command = System.CommandLine.Command;

namespace Tollgate.Bench;

/// <summary>
/// <c>tollgate bench</c>: prints what Tollgate reaches on this machine, each figure as a ratio to a baseline in the same
/// run, and checks that what was answered is what was recorded.
/// </summary>
public static class BenchProgram
{
    static readonly Figure[] All =
    [
        new BusyPostgres(), new LoneCaller(), new HttpUsage(), new Ingestion(), new Steadiness(), new FreshStart(), new Neighbours(),
        new Endurance(),
    ];

    /// <summary>Runs it. The exit code is 0 unless something was not correct.</summary>
    /// <param name="args">What follows <c>bench</c> on the command line.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var names = string.Join(", ", All.Select(figure => figure.Name));
        var database = new Option<string[]>("--database") { Description = "postgres://user@host/db to make databases on, or sqlite:FOLDER." };
        var quick = new Option<bool>("--quick") { Description = "Short rounds: an impression." };
        var isLong = new Option<bool>("--long") { Description = "Also what takes many minutes." };
        var only = new Option<string[]>("--only") { Description = $"One or more of: {names}." };
        var json = new Option<FileInfo?>("--json") { Description = "Saves the figures in a file." };
        only.AcceptOnlyFromAmong([.. All.Select(figure => figure.Name)]);

        var bench = new RootCommand("Measures Tollgate against its baselines on this machine.") { database, quick, isLong, only, json };
        bench.SetAction(parsed => MeasureAsync(new BenchOptions(
            parsed.GetValue(database) ?? [], parsed.GetValue(quick), parsed.GetValue(isLong), parsed.GetValue(only) ?? [],
            parsed.GetValue(json)?.FullName)));
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
        var stand = new Stand(postgres, options.Quick ? Pace.Quick : Pace.Full);
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
        AnsiConsole.WriteLine($"Took {Stopwatch.GetElapsedTime(started):m\\:ss}; every round recorded what it answered.");
        if (options.Json is { } path) await report.SaveAsync(path);
        return 0;
    }

    static async Task<PostgresServer?> ReachPostgresAsync(BenchOptions options)
    {
        var named = options.Databases.FirstOrDefault(url => url.StartsWith("postgres", StringComparison.Ordinal));
        if (named is not null) return PostgresServer.At(named);
        return options.Databases.Count > 0 ? null : await PostgresServer.TryStartAsync();
    }
}

/// <summary>What was asked for on the command line.</summary>
internal sealed record BenchOptions(IReadOnlyList<string> Databases, bool Quick, bool Long, IReadOnlyList<string> Only, string? Json)
{
    /// <summary>Whether a figure is to be measured.</summary>
    public bool Wants(Figure figure) => Only.Count > 0 ? Only.Contains(figure.Name) : Long || !figure.IsLong;
}
