using NodaTime;
using Tollgate.Core.Customers;
using Tollgate.Core.Entitlements;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Usage;

namespace Tollgate.Core.Tests.Comparison;

/// <summary>What holds of a customer's rows at any time.</summary>
public static class Soundness
{
    /// <summary>
    /// Every stored counter that is not the sum of its events, of those that a use would move now. A counter of a
    /// window that nothing counts in any more stands still, and is computed anew when its window comes back.
    /// </summary>
    public static IEnumerable<string> WrongCounters(
        Terms terms, Core.Catalog.Catalog catalog, IEnumerable<Counter> stored, IReadOnlyCollection<UsageEvent> events,
        Instant now)
    {
        foreach (var counter in stored)
        {
            if (!IsKept(counter.Key)) continue;
            var counted = events.Where(one => Counts(counter.Key, one) && IsIn(counter, one.At)).ToList();
            var used = counted.Where(one => !Reserves(one)).Sum(one => one.Included + one.Overage);
            var reserved = counted.Where(Reserves).Sum(one => one.Included + one.Overage);
            if ((used, reserved) != (counter.Used, counter.Reserved))
                yield return $"{counter.Key} holds {counter.Used}, {counter.Reserved}; its events {used}, {reserved}.";
        }

        bool IsKept(CounterKey key)
        {
            if (key.Pot.StartsWith('#')) return true;
            List<CounterKey> keys = [];
            var at = key.From == Instant.MinValue ? now : key.From;
            KeptWindows.AddKeys(keys, terms, catalog, catalog.Feature(key.Feature)!, key.Pot, key.Namespace, at, now);
            return keys.Contains(key);
        }
    }

    /// <summary>Whether an event is one of those that a counter counts, its window aside.</summary>
    public static bool Counts(CounterKey key, UsageEvent one) =>
        one.Feature == key.Feature && one.Pot == key.Pot
            && (key.Namespace.Length == 0 || one.Namespace == (key.Namespace == "." ? "" : key.Namespace));

    static bool Reserves(UsageEvent one) => one.Kind is UsageKind.Hold or UsageKind.Release;

    /// <summary>Instants at which more than one base is in force.</summary>
    public static IEnumerable<string> SecondBases(IReadOnlyCollection<Subscription> subscriptions)
    {
        foreach (var at in subscriptions.Select(one => Instant.Max(one.StartsAt, one.CreatedAt)))
        {
            var bases = subscriptions
                .Where(one => one.Base && one.CreatedAt <= at && one.StartsAt <= at && !one.IsOver(at)).ToList();
            if (bases.GroupBy(one => one.Namespace).Any(scope => scope.Count() > 1))
                yield return $"At {at} {string.Join(" and ", bases.Select(one => one.Id))} are in force.";
        }
    }

    static bool IsIn(Counter counter, Instant at) =>
        counter.CountedFrom is { } from ? at > from : at >= counter.Key.From && at < counter.Key.To;
}
