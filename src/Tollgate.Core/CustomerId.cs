namespace Tollgate.Core;

/// <summary>
/// The number a store gives to a customer's key when it first sees it. It never changes and is never given again,
/// so it may be remembered for ever. It leaves no process: callers know a customer by its key alone.
/// </summary>
public readonly record struct CustomerId(long Value)
{
    /// <summary>
    /// Customer 0, the account: owner of what belongs to no customer (catalogue, settings, API keys).
    /// </summary>
    public static CustomerId Account => default;

    /// <summary>
    /// The key under which the account is locked and numbered like any customer. No caller can send it.
    /// </summary>
    public const string AccountKey = "";
}
