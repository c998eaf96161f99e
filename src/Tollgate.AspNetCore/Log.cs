using Microsoft.Extensions.Logging;

namespace Tollgate.AspNetCore;

/// <summary>Every message of requests at the gate. Never with keys or personal data.</summary>
internal static partial class Log
{
    [LoggerMessage(1400, LogLevel.Error, "The use of a request that failed could not be given back: it is counted.")]
    public static partial void NotGivenBack(this ILogger log, Exception exception);
}
