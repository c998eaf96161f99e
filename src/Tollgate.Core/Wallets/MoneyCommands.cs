using System.Globalization;
using System.Text;

namespace Tollgate.Core.Wallets;

/// <summary>
/// Tells what a payer got back of a payment, or disputes: cumulative, so that it may be told again, late or twice.
/// </summary>
/// <param name="Customer">Whose wallet it was paid into.</param>
/// <param name="Currency">Of which wallet.</param>
/// <param name="Payment">The external id of the credit that was paid for; of a recharge its own id.</param>
/// <param name="Refunded">How much was refunded in all, at least 0; null: nothing is told of it.</param>
/// <param name="Dispute">How a dispute stands; null: nothing is told of one.</param>
public sealed record ReturnPayment(
    string Customer, Currency Currency, string Payment, Amount? Refunded = null, Dispute? Dispute = null)
    : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        // The ids of recharges and sessions name their customer, and so are longer than a caller's may be.
        if (!RechargeId.IsOf(Customer, Payment) && !PaymentId.IsOf(Customer, Payment)) errors.Id("payment", Payment);
        if (Refunded is null && Dispute is null)
            errors.Add("refunded", "required", "refunded or dispute is required.");
        if (Refunded < Amount.Zero) errors.Add("refunded", "out_of_range", "refunded must be at least 0.");
        if (Dispute is null) return;
        errors.Id("dispute.id", Dispute.Id);
        if (Dispute.Amount <= Amount.Zero)
            errors.Add("dispute.amount", "out_of_range", "dispute.amount must be above 0.");
    }
}

/// <summary>Credits what a customer collected through the platform, and takes the platform's fee off it.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Currency">Of which wallet; it is made where there is none.</param>
/// <param name="Amount">What was collected, above 0.</param>
/// <param name="Reference">What it was collected for: an id, unique per customer for ever.</param>
public sealed record ReceiveMoney(string Customer, Currency Currency, Amount Amount, string Reference)
    : Command(Customer)
{
    /// <summary>Hash of everything that was asked. Computed at each call.</summary>
    public Hash Content => Hash.Over(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Currency}\n{Amount}")));

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("reference", Reference);
        if (Amount <= Amount.Zero) errors.Add("amount", "out_of_range", "amount must be above 0.");
    }
}
