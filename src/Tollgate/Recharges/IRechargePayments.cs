namespace Tollgate.Recharges;

/// <summary>
/// Collects the payments of automatic recharges: the way to a card on file. It is called outside any lock, by several
/// servers at once, and again for what it was asked before where its answer was lost. To be thread-safe.
/// </summary>
public interface IRechargePayments
{
    /// <summary>
    /// Collects, or says how it went where the same <see cref="RechargePayment.Id"/> was asked for before: whatever it
    /// hands on, it hands that on as the idempotency key. An exception says that it is not known how it went; it is
    /// asked again later, under the same id.
    /// </summary>
    /// <param name="payment">What to collect.</param>
    /// <param name="stop">Ends the waiting, after 30 seconds at the latest; the payment may have gone through.</param>
    Task<RechargeResult> CollectAsync(RechargePayment payment, CancellationToken stop);
}

/// <summary>Money to be collected.</summary>
/// <param name="Id">The recharge's id with the number of the attempt: the idempotency key.</param>
/// <param name="Customer">The caller's key of the customer.</param>
/// <param name="Currency">What it is counted in.</param>
/// <param name="Amount">How much, above 0.</param>
public sealed record RechargePayment(string Id, string Customer, Currency Currency, Amount Amount);

/// <summary>How a payment went.</summary>
/// <param name="State">Whether it was collected.</param>
/// <param name="Reason">Of one that was refused: why. Cut to 256 characters.</param>
public readonly record struct RechargeResult(RechargeState State, string? Reason = null)
{
    /// <summary>It was collected, whole.</summary>
    public static RechargeResult Paid { get; } = new(RechargeState.Paid);

    /// <summary>It is under way; ask again later.</summary>
    public static RechargeResult UnderWay { get; } = new(RechargeState.UnderWay);

    /// <summary>It was not collected, and under this id never will be.</summary>
    public static RechargeResult Refused(string reason) => new(RechargeState.Refused, reason);
}

/// <summary>Whether a payment was collected.</summary>
public enum RechargeState
{
    /// <summary>Not known yet.</summary>
    UnderWay,
    /// <summary>Collected.</summary>
    Paid,
    /// <summary>Refused.</summary>
    Refused,
}
