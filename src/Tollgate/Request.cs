namespace Tollgate;

/// <summary>
/// One request = one transaction = one answer, however many events or customers; it is never split. It may be submitted
/// any number of times, and is decided anew each time. Requests of one customer alone are decided in the order in
/// which they were let in; one of several customers waits until all of them are free, and holds up nobody meanwhile.
/// Immutable and thread-safe.
/// </summary>
/// <param name="Commands">What is asked, in order; at least one.</param>
/// <param name="Atomic">Whether one refusal drops everything.</param>
public sealed record Request(IReadOnlyList<Command> Commands, bool Atomic = false)
{
    // Of what was submitted only the question is copied: a copy waits for an answer of its own.
    Request(Request original)
    {
        (Commands, Atomic, Caller) = (original.Commands, original.Atomic, original.Caller);
        (Idempotency, ReadOnly, Path) = (original.Idempotency, original.ReadOnly, original.Path);
        Completion = NewCompletion();
    }

    /// <summary>
    /// Judged under the lock, so that a key counts until the moment it is revoked and not longer. Null: no key is
    /// needed.
    /// </summary>
    public Caller? Caller { get; init; }

    /// <summary>Stores the answer in the transaction of its effect. Null: the answer is not stored.</summary>
    public Idempotency? Idempotency { get; init; }

    /// <summary>Decides on one snapshot and drops every draft: checks, views and dry runs.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Put before the name of a bad field of command <c>i</c>: <c>events[i].</c>; null: nothing.</summary>
    public string? Path { get; init; }

    /// <summary>The customer in whose queue it waits.</summary>
    internal string Customer => Commands[0].Customer;

    /// <summary>When it was let in, as a time stamp of the gate's clock.</summary>
    internal long Admitted { get; set; }

    /// <summary>Its place among all that were let in, by which its line is ordered.</summary>
    internal long Place { get; set; }

    /// <summary>How often it was put back because a customer of it was held elsewhere.</summary>
    internal int Misses { get; set; }

    internal TaskCompletionSource<Answer> Completion { get; } = NewCompletion();

    /// <summary>Tells whoever waits that it was not decided; false where there is an answer already.</summary>
    internal bool TurnAway(Unavailability why, Exception? inner = null) =>
        Completion.TrySetException(new GateUnavailableException(why, inner));

    /// <summary>What goes before the name of a bad field of a command.</summary>
    internal string PathOf(int command) =>
        Path is null ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Path}[{command}].");

    static TaskCompletionSource<Answer> NewCompletion() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
