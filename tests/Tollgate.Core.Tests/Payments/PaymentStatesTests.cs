using Tollgate.Core.Payments;
using Xunit;

namespace Tollgate.Core.Tests.Payments;

/// <summary>Every step from every status; a dot where it changes nothing.</summary>
public sealed class PaymentStatesTests
{
    // Redirect, Process, Succeed, Doubt, Fail, Cancel, Expire, Refund.
    [Theory]
    [InlineData(PaymentStatus.Pending, "Redirected Processing Succeeded Processing Failed Cancelled Expired .")]
    [InlineData(PaymentStatus.Redirected, ". Processing Succeeded Processing Failed Cancelled Expired .")]
    [InlineData(PaymentStatus.Processing, ". . Succeeded Processing Failed Cancelled Expired .")]
    [InlineData(PaymentStatus.Succeeded, ". . . . . . . Refunded")]
    [InlineData(PaymentStatus.Failed, ". . Succeeded Processing . . . .")]
    [InlineData(PaymentStatus.Cancelled, ". . Succeeded Processing . . . .")]
    [InlineData(PaymentStatus.Expired, ". . Succeeded Processing . . . .")]
    [InlineData(PaymentStatus.Refunded, ". . . . . . . .")]
    public void From_each_status(PaymentStatus status, string after) => Assert.Equal(
        after,
        string.Join(' ', Enum.GetValues<PaymentStep>().Select(
            step => PaymentStates.After(status, step) is { } next ? $"{next}" : ".")));
}
