namespace Tollgate.Payments;

/// <summary>What every provider needs to be told. Not a record: its text form must not show secrets.</summary>
public abstract class ProviderOptions
{
    /// <summary>The secret key: visible ASCII characters.</summary>
    public required string SecretKey { get; init; }

    /// <summary>Where its API is, without the version: another address than its own for a stand-in.</summary>
    public abstract Uri ApiBase { get; init; }

    /// <summary>The longest that a call may take, its answer included: 20 seconds unless set.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The longest that connecting may take: 5 seconds unless set.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The most bytes of an answer: 8 MiB unless set.</summary>
    public int MaxResponseBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>What is wrong with them, by their names and without their values; empty where nothing is.</summary>
    public virtual IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (!IsSecret(SecretKey)) problems.Add("The secret key is missing or has characters that no key has.");
        if (!ApiBase.IsAbsoluteUri || ApiBase.Scheme is not ("https" or "http") || ApiBase.UserInfo.Length > 0
            || ApiBase.Query.Length > 0 || ApiBase.Fragment.Length > 0)
        {
            problems.Add("The API base is no http or https address without user, query and fragment.");
        }
        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromMinutes(5))
            problems.Add("The time-out is not above 0 and at most 5 minutes.");
        if (ConnectTimeout <= TimeSpan.Zero || ConnectTimeout > Timeout)
            problems.Add("The time-out of connecting is not above 0 and at most the time-out.");
        if (MaxResponseBytes < 1) problems.Add("The most bytes of an answer are not above 0.");
        return problems;
    }

    internal void Check()
    {
        var problems = Problems();
        if (problems.Count > 0) throw new ArgumentException(string.Join(' ', problems));
    }

    private protected static bool IsSecret(string? text) =>
        text is { Length: > 0 and <= 1_024 } && text.All(one => one is > ' ' and <= '~');
}
