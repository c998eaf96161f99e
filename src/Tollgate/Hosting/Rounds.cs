namespace Tollgate;

/// <summary>How whoever knocks goes his rounds.</summary>
internal static class Rounds
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Knocks again at once for as long as whoever knocks finds as many as it takes at once.</summary>
    public static async Task EmptyAsync(Func<Task<int>> knock, int atOnce)
    {
        while (await knock() >= atOnce) continue;
    }

    /// <summary>
    /// Knocks each second until it is to stop. What fails is told once for each time that it does so without a round
    /// between that succeeds: once while the database is away, not for each second of it.
    /// </summary>
    public static async Task GoAsync(
        TimeProvider clock, Func<Task> knock, Action<Exception> tell, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        var failing = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(stop)) return;
                await knock();
                failing = false;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                if (!failing) tell(failure);
                failing = true;
            }
        }
    }
}
