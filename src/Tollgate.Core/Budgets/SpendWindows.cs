namespace Tollgate.Core.Budgets;

/// <summary>
/// The windows in which a charge counts: as with limits those of every cycle that may yet be in force, so that none
/// comes into force by the mere passing of time without having been counted; and where a command adds one, the
/// customer's epoch moves on.
/// </summary>
internal static class SpendWindows
{
    static readonly Cycle AnyCycle = Cycle.CalendarMonth(DateTimeZone.Utc);

    /// <summary>Adds every sum that a charge moves.</summary>
    public static void Need(
        Needs needs, Terms terms, Catalog.Catalog catalog, Currency currency, string name, Instant at, Instant now)
    {
        foreach (var budget in terms.Budgets)
            if (budget.Counts(currency, name)) needs.Spends.AddRange(Kept(terms, catalog, budget, at, now));
    }

    /// <summary>The sum of the window that a budget is measured in.</summary>
    public static SpendKey InForce(Terms terms, Catalog.Catalog catalog, Budget budget, Instant at, Instant now)
    {
        // A namespace without a base plan of its own is no scope: its cycle is the customer's.
        var scope = Cycles.Current(terms, budget.Namespace, now) is null ? "" : budget.Namespace;
        var cycle = budget.Per.Kind == PerKind.Cycle ? Cycles.InForce(terms, catalog, scope, now) : AnyCycle;
        return Key(terms, budget, Windows.Containing(budget.Per, at, terms.Profile!.Zone, cycle));
    }

    /// <summary>The sums of every window of a budget that hold an instant.</summary>
    public static IReadOnlyList<SpendKey> Kept(
        Terms terms, Catalog.Catalog catalog, Budget budget, Instant at, Instant now)
    {
        if (budget.Per.Kind != PerKind.Cycle) return [InForce(terms, catalog, budget, at, now)];
        return [.. KeptCycles(terms, catalog, budget, now)
            .Select(cycle => Key(terms, budget, cycle.At(at))).Distinct()];
    }

    /// <summary>
    /// Whether under other terms a budget counts in a window that it did not count in <paramref name="before"/>.
    /// </summary>
    public static bool Gains(Terms before, Terms after, Catalog.Catalog catalog, Instant now)
    {
        if (before.Profile is null || before.Budgets.Count == 0) return false;
        if (before.Profile.TimeZone != after.Profile!.TimeZone) return true;
        foreach (var budget in before.Budgets)
        {
            if (budget.Per.Kind != PerKind.Cycle) continue;
            if (KeptCycles(after, catalog, budget, now).Except(KeptCycles(before, catalog, budget, now)).Any())
                return true;
        }
        return false;
    }

    static IEnumerable<Cycle> KeptCycles(Terms terms, Catalog.Catalog catalog, Budget budget, Instant now)
    {
        var cycles = KeptWindows.KeptCycles(terms, catalog, "", now);
        var name = budget.Namespace;
        return name.Length > 0 && terms.Subscriptions.Any(one => one.Base && one.Namespace == name)
            ? cycles.Union(KeptWindows.KeptCycles(terms, catalog, name, now))
            : cycles;
    }

    static SpendKey Key(Terms terms, Budget budget, Window window) => new(
        terms.Customer, budget.Id, budget.Currency, budget.Namespace, window.Start, window.End ?? Instant.MaxValue,
        terms.Profile!.Epoch);
}
