namespace Tollgate;

/// <summary>
/// The answer to a request: an outcome for each command, or the response that was stored for its key.
/// </summary>
public sealed record Answer(IReadOnlyList<Outcome> Outcomes, StoredResponse? Replayed = null)
{
    /// <summary>The rejection of the whole request, if it was rejected.</summary>
    public Rejected? Rejected => Outcomes is [Rejected rejected] ? rejected : null;
}
