using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Tollgate.Client;

namespace Tollgate.Server.Commands.Import;

/// <summary>What an import says at its end.</summary>
sealed class ImportReport(Terminal terminal, ImportSettings settings, Totals totals)
{
    /// <summary>Prints the totals, and whatever keeps them from being the whole file; the exit code.</summary>
    public int Print(ImportEnd end, Importer importer, bool json)
    {
        if (json) PrintJson(end, importer);
        else PrintTable(importer.State);
        foreach (var (reason, count) in totals.Reasons)
            terminal.Note($"{DecisionText.Text(count)} refused: {reason}.{Advice(reason)}");
        if (end == ImportEnd.Complete && totals is { Recorded: 0, Refused: 0, Replayed: > 0 })
            terminal.Note("Nothing is new: every event had been recorded before.");
        return Conclude(end, importer.Problem);
    }

    int Conclude(ImportEnd end, MalformedLineException? problem)
    {
        var refused = totals.Refused > 0 ? ExitCode.Refused : ExitCode.Done;
        switch (end)
        {
            case ImportEnd.Malformed:
                terminal.Note($"{settings.File.Name}:{problem!.Line}: {problem.Message}");
                terminal.Note("Everything before this line is settled, nothing from it on is recorded. Mend it and run "
                    + "the same command again: what is recorded counts once.");
                return ExitCode.Fault;
            case ImportEnd.Stopped:
                terminal.Note($"Stopped behind line {totals.LastLine}. Run the same command again to go on: what is "
                    + "recorded counts once.");
                return ExitCode.Fault;
            case ImportEnd.Refused:
                terminal.Note($"{settings.File.Name}:{totals.LastLine}: refused. Everything before it is recorded, "
                    + "nothing behind it.");
                return refused;
            default:
                return refused;
        }
    }

    void PrintTable(ImportState state)
    {
        var table = new Table { Border = TableBorder.None };
        table.AddColumn(new TableColumn("").NoWrap());
        foreach (var feature in totals.Features)
            table.AddColumn(new TableColumn(Markup.Escape(feature.Feature)).RightAligned().NoWrap());
        AddRow("rows", feature => feature.Rows);
        AddRow("  with 0, skipped", feature => feature.Skipped);
        AddRow("  events", feature => feature.Events);
        AddRow("    recorded", feature => feature.Recorded);
        AddRow("    recorded before", feature => feature.Replayed);
        AddRow("    refused", feature => feature.Refused);
        AddRow("quantity recorded", feature => feature.QuantityRecorded);
        AddRow("  recorded before", feature => feature.QuantityReplayed);
        AddRow("  refused", feature => feature.QuantityRefused);
        terminal.Table.Write(table);
        terminal.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{state.Events:#,##0} events in {state.Elapsed:hh\\:mm\\:ss\\.fff}, "
            + $"{ImportProgress.Rate(state):#,##0}/s."));

        void AddRow(string title, Func<FeatureTotals, decimal> figure) =>
            table.AddRow([title, .. totals.Features.Select(feature => DecisionText.Text(figure(feature)))]);
    }

    void PrintJson(ImportEnd end, Importer importer)
    {
        var features = new JsonObject();
        foreach (var feature in totals.Features)
            features.Add(feature.Feature, new JsonObject
            {
                ["rows"] = feature.Rows,
                ["skipped"] = feature.Skipped,
                ["events"] = feature.Events,
                ["recorded"] = feature.Recorded,
                ["replayed"] = feature.Replayed,
                ["refused"] = feature.Refused,
                ["quantity_recorded"] = feature.QuantityRecorded,
                ["quantity_replayed"] = feature.QuantityReplayed,
                ["quantity_refused"] = feature.QuantityRefused,
            });
        var reasons = new JsonObject();
        foreach (var (reason, count) in totals.Reasons) reasons.Add(reason, count);
        var answer = new JsonObject
        {
            ["end"] = end.ToString().ToLowerInvariant(),
            ["last_line"] = totals.LastLine,
            ["elapsed_ms"] = (long)importer.State.Elapsed.TotalMilliseconds,
            ["features"] = features,
            ["reasons"] = reasons,
        };
        terminal.Say(answer.ToJsonString());
    }

    static string Advice(string reason) => reason switch
    {
        Reasons.AtOutOfRange => " For history older than the late limit, pass --backfill.",
        Reasons.IdConflict => " Another file was imported under this name, or this one was changed: pass --name.",
        Reasons.CustomerUnknown => " Customers are made before their usage is imported.",
        Reasons.FeatureUnknown => " Features come with the catalogue: 'tollgate apply'.",
        _ => "",
    };
}
