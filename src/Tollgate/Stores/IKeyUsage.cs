namespace Tollgate.Stores;

/// <summary>
/// What servers tell each other of the use of API keys, outside the engine's loop: it decides nothing that is recorded.
/// A lost or repeated exchange makes it less exact, never wrong. Thread-safe.
/// </summary>
public interface IKeyUsage
{
    /// <summary>
    /// Adds what a server saw of keys, each at most once, in one transaction. Returns for each of them whose rate was
    /// ever spent how long, by the machine's clock, until its burst is whole again, all servers together; negative
    /// where it is.
    /// </summary>
    ValueTask<IReadOnlyDictionary<long, TimeSpan>> ExchangeAsync(IReadOnlyList<KeyUse> uses, CancellationToken stop);

    /// <summary>When those of <paramref name="keys"/> that were used were used last.</summary>
    ValueTask<IReadOnlyDictionary<long, Instant>> LastUsedAsync(
        IReadOnlyCollection<long> keys, CancellationToken stop);
}

/// <summary>What a server saw of a key since it last told.</summary>
/// <param name="Key">The key's id.</param>
/// <param name="At">When it was used last, in whole microseconds; null: the server only asks.</param>
/// <param name="Spent">How much longer its requests keep its burst from being whole; zero without a rate.</param>
/// <param name="Since">How long ago the first of these requests came; zero or more.</param>
public readonly record struct KeyUse(long Key, Instant? At, TimeSpan Spent, TimeSpan Since);
