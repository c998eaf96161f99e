using System.Numerics;

namespace Tollgate.Core.Subscriptions;

/// <summary>
/// What a change of plan comes to in one currency, if prices are paid in advance by the period: what was paid for the
/// rest of the old price's period, and what the new price costs for the rest of its own. Nobody is charged by it.
/// </summary>
/// <param name="Currency">See <see cref="Money.Currency"/>.</param>
/// <param name="Per">How often both prices are due.</param>
/// <param name="Period">The new price's, of which the change takes effect in the course or at the start.</param>
/// <param name="Credit">What is left of the old price: at least 0, in whole minor units, half up.</param>
/// <param name="Charge">What the new price costs from then on: at least 0, in whole minor units, half up.</param>
/// <remarks>
/// A part is the time that is left, over the length of the period, both to the nanosecond. Periods are months or years
/// from the anchor in the customer's zone: the subscription's own, and of an add-on that of its scope's cycle.
/// At the very end of a period nothing is left of the old price, and the new one is due whole.
/// </remarks>
public sealed record Proration(string Currency, PricePer Per, Window Period, decimal Credit, decimal Charge)
{
    const int PriceDecimals = 12;

    /// <summary>What is due: below 0 where something is given back.</summary>
    public decimal Due => Charge - Credit;

    /// <summary>
    /// Those of a change at <paramref name="at"/>, by currency and then period. None where nothing was paid: before the
    /// start, in a trial, or after one that was not paid; and none of a price that has no counterpart, unless the other
    /// plan has no price at all.
    /// </summary>
    public static IReadOnlyList<Proration> Of(
        Terms old, Terms after, Catalog.Catalog catalog, Subscription before, Subscription changed, Instant at)
    {
        var stands = before.Unchanging();
        if (stands.StatusAt(at, catalog) is not (SubscriptionStatus.Active or SubscriptionStatus.Paused)) return [];
        if (stands.StartsAt >= at) return [];
        var (left, taken) = (catalog.Plan(stands.Plan), catalog.Plan(changed.PlanAt(at)));
        var (from, to) = (AnchorOf(old, catalog, stands, at), AnchorOf(after, catalog, changed, at));
        if (left.Id == taken.Id && from == to) return [];

        var (was, becomes, zone) = (Prices(left), Prices(taken), old.Profile!.Zone);
        List<Proration> all = [];
        foreach (var key in was.Keys.Union(becomes.Keys)
            .OrderBy(key => key.Currency, StringComparer.Ordinal).ThenBy(key => key.Per))
        {
            if (!IsMatched(was, becomes, key) || !IsMatched(becomes, was, key)) continue;
            var (currency, per) = key;
            // Nothing is left of a period at its end, which is where the next one starts.
            var ending = PeriodOf(per, from, zone, at - Duration.Epsilon);
            var running = PeriodOf(per, to, zone, at);
            all.Add(new Proration(
                currency, per, running,
                Part(was.GetValueOrDefault(key) * stands.Quantity, currency, at, ending),
                Part(becomes.GetValueOrDefault(key) * changed.Quantity, currency, at, running)));
        }
        return all;

        static bool IsMatched(
            Dictionary<(string, PricePer), BigInteger> one, Dictionary<(string, PricePer), BigInteger> other,
            (string, PricePer) key) => one.ContainsKey(key) || (one.Count == 0 && other.ContainsKey(key));
    }

    static Dictionary<(string Currency, PricePer Per), BigInteger> Prices(Plan plan) =>
        (plan.Definition.Prices ?? []).ToDictionary(price => (price.Currency, price.Per), price => Units(price.Amount));

    // In units of 10^-12, which is as fine as a price may be.
    static BigInteger Units(decimal amount)
    {
        var whole = decimal.Truncate(amount);
        return ((BigInteger)whole * BigInteger.Pow(10, PriceDecimals))
            + (BigInteger)((amount - whole) * 1_000_000_000_000m);
    }

    static Instant AnchorOf(Terms terms, Catalog.Catalog catalog, Subscription one, Instant at) =>
        one.Base ? one.AnchorAt(at) : Cycles.InForce(terms, catalog, one.Namespace, at).Anchor;

    static Window PeriodOf(PricePer per, Instant anchor, DateTimeZone zone, Instant at) =>
        new Cycle(anchor, per == PricePer.Year ? CycleLength.Year : CycleLength.Month, zone).At(at);

    static decimal Part(BigInteger units, string currency, Instant at, Window period)
    {
        var (end, decimals) = (period.End!.Value, Money.Currency.Parse(currency).Decimals);
        var over = units * (end - at).ToInt64Nanoseconds();
        var under = BigInteger.Pow(10, PriceDecimals - decimals) * (end - period.Start).ToInt64Nanoseconds();
        var halfUp = ((2 * over) + under) / (2 * under);
        return (decimal)halfUp * new decimal(1, 0, 0, false, (byte)decimals);
    }
}
