namespace Tollgate.Core.Customers;

/// <summary>A part of a customer (project, site, team) that may have plans and boosts of its own.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Key">The caller's id of it, unique per customer.</param>
/// <param name="Name">For people; at most 200 characters.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record Namespace(CustomerId Customer, string Key, string? Name, Instant CreatedAt)
{
    /// <summary>Another customer whose included switches it has too; null: none.</summary>
    public NamespaceOwner? Owner { get; init; }
}

/// <summary>Another customer, by its number and the caller's id, neither of which ever changes.</summary>
public sealed record NamespaceOwner(CustomerId Id, string Key);
