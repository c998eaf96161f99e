using System.Collections.Concurrent;

namespace Tollgate.Sqlite;

/// <summary>A thread that does one job after another, in the order they were given. Thread-safe.</summary>
internal sealed class WorkThread : IAsyncDisposable
{
    readonly BlockingCollection<Action> jobs = [];
    readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WorkThread(string name)
    {
        var thread = new Thread(Work) { Name = name, IsBackground = true };
        thread.Start();
    }

    /// <summary>Has a job done and returns what it returns, or throws what it throws.</summary>
    /// <exception cref="ObjectDisposedException">The thread has ended.</exception>
    public Task<T> RunAsync<T>(Func<T> job)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            jobs.Add(Run);
        }
        catch (InvalidOperationException)
        {
            done.SetException(new ObjectDisposedException(nameof(WorkThread)));
        }
        return done.Task;

        void Run()
        {
            try
            {
                done.SetResult(job());
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        }
    }

    /// <summary>Takes no more jobs, and ends when the last is done.</summary>
    public async ValueTask DisposeAsync()
    {
        jobs.CompleteAdding();
        await ended.Task;
    }

    void Work()
    {
        foreach (var job in jobs.GetConsumingEnumerable()) job();
        ended.SetResult();
    }
}
