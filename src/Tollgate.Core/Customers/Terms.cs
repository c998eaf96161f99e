namespace Tollgate.Core.Customers;

/// <summary>
/// What a customer is entitled to, at one revision: kept in the process and used only if the revision read under the
/// lock is the same. A use never changes it. Immutable and thread-safe.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Revision">See <see cref="Head.Revision"/>.</param>
/// <param name="Profile">Null where only the key is known and the customer was never made.</param>
/// <param name="Subscriptions">All that ever were, in the order they were made.</param>
public sealed record Terms(
    CustomerId Customer, long Revision, Profile? Profile, IReadOnlyList<Subscription> Subscriptions)
{
    Terms(Terms original)
    {
        (Customer, Revision, Profile, Subscriptions) =
            (original.Customer, original.Revision, original.Profile, original.Subscriptions);
        Footings = new Footings();
    }

    /// <summary>What uses rest on under these terms. A copy made by <c>with</c> begins with none.</summary>
    internal Footings Footings { get; } = new();

    /// <summary>The terms of a key that no customer was made under.</summary>
    public static Terms None(CustomerId customer) => new(customer, 0, null, []);

    /// <summary>The same with a subscription put in its place.</summary>
    public Terms With(Subscription subscription)
    {
        var others = Subscriptions.Where(other => other.Id != subscription.Id).Append(subscription);
        return this with { Subscriptions = [.. others.OrderBy(other => other.Id)] };
    }
}
