namespace Tollgate.Core.Accruals;

/// <summary>
/// Follows the levels of gauges through time, and charges what is above the included limit slice by slice: a fact,
/// taken below zero if need be.
/// </summary>
public static class AccrualDecider
{
    /// <summary>The slices that are over, of all gauges, in the order of time.</summary>
    internal static IReadOnlyList<Slice> Closed(Draft draft, CustomerState customer)
    {
        var (now, catalog) = (draft.TimeOf(customer), draft.Account.Catalog);
        return [.. customer.Accruals.SelectMany(row => Slices.Of(row, customer.Terms, catalog, now).Closed)
            .OrderBy(one => one.End).ThenBy(one => one.Key.Feature)
            .ThenBy(one => one.Key.Scope, StringComparer.Ordinal)];
    }

    /// <summary>Moves every level with a slice that was closed up to now, once those are charged.</summary>
    /// <param name="draft">Of the batch.</param>
    /// <param name="customer">Of that draft.</param>
    /// <param name="closed">What was charged.</param>
    internal static void MoveOn(Draft draft, CustomerState customer, IReadOnlyList<Slice> closed)
    {
        var (now, catalog) = (draft.TimeOf(customer), draft.Account.Catalog);
        foreach (var key in closed.Select(one => one.Key).Distinct())
        {
            var row = customer.Accrual(key, now);
            customer.Put(row with { Since = now, Area = Slices.Of(row, customer.Terms, catalog, now).Open });
        }
    }

    /// <summary>When the first open slice ends, or null.</summary>
    internal static Instant? Next(Draft draft, CustomerState customer)
    {
        var (now, terms) = (draft.TimeOf(customer), customer.Terms);
        return customer.Accruals.Where(row => row.Level > 0).Min(
            row => Slices.Next(row, AccrualRate.Of(terms, draft.Account.Catalog, row.Key, now), terms, now));
    }

    /// <summary>Takes the levels that a request has left, each from this moment on.</summary>
    internal static void Follow(Draft draft, CustomerState customer)
    {
        var (now, terms, catalog) = (draft.TimeOf(customer), customer.Terms, draft.Account.Catalog);
        var moved = false;
        foreach (var counter in customer.Changes.Counters.Values)
        {
            var key = counter.Key;
            if (key.Epoch != KeptWindows.AllTime || key.Namespace.Length > 0) continue;
            if (catalog.Feature(key.Feature)?.Type != FeatureType.Gauge) continue;
            var row = customer.Accrual(new AccrualKey(key.Customer, key.Feature, key.Pot), now);
            if (row.Level == counter.Used) continue;
            var slices = Slices.Of(row, terms, catalog, now);
            foreach (var slice in slices.Closed) AccrualCharge.Take(draft, customer, terms, slice);
            customer.Put(row with { Level = counter.Used, Since = now, Area = slices.Open });
            moved = true;
        }
        if (moved) SetDue(draft, customer);
    }

    /// <summary>
    /// Closes the slices of which a command has changed the rate. By the terms before it, which held until now.
    /// </summary>
    internal static void Follow(Draft draft, CustomerState customer, Terms before)
    {
        var (now, after, catalog) = (draft.TimeOf(customer), customer.Terms, draft.Account.Catalog);
        // What is settled in the order of time changes no rate.
        if (before.Profile is null || customer.Head.DueAt <= now || IsSame(before, after)) return;
        foreach (var row in customer.Accruals.ToList())
        {
            if (row.Level <= 0 && row.Area.Sign == 0) continue;
            var slices = Slices.Of(row, before, catalog, now);
            foreach (var slice in slices.Closed) AccrualCharge.Take(draft, customer, before, slice);
            var ends = AccrualRate.Of(after, catalog, row.Key, now) != slices.Rate;
            customer.Put(row with { Since = now, Area = ends ? Exact.Zero : slices.Open });
            if (ends && slices.Rate is { } rate && slices.Open.Sign > 0)
                AccrualCharge.Take(draft, customer, before, new Slice(row.Key, now, slices.Open, rate));
        }
        SetDue(draft, customer);
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
            if (slices.Rate is { } rate && row.Level > rate.Included)
                AccrualCharge.Need(needs, new Slice(row.Key, now, slices.Open, rate), terms, catalog, now);
        }
    }

    static bool IsSame(Terms before, Terms after) =>
        ReferenceEquals(before.Subscriptions, after.Subscriptions) && ReferenceEquals(before.Boosts, after.Boosts)
            && before.Profile == after.Profile;

    static void SetDue(Draft draft, CustomerState customer)
    {
        if (Next(draft, customer) is { } next && !(customer.Head.DueAt <= next)) customer.SetDue(next);
    }
}
