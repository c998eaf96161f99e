using Microsoft.Extensions.Logging;

namespace Tollgate.Payments;

/// <summary>Every message of the payment providers' log: 1500 to 1599.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1500, LogLevel.Warning, "Providers' messages cannot be followed at the moment; the next round tries again.")]
    public static partial void InboxFailed(this ILogger log, Exception exception);

    [LoggerMessage(1501, LogLevel.Warning, "{Provider} told of {Count} events only when it was asked.")]
    public static partial void MessagesMissed(this ILogger log, string provider, int count);

    [LoggerMessage(1502, LogLevel.Warning, "{Provider} did not say what it may have told; it is asked again later.")]
    public static partial void SweepFailed(this ILogger log, string provider, Exception exception);
}
