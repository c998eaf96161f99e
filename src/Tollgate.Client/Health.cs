namespace Tollgate.Client;

/// <summary>The answer of <c>/healthz</c> and <c>/readyz</c>.</summary>
public sealed record Health
{
    /// <summary><c>ok</c>, or what is amiss.</summary>
    public required string Status { get; init; }
}
