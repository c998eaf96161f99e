namespace Tollgate.Core.Keys;

/// <summary>The scopes a key may have.</summary>
public static class Scope
{
    /// <summary>Read features, plans and settings.</summary>
    public const string CatalogRead = "catalog:read";
    /// <summary>Change them.</summary>
    public const string CatalogWrite = "catalog:write";
    /// <summary>Read customers and subscriptions.</summary>
    public const string CustomersRead = "customers:read";
    /// <summary>Change them.</summary>
    public const string CustomersWrite = "customers:write";
    /// <summary>Check, list usage and entitlements.</summary>
    public const string UsageRead = "usage:read";
    /// <summary>Record usage.</summary>
    public const string UsageWrite = "usage:write";
    /// <summary>Everything, and keys.</summary>
    public const string Admin = "admin";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [CatalogRead, CatalogWrite, CustomersRead, CustomersWrite, UsageRead, UsageWrite, Admin];
}
