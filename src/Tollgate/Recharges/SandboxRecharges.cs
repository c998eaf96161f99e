using System.Collections.Concurrent;

namespace Tollgate.Recharges;

/// <summary>
/// Collects nothing, for trials: whatever is asked is paid, and asked again answered as before. The last digits of the
/// amount's hundredths say otherwise: <c>.01</c> is refused, <c>.02</c> is under way when it is first asked for, of
/// <c>.03</c> the first answer is lost though it was paid. It remembers as long as the process lives. Thread-safe.
/// </summary>
public sealed class SandboxRecharges : IRechargePayments
{
    readonly ConcurrentDictionary<string, int> asked = new(StringComparer.Ordinal);

    /// <summary>The keys that it was asked for, and how often, in no order.</summary>
    public IReadOnlyDictionary<string, int> Asked => asked;

    /// <inheritdoc/>
    public Task<RechargeResult> CollectAsync(RechargePayment payment, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(payment);
        var isFirst = asked.AddOrUpdate(payment.Id, 1, (_, times) => times + 1) == 1;
        return (payment.Amount.Micros / 10_000 % 100) switch
        {
            1 => Task.FromResult(RechargeResult.Refused("The sandbox was asked to refuse.")),
            2 when isFirst => Task.FromResult(RechargeResult.UnderWay),
            3 when isFirst => throw new TimeoutException("The sandbox was asked to lose its answer."),
            _ => Task.FromResult(RechargeResult.Paid),
        };
    }
}
