namespace Tollgate.Core.Customers;

/// <summary>Decides the commands about namespaces.</summary>
public static class NamespaceDecider
{
    /// <summary>The most namespaces of a customer.</summary>
    public const int Most = 10_000;

    /// <summary>Makes a namespace or sets its name and owner.</summary>
    public static Outcome Decide(Draft draft, PutNamespace command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        NamespaceOwner? owner = null;
        if (command.Owner is { } key)
        {
            if (draft.Seen(key) is not { Terms.Profile: not null } found) return OwnerNotFound(key);
            owner = new NamespaceOwner(found.Head.Customer, key);
        }
        var before = customer.Terms.Namespace(command.Namespace);
        if (before is not null && before.Name == command.Name && before.Owner == owner)
            return new Put<Namespace>(before, before, false);
        if (before is null && customer.Terms.Namespaces.Count >= Most)
            return new Rejected(Rejection.TooManyNamespaces, $"A customer has at most {Most:N0} namespaces.");

        var made = before ?? new Namespace(customer.Head.Customer, command.Namespace, null, draft.TimeOf(customer));
        var after = made with { Name = command.Name, Owner = owner };
        customer.Put(after);
        var action = before is null ? "namespace.created" : "namespace.updated";
        draft.Audit(customer, command.By, action, after.Key, View(before), View(after));
        return new Put<Namespace>(after, before, true);
    }

    /// <summary>The answer where a command names a namespace and there is none.</summary>
    public static Rejected NotFound { get; } = new(Rejection.NamespaceNotFound, "There is no such namespace.");

    static Rejected OwnerNotFound(string key) => new(
        Rejection.CustomerNotFound, $"There is no customer {key}.",
        [new FieldError("owner", "unknown_customer", $"There is no customer {key}.")]);

    internal static string? View(Namespace? one) => one is null
        ? null
        : CoreJson.Write(new NamespaceView(one.Key, one.Name) { Owner = one.Owner?.Key });
}

/// <summary>A namespace as the audit shows it.</summary>
public sealed record NamespaceView(string Id, string? Name)
{
    /// <summary>The key of its owner.</summary>
    public string? Owner { get; init; }
}
