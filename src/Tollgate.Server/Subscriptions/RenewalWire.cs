namespace Tollgate.Server;

/// <summary>Renewals between the wire and the engine.</summary>
internal static class RenewalWire
{
    /// <summary>As they are asked for.</summary>
    public static RenewalTerms Terms(Wire.RenewedBy by, Wire.PricePer? per, string? discount) => new(
        by == Wire.RenewedBy.Wallet ? RenewedBy.Wallet : RenewedBy.Invoice, (PricePer?)per, discount);

    /// <summary>As they stand.</summary>
    public static Wire.Renewal? Of(Subscription one)
    {
        if (one.Renewal is not { } renewal) return null;
        var isDue = renewal.Failures > 0;
        return new Wire.Renewal
        {
            By = renewal.By == RenewedBy.Wallet ? Wire.RenewedBy.Wallet : Wire.RenewedBy.Invoice,
            Per = (Wire.PricePer)renewal.Per,
            DueAt = Times.Write(renewal.DueAt),
            Failures = renewal.Failures,
            RetryAt = isDue && renewal.By == RenewedBy.Wallet ? Times.Write(renewal.TryAt) : null,
            FallsAt = isDue ? Times.Write(renewal.FallsAt) : null,
            Invoice = isDue ? renewal.InvoiceOf(one.Id) : null,
            Discount = renewal.Discount,
        };
    }
}
