using Microsoft.Extensions.Logging.Console;

namespace Tollgate.Server;

/// <summary>Every message of the server. Never with keys or personal data.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Error, "Request {RequestId} failed.")]
    public static partial void RequestFailed(this ILogger log, string requestId, Exception exception);

    [LoggerMessage(2001, LogLevel.Warning, "Request {RequestId} failed in the middle of its answer, which is cut.")]
    public static partial void AnswerCut(this ILogger log, string requestId, Exception exception);

    [LoggerMessage(2010, LogLevel.Information, "The first API key was made.")]
    public static partial void FirstKeyMade(this ILogger log);

    [LoggerMessage(2011, LogLevel.Information, "The administrator's API key was added.")]
    public static partial void AdminKeyAdded(this ILogger log);

    [LoggerMessage(2012, LogLevel.Warning, "The administrator's API key was revoked, and opens nothing.")]
    public static partial void AdminKeyRevoked(this ILogger log);

    [LoggerMessage(
        2020, LogLevel.Warning, "The use of API keys cannot be exchanged; each server keeps their rates by itself.")]
    public static partial void KeyUsageFailed(this ILogger log, Exception exception);

    /// <summary>Writes to standard error, one line for each message.</summary>
    public static void AddLog(this ILoggingBuilder logging, LogLevel level)
    {
        logging.SetMinimumLevel(level);
        logging.AddFilter("Microsoft", level < LogLevel.Warning ? LogLevel.Warning : level);
        logging.AddFilter("Microsoft.Hosting.Lifetime", level);
        // Whoever starts the server says in a line why it does not start.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
