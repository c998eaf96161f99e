using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Tollgate;

/// <summary>Adds a gate to an application.</summary>
public static class TollgateServices
{
    /// <summary>
    /// Adds <see cref="Gate"/> as a singleton that opens with the host and drains when it stops. Name its store on the
    /// builder that is returned.
    /// </summary>
    public static TollgateBuilder AddTollgate(
        this IServiceCollection services, Action<TollgateOptions>? configure = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<TollgateOptions>();
        if (configure is not null) services.Configure(configure);
        services.TryAddSingleton<IStore>(_ => throw new InvalidOperationException(
            "AddTollgate() needs a store: UsePostgres, UseSqlite or UseMemory."));
        services.TryAddSingleton(provider => new Gate(
            provider.GetRequiredService<IStore>(),
            provider.GetRequiredService<IOptions<TollgateOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Gate>>()));
        services.AddHostedService<GateService>();
        services.AddHostedService<Webhooks.WebhookService>();
        services.AddHostedService<Due.DueService>();
        return new TollgateBuilder(services);
    }
}

/// <summary>Opens the gate with the host, keeps its house, and drains it when the host stops.</summary>
internal sealed class GateService(Gate gate, IStore store, TimeProvider clock, ILogger<Gate> log) : BackgroundService
{
    static readonly TimeSpan Round = TimeSpan.FromMinutes(10);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await gate.OpenAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await gate.CloseAsync();
    }

    // Stored responses that have outlived their time answer nothing; deleting them only saves room.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Round, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var before = gate.Now - StoredResponse.Lifetime - StoredResponse.Lifetime;
                while (await store.ForgetResponsesAsync(before, stoppingToken) > 0) continue;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                log.HousekeepingFailed(exception);
            }
        }
    }
}
