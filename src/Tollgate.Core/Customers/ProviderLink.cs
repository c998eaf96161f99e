namespace Tollgate.Core.Customers;

/// <summary>
/// Where a provider's id is found. It follows from <see cref="Profile.Providers"/> and
/// <see cref="Subscription.Providers"/>, which say what is so: whoever finds it looks there, under the lock.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="Subscription">Which subscription it is an id of; 0: the customer itself.</param>
/// <param name="Id">The provider's id; null: it has none any more.</param>
public sealed record ProviderLink(CustomerId Customer, string Provider, long Subscription, string? Id);

/// <summary>
/// Notes what a provider calls a customer, or one of its subscriptions. What other providers call it stays.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="Id">The provider's id, 1 to <see cref="ProviderIds.MostCharacters"/> characters.</param>
/// <param name="Subscription">Which subscription; null: the customer itself.</param>
public sealed record LinkProvider(string Customer, string Provider, string Id, long? Subscription = null)
    : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        ProviderIds.Check(errors, "providers", Provider, Id);
    }
}
