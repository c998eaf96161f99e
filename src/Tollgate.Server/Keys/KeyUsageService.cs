namespace Tollgate.Server;

/// <summary>
/// Exchanges the use of keys with the other servers each second while the host runs, and once more when it stops.
/// </summary>
internal sealed class KeyUsageService(KeyMeters meters, TimeProvider clock, ILogger<KeyUsageService> log)
    : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    bool isFailing;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await ExchangeAsync(all: true, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await ExchangeAsync(all: false, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    // An exchange that failed is not made up for: until the next, each server keeps to the rate by itself.
    async Task ExchangeAsync(bool all, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            await meters.ExchangeAsync(all, patience.Token);
            isFailing = false;
        }
        catch (Exception failure)
        {
            if (stop.IsCancellationRequested) return;
            // Once for each time that the database is away, not for each second of it.
            if (!isFailing) log.KeyUsageFailed(failure);
            isFailing = true;
        }
    }
}

/// <summary>Adds the rates and the last uses of keys to a server.</summary>
internal static class KeyUsageServices
{
    public static void AddKeyUsage(this IServiceCollection services)
    {
        services.AddSingleton<KeyMeters>();
        services.AddSingleton<RateLimits>();
        services.AddHostedService<KeyUsageService>();
    }
}
