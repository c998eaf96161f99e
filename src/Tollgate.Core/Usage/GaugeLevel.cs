namespace Tollgate.Core.Usage;

/// <summary>
/// The level of a gauge in one namespace, or in what names none. What of it counts in an allowance that no longer
/// decides comes over to the one that does with the next change.
/// </summary>
/// <param name="Level">All of it, in the gauge's smallest unit.</param>
/// <param name="Elsewhere">The part of it that counts in another allowance than the one that decides now.</param>
/// <param name="Pot">That other allowance.</param>
public readonly record struct GaugeLevel(long Level, long Elsewhere, string Pot)
{
    /// <summary>The level by a customer's counters.</summary>
    public static GaugeLevel Of(CustomerState customer, Feature gauge, string scope, string name)
    {
        var profile = customer.Terms.Profile!;
        if (name.Length == 0) return new GaugeLevel(Read("", CounterKey.Nameless), 0, "");
        var (shared, own) = (Read("", name), Read(name, ""));
        return scope.Length == 0
            ? new GaugeLevel(shared + own, own, name)
            : new GaugeLevel(shared + own, shared, "");

        long Read(string pot, string part) => customer.Counter(KeptWindows.Level(profile, gauge, pot, part)).Used;
    }

    /// <summary>The limits of a basis as a change by a namespace (empty: none) finds them.</summary>
    public static MeasuredLimit[] Found(CustomerState customer, Basis basis, string name)
    {
        var (limits, feature) = (MeasuredLimit.Of(customer, basis), basis.Shares[0].Feature);
        return feature.Type == FeatureType.Gauge && limits.Length > 0
            ? Of(customer, feature, basis.Own.Scope, name).BroughtOver(limits)
            : limits;
    }

    /// <summary>The limits with what is elsewhere brought over.</summary>
    public MeasuredLimit[] BroughtOver(MeasuredLimit[] limits)
    {
        var elsewhere = Elsewhere;
        return elsewhere == 0 ? limits : Array.ConvertAll(limits, limit => limit with
        {
            Counter = limit.Counter with { Used = limit.Counter.Used + elsewhere },
        });
    }
}
