namespace Tollgate.Payments.Sandbox;

/// <summary>How a payment of the sandbox goes.</summary>
public enum SandboxOutcome
{
    /// <summary>All is paid.</summary>
    Succeed,
    /// <summary>It is declined; another try may go otherwise.</summary>
    Fail,
    /// <summary>All is paid, some seconds later.</summary>
    SucceedLate,
    /// <summary>All is paid, and that is told twice.</summary>
    SucceedTwice,
    /// <summary>Half is paid.</summary>
    PayShort,
    /// <summary>Half as much again is paid.</summary>
    PayOver,
    /// <summary>It is paid in another currency.</summary>
    OtherCurrency,
    /// <summary>The customer gives up.</summary>
    Cancel,
}

/// <summary>A page of the sandbox.</summary>
/// <param name="Description">What is paid for.</param>
/// <param name="Asked">What is asked for.</param>
/// <param name="SuccessUrl">Where the customer goes after paying.</param>
/// <param name="CancelUrl">Where the customer goes after giving up.</param>
public sealed record SandboxPage(string Description, CurrencyAmount Asked, Uri SuccessUrl, Uri CancelUrl)
{
    /// <summary>How it went; null: nobody has said yet.</summary>
    public SandboxOutcome? Outcome { get; init; }

    /// <summary>When that was said.</summary>
    public DateTimeOffset ChosenAt { get; init; }

    /// <summary>How its payment stands.</summary>
    internal ProviderPayment PaymentAt(string checkout, DateTimeOffset now)
    {
        var isLate = Outcome == SandboxOutcome.SucceedLate && now < ChosenAt + SandboxProvider.Lateness;
        var status = Outcome switch
        {
            null => ProviderPaymentStatus.Open,
            SandboxOutcome.Fail => ProviderPaymentStatus.Failed,
            SandboxOutcome.Cancel => ProviderPaymentStatus.Cancelled,
            _ => isLate ? ProviderPaymentStatus.Processing : ProviderPaymentStatus.Succeeded,
        };
        return new ProviderPayment(status)
        {
            Checkout = checkout,
            Session = SandboxProvider.SessionOf(checkout),
            Payment = status == ProviderPaymentStatus.Succeeded ? $"txn_{checkout}" : null,
            Collected = status == ProviderPaymentStatus.Succeeded ? Paid : null,
        };
    }

    CurrencyAmount Paid => Outcome switch
    {
        SandboxOutcome.PayShort => Asked with { Amount = Half },
        SandboxOutcome.PayOver => Asked with { Amount = Asked.Amount + Half },
        SandboxOutcome.OtherCurrency => Asked with
        {
            Currency = Currency.Parse(Asked.Currency.Code == "EUR" ? "USD" : "EUR"),
        },
        _ => Asked,
    };

    // In whole coins; of a single coin nothing.
    Amount Half
    {
        get
        {
            var half = new Amount(Asked.Amount.Micros / 2).Rounded(Asked.Currency);
            return half < Asked.Amount ? half : Amount.Zero;
        }
    }
}
