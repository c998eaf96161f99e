namespace Tollgate.Storage.Tests.Contract;

/// <summary>A fresh, empty database of one kind.</summary>
public abstract class Place : IAsyncDisposable
{
    /// <summary>A store on it; the caller disposes of it and may then open another.</summary>
    public abstract IStore NewStore();

    /// <summary>Carries out SQL behind the store's back.</summary>
    public virtual Task RunAsync(string sql) => throw new NotSupportedException();

    /// <summary>Completes when some session waits for another's lock.</summary>
    public virtual Task WhenWaitingAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
