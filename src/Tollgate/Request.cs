namespace Tollgate;

/// <summary>One request = one transaction = one answer, however many events or customers; it is never split.</summary>
/// <param name="Commands">What is asked, in order; at least one.</param>
/// <param name="Atomic">Whether one refusal drops everything.</param>
public sealed record Request(IReadOnlyList<Command> Commands, bool Atomic = false)
{
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

    internal TaskCompletionSource<Answer> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What goes before the name of a bad field of a command.</summary>
    internal string PathOf(int command) =>
        Path is null ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Path}[{command}].");
}

/// <summary>
/// The answer to a request: an outcome for each command, or the response that was stored for its key.
/// </summary>
public sealed record Answer(IReadOnlyList<Outcome> Outcomes, StoredResponse? Replayed = null)
{
    /// <summary>The rejection of the whole request, if it was rejected.</summary>
    public Rejected? Rejected => Outcomes is [Rejected rejected] ? rejected : null;
}

/// <summary>What makes a repeated POST answer as the first.</summary>
/// <param name="Key">Method, path and the caller's key.</param>
/// <param name="Request">Hash of the canonical request.</param>
/// <param name="Render">Makes status and body of the answer; called by the lane, before the commit.</param>
public sealed record Idempotency(
    string Key, Hash Request, Func<IReadOnlyList<Outcome>, (short Status, byte[] Body)> Render);

/// <summary>
/// Why a request was not decided at all. Nothing of it was recorded, unless the outcome is said to be unknown.
/// </summary>
public enum Unavailability
{
    /// <summary>The queue is full, or the gate is stopping.</summary>
    Overloaded,
    /// <summary>A customer of the request was held for too long.</summary>
    CustomerBusy,
    /// <summary>
    /// The database cannot be reached. Whether the request took effect may be unknown: repeat it with the same ids.
    /// </summary>
    DatabaseUnavailable,
}

/// <summary>The gate could not decide in time. Safe to repeat with the same event ids or Idempotency-Key.</summary>
public sealed class GateUnavailableException(Unavailability why, Exception? inner = null)
    : Exception(Describe(why), inner)
{
    /// <summary>Why.</summary>
    public Unavailability Why { get; } = why;

    /// <summary>After how long it is worth another try.</summary>
    public TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(1);

    static string Describe(Unavailability why) => why switch
    {
        Unavailability.Overloaded => "The gate takes no more requests at the moment.",
        Unavailability.CustomerBusy => "The customer is held by another operation.",
        _ => "The database cannot be reached.",
    };
}

/// <summary>Some field of a command is malformed. Nothing was recorded.</summary>
public sealed class InvalidRequestException(IReadOnlyList<FieldError> errors)
    : Exception(string.Join(" ", errors.Select(error => error.Detail)))
{
    /// <summary>Every bad field.</summary>
    public IReadOnlyList<FieldError> Errors { get; } = errors;
}
