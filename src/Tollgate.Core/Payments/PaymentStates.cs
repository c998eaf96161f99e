namespace Tollgate.Core.Payments;

/// <summary>How a session stands. Stored; the numbers never change.</summary>
public enum PaymentStatus : short
{
    /// <summary>Opened; there is no page to pay on yet.</summary>
    Pending = 1,
    /// <summary>There is a page where it can be paid.</summary>
    Redirected = 2,
    /// <summary>Paid or being paid, and not settled: the provider or an operator has the word.</summary>
    Processing = 3,
    /// <summary>Collected, and what it was for was given.</summary>
    Succeeded = 4,
    /// <summary>It was not paid.</summary>
    Failed = 5,
    /// <summary>It was called off.</summary>
    Cancelled = 6,
    /// <summary>Its time was over before it was paid.</summary>
    Expired = 7,
    /// <summary>Collected, and returned whole.</summary>
    Refunded = 8,
}

/// <summary>What may happen to a session.</summary>
public enum PaymentStep
{
    /// <summary>A provider made a page for it.</summary>
    Redirect,
    /// <summary>It was tried, and whether it comes is not known yet.</summary>
    Process,
    /// <summary>It was collected, and fits.</summary>
    Succeed,
    /// <summary>It was collected, and an operator has to look.</summary>
    Doubt,
    /// <summary>It was not paid.</summary>
    Fail,
    /// <summary>It was called off.</summary>
    Cancel,
    /// <summary>Its page has closed.</summary>
    Expire,
    /// <summary>It was returned whole.</summary>
    Refund,
}

/// <summary>Every way from one status to another; what is not here changes nothing.</summary>
public static class PaymentStates
{
    /// <summary>
    /// The status after a step, or null where the step changes nothing. Money that came is money: a success counts from
    /// any status but refunded; nothing else than a refund leaves succeeded.
    /// </summary>
    public static PaymentStatus? After(PaymentStatus status, PaymentStep step) => (status, step) switch
    {
        (PaymentStatus.Succeeded, PaymentStep.Refund) => PaymentStatus.Refunded,
        (PaymentStatus.Succeeded or PaymentStatus.Refunded, _) => null,
        (_, PaymentStep.Succeed) => PaymentStatus.Succeeded,
        (_, PaymentStep.Doubt) => PaymentStatus.Processing,
        (PaymentStatus.Pending, PaymentStep.Redirect) => PaymentStatus.Redirected,
        (PaymentStatus.Pending or PaymentStatus.Redirected, PaymentStep.Process) => PaymentStatus.Processing,
        (_, PaymentStep.Redirect or PaymentStep.Process or PaymentStep.Refund) => null,
        (PaymentStatus.Failed or PaymentStatus.Cancelled or PaymentStatus.Expired, _) => null,
        (_, PaymentStep.Fail) => PaymentStatus.Failed,
        (_, PaymentStep.Cancel) => PaymentStatus.Cancelled,
        (_, PaymentStep.Expire) => PaymentStatus.Expired,
        _ => null,
    };

    /// <summary>Whether nothing but a success, or of a success its return, changes it.</summary>
    public static bool IsEnd(PaymentStatus status) => status >= PaymentStatus.Succeeded;
}
