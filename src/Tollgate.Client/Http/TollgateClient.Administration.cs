using System.Net;

namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>Makes an API key. Its secret is in this answer and never again.</summary>
    public Task<ApiKeyCreated> CreateApiKeyAsync(
        ApiKeyRequest request, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAsync<ApiKeyCreated>(Call.Post("v1/api-keys", request).Keyed(idempotencyKey), cancellation);

    /// <summary>Every API key without its secret, page by page as it is read.</summary>
    public IAsyncEnumerable<ApiKey> ListApiKeysAsync(CancellationToken cancellation = default) =>
        SendPagesAsync<ApiKey>("v1/api-keys", new Query(), cancellation);

    /// <summary>Ends an API key at once. 404 <c>api_key_not_found</c>.</summary>
    public Task<ApiKey> RevokeApiKeyAsync(
        string id, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAsync<ApiKey>(Call.Post($"v1/api-keys/{Segment.Of(id)}/revoke").Keyed(idempotencyKey), cancellation);

    /// <summary>The clock of a sandbox. 404 where the server is none.</summary>
    public Task<TestClock> GetTestClockAsync(CancellationToken cancellation = default) =>
        SendAsync<TestClock>(Call.Get("v1/test-clock"), cancellation);

    /// <summary>
    /// Moves the clock of a sandbox on; it runs on from there. 400 where that is back, 404 where the server is none.
    /// </summary>
    public Task<TestClock> SetTestClockAsync(TestClockRequest request, CancellationToken cancellation = default) =>
        SendAsync<TestClock>(Call.Put("v1/test-clock", request), cancellation);

    /// <summary>
    /// Makes a key that may do what this one may, and ends this one after the overlap. 404 <c>api_key_not_found</c>,
    /// 409 <c>api_key_ended</c>.
    /// </summary>
    public Task<ApiKeyCreated> RotateApiKeyAsync(
        string id, RotateKeyRequest? request = null, string? idempotencyKey = null,
        CancellationToken cancellation = default) =>
        SendAsync<ApiKeyCreated>(
            Call.Post($"v1/api-keys/{Segment.Of(id)}/rotate", request ?? new RotateKeyRequest()).Keyed(idempotencyKey),
            cancellation);

    /// <summary>
    /// Makes a token that reads this customer alone and soon ends, for a front end. 404 <c>customer_not_found</c>.
    /// </summary>
    public Task<Token> CreateTokenAsync(
        string customer, TokenRequest? request = null, CancellationToken cancellation = default) =>
        SendAsync<Token>(
            Call.Post($"{CustomerPath(customer)}/tokens", request ?? new TokenRequest()), cancellation);

    /// <summary>Whether the process answers (<c>/healthz</c>). Asked once, never tried again.</summary>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public Task<bool> IsHealthyAsync(CancellationToken cancellation = default) =>
        AnswersOkAsync("healthz", cancellation);

    /// <summary>Whether the server takes requests (<c>/readyz</c>). Asked once, never tried again.</summary>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public Task<bool> IsReadyAsync(CancellationToken cancellation = default) => AnswersOkAsync("readyz", cancellation);

    async Task<bool> AnswersOkAsync(string path, CancellationToken cancellation)
    {
        using var message = Message(Call.Get(path));
        using var response = await http.SendAsync(message, cancellation);
        return response.StatusCode == HttpStatusCode.OK;
    }
}
