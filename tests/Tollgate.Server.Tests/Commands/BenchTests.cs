using System.Text.Json;

namespace Tollgate.Server.Tests.Commands;

public sealed class BenchTests : IDisposable
{
    readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    // It compares its counters with its events after every round, and fails where they differ.
    [Fact]
    public async Task Bench_shows_customers_plain_and_in_play_and_what_it_answered_is_recorded()
    {
        var report = folder.Write("report.json", "");

        (await Cli.RunAsync("bench", "--brief", "--only", "sqlite", "ingestion", "--json", report)).Expect(0);

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken));
        var figures = json.RootElement.GetProperty("figures").EnumerateArray().ToList();
        Assert.All(figures, figure => Assert.True(figure.GetProperty("ratio").GetDouble() > 0));
        string[] one =
        [
            "SQLite, one customer, 256 callers, against one transaction per use",
            "SQLite, one customer, 256 callers, in play, against one transaction per use",
            "SQLite, one customer, 256 callers, in play, against one transaction per use with as much to do",
        ];
        Assert.Equal(one, figures.Select(figure => figure.GetProperty("figure").GetString()).Where(IsOfOne));

        static bool IsOfOne(string? name) => name!.StartsWith("SQLite, one customer", StringComparison.Ordinal);
    }
}
