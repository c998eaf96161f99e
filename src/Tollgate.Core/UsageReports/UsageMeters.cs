namespace Tollgate.Core.UsageReports;

/// <summary>Who bills the use of a feature by a customer, and when it is cut for them.</summary>
internal static class UsageMeters
{
    // What was used is with the provider some minutes later, in slices of no fewer minutes than these.
    const long Minutes = 5;

    const long Microseconds = Minutes * 60_000_000;

    /// <summary>Whether any provider knows the customer, and it is in a period.</summary>
    public static bool Any(Terms terms) => terms.Profile is { Period: not null, Providers.All.Count: > 0 };

    /// <summary>The first provider, by name, that knows both; null: nobody bills it.</summary>
    public static (string Provider, string Meter, string Customer)? Of(Profile profile, Feature feature)
    {
        foreach (var (provider, customer) in profile.Providers.All)
            if (feature.Definition.Providers?.Find(provider) is { } meter) return (provider, meter, customer);
        return null;
    }

    /// <summary>When slices are cut next after a moment: on the clock, and settled as anything due is.</summary>
    public static Instant Next(Instant now) =>
        Instants.FromMicroseconds(((now.ToMicroseconds() / Microseconds) + 1) * Microseconds);

    /// <summary>Whether slices are cut in what is due since a moment until now.</summary>
    public static bool IsTime(Instant since, Instant now) => Next(since - Duration.FromTicks(10)) <= now;

    /// <summary>Makes the head due for the next cut, where a request left something billable.</summary>
    public static void Follow(Draft draft, CustomerState customer)
    {
        if (!Any(customer.Terms)) return;
        foreach (var more in customer.Changes.Tallies.Values)
        {
            if (more.Pending <= 0) continue;
            var feature = draft.Account.Catalog.Feature(more.Key.Feature)!;
            if (Of(customer.Terms.Profile!, feature) is null) continue;
            customer.SetDue(Instants.Earlier(customer.Head.DueAt, Next(draft.TimeOf(customer))));
            return;
        }
    }

    /// <summary>When what is pending is cut; null: nothing is. The tallies must be loaded.</summary>
    public static Instant? Due(Draft draft, CustomerState customer)
    {
        if (!Any(customer.Terms)) return null;
        var profile = customer.Terms.Profile!;
        return customer.Tallies.Any(one => one.Pending > 0
            && Of(profile, draft.Account.Catalog.Feature(one.Key.Feature)!) is not null)
            ? Next(draft.TimeOf(customer))
            : null;
    }
}
