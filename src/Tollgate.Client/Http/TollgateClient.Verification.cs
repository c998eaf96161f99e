using System.Runtime.CompilerServices;

namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>
    /// Recomputes one customer, or as many as one answer takes time for, from what was recorded. A customer takes some
    /// ten seconds for a million events: the time-out of the HTTP client is to allow for the largest. 404
    /// <c>customer_not_found</c>.
    /// </summary>
    public Task<VerifyResult> VerifyAsync(VerifyRequest? request = null, CancellationToken cancellation = default) =>
        SendAsync<VerifyResult>(Call.Post("v1/verify", request ?? new VerifyRequest()), cancellation);

    /// <summary>Recomputes the account and every customer, answer by answer, until the first divergence.</summary>
    public async IAsyncEnumerable<VerifyResult> VerifyAllAsync(
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? after = null;
        do
        {
            var result = await VerifyAsync(new VerifyRequest { After = after }, cancellation);
            yield return result;
            after = result.NextAfter;
        }
        while (after is not null);
    }
}
