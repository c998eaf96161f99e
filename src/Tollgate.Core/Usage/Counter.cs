namespace Tollgate.Core.Usage;

/// <summary>
/// What a counter counts: the uses of a feature by a scope in one window. Window bounds are part of the key, so that
/// two cycles which share a start are never one.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Feature">The feature's id.</param>
/// <param name="Pot">Empty: the customer's own allowance.</param>
/// <param name="Namespace">Empty: all of the pot; <see cref="Nameless"/>: what names no namespace.</param>
/// <param name="Window">See <see cref="Per.Text"/>.</param>
/// <param name="From">Start of the window; <see cref="Instant.MinValue"/> for <c>forever</c> and rolling.</param>
/// <param name="To">End of the window; <see cref="Instant.MaxValue"/> where there is none.</param>
/// <param name="Epoch">Only a counter stored in this epoch is whole; see <see cref="Profile.Epoch"/>.</param>
public readonly record struct CounterKey(
    CustomerId Customer, int Feature, string Pot, string Namespace, string Window, Instant From, Instant To, long Epoch)
{
    /// <summary>What stands for the uses that name no namespace. No namespace has it for a name.</summary>
    public const string Nameless = ".";

    /// <summary>Whether a line is of the allowance, or the part of it, that this counts.</summary>
    public bool Counts(UsageEvent line) =>
        line.Feature == Feature && line.Pot == Pot
            && (Namespace.Length == 0 || Namespace == line.Namespace
                || (Namespace == Nameless && line.Namespace.Length == 0));

    /// <summary>The length of a rolling window, else null.</summary>
    public Duration? Rolling => Window[0] == 'P' ? Per.Parse(Window).Length : null;
}

/// <summary>A counter: a cache over the events. Missing or of an old epoch it is computed from them.</summary>
/// <param name="Key">What it counts.</param>
/// <param name="Used">Included and overage of all events in the window.</param>
/// <param name="Reserved">Set aside for uses whose size is not known yet.</param>
/// <param name="CountedFrom">Rolling only: events after this instant are in <paramref name="Used"/>.</param>
/// <param name="Oldest">
/// Rolling only: when the oldest counted use was; null with something used: that was taken back, and who loads it next
/// looks for another.
/// </param>
/// <param name="Alerted">The highest threshold, in per cent of its limit, that was told of; 0: none. It is
/// the window's, whatever the epoch: counting anew is no reason to tell anew.</param>
/// <param name="Computed">Not stored: whether loading it took work that is worth keeping.</param>
public sealed record Counter(
    CounterKey Key, long Used, long Reserved, Instant? CountedFrom, Instant? Oldest = null, short Alerted = 0,
    bool Computed = false)
{
    /// <summary>
    /// The most that a counter holds, 9 x 10^18: a greater sum of events reads as this, and no use goes beyond it.
    /// </summary>
    public const long Most = 9_000_000_000_000_000_000;

    /// <summary>Whether with so much more of use, or of what is set aside, it would hold too much.</summary>
    public bool Overflows(Int128 more) => Int128.Abs(more + Used) + Reserved > Most;

    /// <summary>What <paramref name="limit"/> has left, as far as a counter can tell.</summary>
    public long LeftOf(long limit) => (long)Int128.Clamp((Int128)limit - Used - Reserved, -Most, Most);
}
