namespace Tollgate.Server;

/// <summary>
/// What this server knows of one key: its bucket, and what other servers have not been told yet. Thread-safe.
/// </summary>
/// <remarks>
/// The bucket is by GCRA: <c>due</c> is when the key would be at its burst again. A request moves it on by one
/// interval, and passes while it lies no further ahead than the whole burst. Times are seconds of one steady clock;
/// they decide nothing that is stored, so doubles will do.
/// </remarks>
internal sealed class KeyMeter(Hash key)
{
    const double Slack = 1e-6;

    readonly Lock state = new();
    double due;
    double spent;
    double first;
    Instant used = Instant.MinValue;
    Instant told = Instant.MinValue;
    double toldAt = double.NegativeInfinity;

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
    public Passage Take(KeyRate rate, double now, bool hasPassed = false)
    {
        var interval = IntervalOf(rate);
        var most = rate.Burst * interval;
        lock (state)
        {
            var next = Math.Max(due, now) + interval;
            var passes = next - now <= most + Slack;
            if (passes || hasPassed)
            {
                if (spent == 0) first = now;
                (due, spent) = (next, spent + interval);
            }
            var ahead = Math.Max(due - now, 0);
            var left = Math.Max((long)Math.Floor((most - ahead + Slack) / interval), 0);
            return new Passage(passes, left, Math.Max(next - now - most, 0), ahead);
        }
    }

    /// <summary>
    /// What is to be told: what was spent, a last use that was not told for <paramref name="patience"/> seconds, and
    /// otherwise, while the bucket is not whole, only the question for what others spent. Null: nothing. What was spent
    /// is told once, whatever becomes of it: counts of an outage would close a key for as long again.
    /// </summary>
    public KeyUse? Tell(long id, double now, double patience)
    {
        lock (state)
        {
            var isNew = spent > 0 || (used > told && now - toldAt >= patience);
            if (!isNew && due <= now) return null;
            var since = TimeSpan.FromSeconds(spent > 0 ? now - first : 0);
            var use = new KeyUse(id, isNew ? used : null, TimeSpan.FromSeconds(spent), since);
            spent = 0;
            return use;
        }
    }

    /// <summary>Takes note of an answer. What was let through meanwhile comes on top of what all had spent.</summary>
    public void Told(KeyUse use, TimeSpan? ahead, double now)
    {
        lock (state)
        {
            if (use.At is { } at) (told, toldAt) = (Instant.Max(told, at), now);
            if (ahead is { } others) due = Math.Max(due, now + others.TotalSeconds + spent);
        }
    }

    static double IntervalOf(KeyRate rate) => 60.0 / rate.PerMinute;
}

/// <summary>What a bucket says to a request.</summary>
/// <param name="Passed">Whether it let the request through.</param>
/// <param name="Left">How many more it would let through at once.</param>
/// <param name="Wait">Seconds until it lets one through.</param>
/// <param name="Full">Seconds until it is whole.</param>
internal readonly record struct Passage(bool Passed, long Left, double Wait, double Full);
