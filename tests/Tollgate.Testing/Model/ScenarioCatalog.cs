namespace Tollgate.Testing.Model;

/// <summary>
/// Random features and plans. Limits are small and of few kinds, so that they are often met; per hour and per day where
/// a zone's turn shall show.
/// </summary>
sealed class ScenarioCatalog(Random random, bool showsTurn)
{
    public static readonly string[] BasePlans = ["free", "pro", "max"];
    public static readonly string[] AddOns = ["pack", "extra"];

    public static readonly ModelFeature[] Features =
    [
        new("calls", "metered"),
        new("exports", "metered"),
        new("tokens", "metered", 3),
        new("sso", "switch"),
    ];

    static readonly (string Per, int Quantity)[] Limits =
    [
        ("forever", 60), ("minute", 4), ("hour", 6), ("day", 9), ("week", 14), ("month", 20), ("cycle", 20),
        ("PT90M", 6), ("PT5H", 8), ("P1D", 10), ("P7D", 15), ("P30D", 20),
    ];

    static readonly (string Per, int Quantity)[] ShownByTurn = [("hour", 6), ("hour", 4), ("day", 16)];

    static readonly string[] Extras =
        ["add_limit", "add_limit", "add_limit", "add_limit", "top_up", "top_up", "top_up", "top_up", "unlimited"];

    static readonly string[] Cycles = ["month", "month", "month", "week", "quarter", "year"];

    public ModelPlan Plan(string code)
    {
        var features = Features.Where(_ => random.Next(100) < 75).Select(Given).ToList();
        if (AddOns.Contains(code))
            return new(code, "add_on", features, Stackable: code == "pack");
        return new(code, "base", features, Cycle: One(Cycles), TrialDays: random.Next(3) == 0 ? 14 : 0);
    }

    /// <summary>The same plan with one feature given anew.</summary>
    public ModelPlan Changed(ModelPlan plan)
    {
        var feature = One(Features);
        return plan with
        {
            Features = [.. plan.Features.Where(given => given.Feature != feature.Code), Given(feature)],
        };
    }

    /// <summary>An extra on a random feature, now and then one that it does not take.</summary>
    public ModelGift Gift()
    {
        var feature = One(Features);
        var isOdd = random.Next(40) == 0;
        if ((feature.Type == "switch") != isOdd)
            return new(feature.Code, "enable");
        var type = One(Extras);
        if (type == "unlimited")
            return new(feature.Code, type);
        var fraction = feature.Scale == 0 ? 0 : random.Next(4) * 0.125m;
        var per = type == "add_limit" && random.Next(5) < 3
            ? One(showsTurn && random.Next(2) == 0 ? ShownByTurn : Limits).Per
            : null;
        return new(feature.Code, type, random.Next(1, 9) + fraction, per);
    }

    ModelPlanFeature Given(ModelFeature feature)
    {
        if (feature.Type == "switch")
            return ModelPlanFeature.On(feature.Code);
        if (random.Next(100) < 6)
            return ModelPlanFeature.Unlimited(feature.Code);
        var kinds = (showsTurn && random.Next(2) == 0 ? ShownByTurn : Limits).ToArray();
        random.Shuffle(kinds);
        var limits = kinds
            .Take(random.Next(1, 4))
            .DistinctBy(kind => kind.Per)
            .Select(kind => Limit(kind, feature.Scale))
            .ToArray();
        var allows = random.Next(3) == 0;
        int? most = random.Next(2) == 0 ? random.Next(0, 6) : null;
        return ModelPlanFeature.Limited(feature.Code, limits) with
        {
            Overage = allows ? "allow" : "deny",
            OverageLimit = allows ? most : null,
            Billable = random.Next(2) == 0,
        };
    }

    ModelLimit Limit((string Per, int Quantity) kind, int scale)
    {
        if (random.Next(25) == 0)
            return new(0, kind.Per);
        var fraction = scale == 0 ? 0 : random.Next(4) * 0.125m;
        decimal? cap = random.Next(3) == 0 ? random.Next(0, kind.Quantity) : null;
        return new(kind.Quantity + random.Next(-2, 6) + fraction, kind.Per, cap);
    }

    T One<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
