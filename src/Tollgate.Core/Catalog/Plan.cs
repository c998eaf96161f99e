namespace Tollgate.Core.Catalog;

/// <summary>One version of a plan as it is stored.</summary>
/// <param name="Id">The account's sequence number at which this version was made.</param>
/// <param name="Code">The caller's id of the plan.</param>
/// <param name="Version">1 and up, without gaps.</param>
/// <param name="Definition">What it states.</param>
public sealed record PlanVersion(int Id, string Code, int Version, PlanDefinition Definition)
{
    /// <summary>Since when the plan takes no new subscriptions, the same in all its versions; null: it does.</summary>
    public Instant? ArchivedAt { get; init; }
}

/// <summary>A limit in the smallest unit of its feature, and the most that one namespace may take of it.</summary>
public readonly record struct Limit(Per Per, long Quantity, long? PerNamespace);

/// <summary>What happens past a limit, in the smallest unit of the feature.</summary>
/// <param name="Mode">Deny, allow or charge.</param>
/// <param name="Most">The most past any limit; null: no end.</param>
/// <param name="Billable">Whether it is to be billed.</param>
/// <param name="Price">What it costs, where it is charged.</param>
public readonly record struct Overage(OverageMode Mode, long? Most, bool Billable, Price? Price = null)
{
    /// <summary>Refuses whatever no limit has room for.</summary>
    public static Overage Deny => default;
}

/// <summary>What a plan version gives of one feature, ready to decide on.</summary>
public sealed record Allowance(bool Unlimited, IReadOnlyList<Limit> Limits, Overage Overage);

/// <summary>A plan version with its features resolved against the catalogue. Immutable.</summary>
public sealed class Plan
{
    readonly Dictionary<int, Allowance> allowances = [];

    /// <summary>Resolves <paramref name="version"/>; features that the catalogue does not know are left out.</summary>
    public Plan(PlanVersion version, Func<string, Feature?> feature)
    {
        Row = version;
        foreach (var (code, stated) in version.Definition.Features)
            if (feature(code) is { } known) allowances[known.Id] = Resolve(known, stated);
    }

    /// <summary>As stored.</summary>
    public PlanVersion Row { get; }

    /// <inheritdoc cref="PlanVersion.Id"/>
    public int Id => Row.Id;

    /// <inheritdoc cref="PlanVersion.Code"/>
    public string Code => Row.Code;

    /// <inheritdoc cref="PlanVersion.Definition"/>
    public PlanDefinition Definition => Row.Definition;

    /// <summary>Whether the plan takes no new subscriptions.</summary>
    public bool IsArchived => Row.ArchivedAt is not null;

    /// <summary>Whether it costs anything by the month or year.</summary>
    public bool IsPriced => Definition.Prices is { } prices && prices.Any(price => price.Amount > 0);

    /// <summary>What it includes, by feature id.</summary>
    public IReadOnlyDictionary<int, Allowance> Allowances => allowances;

    /// <summary>What it includes of a feature, or null.</summary>
    public Allowance? Of(int feature) => allowances.GetValueOrDefault(feature);

    internal static Allowance Resolve(Feature feature, PlanFeature stated)
    {
        var limits = stated.Limits.Select(limit => new Limit(
            Per.Parse(limit.Per), Units(limit.Quantity), limit.PerNamespace is { } cap ? Units(cap) : null)).ToArray();
        long? most = stated.OverageLimit is { } limit ? Units(limit) : null;
        return new Allowance(
            stated.Unlimited, limits, new Overage(stated.Overage, most, stated.Billable, stated.Price));

        long Units(decimal quantity) => Quantities.TryScale(quantity, feature.Scale, out var units)
            ? units
            : throw new InvalidOperationException(
                $"Plan {feature.Code} states a quantity finer than its feature's scale.");
    }
}
