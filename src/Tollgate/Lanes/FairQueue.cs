namespace Tollgate.Lanes;

/// <summary>
/// Requests waiting for a lane: one line per customer, served in turns that are weighed by events. The whole is
/// bounded, and no line grows beyond an eighth of it by a further request, so that one busy customer neither delays nor
/// shuts out the others. A line of which a lane has taken something is left alone until that lane is done, so that no
/// two lanes of one queue want the same customer. One whose customer is held elsewhere is parked, and served by a lane
/// that waits. Thread-safe.
/// </summary>
internal sealed class FairQueue(int capacity)
{
    const int Turn = 64;

    readonly Lock gate = new();
    readonly Dictionary<string, Line> lines = new(StringComparer.Ordinal);
    readonly LinkedList<Line> turns = [];
    readonly Queue<Line> parked = new();
    // The lane that came last is woken first: where there is work for one, the others' connections stay cold.
    readonly Stack<TaskCompletionSource> idle = new();
    readonly Stack<TaskCompletionSource> idlePatient = new();
    int events;
    int taken;
    long admitted;
    bool closed;

    /// <summary>Events waiting.</summary>
    public int Events { get { lock (gate) return events; } }

    /// <summary>Lets a request in at the end of its customer's line; false where there is no room.</summary>
    public bool TryAdd(Request request)
    {
        lock (gate)
        {
            var weight = request.Commands.Count;
            var line = lines.GetValueOrDefault(request.Customer);
            if (closed || events + weight > capacity) return false;
            if (line is { Events: > 0 } && line.Events + weight > capacity / 8) return false;
            line ??= lines[request.Customer] = new Line(request.Customer);
            request.Place = ++admitted;
            line.Requests.AddLast(request);
            Weigh(line, weight);
            Enter(line);
            Signal();
            return true;
        }
    }

    /// <summary>
    /// Says that all that a lane took before is answered, or back in its lines; then waits for work and takes up to
    /// <paramref name="limit"/> events, in turns. A first request above the limit comes alone. Empty once the queue is
    /// closed and drained.
    /// </summary>
    public async ValueTask<List<Request>> TakeAsync(int limit, IReadOnlyList<Request> done, CancellationToken stop)
    {
        lock (gate) Return(done, waited: false);
        while (true)
        {
            Task work;
            lock (gate)
            {
                var batch = Take(limit);
                taken += batch.Count;
                Signal();
                if (batch.Count > 0 || Drained) return batch;
                work = Await(idle);
            }
            await work.WaitAsync(stop);
        }
    }

    /// <summary>
    /// The same for a lane that waits: takes up to <paramref name="limit"/> events of a parked line. One that was
    /// waited for goes back to its turns, or behind the other parked lines where it is held still.
    /// </summary>
    public async ValueTask<List<Request>> TakeParkedAsync(
        int limit, IReadOnlyList<Request> done, CancellationToken stop)
    {
        lock (gate) Return(done, waited: true);
        while (true)
        {
            Task work;
            lock (gate)
            {
                List<Request> batch = [];
                if (parked.TryDequeue(out var line))
                {
                    (line.Held, line.Taken) = (false, true);
                    TakeFrom(line, batch, limit, limit);
                    taken += batch.Count;
                }
                Signal();
                if (batch.Count > 0 || Drained) return batch;
                work = Await(idlePatient);
            }
            await work.WaitAsync(stop);
        }
    }

    /// <summary>Puts requests back at their places in their lines, whatever was put back before them.</summary>
    public void PutBack(IReadOnlyList<Request> requests)
    {
        lock (gate)
        {
            for (var i = requests.Count - 1; i >= 0; i--) PutBack(requests[i]);
        }
    }

    /// <summary>
    /// Puts requests of held customers back at their places. A line is parked with <paramref name="park"/>, or where a
    /// request of it has missed three times.
    /// </summary>
    public void Hold(IReadOnlyList<Request> held, bool park)
    {
        lock (gate)
        {
            for (var i = held.Count - 1; i >= 0; i--)
            {
                var line = PutBack(held[i]);
                if (++held[i].Misses >= 3 || park) Park(line);
            }
        }
    }

