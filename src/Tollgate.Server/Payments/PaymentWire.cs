using System.Text.Json;

namespace Tollgate.Server;

/// <summary>Payments between the wire and the engine.</summary>
internal static class PaymentWire
{
    /// <summary>A failed payment; a subscription that is not the customer's is noted.</summary>
    public static FailInvoice Command(
        string customer, string invoice, Wire.InvoiceFailure request, FieldErrors errors)
    {
        long? subscription = null;
        if (request.Subscription is { } text)
        {
            if (SubscriptionId.TryParse(text, out var owner, out var id) && owner == customer) subscription = id;
            else errors.Add("subscription", "unknown_subscription", "There is no such subscription.");
        }
        return new FailInvoice(customer, invoice, request.Plan ?? false, request.Metered ?? false, subscription);
    }

    public static Wire.AccessAnswer Of(AccessView access) => new()
    {
        Active = access.Active,
        Status = access.Status is { } status ? JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString()) : null,
        Suspended = access.Suspended,
        Waived = access.Waived,
        Payment = new()
        {
            Plan = access.IsPastDue ? Wire.PaymentFacts.PastDue : Wire.PaymentFacts.Ok,
            Metered = access.IsBlocked ? Wire.PaymentFacts.Blocked : Wire.PaymentFacts.Ok,
        },
        TrialEndDate = Times.Write(access.TrialEndsAt),
    };

    public static Wire.Invoice Of(string customer, InvoiceView one) => new()
    {
        Id = one.Id,
        Customer = customer,
        Plan = one.Plan,
        Metered = one.Metered,
        Subscription = one.Subscription is { } id ? SubscriptionId.Format(customer, id) : null,
        Paid = one.PaidAt is not null,
    };
}
