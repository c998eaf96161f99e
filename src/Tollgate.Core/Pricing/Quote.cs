using System.Text.Json;

namespace Tollgate.Core.Pricing;

/// <summary>What a use would cost.</summary>
/// <param name="Tariff">By what.</param>
/// <param name="Cost">The exact cost; null: nobody knows, since the event does not say what the price goes by.</param>
/// <param name="Amount">What is to be taken for it, so that all uses together are charged whole micros.</param>
/// <param name="Cycle">What was charged in its cycle, with this; null: the price does not go by cycles.</param>
internal sealed record Quote(Tariff Tariff, Exact? Cost, Amount Amount, CostTotal? Cycle)
{
    static readonly Exact Most = Exact.Of(Amount.Most, 6);

    /// <summary>Units that its cycle's total rises by.</summary>
    public Exact Units { get; private init; }

    /// <summary>Whether all that the feature cost the customer would be more than an amount can tell.</summary>
    public bool IsTooMuch { get; private init; }

    // Of a cost that is shared between what is included and what is not.
    const int Places = 18;

    /// <summary>What the overage of a use costs.</summary>
    /// <param name="draft">Of its request.</param>
    /// <param name="customer">Who uses.</param>
    /// <param name="tariff">By what it is charged.</param>
    /// <param name="used">The feature used.</param>
    /// <param name="properties">Canonical JSON of what the event says.</param>
    /// <param name="overage">What is charged, of <paramref name="quantity"/>, in the smallest unit.</param>
    /// <param name="quantity">All of it.</param>
    public static Quote Of(
        Draft draft, CustomerState customer, Tariff tariff, Feature used, string? properties, long overage,
        long quantity)
    {
        var units = tariff.Units(overage);
        CostTotal? cycle = null;
        var cost = tariff.Price switch
        {
            PropertyPrice or RateCardPrice => Part(Stated(tariff, properties), overage, quantity),
            { By: RatedBy.Request } => ByRequest(draft, customer, tariff, units),
            { By: RatedBy.Cycle } => ByCycle(customer, tariff, units, out cycle),
            _ => Rating.Cost(tariff.Price, units),
        };
        return cost is { } exact
            ? Of(customer, tariff, used, exact, cycle) with { Units = units }
            : new Quote(tariff, null, Amount.Zero, null);
    }

    static Quote Of(CustomerState customer, Tariff tariff, Feature used, Exact cost, CostTotal? cycle)
    {
        var total = customer.Cost(tariff.AllTime(customer.Head.Customer, used));
        if (total.Cost + cost > Most) return new Quote(tariff, cost, Amount.Zero, cycle) { IsTooMuch = true };
        var amount = Amount.Floor(total.Cost + cost) - total.Charged;
        return new Quote(tariff, cost, amount < Amount.Zero ? Amount.Zero : amount, cycle);
    }

    /// <summary>The same for a lower cost. In its cycle the rest is not charged yet.</summary>
    public Quote Only(CustomerState customer, Feature used, Exact cost)
    {
        var cycle = Cycle is null ? null : Cycle with { Cost = Cycle.Cost - Cost!.Value + cost };
        return Of(customer, Tariff, used, cost, cycle) with { Units = Units };
    }

    /// <summary>
    /// The most that up to <paramref name="overage"/> may cost, whatever part of what is held in the same cycle is
    /// charged before it. In whole micros, rounded up.
    /// </summary>
    public Amount Highest(long overage)
    {
        if (Cost is not { } cost) return Amount.Zero;
        if (Tariff.Price is TieredPrice or PackagePrice { Prorated: false })
        {
            var units = Tariff.Units(overage);
            var highest = Cycle is { } cycle
                ? HighestCost.Of(Tariff.Price, cycle.Units - units, cycle.Cost - cost, cycle.Held, units)
                : HighestCost.Of(Tariff.Price, Exact.Zero, Exact.Zero, Exact.Zero, units);
            if (highest > cost) cost = highest;
        }
        return cost > Most ? new Amount(Amount.Most) : -Amount.Floor(-cost);
    }

    /// <summary>Writes what was used, what it cost and which grants paid.</summary>
    public void Keep(CustomerState customer, Feature used, IReadOnlyList<CreditPart> paid)
    {
        var total = customer.Cost(Tariff.AllTime(customer.Head.Customer, used));
        customer.Put(total with { Cost = total.Cost + Cost!.Value, Charged = total.Charged + Amount });
        if (Cycle is not null) Tariff.Put(customer, Cycle.With(paid));
    }

    // What is no number, or below zero, is no less than unknown: it is not nothing.
    static Exact? Stated(Tariff tariff, string? properties)
    {
        if (properties is null || Erased.Is(properties)) return Cost(_ => null);
        using var document = JsonDocument.Parse(properties);
        var root = document.RootElement;
        return Cost(name => root.TryGetProperty(name, out var value) ? UsageProperty.Of(value) : null);

        Exact? Cost(Func<string, string?> text)
        {
            var known = true;
            var cost = tariff.Price is PropertyPrice stated ? Number(stated.Name) : tariff.Card?.Cost(text, Number);
            return known ? cost : null;

            Exact? Number(string name)
            {
                if (text(name) is not { } given) return null;
                if (Exact.TryParse(given, out var value) && value.Sign >= 0) return value;
                known = false;
                return null;
            }
        }
    }

    static Exact? Part(Exact? whole, long overage, long quantity) =>
        whole is not { } cost || overage == quantity ? whole : (cost * Exact.Of(overage)).DividedDown(quantity, Places);

    static Exact ByRequest(Draft draft, CustomerState customer, Tariff tariff, Exact units)
    {
        var key = tariff.Request(customer.Head.Customer);
        if (tariff.Price is TieredPrice { IsVolume: true } volume)
            return Rating.Reached(volume.Tiers, draft.Sizes.Of(key, units)).Amount * units;
        var before = draft.Sizes.SoFar(key);
        return Rating.Cost(tariff.Price, before + units) - Rating.Cost(tariff.Price, before);
    }

    static Exact ByCycle(CustomerState customer, Tariff tariff, Exact units, out CostTotal cycle)
    {
        var row = tariff.Total(customer);
        var hash = tariff.Hash!.Value;
        // What another price charged stays, and this one begins as if it had charged that.
        var before = row.Price == hash ? row.Cost : Rating.Cost(tariff.Price, row.Units);
        var after = Rating.Cost(tariff.Price, row.Units + units);
        var cost = after > before ? after - before : Exact.Zero;
        cycle = row with { Cost = before + cost, Units = row.Units + units, Price = hash };
        return cost;
    }
}
