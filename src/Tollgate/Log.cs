using Microsoft.Extensions.Logging;

namespace Tollgate;

/// <summary>Every message of the engine. Never with keys or personal data.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "The gate is open.")]
    public static partial void GateOpened(this ILogger log);

    [LoggerMessage(1001, LogLevel.Information, "The gate is closed; every request that was let in is answered.")]
    public static partial void GateClosed(this ILogger log);

    [LoggerMessage(1002, LogLevel.Warning, "The gate closed before every request was answered.")]
    public static partial void GateGaveUp(this ILogger log, Exception exception);

    [LoggerMessage(1100, LogLevel.Error, "A request failed by itself; nothing of it was recorded.")]
    public static partial void RequestFailed(this ILogger log, Exception exception);

    [LoggerMessage(1101, LogLevel.Warning, "{Count} requests waited too long: {Why}.")]
    public static partial void GaveUp(this ILogger log, int count, Unavailability why, Exception? exception);

    [LoggerMessage(1102, LogLevel.Warning, "A commit whose answer was lost was looked up; it took effect: {Landed}.")]
    public static partial void CommitResolved(this ILogger log, bool landed);

    [LoggerMessage(1103, LogLevel.Debug, "A broken session did not close cleanly.")]
    public static partial void SessionCloseFailed(this ILogger log, Exception exception);

    [LoggerMessage(1104, LogLevel.Critical, "A lane ended.")]
    public static partial void LaneEnded(this ILogger log, Exception exception);

    [LoggerMessage(
        1106, LogLevel.Critical, "A defect ended a batch; those that were not answered were told. The lane goes on.")]
    public static partial void BatchFailed(this ILogger log, Exception exception);

    [LoggerMessage(1107, LogLevel.Warning, "An operation held its customer for {Milliseconds} ms.")]
    public static partial void HeldLong(this ILogger log, long milliseconds);

    [LoggerMessage(
        1108, LogLevel.Error, "An operation held its customer for too long and did not end; its transaction was.")]
    public static partial void HoldCutOff(this ILogger log);

    [LoggerMessage(1109, LogLevel.Warning, "The transaction of an operation could not be ended cleanly.")]
    public static partial void HoldEndFailed(this ILogger log, Exception exception);

    [LoggerMessage(1200, LogLevel.Warning, "Webhooks cannot be delivered at the moment; the next round tries again.")]
    public static partial void WebhooksFailed(this ILogger log, Exception exception);

    [LoggerMessage(1201, LogLevel.Warning, "A round of deliveries to {Endpoint} broke off; the next goes on.")]
    public static partial void WebhookRoundFailed(this ILogger log, string endpoint, Exception exception);

    [LoggerMessage(1202, LogLevel.Warning, "What is due cannot be told at the moment; the next round tries again.")]
    public static partial void DueFailed(this ILogger log, Exception exception);

    [LoggerMessage(1290, LogLevel.Warning, "Usage cannot be reported at the moment; the next round tries again.")]
    public static partial void UsageReportsFailed(this ILogger log, Exception exception);

    [LoggerMessage(1291, LogLevel.Warning, "Usage report {Report} failed; it is tried again, or given up.")]
    public static partial void UsageReportFailed(this ILogger log, string report, Exception exception);

    [LoggerMessage(1203, LogLevel.Warning, "Withdrawals cannot be paid out at the moment; the next round tries again.")]
    public static partial void PayoutsFailed(this ILogger log, Exception exception);

    [LoggerMessage(
        1204, LogLevel.Warning, "How the payout of {Withdrawal} went is not known; it is asked again later.")]
    public static partial void PayoutUnknown(this ILogger log, string withdrawal, Exception exception);

    [LoggerMessage(
        1205, LogLevel.Error, "The payout of {Withdrawal} came to {State}, but it had ended otherwise: {Code}.")]
    public static partial void PayoutContradicted(
        this ILogger log, string withdrawal, Payouts.PayoutState state, Rejection code);

    [LoggerMessage(1206, LogLevel.Warning, "Recharges cannot be collected at the moment; the next round tries again.")]
    public static partial void RechargesFailed(this ILogger log, Exception exception);

    [LoggerMessage(
        1207, LogLevel.Warning, "How the payment of {Recharge} went is not known; it is asked again later.")]
    public static partial void RechargeUnknown(this ILogger log, string recharge, Exception exception);

    [LoggerMessage(
        1208, LogLevel.Error, "The payment of {Recharge} came to {State}, but that cannot be recorded: {Code}.")]
    public static partial void RechargeContradicted(
        this ILogger log, string recharge, Recharges.RechargeState state, Rejection code);

    [LoggerMessage(1105, LogLevel.Warning, "Old stored responses could not be deleted; the next round tries again.")]
    public static partial void HousekeepingFailed(this ILogger log, Exception exception);
}
