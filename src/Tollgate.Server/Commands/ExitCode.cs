namespace Tollgate.Server.Commands;

/// <summary>What the process says when it ends.</summary>
static class ExitCode
{
    /// <summary>Done, and allowed.</summary>
    public const int Done = 0;

    /// <summary>It could not be done.</summary>
    public const int Fault = 1;

    /// <summary>The words of the command are wrong.</summary>
    public const int WrongWords = 2;

    /// <summary>Something was refused.</summary>
    public const int Refused = 3;
}

/// <summary>Ends a command with a message for people and a code of <see cref="ExitCode"/>.</summary>
sealed class CommandException(int code, string message, Exception? inner = null) : Exception(message, inner)
{
    public int Code { get; } = code;

    public static CommandException Fault(string message, Exception? inner = null) =>
        new(ExitCode.Fault, message, inner);

    public static CommandException WrongWords(string message) => new(ExitCode.WrongWords, message);
}
