namespace Tollgate.Lanes;

/// <summary>What became of an attempt whose COMMIT was never answered.</summary>
internal enum Landed
{
    /// <summary>It took effect: its answers are true.</summary>
    Yes,
    /// <summary>It did not: the batch runs again.</summary>
    No,
    /// <summary>Nobody can say in time; its callers were told.</summary>
    Unsaid,
}
