using System.Data.Common;

namespace Tollgate.Stores;

/// <summary>
/// A session whose transaction a caller's own work shares. <see cref="ISession.BeginAsync"/> waits for the customer,
/// for the lock time-out or as long as its token allows, whatever is said of waiting; from then on it,
/// <see cref="ISession.LoadAsync"/> and <see cref="ISession.ResolveAsync"/> read again within the same transaction,
/// which sees what it wrote. <see cref="ISession.CommitAsync"/> fails where a statement of the caller's has failed. Not
/// thread-safe.
/// </summary>
public interface IHeldSession : ISession
{
    /// <summary>The transaction, with its connection, for the caller's statements; null: none is lent.</summary>
    DbTransaction? Transaction { get; }

    /// <summary>One round trip: writes, and leaves the transaction open.</summary>
    ValueTask WriteAsync(ChangeSet changes, CancellationToken stop);

    /// <summary>
    /// Ends the transaction without a trace, even while the caller's work uses it, and the session with it.
    /// </summary>
    ValueTask AbortAsync();
}
