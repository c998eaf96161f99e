namespace Tollgate.Payments;

/// <summary>
/// A call to a provider that failed. Its message names the provider, the status and the provider's codes; never a
/// secret, never a provider's own text, which may hold personal data.
/// </summary>
public sealed class ProviderException : Exception
{
    internal ProviderException(
        string provider, ProviderFailure failure, string what, Exception? inner = null)
        : base($"{provider}: {what}", inner) => (Provider, Failure) = (provider, failure);

    /// <summary>Whose.</summary>
    public string Provider { get; }

    /// <summary>What to do about it.</summary>
    public ProviderFailure Failure { get; }

    /// <summary>Whether the same call, with the same key, may go well later.</summary>
    public bool TryAgain => Failure == ProviderFailure.Unavailable;

    /// <summary>The provider's code or type of the error; letters, digits and underscores only.</summary>
    public string? Code { get; init; }

    /// <summary>The HTTP status; null where there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>How long to wait at least, where the provider says so.</summary>
    public Duration? RetryAfter { get; init; }
}

/// <summary>Why a call failed.</summary>
public enum ProviderFailure
{
    /// <summary>
    /// No answer, too many requests, or a fault of the provider: it is not known whether anything was done. Try again,
    /// with the same key.
    /// </summary>
    Unavailable,
    /// <summary>The payment was declined. The same again will be, too.</summary>
    Declined,
    /// <summary>The key, the address or the account is not right: an operator has to look.</summary>
    Misconfigured,
    /// <summary>The provider does not take the request as it is.</summary>
    Refused,
    /// <summary>The provider knows no such thing.</summary>
    NotFound,
    /// <summary>The answer is none that can be understood.</summary>
    Unreadable,
}
