namespace Tollgate.Core.Renewals;

/// <summary>
/// Takes what a renewal costs from the wallet. What a plan gave pays for use, and never for a plan.
/// </summary>
internal static class RenewalCharge
{
    /// <summary>Whether the wallet lets it through, as it does a use.</summary>
    public static bool CanTake(CustomerState customer, RenewalPrice price, Instant at)
    {
        if (price.Due == Amount.Zero) return true;
        if (customer.Wallet(price.Currency) is not { } wallet || wallet.Overflows(price.Due)) return false;
        if (!wallet.HardStop) return true;
        var given = customer.Grants
            .Where(one => one.Currency == price.Currency && one.Kind == CreditKind.Plan && !one.IsExpired(at))
            .Aggregate(Amount.Zero, (sum, one) => sum + one.Free);
        return price.Due <= wallet.Available - given;
    }

    /// <summary>Of which grants it is taken; nothing where nothing is due.</summary>
    public static IReadOnlyList<CreditPart> Plan(CustomerState customer, RenewalPrice price, Instant at) =>
        price.Due == Amount.Zero ? [] : new Purse(customer, price.Currency, at).Plan(price.Due, ofPlans: false);

    /// <summary>Takes it, with the change that was recorded last.</summary>
    public static void Take(
        Draft draft, CustomerState customer, RenewalPrice price, IReadOnlyList<CreditPart> parts, long subscription)
    {
        var reference = SubscriptionId.Format(customer.Terms.Profile!.Key, subscription);
        new Purse(customer, price.Currency, draft.TimeOf(customer)).Move(
            parts, new EntryLabel(EntryKind.Debit, reference, Actor: DueDecider.Clock));
    }
}
