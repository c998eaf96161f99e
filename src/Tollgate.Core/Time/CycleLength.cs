namespace Tollgate.Core.Time;

/// <summary>How long a cycle is, in calendar units of its zone.</summary>
public enum CycleLength
{
    /// <summary>Seven local days.</summary>
    Week,

    /// <summary>One month.</summary>
    Month,

    /// <summary>Three months.</summary>
    Quarter,

    /// <summary>Twelve months.</summary>
    Year,
}
