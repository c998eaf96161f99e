using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tollgate.Payments.Sessions;

namespace Tollgate.Payments.Inbox;

/// <summary>
/// Looks each second for messages that are to be tried again, and now and then asks the providers for what never came;
/// of several servers one at a time does that.
/// </summary>
internal sealed class InboxService(
    Gate gate, Clerk clerk, PaymentProviders providers, IOptions<TollgateOptions> options, TimeProvider clock,
    ILogger<InboxService> log) : BackgroundService
{
    // Endpoints have numbers above 0.
    const long Lease = -1;

    readonly string owner = Guid.NewGuid().ToString("N");
    long sweptAt;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (providers.All.Count == 0) return Task.CompletedTask;
        sweptAt = clock.GetTimestamp();
        return Rounds.GoAsync(clock, () => RoundAsync(stoppingToken), log.InboxFailed, stoppingToken);
    }

    async Task RoundAsync(CancellationToken stop)
    {
        await Rounds.EmptyAsync(() => clerk.KnockAsync(stop), Clerk.AtOnce);
        var every = options.Value.WebhookSweep;
        if (clock.GetElapsedTime(sweptAt) < every) return;
        sweptAt = clock.GetTimestamp();
        if (!await gate.OutboxAsync(outbox => outbox.LeaseAsync(Lease, owner, every, stop))) return;
        foreach (var provider in providers.All) await SweepAsync(provider, stop);
        await gate.InboxAsync(inbox => inbox.ForgetAsync(options.Value.WebhooksKept, stop));
    }

    async Task SweepAsync(IPaymentProvider provider, CancellationToken stop)
    {
        try
        {
            var found = await clerk.SweepAsync(provider, stop);
            if (found > 0) log.MessagesMissed(provider.Name, found);
        }
        catch (ProviderException failure)
        {
            log.SweepFailed(provider.Name, failure);
        }
    }
}
