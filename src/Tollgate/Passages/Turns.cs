namespace Tollgate.Passages;

/// <summary>
/// One turn at a time for each customer, in the order they came, and so many at once: who waits for a customer that
/// this process holds already takes no place from others. Bounded. Thread-safe.
/// </summary>
/// <param name="capacity">How many may have or wait for a turn, all customers together; one takes an eighth.</param>
/// <param name="atOnce">How many turns there are at a time.</param>
internal sealed class Turns(int capacity, int atOnce) : IDisposable
{
    readonly Lock gate = new();
    readonly Dictionary<string, Line> lines = new(StringComparer.Ordinal);
    readonly SemaphoreSlim places = new(atOnce, atOnce);
    TaskCompletionSource? left;
    int all;

    /// <summary>
    /// Waits for the customer's turn, which ends when what is returned is disposed of; null where too many wait, or
    /// none are taken any more.
    /// </summary>
    public async ValueTask<IDisposable?> TakeAsync(string customer, CancellationToken stop)
    {
        if (Enter(customer) is not { } line) return null;
        try
        {
            await line.Turn.WaitAsync(stop);
        }
        catch
        {
            Leave(line);
            throw;
        }
        var taken = new Taken(this, line);
        try
        {
            await places.WaitAsync(stop);
        }
        catch
        {
            line.Turn.Release();
            Leave(line);
            throw;
        }
        return taken;
    }

    /// <summary>Takes nobody more; completes when all have left.</summary>
    public Task CloseAsync()
    {
        lock (gate)
        {
            left ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (all == 0) left.TrySetResult();
            return left.Task;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    Line? Enter(string customer)
    {
        lock (gate)
        {
            var line = lines.GetValueOrDefault(customer) ?? new Line(customer);
            if (left is not null || all >= capacity || line.Count >= Math.Max(1, capacity / 8)) return null;
            lines[customer] = line;
            all++;
            line.Count++;
            return line;
        }
    }

    void Leave(Line line)
    {
        lock (gate)
        {
            if (--line.Count == 0) lines.Remove(line.Customer);
            if (--all == 0) left?.TrySetResult();
        }
    }

    sealed class Line(string customer)
    {
        public string Customer { get; } = customer;

        public SemaphoreSlim Turn { get; } = new(1, 1);

        /// <summary>How many have it or wait for it.</summary>
        public int Count { get; set; }
    }

    sealed class Taken(Turns turns, Line line) : IDisposable
    {
        public void Dispose()
        {
            turns.places.Release();
            line.Turn.Release();
            turns.Leave(line);
        }
    }
}
