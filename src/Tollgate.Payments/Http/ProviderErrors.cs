namespace Tollgate.Payments.Http;

/// <summary>What an answer that is no success means.</summary>
internal static class ProviderErrors
{
    const int MostCharacters = 64;

    public static ProviderException Of(string provider, ProviderReply reply, string? code)
    {
        var failure = FailureOf(reply.Status);
        code = Safe(code);
        var what = $"{WordOf(failure)} (HTTP {reply.Status}{(code is null ? "" : ", " + code)})";
        return new ProviderException(provider, failure, what)
        {
            Status = reply.Status,
            Code = code,
            RetryAfter = reply.RetryAfter,
        };
    }

    public static ProviderException Unreadable(string provider, string problem) =>
        new(provider, ProviderFailure.Unreadable, $"the answer cannot be understood: {problem}");

    public static ProviderException Refused(string provider, string code, string what) =>
        new(provider, ProviderFailure.Refused, what) { Code = code };

    // 409: another request with the key is under way, or something is locked. 3xx: the address is not the API's.
    static ProviderFailure FailureOf(int status) => status switch
    {
        408 or 409 or 425 or 429 or >= 500 => ProviderFailure.Unavailable,
        402 => ProviderFailure.Declined,
        401 or 403 or < 400 => ProviderFailure.Misconfigured,
        404 => ProviderFailure.NotFound,
        _ => ProviderFailure.Refused,
    };

    static string WordOf(ProviderFailure failure) => failure switch
    {
        ProviderFailure.Unavailable => "not available now",
        ProviderFailure.Declined => "declined",
        ProviderFailure.Misconfigured => "the key or the address is not right",
        ProviderFailure.NotFound => "no such thing",
        _ => "refused the request",
    };

    // What is not a word of a list may be anything.
    static string? Safe(string? code)
    {
        if (string.IsNullOrEmpty(code) || code.Length > MostCharacters) return null;
        return code.All(one => char.IsAsciiLetterOrDigit(one) || one == '_') ? code : null;
    }
}
