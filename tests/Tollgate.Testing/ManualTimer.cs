namespace Tollgate.Testing;

/// <summary>A timer of a <see cref="ManualTime"/>, which guards its members.</summary>
sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
{
    public TimeSpan? Period { get; set; }

    public bool IsDisposed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period) =>
        time.Set(this, Finite(dueTime), Finite(period) is { } every && every > TimeSpan.Zero ? every : null);

    public void Fire() => callback(state);

    public void Dispose() => time.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    static TimeSpan? Finite(TimeSpan time)
    {
        if (time == Timeout.InfiniteTimeSpan) return null;
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return time;
    }
}
