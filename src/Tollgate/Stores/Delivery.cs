namespace Tollgate.Stores;

/// <summary>Which delivery.</summary>
public readonly record struct DeliveryKey(CustomerId Customer, long Sequence, int Ordinal, long Endpoint);

/// <summary>A place in the list of deliveries.</summary>
public readonly record struct DeliveryPosition(Instant At, CustomerId Customer, long Sequence, int Ordinal);

/// <summary>What became of a delivery. Stored; the numbers never change.</summary>
public enum DeliveryState : short
{
    /// <summary>Not delivered yet.</summary>
    Waiting = 0,
    /// <summary>The endpoint took it.</summary>
    Delivered = 1,
    /// <summary>Given up: only <see cref="IOutbox.RetryAsync"/> brings it back.</summary>
    Failed = 2,
}

/// <summary>A message with what became of it.</summary>
/// <param name="Entry">The message.</param>
/// <param name="State">What became of it.</param>
/// <param name="Attempts">How many were made since it last began to wait.</param>
/// <param name="NextAt">When it is due.</param>
/// <param name="RetriedAt">When somebody last let it wait anew.</param>
/// <param name="AttemptedAt">When the last attempt ended.</param>
/// <param name="Status">The HTTP status of its answer; null: there was none.</param>
/// <param name="Detail">The beginning of its answer, or why there was none.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="FinishedAt">Since when it is over.</param>
public sealed record Delivery(
    OutboxEntry Entry, DeliveryState State, int Attempts, Instant NextAt, Instant? RetriedAt, Instant? AttemptedAt,
    int? Status, string? Detail, int? Milliseconds, Instant? FinishedAt)
{
    /// <summary>One that nobody has tried.</summary>
    public Delivery(OutboxEntry entry)
        : this(entry, DeliveryState.Waiting, 0, entry.NextAt, null, null, null, null, null, null) { }

    /// <summary>Which it is.</summary>
    public DeliveryKey Key => new(Entry.Customer, Entry.Sequence, Entry.Ordinal, Entry.Endpoint);

    /// <summary>Since when it waits.</summary>
    public Instant Since => RetriedAt ?? Entry.At;

    /// <summary>The same after an attempt that ended at <paramref name="now"/>.</summary>
    public Delivery After(DeliveryAttempt attempt, Instant now) => this with
    {
        State = attempt.State,
        Attempts = Attempts + 1,
        NextAt = now + Duration.FromTimeSpan(attempt.RetryIn),
        AttemptedAt = now,
        Status = attempt.Status,
        Detail = attempt.Detail,
        Milliseconds = attempt.Milliseconds,
        FinishedAt = attempt.State == DeliveryState.Waiting ? null : now,
    };

    /// <summary>The same waiting anew from <paramref name="now"/> on.</summary>
    public Delivery Again(Instant now) =>
        this with { State = DeliveryState.Waiting, Attempts = 0, NextAt = now, RetriedAt = now, FinishedAt = null };
}

/// <summary>How an attempt ended.</summary>
/// <param name="State">Waiting: it is tried again in <paramref name="RetryIn"/>.</param>
/// <param name="RetryIn">Zero where it is over.</param>
/// <param name="Status">The HTTP status of the answer; null: there was none.</param>
/// <param name="Detail">The beginning of the answer, or why there was none.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record DeliveryAttempt(
    DeliveryState State, TimeSpan RetryIn, int? Status, string? Detail, int Milliseconds);
