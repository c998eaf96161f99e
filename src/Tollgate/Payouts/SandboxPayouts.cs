using System.Collections.Concurrent;
using System.Text.Json;

namespace Tollgate.Payouts;

/// <summary>
/// Moves no money, for trials: whatever is asked is paid, and asked again answered as before. A destination with
/// <c>"outcome": "fail"</c> fails. It remembers as long as the process lives. Thread-safe.
/// </summary>
public sealed class SandboxPayouts : IPayoutExecutor
{
    readonly ConcurrentDictionary<string, PayoutResult> paid = new(StringComparer.Ordinal);

    /// <summary>The ids of what was paid, in no order.</summary>
    public IEnumerable<string> Paid => paid.Where(one => one.Value.State == PayoutState.Paid).Select(one => one.Key);

    /// <inheritdoc/>
    public Task<PayoutResult> PayAsync(Payout payout, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(payout);
        return Task.FromResult(paid.GetOrAdd(payout.Id, static (id, asked) => Fails(asked)
            ? PayoutResult.Failed("The sandbox was asked to fail.")
            : PayoutResult.Paid($"sandbox:{id}"), payout));
    }

    static bool Fails(Payout payout)
    {
        using var destination = JsonDocument.Parse(payout.Destination);
        return destination.RootElement.TryGetProperty("outcome", out var outcome)
            && outcome.ValueKind == JsonValueKind.String && outcome.ValueEquals("fail");
    }
}
