namespace Tollgate;

/// <summary>A command cannot be carried out as things stand. Nothing was recorded.</summary>
public sealed class RejectedException(Rejected rejected) : Exception(rejected.Detail)
{
    /// <summary>Why.</summary>
    public Rejected Rejected { get; } = rejected;
}
