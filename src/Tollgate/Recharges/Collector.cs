using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Tollgate.Recharges;

/// <summary>
/// Takes open recharges to whoever collects them. Each is taken by a command, so that of all servers one tries it at a
/// time; then it is collected outside any lock, under its id as the idempotency key; then a command says how it went. A
/// crash between the two lets it be taken again a minute later, with the same key.
/// </summary>
internal static class Collector
{
    /// <summary>Payments that are under way at once.</summary>
    public const int AtOnce = 20;

    const string By = "recharges";

    static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Collects what waits, longest first; how many waited.</summary>
    public static async Task<int> KnockAsync(Gate gate, IRechargePayments payments, ILogger log, CancellationToken stop)
    {
        var now = (await gate.ShowAsync<TestClock>(new ShowTestClock(), stop)).Now;
        var waiting = await gate.ListAsync(lists => lists.RechargesAsync(now, AtOnce, stop));
        await Task.WhenAll(waiting.Select(one => CollectAsync(gate, payments, one, log, stop)));
        return waiting.Count;
    }

    static async Task CollectAsync(
        Gate gate, IRechargePayments payments, WaitingRecharge waiting, ILogger log, CancellationToken stop)
    {
        var (customer, currency) = (waiting.Customer, waiting.Currency);
        var taken = await gate.SubmitAsync(new Request([new TakeRecharge(customer, currency) { By = By }]), stop);
        if (taken.Rejected is not null
            || taken.Outcomes[0] is not Put<Wallet> { Changed: true, Value.Recharging: { } open }) return;
        var id = RechargeId.Format(customer, open.Id);
        RechargeResult result;
        try
        {
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(stop);
            cut.CancelAfter(Longest);
            // What was refused is refused for ever under its key.
            var key = string.Create(CultureInfo.InvariantCulture, $"{id}_{open.Failures + 1}");
            result = await payments.CollectAsync(new RechargePayment(key, customer, currency, open.Amount), cut.Token);
        }
        catch (Exception failure)
        {
            log.RechargeUnknown(id, failure);
            return;
        }
        Command? end = result.State switch
        {
            RechargeState.Paid => new CompleteRecharge(customer, currency, open.Id, open.Amount) { By = By },
            RechargeState.Refused => new FailRecharge(
                customer, currency, open.Id, ToldText.Of(result.Reason) ?? "No reason given.")
            {
                By = By,
            },
            _ => null,
        };
        if (end is null) return;
        // Not to be broken off: what was collected is to be known.
        var ended = await gate.SubmitAsync(new Request([end]), CancellationToken.None);
        if (ended.Rejected is { } refusal) log.RechargeContradicted(id, result.State, refusal.Code);
    }
}
