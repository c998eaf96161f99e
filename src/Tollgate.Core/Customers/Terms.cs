using System.Collections.Immutable;

namespace Tollgate.Core.Customers;

/// <summary>
/// What a customer is entitled to, at one revision: kept in the process and used only if the revision read under the
/// lock is the same. A use never changes it. Immutable and thread-safe.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Revision">See <see cref="Head.Revision"/>.</param>
/// <param name="Profile">Null where only the key is known and the customer was never made.</param>
/// <param name="Subscriptions">All that ever were, in the order they were made.</param>
/// <param name="Boosts">All that ever were, in the order they were made.</param>
/// <param name="Namespaces">All, by key.</param>
public sealed record Terms(
    CustomerId Customer, long Revision, Profile? Profile, IReadOnlyList<Subscription> Subscriptions,
    IReadOnlyList<Boost> Boosts, ImmutableSortedDictionary<string, Namespace> Namespaces)
{
    Terms(Terms original)
    {
        (Customer, Revision, Profile) = (original.Customer, original.Revision, original.Profile);
        (Subscriptions, Boosts, Namespaces) = (original.Subscriptions, original.Boosts, original.Namespaces);
        (Budgets, Unpaid) = (original.Budgets, original.Unpaid);
        Footings = new Footings();
    }

    /// <summary>Those that are not deleted, by name.</summary>
    public IReadOnlyList<Budget> Budgets { get; init; } = [];

    /// <summary>The invoices whose payment failed and was not made good, the oldest first.</summary>
    public IReadOnlyList<Invoice> Unpaid { get; init; } = [];

    /// <summary>Whether an invoice for what was used is unpaid: then nothing more is used.</summary>
    public bool IsBlocked => Unpaid.Any(one => one.Metered);

    /// <summary>Whether an invoice for a plan is unpaid.</summary>
    public bool IsPastDue => Unpaid.Any(one => one.Plan);

    /// <summary>No namespaces.</summary>
    public static ImmutableSortedDictionary<string, Namespace> NoNamespaces { get; } =
        ImmutableSortedDictionary.Create<string, Namespace>(StringComparer.Ordinal);

    /// <summary>What uses rest on under these terms. A copy made by <c>with</c> begins with none.</summary>
    internal Footings Footings { get; } = new();

    /// <summary>The terms of a key that no customer was made under.</summary>
    public static Terms None(CustomerId customer) => new(customer, 0, null, [], [], NoNamespaces);

    /// <summary>A namespace by its key, or null.</summary>
    public Namespace? Namespace(string key) => Namespaces.GetValueOrDefault(key);

    /// <summary>A budget by its name, or null.</summary>
    public Budget? Budget(string name) => Budgets.FirstOrDefault(one => one.Name == name);

    /// <summary>An unpaid invoice by its id, or null.</summary>
    public Invoice? Invoice(string id) => Unpaid.FirstOrDefault(one => one.Id == id);

    /// <summary>The same with an invoice put in its place, or one that is paid left out.</summary>
    public Terms With(Invoice invoice)
    {
        var others = Unpaid.Where(other => other.Id != invoice.Id);
        if (invoice.PaidAt is null) others = others.Append(invoice);
        return this with
        {
            Unpaid = [.. others.OrderBy(one => one.FailedAt).ThenBy(one => one.Id, StringComparer.Ordinal)],
        };
    }

    /// <summary>The same with a budget put in its place, or one that is deleted left out.</summary>
    public Terms With(Budget budget)
    {
        var others = Budgets.Where(other => other.Name != budget.Name);
        if (budget.DeletedAt is null) others = others.Append(budget);
        return this with { Budgets = [.. others.OrderBy(other => other.Name, StringComparer.Ordinal)] };
    }

    /// <summary>The same with a namespace put.</summary>
    public Terms With(Namespace one) => this with { Namespaces = Namespaces.SetItem(one.Key, one) };

    /// <summary>The same with a boost put in its place.</summary>
    public Terms With(Boost boost)
    {
        var others = Boosts.Where(other => other.Id != boost.Id).Append(boost);
        return this with { Boosts = [.. others.OrderBy(other => other.Id)] };
    }

    /// <summary>The same with a subscription put in its place.</summary>
    public Terms With(Subscription subscription)
    {
        var others = Subscriptions.Where(other => other.Id != subscription.Id).Append(subscription);
        return this with { Subscriptions = [.. others.OrderBy(other => other.Id)] };
    }
}
