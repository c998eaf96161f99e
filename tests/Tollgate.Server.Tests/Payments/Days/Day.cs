using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Tollgate.Payments;

namespace Tollgate.Server.Tests.Payments.Days;

/// <summary>What a provider tells once, and what it makes true there when it happens.</summary>
/// <param name="Body">The message.</param>
/// <param name="Happen">Makes it so at the stand-in.</param>
sealed record Telling(JsonObject Body, Action Happen)
{
    public byte[] Bytes { get; } = System.Text.Encoding.UTF8.GetBytes(Body.ToJsonString());
}

/// <summary>
/// A day at a provider: its stand-in, some customers of ours who have something there, and what is told of them, in the
/// order in which it happens. The same seed makes the same day.
/// </summary>
abstract class Day : IAsyncDisposable
{
    protected Day(int seed, DateTimeOffset start) => (Random, Start) = (new Random(seed), start);

    protected Random Random { get; }

    protected DateTimeOffset Start { get; }

    public abstract string Provider { get; }

    public abstract IPaymentProvider New();

    public abstract IEnumerable<string> Complaints { get; }

    public List<string> Customers { get; } = [];

    /// <summary>Makes the customers, and what of theirs is there before the day begins.</summary>
    public abstract Task SetUpAsync(TollgateClient admin, int customers);

    protected abstract IEnumerable<List<Func<long, Telling>>> Lines();

    protected abstract void Sign(HttpRequestMessage request, byte[] body);

    public abstract ValueTask DisposeAsync();

    /// <summary>
    /// What is told, in order: what happens to one customer comes in its order, and of two things that follow each
    /// other every third pair has one time.
    /// </summary>
    public List<Telling> Tell()
    {
        var lines = Lines().Where(line => line.Count > 0).ToList();
        var (told, second) = (new List<Telling>(), Start.AddDays(-1).ToUnixTimeSeconds());
        while (lines.Count > 0)
        {
            var line = lines[Random.Next(lines.Count)];
            second += Random.Next(3) == 0 ? 0 : Random.Next(1, 60);
            told.Add(line[0](second));
            line.RemoveAt(0);
            if (line.Count == 0) lines.Remove(line);
        }
        return told;
    }

    /// <summary>Sends a message; false where it was not answered with 200.</summary>
    public async Task<bool> SendAsync(HttpClient server, Telling telling)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/webhooks/{Provider}");
        request.Content = new ByteArrayContent(telling.Bytes);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        Sign(request, telling.Bytes);
        using var answer = await server.SendAsync(request);
        return answer.IsSuccessStatusCode;
    }

    protected static async Task<PaymentSession> OpenAsync(
        TollgateClient admin, string customer, string amount, string currency) =>
        await admin.OpenPaymentSessionAsync(
            new PaymentSessionRequest
            {
                Customer = customer,
                Purpose = new PaymentPurpose { TopUp = new Money { Amount = amount, Currency = currency } },
                ReturnUrl = "https://shop.test/done",
            }, $"k-{customer}");

    protected static PlanRequest Plan(string provider, string price) => new()
    {
        Name = price,
        Kind = PlanKind.Base,
        Features = new Dictionary<string, PlanFeature>(),
        Prices = [new PlanPrice { Amount = "29", Currency = "USD", Per = PricePer.Month }],
        Providers = new Dictionary<string, PlanProvider> { [provider] = new() { Prices = [price] } },
    };
}
