namespace Tollgate.Core.Time;

/// <summary>What a limit counts in, without the length of a rolling window. See <see cref="Per"/>.</summary>
public enum PerKind
{
    /// <summary>One window that never ends.</summary>
    Forever,

    /// <summary>The minute of the customer's wall clock.</summary>
    Minute,

    /// <summary>The hour of the customer's wall clock.</summary>
    Hour,

    /// <summary>The customer's local day.</summary>
    Day,

    /// <summary>The customer's local week, from Monday.</summary>
    Week,

    /// <summary>The customer's local month.</summary>
    Month,

    /// <summary>The cycle of the scope. See <see cref="Time.Cycle"/>.</summary>
    Cycle,

    /// <summary>The last so many seconds before the moment of decision.</summary>
    Rolling,
}
