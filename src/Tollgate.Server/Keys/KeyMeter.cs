namespace Tollgate.Server;

/// <summary>
/// What this server knows of one key: its bucket, and what other servers have not been told yet. Thread-safe.
/// </summary>
/// <remarks>
/// The bucket is by GCRA: <c>due</c> is when the key would be at its burst again. A request moves it on by one
/// interval, and passes while it lies no further ahead than the whole burst. Times are those of one steady clock. An
/// interval is cut to a whole tick, so that who keeps to the rate is never refused for a rounding.
/// </remarks>
internal sealed class KeyMeter(Hash key)
{
    readonly Lock state = new();
    TimeSpan due;
    TimeSpan spent;
    TimeSpan first;
    Instant used = Instant.MinValue;
    Instant told = Instant.MinValue;
    TimeSpan? toldAt;

    public Hash Key => key;

    /// <summary>When it was used last; <see cref="Instant.MinValue"/> before it was.</summary>
    public Instant Used
    {
        get
        {
            lock (state) return used;
        }
    }

    /// <summary>Notes a use.</summary>
    public void Use(Instant at)
    {
        lock (state) used = Instant.Max(used, at);
    }

    /// <summary>Counts a request, if it passes or if it <paramref name="hasPassed"/> already.</summary>
    public Passage Take(KeyRate rate, TimeSpan now, bool hasPassed = false)
    {
        var interval = IntervalOf(rate);
        var most = new TimeSpan(rate.Burst * interval.Ticks);
        lock (state)
        {
            var next = Later(due, now) + interval;
            var passes = next - now <= most;
            if (passes || hasPassed)
            {
                if (spent == TimeSpan.Zero) first = now;
                (due, spent) = (next, spent + interval);
            }
            var ahead = Later(due - now, TimeSpan.Zero);
            var left = Math.Max((most - ahead).Ticks / interval.Ticks, 0);
            return new Passage(passes, left, Later(next - now - most, TimeSpan.Zero), ahead);
        }
    }

    /// <summary>
    /// What is to be told: what was spent, a last use that was not told for <paramref name="patience"/>, and otherwise,
    /// while the bucket is not whole, only the question for what others spent. Null: nothing. What was spent is told
    /// once, whatever becomes of it: counts of an outage would close a key for as long again.
    /// </summary>
    public KeyUse? Tell(long id, TimeSpan now, TimeSpan patience)
    {
        lock (state)
        {
            var isNew = spent > TimeSpan.Zero || (used > told && !(now - toldAt < patience));
            if (!isNew && due <= now) return null;
            var since = spent > TimeSpan.Zero ? now - first : TimeSpan.Zero;
            var use = new KeyUse(id, isNew ? used : null, spent, since);
            spent = TimeSpan.Zero;
            return use;
        }
    }

    /// <summary>Takes note of an answer. What was let through meanwhile comes on top of what all had spent.</summary>
    public void Told(KeyUse use, TimeSpan? ahead, TimeSpan now)
    {
        lock (state)
        {
            if (use.At is { } at) (told, toldAt) = (Instant.Max(told, at), now);
            if (ahead is { } others) due = Later(due, now + others + spent);
        }
    }

    static TimeSpan IntervalOf(KeyRate rate) => new(TimeSpan.TicksPerMinute / rate.PerMinute);

    static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;
}

/// <summary>What a bucket says to a request.</summary>
/// <param name="Passed">Whether it let the request through.</param>
/// <param name="Left">How many more it would let through at once.</param>
/// <param name="Wait">How long until it lets one through.</param>
/// <param name="Full">How long until it is whole.</param>
internal readonly record struct Passage(bool Passed, long Left, TimeSpan Wait, TimeSpan Full);
