namespace Tollgate;

/// <summary>What makes a repeated POST answer as the first.</summary>
/// <param name="Key">Method, path and the caller's key.</param>
/// <param name="Request">Hash of the canonical request.</param>
/// <param name="Render">Makes status and body of the answer; called by the lane, before the commit.</param>
public sealed record Idempotency(
    string Key, Hash Request, Func<IReadOnlyList<Outcome>, (short Status, byte[] Body)> Render);
