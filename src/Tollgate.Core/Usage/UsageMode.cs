namespace Tollgate.Core.Usage;

/// <summary>Whether a use asks, or states what has already happened.</summary>
public enum UsageMode
{
    /// <summary>It is recorded only if it is allowed.</summary>
    Enforce,
    /// <summary>It is recorded whatever its customer's terms say; flags list what was overridden.</summary>
    Record,
}
