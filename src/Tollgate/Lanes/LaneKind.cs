namespace Tollgate.Lanes;

/// <summary>How a lane takes its work.</summary>
internal enum LaneKind
{
    /// <summary>Takes what waits, skips customers that are held elsewhere.</summary>
    Hot,
    /// <summary>Takes parked lines, one customer at a time, and waits for the lock.</summary>
    Patient,
}
