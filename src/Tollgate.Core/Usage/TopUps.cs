namespace Tollgate.Core.Usage;

/// <summary>One-off quantities: what each has left, and how a use draws on them, soonest end first.</summary>
public static class TopUps
{
    /// <summary>What the top-ups of a basis have left together, in the smallest unit of the feature used.</summary>
    public static long Left(CustomerState customer, Basis basis)
    {
        var left = 0L;
        foreach (var topUp in basis.TopUps) left += Left(customer, topUp) / topUp.Share.Factor;
        return left;
    }

    /// <summary>What one has left, in its own smallest unit.</summary>
    public static long Left(CustomerState customer, SharedTopUp topUp)
    {
        var counter = customer.Counter(topUp.Key);
        return Math.Max(0, topUp.Boost.Quantity - counter.Used - counter.Reserved);
    }

    /// <summary>How <paramref name="quantity"/> is taken from those that have something left.</summary>
    public static IEnumerable<Draw> Take(CustomerState customer, Basis basis, long quantity)
    {
        foreach (var topUp in basis.TopUps)
        {
            if (quantity == 0) yield break;
            var factor = topUp.Share.Factor;
            var taken = Math.Min(quantity, Left(customer, topUp) / factor);
            if (taken == 0) continue;
            quantity -= taken;
            yield return new Draw(topUp.Boost.Feature, topUp.Key.Pot, factor, checked(taken * factor));
        }
    }
}
