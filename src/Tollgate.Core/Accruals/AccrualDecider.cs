namespace Tollgate.Core.Accruals;

/// <summary>
/// Follows the levels of gauges through time, and charges what is above the included limit slice by slice: a fact,
/// taken below zero if need be.
/// </summary>
public static class AccrualDecider
{
    /// <summary>Moves every level past the slices that are over: those are to be charged, in this order.</summary>
    internal static IReadOnlyList<Slice> Close(Draft draft, CustomerState customer)
    {
        var (now, catalog) = (draft.AsOf(customer), draft.Account.Catalog);
        List<Slice> closed = [];
        foreach (var row in customer.Accruals.ToList())
        {
            var slices = Slices.Of(row, customer.Terms, catalog, now, draft.TimeOf(customer));
            if (slices.Closed.Count == 0) continue;
            closed.AddRange(slices.Closed);
            customer.Put(row with { Since = now, Area = slices.Open });
        }
        return [.. closed.OrderBy(one => one.End).ThenBy(one => one.Key.Feature)
            .ThenBy(one => one.Key.Scope, StringComparer.Ordinal)];
    }

    /// <summary>When the first open slice ends, or null.</summary>
    internal static Instant? Next(Draft draft, CustomerState customer)
    {
        var (now, terms) = (draft.TimeOf(customer), customer.Terms);
        return customer.Accruals.Where(row => row.Level > 0 || row.Area.Sign > 0).Min(
            row => Slices.Next(row, AccrualRate.Of(terms, draft.Account.Catalog, row.Key, now), terms, now));
    }

    /// <summary>Takes the levels that a request has left, each from this moment on.</summary>
    internal static void Follow(Draft draft, CustomerState customer)
    {
        var (now, terms, catalog) = (draft.TimeOf(customer), customer.Terms, draft.Account.Catalog);
        foreach (var counter in customer.Changes.Counters.Values)
        {
            var key = counter.Key;
            if (key.Epoch != KeptWindows.AllTime || key.Namespace.Length > 0) continue;
            if (catalog.Feature(key.Feature)?.Type != FeatureType.Gauge) continue;
            var row = customer.Accrual(new AccrualKey(key.Customer, key.Feature, key.Pot), now);
            if (row.Level == counter.Used) continue;
            var slices = Slices.Of(row, terms, catalog, now);
            foreach (var slice in slices.Closed) AccrualCharge.Take(draft, customer, terms, slice);
            row = row with { Level = counter.Used, Since = now, Area = slices.Open };
            customer.Put(row);
            SetDue(customer, Slices.Next(row, slices.Rate, terms, now));
        }
    }

    /// <summary>
    /// Closes the slices of which a command has changed the rate. By the terms before it, which held until now.
    /// </summary>
    internal static void Follow(Draft draft, CustomerState customer, Terms before)
    {
        var (now, after, catalog) = (draft.AsOf(customer), customer.Terms, draft.Account.Catalog);
        if (before.Profile is null || IsSame(before, after)) return;
        foreach (var row in customer.Accruals.ToList())
        {
            if (row.Level <= 0 && row.Area.Sign == 0) continue;
            var slices = Slices.Of(row, before, catalog, now);
            foreach (var slice in slices.Closed) AccrualCharge.Take(draft, customer, before, slice);
            var rate = AccrualRate.Of(after, catalog, row.Key, now);
            var ends = rate != slices.Rate;
            var moved = row with { Since = now, Area = ends ? Exact.Zero : slices.Open };
            customer.Put(moved);
            SetDue(customer, Slices.Next(moved, rate, after, now));
            if (ends && slices.Rate is { } held && slices.Open.Sign > 0)
                AccrualCharge.Take(draft, customer, before, new Slice(row.Key, now, slices.Open, held));
        }
    }

    /// <summary>What has come together in a currency and is not charged yet, in whole micros.</summary>
    internal static Amount Accrued(Draft draft, CustomerState customer, Currency currency)
    {
        var (now, catalog) = (draft.TimeOf(customer), draft.Account.Catalog);
        var sum = Exact.Zero;
        foreach (var row in customer.Accruals)
        {
            var slices = Slices.Of(row, customer.Terms, catalog, now);
            if (slices.Rate is { } rate && rate.Currency == currency)
                sum += rate.Cost(slices.Open, catalog.Feature(row.Key.Feature)!);
        }
        var most = Exact.Of(Amount.Most, 6);
        return Amount.Floor(sum > most ? most : sum);
    }

    /// <summary>
    /// What settling, or a command about terms, will read: every level, and what its slices are charged to.
    /// </summary>
    public static void Need(
        Needs needs, IEnumerable<Accrual> rows, Terms terms, Catalog.Catalog catalog, Instant now)
    {
        // Of a customer that the request is about to make, too: what comes after that may change its terms.
        needs.Accruals = true;
        if (terms.Profile is null) return;
        foreach (var row in rows)
        {
            var slices = Slices.Of(row, terms, catalog, now);
            foreach (var slice in slices.Closed) AccrualCharge.Need(needs, slice, terms, catalog, now);
            if (slices.Rate is { } rate && slices.Open.Sign > 0)
                AccrualCharge.Need(needs, new Slice(row.Key, now, slices.Open, rate), terms, catalog, now);
        }
    }

    static bool IsSame(Terms before, Terms after) =>
        ReferenceEquals(before.Subscriptions, after.Subscriptions) && ReferenceEquals(before.Boosts, after.Boosts)
            && before.Profile == after.Profile;

    static void SetDue(CustomerState customer, Instant? next)
    {
        if (next is not null && !(customer.Head.DueAt <= next)) customer.SetDue(next);
    }
}
