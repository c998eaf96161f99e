using Spectre.Console;

namespace Tollgate.Server.Commands;

/// <summary>Where a command writes: answers to the output, everything else to the error.</summary>
sealed class Terminal(TextWriter output, TextWriter error)
{
    // What is no terminal has no width; a table there is for a file or a pipe, and must not be folded.
    const int UnfoldedWidth = 240;

    readonly Lazy<IAnsiConsole> table = new(() => Console(output));
    readonly Lazy<IAnsiConsole> progress = new(() => Console(error));

    /// <summary>For tables.</summary>
    public IAnsiConsole Table => table.Value;

    /// <summary>For a bar that moves.</summary>
    public IAnsiConsole Progress => progress.Value;

    /// <summary>Whether somebody watches the error output.</summary>
    public bool IsWatched => Progress.Profile.Out.IsTerminal;

    /// <summary>Writes one line of the answer.</summary>
    public void Say(string line) => output.WriteLine(line);

    /// <summary>Writes one line beside the answer.</summary>
    public void Note(string line) => error.WriteLine(line);

    static IAnsiConsole Console(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = UnfoldedWidth;
        return console;
    }
}
