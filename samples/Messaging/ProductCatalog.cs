using Tollgate.Core.Pricing;
using Tollgate.Core.Time;

namespace Messaging;

/// <summary>
/// What is sold: 100 messages a month are included, the next 1,000 cost 5 cents, those up to 10,000 four, all others
/// three, out of a prepaid wallet; contacts can be exported three times a day. Putting it again changes nothing.
/// </summary>
sealed class ProductCatalog(Gate gate) : IHostedService
{
    public const string Plan = "starter";
    public const string Messages = "messages";
    public const string Exports = "exports";
    public const string BankTransfer = "bank";

    public static Currency Currency { get; } = Currency.Parse("USD");

    static readonly TieredPrice Price = new(IsVolume: false,
    [
        new Tier(Exact.Of(1_000), Exact.Parse("0.05")),
        new Tier(Exact.Of(10_000), Exact.Parse("0.04")),
        new Tier(null, Exact.Parse("0.03")),
    ])
    {
        By = RatedBy.Cycle,
        Currency = Currency,
    };

    static readonly PlanDefinition Starter = new(
        "Starter", PlanKind.Base, Stackable: false, CycleLength.Month, TrialDays: 0, Public: true,
        new(StringComparer.Ordinal)
        {
            [Messages] = PlanFeature.Enabled with
            {
                Limits = [new PlanLimit(100, "cycle")],
                Overage = OverageMode.Charge,
                Price = Price,
            },
            [Exports] = PlanFeature.Enabled with { Limits = [new PlanLimit(3, "day")] },
        });

    static readonly SettingsChange Settings = new()
    {
        WithdrawalMethods = WithdrawalMethods.Of(new Dictionary<string, WithdrawalMethod>
        {
            [BankTransfer] = new(Minimum: Amount.Of(5), FeeAmount: Amount.Of(1)),
        }),
    };

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var message = new FeatureDefinition("Messages", FeatureType.Metered, Unit: "message");
        var export = new FeatureDefinition("Exports", FeatureType.Metered, Unit: "export");
        await gate.ApplyAsync<Put<Feature>>(new PutFeature(Messages, message), cancellationToken);
        await gate.ApplyAsync<Put<Feature>>(new PutFeature(Exports, export), cancellationToken);
        await gate.ApplyAsync<Put<PlanVersion>>(new PutPlan(Plan, Starter), cancellationToken);
        await gate.ApplyAsync<Put<Settings>>(new PutSettings(Settings) { Keeps = true }, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
