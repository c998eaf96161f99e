using System.Net;

namespace Tollgate.Client;

/// <summary>The server answered with an error. A refused use is no error: it is a <see cref="Decision"/>.</summary>
public sealed class TollgateException : Exception
{
    /// <summary>The code of an error that did not come as problem details, as from a proxy.</summary>
    public const string UnknownCode = "unknown";

    internal TollgateException(HttpStatusCode status, Problem? problem, string? requestId, TimeSpan? retryAfter)
        : base(Describe(status, problem))
    {
        Status = status;
        Code = problem?.Code ?? UnknownCode;
        RequestId = problem?.RequestId ?? requestId;
        Errors = problem?.Errors ?? [];
        RetryAfter = retryAfter;
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>One of <see cref="ProblemCodes"/>, or <see cref="UnknownCode"/>. The set may grow.</summary>
    public string Code { get; }

    /// <summary>Names the request in the server's log; null if the answer did not say.</summary>
    public string? RequestId { get; }

    /// <summary>One for each bad field of the input; empty where the error is no field's.</summary>
    public IReadOnlyList<FieldError> Errors { get; }

    /// <summary>How long the server asked to wait; null if it did not.</summary>
    public TimeSpan? RetryAfter { get; }

    static string Describe(HttpStatusCode status, Problem? problem)
    {
        if (problem is null)
            return $"The server answered {(int)status} without problem details.";
        var text = $"{(int)status} {problem.Code}: {problem.Detail ?? problem.Title}";
        if (problem.Errors is not { Count: > 0 } errors)
            return text;
        var fields = errors.Select(error => $"{error.Field}: {error.Detail ?? error.Code}");
        return $"{text} ({string.Join("; ", fields)})";
    }
}
