using NodaTime;

namespace Tollgate.Testing.Model;

/// <summary>
/// What a use rests on: what the scope has of the feature itself, then of each pool that is included, the nearest
/// first. <paramref name="Missing"/> is why nothing includes it.
/// </summary>
sealed record ModelBasis(ModelFeature Feature, IReadOnlyList<ModelShare> Shares, string? Missing)
{
    /// <summary>Those whose limits hold. What only top-ups give takes nothing away from what is included.</summary>
    public IEnumerable<ModelShare> Holding
    {
        get
        {
            var included = Shares.Where(share => share.Given is not null).ToList();
            var given = included.FindAll(share => !share.Given!.IsOnlyBought);
            return given.Count > 0 ? given : included;
        }
    }

    /// <summary>Whether no limit holds.</summary>
    public bool IsUnlimited => Missing is null && Holding.All(share => share.IsUnlimited);

    /// <summary>Every top-up, soonest end first, the feature's own before those of its pools.</summary>
    public IEnumerable<(ModelBoost Boost, decimal Weight)> TopUps => Shares
        .Where(share => share.Given is not null)
        .SelectMany(share => share.Given!.TopUps.Select(boost => (Boost: boost, share.Weight)))
        .OrderBy(one => one.Boost.EndsAt ?? Instant.MaxValue);
}

/// <summary>What a scope has of a feature; one unit of the feature used draws a weight of it.</summary>
sealed record ModelShare(ModelFeature Feature, decimal Weight, int Depth, ModelGiven? Given)
{
    public bool IsUnlimited => Given!.IsUnlimited(Feature.Code);
}
