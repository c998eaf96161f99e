namespace Tollgate.Payments.Http;

/// <summary>An answer that came, whole and within its bounds.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="RetryAfter">How long the provider asks to wait.</param>
internal sealed record ProviderReply(int Status, byte[] Body, Duration? RetryAfter)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}
