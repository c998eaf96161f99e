namespace Tollgate.Core.Customers;

/// <summary>
/// Erases what Tollgate holds of a person: names, email and metadata at once; what the history holds is blanked by the
/// store afterwards, in steps. The customer stays, suspended and anonymous, with its plans and all that it used.
/// </summary>
public sealed record EraseCustomer(string Customer) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("customer", Customer);
}

/// <summary>Decides the erasure of a customer's personal data.</summary>
public static class ErasureDecider
{
    /// <summary>Erases; where nothing is left to erase of a suspended customer, nothing changes.</summary>
    public static Outcome Decide(Draft draft, EraseCustomer command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        var (terms, before) = (customer.Terms, customer.Terms.Profile!);
        var after = before with
        {
            Name = null,
            Email = null,
            Metadata = null,
            SuspendedAt = before.SuspendedAt ?? draft.TimeOf(customer),
            SuspendedReason = null,
            Providers = ProviderIds.None,
        };
        var subscriptions = terms.Subscriptions
            .Where(one => one.Metadata is not null || one.Providers.All.Count > 0).ToList();
        var boosts = terms.Boosts.Where(one => one.Metadata is not null).ToList();
        var namespaces = terms.Namespaces.Values.Where(one => one.Name is not null).ToList();
        if (before == after && subscriptions.Count + boosts.Count + namespaces.Count == 0)
            return new Put<Profile>(before, before, false);

        foreach (var one in subscriptions) customer.Put(one with { Metadata = null, Providers = ProviderIds.None });
        foreach (var one in boosts) customer.Put(one with { Metadata = null });
        foreach (var one in namespaces) customer.Put(one with { Name = null });
        customer.Put(KeptWindows.WithEpoch(
            customer, customer.Terms, draft.Account.Catalog, after, draft.TimeOf(customer)));
        // Before and after would say what is to be forgotten.
        draft.Audit(customer, command.By, "customer.erased", after.Key, before: null, after: null);
        return new Put<Profile>(customer.Terms.Profile!, before, true);
    }
}
