using Tollgate;
using Tollgate.Core;
using Tollgate.Core.Catalog;
using Tollgate.Core.Customers;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Time;

namespace Embedded;

/// <summary>
/// What the product sells, put in when it starts. Doing it again changes nothing, so every start may do it, on any number
/// of servers. It is added behind the gate, which has opened by then.
/// </summary>
sealed class ProductCatalog(Gate gate) : IHostedService
{
    /// <summary>A text summed up.</summary>
    public const string Summaries = "summaries";

    static readonly PutFeature Feature = new(Summaries, new FeatureDefinition("Summaries", FeatureType.Metered, "summary"));

    static readonly PutPlan Free = new("free", new PlanDefinition(
        "Free", PlanKind.Base, Stackable: false, CycleLength.Month, TrialDays: 0, Public: true,
        new(StringComparer.Ordinal)
        {
            [Summaries] = new PlanFeature(
                Unlimited: false, [new PlanLimit(3, "minute"), new PlanLimit(100, "cycle")], OverageMode.Deny, null, Billable: false),
        }));

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await gate.ApplyAsync<Put<Feature>>(Feature, cancellationToken);
        await gate.ApplyAsync<Put<PlanVersion>>(Free, cancellationToken);
        await gate.ApplyAsync<Put<Profile>>(new PutCustomer("acme"), cancellationToken);
        await gate.ApplyAsync<Put<Subscription>>(new Subscribe("acme", "free", ExternalId: "first"), cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
