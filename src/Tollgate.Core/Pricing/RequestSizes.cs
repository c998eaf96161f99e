namespace Tollgate.Core.Pricing;

/// <summary>
/// How many units of a feature one request charges a customer for, by which some prices go. Nobody knows it before
/// every use of the request is decided, so the request is decided with a size that is assumed, until it is found to be
/// that one. Not thread-safe.
/// </summary>
public sealed class RequestSizes
{
    // How often a size may turn out to be another one. Steps of a price that chase each other have no other end.
    const int MostRounds = 8;

    readonly Dictionary<CostKey, Exact> counted = [];
    Dictionary<CostKey, Exact>? assumed;
    int rounds;

    /// <summary>Whether this is the first round, which assumes nothing and counts what it refuses for money.</summary>
    public bool IsFirst => assumed is null;

    /// <summary>
    /// Whether no size was found: what one size lets through is too much by the next. Then no use is let through that
    /// goes by it, and facts are charged by a size of their own.
    /// </summary>
    public bool Refuses => rounds > MostRounds;

    /// <summary>What was charged of this request so far.</summary>
    public Exact SoFar(CostKey key) => counted.GetValueOrDefault(key);

    /// <summary>The size of the request, at least what it has come to with <paramref name="more"/>.</summary>
    public Exact Of(CostKey key, Exact more)
    {
        var least = SoFar(key) + more;
        return assumed?.GetValueOrDefault(key) is { } size && size > least ? size : least;
    }

    /// <summary>Counts units that are charged.</summary>
    public void Count(CostKey key, Exact units) =>
        counted[key] = SoFar(key) + units;

    /// <summary>Whether the size was another one than was assumed: then all is to be decided again.</summary>
    public bool Again()
    {
        if (counted.Count == 0) return false;
        rounds++;
        if (assumed is not null && counted.All(pair => assumed.GetValueOrDefault(pair.Key) == pair.Value)
            && assumed.Count == counted.Count) return false;
        assumed = new(counted);
        counted.Clear();
        return true;
    }
}
