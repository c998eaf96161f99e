namespace Tollgate.Webhooks;

/// <summary>
/// When a message that failed is tried again: ten attempts over three days, further and further apart, with a tenth of
/// jitter, so that what failed together does not come back together.
/// </summary>
internal static class RetrySchedule
{
    /// <summary>The most attempts.</summary>
    public const int MostAttempts = 10;

    /// <summary>A message that waits for longer is not tried again: what piles up has an end.</summary>
    public static Duration Longest { get; } = Duration.FromDays(4);

    static readonly TimeSpan[] Delays =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
        TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(18),
        TimeSpan.FromHours(22),
    ];

    /// <summary>
    /// How long to wait after a delivery's failed attempt, or null: it is given up. <paramref name="chance"/> is from 0
    /// to below 1.
    /// </summary>
    public static TimeSpan? After(Delivery delivery, Instant now, double chance)
    {
        var made = delivery.Attempts + 1;
        if (made >= MostAttempts || now - delivery.Since >= Longest) return null;
        return Delays[made - 1] * (0.9 + (chance / 5));
    }
}
