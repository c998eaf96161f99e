using System.Globalization;
using Spectre.Console;

namespace Tollgate.Server.Commands.Import;

/// <summary>Shows how far an import is: a bar for whoever watches, a line now and then for a log.</summary>
sealed class ImportProgress(Terminal terminal, long fileBytes)
{
    static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(2);

    TimeSpan lastLine;

    /// <summary>Runs an import and shows its progress.</summary>
    public Task<ImportEnd> ShowAsync(Importer importer, CancellationToken stop) =>
        terminal.IsWatched ? ShowBarAsync(importer, stop) : importer.RunAsync(WriteLine, stop);

    Task<ImportEnd> ShowBarAsync(Importer importer, CancellationToken stop) =>
        terminal.Progress.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask("Starting", maxValue: Math.Max(1, fileBytes));
                return importer.RunAsync(
                    state =>
                    {
                        bar.Value = state.Bytes;
                        bar.Description = Describe(state);
                    },
                    stop);
            });

    void WriteLine(ImportState state)
    {
        if (state.Elapsed - lastLine < LineInterval) return;
        lastLine = state.Elapsed;
        var percent = fileBytes == 0 ? 100 : state.Bytes * 100 / fileBytes;
        terminal.Note($"{percent} %: {Describe(state)}");
    }

    string Describe(ImportState state) => string.Create(
        CultureInfo.InvariantCulture, $"{state.Events:#,##0} events, {Rate(state):#,##0}/s, {Remaining(state)} left");

    string Remaining(ImportState state)
    {
        if (state.Bytes == 0) return "?";
        var ticks = (Int128)state.Elapsed.Ticks * Math.Max(0, fileBytes - state.Bytes) / state.Bytes;
        return TimeSpan.FromSeconds((long)(ticks / TimeSpan.TicksPerSecond)).ToString("c", CultureInfo.InvariantCulture);
    }

    /// <summary>Events for each second so far.</summary>
    public static long Rate(ImportState state) =>
        (long)((Int128)state.Events * TimeSpan.TicksPerSecond / Math.Max(1, state.Elapsed.Ticks));
}
