using Microsoft.Extensions.Logging;

namespace Tollgate.Payouts;

/// <summary>
/// Takes approved withdrawals to whoever pays them. Each is begun by a command, so that of all servers one pays it at a
/// time; then it is paid outside any lock, under its id as the idempotency key; then a command says how it went. A
/// crash between the two lets it be begun again, with the same key.
/// </summary>
internal static class Paymaster
{
    /// <summary>Payouts that are under way at once.</summary>
    public const int AtOnce = 20;

    const string By = "payouts";

    static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Pays what waits, longest first; how many waited.</summary>
    public static async Task<int> KnockAsync(
        Gate gate, IPayoutExecutor executor, ILogger log, CancellationToken stop)
    {
        var now = (await gate.ShowAsync<TestClock>(new ShowTestClock(), stop)).Now;
        var waiting = await gate.ListAsync(lists => lists.PayoutsAsync(now, AtOnce, stop));
        await Task.WhenAll(waiting.Select(one => PayAsync(gate, executor, one, log, stop)));
        return waiting.Count;
    }

    static async Task PayAsync(
        Gate gate, IPayoutExecutor executor, WaitingPayout waiting, ILogger log, CancellationToken stop)
    {
        var begin = new BeginPayout(waiting.Customer, waiting.Id) { By = By };
        var begun = await gate.SubmitAsync(new Request([begin]), stop);
        if (begun.Rejected is not null || begun.Outcomes[0] is not Put<Withdrawal> { Changed: true, Value: var row })
            return;
        var id = WithdrawalId.Format(waiting.Customer, row.Id);
        PayoutResult result;
        try
        {
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(stop);
            cut.CancelAfter(Longest);
            result = await executor.PayAsync(
                new Payout(id, waiting.Customer, row.Currency, row.Net, row.Method, row.Destination), cut.Token);
        }
        catch (Exception failure)
        {
            log.PayoutUnknown(id, failure);
            return;
        }
        if (End(waiting, result) is not { } end) return;
        // Not to be broken off: what was paid is to be known.
        var ended = await gate.SubmitAsync(new Request([end]), CancellationToken.None);
        if (ended.Rejected is { } refusal) log.PayoutContradicted(id, result.State, refusal.Code);
    }

    static Command? End(WaitingPayout waiting, PayoutResult result) => result.State switch
    {
        PayoutState.Paid => new CompleteWithdrawal(waiting.Customer, waiting.Id, ToldText.Of(result.Text)) { By = By },
        PayoutState.Failed => new FailWithdrawal(
            waiting.Customer, waiting.Id, ToldText.Of(result.Text) ?? "No reason given.")
        {
            By = By,
            FromPayout = true,
        },
        _ => null,
    };
}
