using System.Data.Common;

namespace Tollgate.Stores;

/// <summary>
/// Holds the one lock, and with it every customer. What is written stands at once, and nobody sees it before the end:
/// all rows are copied first, to go back to.
/// </summary>
internal sealed class MemoryHold(MemoryTables tables, SemaphoreSlim gate, TimeProvider clock) : IHeldSession
{
    readonly MemorySession rows = new(tables, gate, clock);
    Action? goBack;
    bool holds;

    public DbTransaction? Transaction => null;

    public async ValueTask<IReadOnlyDictionary<string, CustomerId>> ResolveAsync(
        IReadOnlyCollection<string> keys, IReadOnlyCollection<string> make, CancellationToken stop)
    {
        if (!holds) return await rows.ResolveAsync(keys, make, stop);
        return keys.Where(tables.Customers.ContainsKey).ToDictionary(key => key, key => tables.Customers[key]);
    }

    public async ValueTask<Loaded> BeginAsync(Wanted wanted, bool wait, CancellationToken stop)
    {
        if (!holds) await gate.WaitAsync(stop);
        holds = true;
        return rows.Begin(wanted);
    }

    public ValueTask<Loaded> LoadAsync(Wanted wanted, CancellationToken stop) => rows.LoadAsync(wanted, stop);

    public ValueTask WriteAsync(ChangeSet changes, CancellationToken stop)
    {
        if (!holds) throw new InvalidOperationException("The session has no transaction.");
        goBack ??= tables.Save();
        MemorySession.Write(tables, changes);
        return ValueTask.CompletedTask;
    }

    public async ValueTask CommitAsync(ChangeSet changes, CancellationToken stop)
    {
        await WriteAsync(changes, stop);
        goBack = null;
        await RollbackAsync(stop);
    }

    public ValueTask RollbackAsync(CancellationToken stop)
    {
        if (!holds) return ValueTask.CompletedTask;
        goBack?.Invoke();
        (goBack, holds) = (null, false);
        gate.Release();
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> WasCommittedAsync(Attempt attempt, CancellationToken stop) =>
        rows.WasCommittedAsync(attempt, stop);

    public ValueTask AbortAsync() => RollbackAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => RollbackAsync(CancellationToken.None);
}
