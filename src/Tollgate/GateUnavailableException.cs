namespace Tollgate;

/// <summary>The gate could not decide in time. Safe to repeat with the same event ids or Idempotency-Key.</summary>
public sealed class GateUnavailableException(Unavailability why, Exception? inner = null)
    : Exception(Describe(why), inner)
{
    /// <summary>Why.</summary>
    public Unavailability Why { get; } = why;

    /// <summary>After how long it is worth another try.</summary>
    public TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(1);

    static string Describe(Unavailability why) => why switch
    {
        Unavailability.Overloaded => "The gate takes no more requests at the moment.",
        Unavailability.CustomerBusy => "The customer is held by another operation.",
        _ => "The database cannot be reached.",
    };
}
