namespace Tollgate.Core.Usage;

/// <summary>One-off quantities: what each has left, and how a use draws on them, soonest end first.</summary>
public static class TopUps
{
    /// <summary>What the top-ups of a footing have left, together.</summary>
    public static long Left(CustomerState customer, Footing footing)
    {
        var left = 0L;
        for (var i = 0; i < footing.TopUps.Count; i++) left += Left(customer, footing, i);
        return left;
    }

    /// <summary>
    /// Draws what <paramref name="use"/> took from top-ups: each gets a line of its own behind the use's.
    /// </summary>
    public static void Burn(CustomerState customer, UsageEvent use, Feature feature, Footing footing)
    {
        var open = use.TopUp;
        for (var i = 0; open > 0; i++)
        {
            var taken = Math.Min(open, Left(customer, footing, i));
            if (taken == 0) continue;
            open -= taken;
            var counter = customer.Counter(footing.TopUps[i]);
            customer.Put(counter with { Used = counter.Used + taken });
            var line = use with
            {
                Line = checked((short)(i + 1)),
                Kind = UsageKind.TopUp,
                Pot = counter.Key.Pot,
                Quantity = taken,
                Included = taken,
                TopUp = 0,
                Overage = 0,
                Flags = UsageFlags.None,
                Actor = null,
                Properties = null,
                Metadata = null,
            };
            customer.Record(line with { Hash = Chain.Next(customer.Head.Hash, line, feature.Code) });
        }
    }

    static long Left(CustomerState customer, Footing footing, int topUp)
    {
        var counter = customer.Counter(footing.TopUps[topUp]);
        return Math.Max(0, footing.Entitlement.TopUps[topUp].Quantity - counter.Used - counter.Reserved);
    }
}
