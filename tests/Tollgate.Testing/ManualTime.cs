namespace Tollgate.Testing;

/// <summary>
/// A clock that stands still until a test moves it. Timers fire on the thread that moves it, in the order they are due
/// and, within one moment, in the order they were set; each sees the clock at the moment it was due. Thread safe.
/// </summary>
public sealed class ManualTime : TimeProvider
{
    readonly Lock _gate = new();
    readonly Lock _moving = new();
    readonly PriorityQueue<ManualTimer, (TimeSpan Due, long Number)> _timers = new();
    readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    DateTimeOffset _start;
    TimeSpan _elapsed;
    TimeSpan _target;
    long _numbers;

    /// <summary>A clock at an instant; 2025-01-01T00:00Z when none is given.</summary>
    public ManualTime(DateTimeOffset? start = null) =>
        _start = (start ?? new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero)).ToUniversalTime();

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers are set and have not fired.</summary>
    public int TimersSet
    {
        get
        {
            lock (_gate) return _timers.Count;
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _start + _elapsed;
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_gate) return _elapsed.Ticks;
    }

    /// <summary>Moves time forward and fires what falls due on the way. May be called from a timer.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_gate) _target += by;

        lock (_moving)
        {
            while (NextDue() is { } timer) timer.Fire();
        }
    }

    /// <summary>
    /// Sets the wall clock forward or back as an operator or NTP would: timers and timestamps do not notice.
    /// </summary>
    public void StepClock(TimeSpan by)
    {
        lock (_gate) _start += by;
    }

    /// <summary>Completes when that many timers are set: a test need not guess when a loop has begun to wait.</summary>
    public Task WhenTimersSetAsync(int count)
    {
        lock (_gate)
        {
            if (_timers.Count >= count) return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, reached));
            return reached.Task;
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Sets a timer anew; null takes it off.</summary>
    internal bool Set(ManualTimer timer, TimeSpan? dueIn, TimeSpan? period)
    {
        lock (_gate)
        {
            if (timer.IsDisposed) return false;
            _timers.Remove(timer, out _, out _);
            timer.Period = period;
            if (dueIn is { } wait) Enqueue(timer, _elapsed + wait);
        }

        // Due at once: as with the system's clock, not on the thread that sets it.
        if (dueIn == TimeSpan.Zero) ThreadPool.QueueUserWorkItem(_ => Advance(TimeSpan.Zero));
        return true;
    }

    internal void Remove(ManualTimer timer)
    {
        lock (_gate)
        {
            timer.IsDisposed = true;
            _timers.Remove(timer, out _, out _);
        }
    }

    ManualTimer? NextDue()
    {
        lock (_gate)
        {
            if (!_timers.TryPeek(out var timer, out var key) || key.Due > _target)
            {
                _elapsed = _target;
                return null;
            }

            _timers.Dequeue();
            if (key.Due > _elapsed) _elapsed = key.Due;
            if (timer.Period is { } period) Enqueue(timer, key.Due + period);
            return timer;
        }
    }

    void Enqueue(ManualTimer timer, TimeSpan due)
    {
        _timers.Enqueue(timer, (due, _numbers++));
        foreach (var waiter in _waiters.Where(w => w.Count <= _timers.Count)) waiter.Reached.TrySetResult();
        _waiters.RemoveAll(w => w.Reached.Task.IsCompleted);
    }

}
