namespace Tollgate;

/// <summary>
/// COMMIT was sent and never answered, and nothing was recorded by which it could be looked up: whether the operation
/// took effect is to be seen from its own rows.
/// </summary>
public sealed class OutcomeUnknownException(Exception? inner = null)
    : Exception("Whether the operation's transaction was committed is not known.", inner);