    /// <summary>Lets nothing more in. What waits is still served.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            Signal();
        }
    }

    /// <summary>Turns away everything that still waits; how many requests that were.</summary>
    public int Abandon()
    {
        lock (gate)
        {
            var abandoned = lines.Values.SelectMany(line => line.Requests)
                .Count(request => request.TurnAway(Unavailability.Overloaded));
            lines.Clear();
            return abandoned;
        }
    }

    bool Drained => closed && lines.Count == 0 && taken == 0;

    List<Request> Take(int limit)
    {
        List<Request> batch = [];
        List<Line> served = [];
        var room = limit;
        while (room > 0 && turns.First is { } first)
        {
            var line = first.Value;
            Leave(line);
            var weight = TakeFrom(line, batch, Math.Min(Turn, room), room);
            room -= weight;
            if (weight > 0) served.Add(line);
            if (line.Requests.Count == 0) continue;
            line.Turn = weight == 0 ? turns.AddFirst(line) : turns.AddLast(line);
            if (weight == 0) break;
        }
        foreach (var line in served)
        {
            line.Taken = true;
            Leave(line);
        }
        return batch;
    }

    // A turn may go over its weight by one request, but a batch takes a request above its room only as its first.
    int TakeFrom(Line line, List<Request> batch, int turn, int room)
    {
        var weighed = 0;
        while (line.Requests.First is { } first && weighed < turn)
        {
            var weight = first.Value.Commands.Count;
            if (batch.Count > 0 && weighed + weight > room) break;
            line.Requests.RemoveFirst();
            batch.Add(first.Value);
            Weigh(line, -weight);
            weighed += weight;
        }
        return weighed;
    }

    void Weigh(Line line, int weight)
    {
        line.Events += weight;
        events += weight;
    }

    void Enter(Line line)
    {
        if (line.Parked || line.Taken || line.Turn is not null || line.Requests.Count == 0) return;
        line.Turn = turns.AddLast(line);
    }

    void Leave(Line line)
    {
        if (line.Turn is not { } turn) return;
        turns.Remove(turn);
        line.Turn = null;
    }

    void Return(IReadOnlyList<Request> done, bool waited)
    {
        taken -= done.Count;
        foreach (var request in done)
            if (lines.GetValueOrDefault(request.Customer) is { Taken: true } line) Return(line, waited);
    }

    void Return(Line line, bool waited)
    {
        line.Taken = false;
        if (waited) line.Parked = line.Held;
        if (line.Requests.Count == 0) lines.Remove(line.Customer);
        else if (line.Parked) parked.Enqueue(line);
        else Enter(line);
    }

    Line PutBack(Request request)
    {
        var line = lines.GetValueOrDefault(request.Customer) ?? (lines[request.Customer] = new Line(request.Customer));
        var next = line.Requests.First;
        while (next is not null && next.Value.Place < request.Place) next = next.Next;
        if (next is null) line.Requests.AddLast(request);
        else line.Requests.AddBefore(next, request);
        Weigh(line, request.Commands.Count);
        return line;
    }

    // Only what a lane has taken is put back: the line is among the parked ones when that lane is done.
    static void Park(Line line)
    {
        line.Held = line.Parked;
        line.Parked = true;
    }

    void Signal()
    {
        if ((turns.Count > 0 || Drained) && idle.TryPop(out var lane)) lane.SetResult();
        if ((parked.Count > 0 || Drained) && idlePatient.TryPop(out var patient)) patient.SetResult();
    }

    static Task Await(Stack<TaskCompletionSource> lanes)
    {
        var work = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lanes.Push(work);
        return work.Task;
    }

    sealed class Line(string customer)
    {
        public string Customer { get; } = customer;

        public LinkedList<Request> Requests { get; } = [];

        public int Events { get; set; }

        /// <summary>Its place among the turns, or null.</summary>
        public LinkedListNode<Line>? Turn { get; set; }

        /// <summary>Whether a lane has taken of it and is not done.</summary>
        public bool Taken { get; set; }

        /// <summary>Whether it is left to the lanes that wait.</summary>
        public bool Parked { get; set; }

        /// <summary>Whether the lane that waited for it did so in vain.</summary>
        public bool Held { get; set; }
    }
}
