using System.Data.Common;

namespace Tollgate.Sqlite;

/// <summary>
/// Holds the turn at writing, and with it every customer. Its connection is not lent: it belongs to a thread, and a
/// statement left open on it would keep the file from being committed or checkpointed.
/// </summary>
internal sealed class SqliteHold(Writer writer, TimeProvider clock)
    : SqliteSession(writer, clock, Timeout.InfiniteTimeSpan), IHeldSession
{
    public DbTransaction? Transaction => null;

    public async ValueTask WriteAsync(ChangeSet changes, CancellationToken stop) =>
        await WorkAsync(connection =>
        {
            connection.Inserts.Write(changes);
            return true;
        });

    public ValueTask AbortAsync() => DisposeAsync();
}
