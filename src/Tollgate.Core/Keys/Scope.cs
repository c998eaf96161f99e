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
    /// <summary>Read wallets, their ledgers and withdrawals.</summary>
    public const string WalletsRead = "wallets:read";
    /// <summary>Change wallets: credit, adjustments, returns, receipts.</summary>
    public const string WalletsWrite = "wallets:write";
    /// <summary>Ask for withdrawals, and cancel them.</summary>
    public const string WalletsWithdraw = "wallets:withdraw";
    /// <summary>Approve withdrawals, and say how they ended.</summary>
    public const string WithdrawalsApprove = "withdrawals:approve";
    /// <summary>Read what is paid, and what is not.</summary>
    public const string PaymentsRead = "payments:read";
    /// <summary>Collect payments, and say what was paid.</summary>
    public const string PaymentsWrite = "payments:write";
    /// <summary>Everything, and keys.</summary>
    public const string Admin = "admin";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        CatalogRead, CatalogWrite, CustomersRead, CustomersWrite, UsageRead, UsageWrite, WalletsRead, WalletsWrite,
        WalletsWithdraw, WithdrawalsApprove, PaymentsRead, PaymentsWrite, Admin,
    ];
}
