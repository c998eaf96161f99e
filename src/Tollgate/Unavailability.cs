namespace Tollgate;

/// <summary>
/// Why a request was not decided at all. Nothing of it was recorded, unless the outcome is said to be unknown.
/// </summary>
public enum Unavailability
{
    /// <summary>The queue is full, or the gate is stopping.</summary>
    Overloaded,
    /// <summary>A customer of the request was held for too long.</summary>
    CustomerBusy,
    /// <summary>
    /// The database cannot be reached. Whether the request took effect may be unknown: repeat it with the same ids.
    /// </summary>
    DatabaseUnavailable,
}
