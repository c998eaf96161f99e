using System.Net.Http.Headers;
using Microsoft.Extensions.Hosting;
using Tollgate.Payments.Stripe;

namespace Tollgate.Payments.Sandbox;

/// <summary>
/// Takes what the sandbox tells to the server's own address for it: late and twice, as its page was told to. What is
/// not answered is told again a few times, and then lost, as messages are.
/// </summary>
/// <param name="sandbox">Who tells.</param>
/// <param name="clock">For what is told late.</param>
public sealed class SandboxMessenger(SandboxProvider sandbox, TimeProvider clock) : BackgroundService
{
    const int MostTries = 5;

    static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var telling in sandbox.Tellings.ReadAllAsync(stoppingToken))
                _ = TellAsync(telling, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    async Task TellAsync(SandboxTelling telling, CancellationToken stop)
    {
        try
        {
            var late = telling.At - clock.GetUtcNow();
            if (late > TimeSpan.Zero) await Task.Delay(late, clock, stop);
            for (var i = 0; i < telling.Times; i++) await SendAsync(telling.Body(), stop);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    async Task SendAsync(byte[] body, CancellationToken stop)
    {
        for (var i = 0; i < MostTries && !await TryAsync(body, stop); i++) await Task.Delay(Wait, clock, stop);
    }

    async Task<bool> TryAsync(byte[] body, CancellationToken stop)
    {
        try
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post, new Uri(sandbox.Address, "/v1/webhooks/sandbox"));
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Add(StripeSignature.Header, sandbox.Sign(body));
            using var answer = await http.SendAsync(request, stop);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        http.Dispose();
        base.Dispose();
    }
}
