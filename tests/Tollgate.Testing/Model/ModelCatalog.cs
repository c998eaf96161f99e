namespace Tollgate.Testing.Model;

/// <summary>
/// A feature: <paramref name="Type"/> is <c>switch</c>, <c>metered</c> or <c>gauge</c>. Each unit of it draws
/// <paramref name="Weight"/> units of its <paramref name="Pool"/>, where it has one.
/// </summary>
public sealed record ModelFeature(string Code, string Type, int Scale = 0, string? Pool = null, decimal Weight = 1)
{
    /// <summary>As much of a quantity as its scale can say.</summary>
    internal decimal Floor(decimal quantity) => decimal.Round(quantity, Scale, MidpointRounding.ToNegativeInfinity);
}

/// <summary>
/// A limit: <paramref name="Per"/> is <c>forever</c>, <c>minute</c>, <c>hour</c>, <c>day</c>, <c>week</c>,
/// <c>month</c>, <c>cycle</c>, or an ISO 8601 duration for a rolling window. <paramref name="PerNamespace"/> is the
/// most that one namespace may take of it; null is all of it.
/// </summary>
public sealed record ModelLimit(decimal Quantity, string Per, decimal? PerNamespace = null);

/// <summary>What a plan gives of one feature: a switch that is on, no limit, or limits that all hold.</summary>
public sealed record ModelPlanFeature
{
    /// <summary>The feature's code.</summary>
    public required string Feature { get; init; }

    /// <summary>Whether the use of a metered feature has no limit.</summary>
    public bool IsUnlimited { get; init; }

    /// <summary>The limits; none for a switch or without limit.</summary>
    public IReadOnlyList<ModelLimit> Limits { get; init; } = [];

    /// <summary>What overage costs, where it is charged.</summary>
    public ModelPrice? Price { get; init; }

    /// <summary><c>deny</c>, <c>allow</c> or <c>charge</c>.</summary>
    public string Overage { get; init; } = "deny";

    /// <summary>How far above each limit overage may go; null is as far as it likes.</summary>
    public decimal? OverageLimit { get; init; }

    /// <summary>Whether overage is flagged as billable.</summary>
    public bool Billable { get; init; }

    /// <summary>A switch that is on.</summary>
    public static ModelPlanFeature On(string feature) => new() { Feature = feature };

    /// <summary>A metered feature without limit.</summary>
    public static ModelPlanFeature Unlimited(string feature) => new() { Feature = feature, IsUnlimited = true };

    /// <summary>A metered feature with limits.</summary>
    public static ModelPlanFeature Limited(string feature, params ModelLimit[] limits) =>
        new() { Feature = feature, Limits = limits };

    internal string Describe() => string.Join(
        '|',
        [
            Feature, $"{IsUnlimited}", Overage, ModelText.Of(OverageLimit), $"{Billable}", Price?.Describe(),
            .. Limits.Select(
                limit => $"{ModelText.Of(limit.Quantity)} per {limit.Per} {ModelText.Of(limit.PerNamespace)}"),
        ]);
}

/// <summary>
/// A plan as it is put: <paramref name="Kind"/> is <c>base</c> or <c>add_on</c>, <paramref name="Cycle"/> is
/// <c>week</c>, <c>month</c>, <c>quarter</c> or <c>year</c>.
/// </summary>
public sealed record ModelPlan(
    string Code,
    string Kind,
    IReadOnlyList<ModelPlanFeature> Features,
    bool Stackable = false,
    string Cycle = "month",
    int TrialDays = 0,
    bool Priced = false)
{
    /// <summary>What the plan gives of a feature; null when it does not include it.</summary>
    public ModelPlanFeature? Of(string feature) => Features.SingleOrDefault(given => given.Feature == feature);

    internal string Describe() => string.Join(
        '\n',
        [
            Code, Kind, $"{Stackable}", Cycle, $"{TrialDays}", $"{Priced}",
            .. Features.OrderBy(given => given.Feature, StringComparer.Ordinal).Select(given => given.Describe()),
        ]);
}
