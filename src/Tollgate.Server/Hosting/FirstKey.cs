namespace Tollgate.Server;

/// <summary>The key that the first start has made, for whoever started the server to show once.</summary>
public sealed class FirstKey
{
    /// <summary>The key; null where none was made. Known once the server has started.</summary>
    public string? Secret { get; internal set; }
}

/// <summary>Sees to it, when the gate has opened, that somebody holds a key.</summary>
internal sealed class FirstKeyService(
    string? adminKey, TimeSpan? lifetime, Gate gate, FirstKey first, ILogger<FirstKey> log)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        adminKey is null ? MakeFirstAsync() : AddAsync(adminKey);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    async Task AddAsync(string key)
    {
        Instant? ends = lifetime is { } length ? await NowAsync() + Duration.FromTimeSpan(length) : null;
        var put = await gate.ApplyAsync<Put<ApiKey>>(KeySecret.Command(key, "administrator", [Scope.Admin], ends));
        if (put.Created) log.AdminKeyAdded();
        else if (put.Value.RevokedAt is not null) log.AdminKeyRevoked();
    }

    // The stored response tells several servers that start at once which of them is the first.
    async Task MakeFirstAsync()
    {
        var account = await gate.ShowAsync<Account>(new ShowAccount());
        var now = await NowAsync();
        if (account.Keys.All.Any(key => key.IsLive(now) && key.ExpiresAt is null)) return;
        var last = account.Keys.All.Select(key => key.Id).DefaultIfEmpty().Max();
        var secret = KeySecret.Draw();
        var once = new Idempotency(
            $"START first-key after {last}", KeyRing.HashOf("first-key"), _ => (Statuses.Created, []));
        var command = KeySecret.Command(secret, "first key", [Scope.Admin]);
        var answer = await gate.SubmitAsync(new Request([command]) { Idempotency = once });
        if (answer.Replayed is not null) return;
        first.Secret = secret;
        log.FirstKeyMade();
    }

    // The clock that the gate judges keys by.
    async Task<Instant> NowAsync() => (await gate.ShowAsync<TestClock>(new ShowTestClock())).Now;
}

/// <summary>Adds both to a server.</summary>
internal static class FirstKeyServices
{
    public static void AddFirstKey(this IServiceCollection services, string? adminKey, TimeSpan? lifetime)
    {
        if (adminKey is not null && !BearerKey.IsKey(adminKey))
            throw new ArgumentException("The administrator's key must be 1 to 256 printable ASCII characters.");
        services.AddSingleton<FirstKey>();
        services.AddHostedService(provider => new FirstKeyService(
            adminKey, lifetime, provider.GetRequiredService<Gate>(), provider.GetRequiredService<FirstKey>(),
            provider.GetRequiredService<ILogger<FirstKey>>()));
    }
}
