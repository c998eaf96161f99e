namespace Tollgate.Client;

/// <summary>How a <see cref="TollgateClient"/> speaks to its server.</summary>
public sealed record TollgateClientOptions
{
    /// <summary>Sent as <c>Authorization: Bearer</c> with every request.</summary>
    public required string ApiKey { get; init; }

    /// <summary>How often a request is tried again after its first time. 5 unless set; 0 for never.</summary>
    public int MaxRetries { get; init; } = 5;

    /// <summary>
    /// The longest <c>Retry-After</c> that is waited for; asked to wait longer, the client gives up at once.
    /// 60 seconds unless set.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock the waits between tries run on. The system's unless set.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Leaves the key out.</summary>
    public override string ToString() => $"{nameof(TollgateClientOptions)} {{ MaxRetries = {MaxRetries} }}";
}
