namespace Tollgate.Passages;

/// <summary>
/// One turn at a time for each customer, in the order they came: who waits for a customer that this process holds
/// already takes no connection from others. Bounded. Thread-safe.
/// </summary>
/// <param name="capacity">How many may have or wait for a turn, all customers together; one takes an eighth.</param>
internal sealed class Turns(int capacity)
{
    readonly Lock gate = new();
    readonly Dictionary<string, Line> lines = new(StringComparer.Ordinal);
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
        return new Taken(this, line);
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
            line.Turn.Release();
            turns.Leave(line);
        }
    }
}
