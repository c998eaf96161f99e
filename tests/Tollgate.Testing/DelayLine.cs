using System.Diagnostics;

namespace Tollgate.Testing;

/// <summary>Waits to a tenth of a millisecond, where timers know whole ones. One thread for all that wait.</summary>
sealed class DelayLine : IDisposable
{
    static readonly TimeSpan LongestNap = TimeSpan.FromMicroseconds(200);

    readonly object _gate = new();
    readonly PriorityQueue<TaskCompletionSource, long> _waiting = new();
    bool _stopped;

    public DelayLine() => new Thread(Run) { IsBackground = true, Name = nameof(DelayLine) }.Start();

    /// <summary>Completes at a moment of <see cref="Stopwatch.GetTimestamp"/>, or when the line is disposed.</summary>
    public ValueTask UntilAsync(long timestamp)
    {
        if (timestamp <= Stopwatch.GetTimestamp()) return ValueTask.CompletedTask;

        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_stopped) return ValueTask.CompletedTask;
            _waiting.Enqueue(source, timestamp);
            Monitor.Pulse(_gate);
        }

        return new ValueTask(source.Task);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
        }
    }

    void Run()
    {
        while (true)
        {
            TimeSpan left;
            lock (_gate)
            {
                while (!_stopped && _waiting.Count == 0) Monitor.Wait(_gate);
                ReleaseDue();
                if (_stopped) return;
                if (!_waiting.TryPeek(out _, out var next)) continue;
                left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), next);
            }

            // Short naps, so that one that is due earlier and comes later is seen in time.
            if (left > TimeSpan.Zero) Posix.Sleep(left < LongestNap ? left : LongestNap);
        }
    }

    void ReleaseDue()
    {
        var now = Stopwatch.GetTimestamp();
        while (_waiting.TryPeek(out var source, out var due) && (_stopped || due <= now))
        {
            _waiting.Dequeue();
            source.SetResult();
        }
    }
}
