using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Tollgate.Bench.Printing;

/// <summary>Prints figures as they are found, and all of them at the end.</summary>
internal sealed class Report(IAnsiConsole console, Machine machine)
{
    const int WidthOfFiles = 200;

    readonly List<Row> rows = [];

    /// <summary>Says what is measured on.</summary>
    public void Begin()
    {
        // A file or a pipe has no width of its own.
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = WidthOfFiles;
        console.WriteLine(machine.ToString());
    }

    /// <summary>Takes a figure.</summary>
    public void Add(Row row)
    {
        rows.Add(row);
        var (ratio, target) = (row.Target.Write(row.Ratio), row.Target.Text);
        console.WriteLine($"  {row.Figure}: {ratio} ({target}) [{row.Rates}] {Verdict(row)}");
    }

    /// <summary>Prints the table.</summary>
    public void Print()
    {
        var table = new Table { Border = TableBorder.Markdown };
        table.AddColumns("figure", "target", "measured", "", "absolute");
        table.Columns[2].RightAligned();
        foreach (var row in rows)
        {
            string[] cells =
                [row.Figure, row.Target.Text, row.Target.Write(row.Ratio), Verdict(row), $"[{row.Rates}]"];
            table.AddRow(cells.Select(cell => new Text(cell)));
        }
        console.Write(table);
    }

    /// <summary>Writes the same for programs.</summary>
    public async Task SaveAsync(string path)
    {
        var figures = rows.Select(row => new SavedRow(row.Figure, row.Target.Text, row.Ratio, row.IsMet, row.Rates));
        await using var file = File.Create(path);
        var report = new SavedReport(machine, [.. figures]);
        await JsonSerializer.SerializeAsync(file, report, ReportJson.Default.SavedReport);
    }

    static string Verdict(Row row) => row.IsMet ? "ok" : "below";
}

/// <summary>The report as it is saved.</summary>
internal sealed record SavedReport(Machine Machine, IReadOnlyList<SavedRow> Figures);

/// <summary>A line of it.</summary>
internal sealed record SavedRow(string Figure, string Target, double Ratio, bool Met, string Absolute);

/// <summary>How it is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(SavedReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
