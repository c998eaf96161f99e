namespace Tollgate.Payouts;

/// <summary>
/// Pays withdrawals out: the way to a bank, or whoever moves the money. It is called outside any lock, by several
/// servers at once, and again for what it was asked before where its answer was lost. To be thread-safe.
/// </summary>
public interface IPayoutExecutor
{
    /// <summary>
    /// Pays, or says how it went where the same <see cref="Payout.Id"/> was asked for before: whatever it hands on, it
    /// hands that on as the idempotency key. An exception says that it is not known how it went; it is asked again
    /// later.
    /// </summary>
    /// <param name="payout">What to pay.</param>
    /// <param name="stop">Ends the waiting, after 30 seconds at the latest; the payout may have gone through.</param>
    Task<PayoutResult> PayAsync(Payout payout, CancellationToken stop);
}

/// <summary>Money to be paid out.</summary>
/// <param name="Id">The withdrawal's id: the idempotency key.</param>
/// <param name="Customer">The caller's key of the customer.</param>
/// <param name="Currency">What it is counted in.</param>
/// <param name="Amount">How much is paid out, above 0, in whole minor units.</param>
/// <param name="Method">By which of the settings' methods.</param>
/// <param name="Destination">
/// Where to: the JSON object as it was given, unmasked. Personal data; never to be logged.
/// </param>
public sealed record Payout(
    string Id, string Customer, Currency Currency, Amount Amount, string Method, string Destination);

/// <summary>How a payout went.</summary>
/// <param name="State">Whether it was paid.</param>
/// <param name="Text">Of one that was paid: what the payer calls it. Of one that failed: why. Cut to 256.</param>
public readonly record struct PayoutResult(PayoutState State, string? Text)
{
    /// <summary>It was paid.</summary>
    public static PayoutResult Paid(string? reference) => new(PayoutState.Paid, reference);

    /// <summary>It was not paid, and never will be.</summary>
    public static PayoutResult Failed(string reason) => new(PayoutState.Failed, reason);

    /// <summary>It is under way; ask again later.</summary>
    public static PayoutResult UnderWay { get; } = new(PayoutState.UnderWay, null);
}

/// <summary>Whether something was paid out.</summary>
public enum PayoutState
{
    /// <summary>Not known yet.</summary>
    UnderWay,
    /// <summary>Paid.</summary>
    Paid,
    /// <summary>Not paid, for good.</summary>
    Failed,
}
