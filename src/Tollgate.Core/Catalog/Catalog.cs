using System.Collections.Immutable;

namespace Tollgate.Core.Catalog;

/// <summary>Features, plan versions and settings at one revision of the account. Immutable and thread-safe.</summary>
public sealed class Catalog
{
    /// <summary>The most features: all of them are read after every change of the account.</summary>
    public const int MostFeatures = 10_000;

    /// <summary>The most versions of all plans together.</summary>
    public const int MostPlanVersions = 10_000;

    /// <summary>The most versions of all rate cards together.</summary>
    public const int MostRateCardVersions = 1_000;

    static readonly ImmutableHashSet<string> None = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    ImmutableDictionary<string, Feature> features = ImmutableDictionary.Create<string, Feature>(StringComparer.Ordinal);
    ImmutableDictionary<int, Feature> featuresById = ImmutableDictionary<int, Feature>.Empty;
    ImmutableDictionary<string, ImmutableHashSet<string>> drawing =
        ImmutableDictionary.Create<string, ImmutableHashSet<string>>(StringComparer.Ordinal);
    ImmutableDictionary<int, Plan> plans = ImmutableDictionary<int, Plan>.Empty;
    ImmutableDictionary<string, Plan> latest = ImmutableDictionary.Create<string, Plan>(StringComparer.Ordinal);
    ImmutableDictionary<string, RateCardVersion> rateCards =
        ImmutableDictionary.Create<string, RateCardVersion>(StringComparer.Ordinal);

    /// <summary>Builds the catalogue from its stored rows; of each rate card the latest version.</summary>
    public Catalog(
        IEnumerable<Feature> features, IEnumerable<PlanVersion> plans, Settings settings,
        IEnumerable<RateCardVersion>? rateCards = null)
    {
        foreach (var card in rateCards ?? []) this.rateCards = this.rateCards.SetItem(card.Code, card);
        this.features = this.features.AddRange(features.Select(feature => KeyValuePair.Create(feature.Code, feature)));
        featuresById = featuresById.AddRange(
            this.features.Values.Select(feature => KeyValuePair.Create(feature.Id, feature)));
        drawing = drawing.AddRange(this.features.Values.Where(feature => feature.Definition.Pool is not null)
            .GroupBy(feature => feature.Definition.Pool!, feature => feature.Code)
            .Select(codes => KeyValuePair.Create(codes.Key, codes.ToImmutableHashSet(StringComparer.Ordinal))));
        Settings = settings;
        foreach (var version in plans.OrderBy(plan => plan.Version)) Add(new Plan(version, Feature));
    }

    Catalog(Catalog other)
    {
        (features, featuresById, drawing) = (other.features, other.featuresById, other.drawing);
        (plans, latest) = (other.plans, other.latest);
        (rateCards, Settings) = (other.rateCards, other.Settings);
    }

    /// <summary>Nothing in it.</summary>
    public static Catalog Empty { get; } = new([], [], Settings.Default);

    /// <summary>The account's settings.</summary>
    public Settings Settings { get; private init; }

    /// <summary>All features, in no order.</summary>
    public IEnumerable<Feature> Features => features.Values;

    /// <summary>How many features there are.</summary>
    public int FeatureCount => features.Count;

    /// <summary>How many versions all plans have together.</summary>
    public int PlanVersions => plans.Count;

    /// <summary>The latest version of every plan, in no order.</summary>
    public IEnumerable<Plan> Plans => latest.Values;

    /// <summary>A feature by its code.</summary>
    public Feature? Feature(string code) => features.GetValueOrDefault(code);

    /// <summary>A feature by its id.</summary>
    public Feature? Feature(int id) => featuresById.GetValueOrDefault(id);

    /// <summary>The features whose pool a feature is, in no order; not those further down.</summary>
    public IEnumerable<Feature> DrawingOn(Feature pool) =>
        drawing.GetValueOrDefault(pool.Code, None).Select(code => features[code]);

    /// <summary>A plan version by its id, which is known to exist.</summary>
    public Plan Plan(int id) => plans[id];

    /// <summary>A plan by its code: the version asked for, else the latest.</summary>
    public Plan? Plan(string code, int? version = null)
    {
        var newest = latest.GetValueOrDefault(code);
        if (newest is null || version is null || newest.Row.Version == version) return newest;
        return plans.Values.FirstOrDefault(plan => plan.Code == code && plan.Row.Version == version);
    }

    /// <summary>Every version of a plan, in order.</summary>
    public IEnumerable<Plan> Versions(string code) =>
        plans.Values.Where(plan => plan.Code == code).OrderBy(plan => plan.Row.Version);

    /// <summary>The latest plan version that a payment provider calls one of its prices so, or null.</summary>
    public Plan? PlanOf(string provider, string price) => plans.Values
        .Where(plan => plan.Definition.Providers?.GetValueOrDefault(provider)?.Prices.Contains(price) == true)
        .MaxBy(plan => plan.Id);

    /// <summary>The latest version of every rate card, in no order.</summary>
    public IEnumerable<RateCardVersion> RateCards => rateCards.Values;

    /// <summary>How many versions all rate cards have together.</summary>
    public int RateCardVersions => rateCards.Values.Sum(card => card.Version);

    /// <summary>A rate card by its code, as its latest version states it; null: there is none.</summary>
    public RateCard? RateCard(string code) => RateCardVersion(code)?.Card;

    /// <summary>The latest version of a rate card by its code, or null.</summary>
    public RateCardVersion? RateCardVersion(string code) => rateCards.GetValueOrDefault(code);

    /// <summary>The same with a version of a rate card put as its latest.</summary>
    public Catalog With(RateCardVersion card) => new(this) { rateCards = rateCards.SetItem(card.Code, card) };

    /// <summary>The same with a feature put.</summary>
    public Catalog With(Feature feature) => new(this)
    {
        features = features.SetItem(feature.Code, feature),
        featuresById = featuresById.SetItem(feature.Id, feature),
        drawing = Moved(feature.Code, Feature(feature.Code)?.Definition.Pool, feature.Definition.Pool),
    };

    /// <summary>The same with a plan version added, or put in its place.</summary>
    public Catalog With(PlanVersion version)
    {
        var next = new Catalog(this);
        next.Add(new Plan(version, next.Feature));
        return next;
    }

    /// <summary>The same with other settings.</summary>
    public Catalog With(Settings settings) => new(this) { Settings = settings };

    ImmutableDictionary<string, ImmutableHashSet<string>> Moved(string code, string? from, string? to)
    {
        if (from == to) return drawing;
        var moved = from is null ? drawing : drawing.SetItem(from, drawing[from].Remove(code));
        return to is null ? moved : moved.SetItem(to, moved.GetValueOrDefault(to, None).Add(code));
    }

    void Add(Plan plan)
    {
        plans = plans.SetItem(plan.Id, plan);
        if (latest.GetValueOrDefault(plan.Code) is { } newest && newest.Row.Version > plan.Row.Version) return;
        latest = latest.SetItem(plan.Code, plan);
    }
}
