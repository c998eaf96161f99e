namespace Tollgate.Testing.Model;

/// <summary>
/// Random features and plans. Limits are small and of few kinds, so that they are often met; per hour and per day where
/// a zone's turn shall show.
/// </summary>
sealed partial class ScenarioCatalog(Random random, bool showsTurn)
{
    public static readonly string[] BasePlans = ["free", "pro", "max"];
    public static readonly string[] AddOns = ["pack", "extra"];

    public static readonly ModelFeature[] Features =
    [
        new("calls", "metered"),
        new("exports", "metered"),
        new("tokens", "metered", 3),
        new("sso", "switch"),
        new("seats", "gauge"),
        new("credits", "metered", 1),
        new("sends", "metered", 0, "credits", 0.5m),
        new("mails", "metered", 0, "sends", 2),
    ];

    // What one scenario is about: few features, so that the same ones are met again and again.
    static readonly string[][] Casts =
    [
        ["calls", "exports", "tokens", "sso"],
        ["calls", "tokens", "sso", "seats", "seats"],
        ["credits", "sends", "mails", "mails", "seats"],
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

    /// <summary>Whether the scenario is about money: little is included and the rest is charged.</summary>
    public bool IsOfMoney { get; } = !showsTurn && random.Next(2) == 0;

    /// <summary>The features that this scenario is about, some of them twice.</summary>
    public IReadOnlyList<ModelFeature> Cast { get; } =
        [.. Casts[random.Next(Casts.Length)].Select(code => Features.First(known => known.Code == code))];

    public ModelPlan Plan(string code)
    {
        var features = Cast.Distinct().Where(_ => random.Next(100) < 75).Select(Given).ToList();
        if (AddOns.Contains(code))
            return new(code, "add_on", features, Stackable: code == "pack");
        return new(code, "base", features, Cycle: One(Cycles), TrialDays: random.Next(3) == 0 ? 14 : 0,
            Priced: random.Next(2) == 0);
    }

    /// <summary>The same plan with one feature given anew.</summary>
    public ModelPlan Changed(ModelPlan plan)
    {
        var feature = One(Cast);
        return plan with
        {
            Features = [.. plan.Features.Where(given => given.Feature != feature.Code), Given(feature)],
        };
    }

    /// <summary>An extra on a random feature, now and then one that it does not take.</summary>
    public ModelGift Gift()
    {
        var feature = One(Cast);
        var isOdd = random.Next(40) == 0;
        if ((feature.Type == "switch") != isOdd)
            return new(feature.Code, "enable");
        var type = One(Extras);
        if (feature.Type == "gauge" && (type != "unlimited" || isOdd))
            return new(feature.Code, isOdd ? "top_up" : "add_limit", random.Next(1, 6));
        if (type == "unlimited")
            return new(feature.Code, type);
        var fraction = Fraction(feature.Scale);
        var per = type == "add_limit" && random.Next(5) < 3
            ? One(showsTurn && random.Next(2) == 0 ? ShownByTurn : Limits).Per
            : null;
        return new(feature.Code, type, random.Next(1, 9) + fraction, per);
    }

    ModelPlanFeature Given(ModelFeature feature)
    {
        if (feature.Type == "switch")
            return ModelPlanFeature.On(feature.Code);
        if (random.Next(100) < (IsOfMoney ? 1 : 6))
            return ModelPlanFeature.Unlimited(feature.Code);
        if (feature.Type == "gauge")
            return WithOverage(ModelPlanFeature.Limited(feature.Code, Limit(("forever", 8), 0)));
        var kinds = (showsTurn && random.Next(2) == 0 ? ShownByTurn : Limits).ToArray();
        random.Shuffle(kinds);
        var limits = kinds
            .Take(random.Next(1, 4))
            .DistinctBy(kind => kind.Per)
            .Select(kind => Limit(kind, feature.Scale))
            .ToArray();
        var given = WithOverage(ModelPlanFeature.Limited(feature.Code, limits));
        if (IsOfMoney ? random.Next(6) == 0 : given.Overage == "deny" || random.Next(2) == 0)
            return given;
        return given with
        {
            Overage = "charge",
            Price = Price(),
            OverageLimit = IsOfMoney && random.Next(4) != 0 ? null : given.OverageLimit,
        };
    }

    /// <summary>Another pool or weight of a feature, now and then one that does not fit.</summary>
    public ModelFeature Redrawn()
    {
        var feature = One(["sends", "mails"]) == "sends" ? Features[^2] : Features[^1];
        return random.Next(6) switch
        {
            0 => feature with { Pool = null, Weight = 1 },
            1 => feature with { Pool = "mails" },
            2 => feature with { Weight = 0.25m },
            3 => feature with { Weight = 5 },
            4 => feature with { Weight = 1 },
            _ => feature,
        };
    }

    ModelPlanFeature WithOverage(ModelPlanFeature given)
    {
        var allows = random.Next(3) == 0;
        int? most = random.Next(2) == 0 ? random.Next(0, 6) : null;
        return given with
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
        if (IsOfMoney && random.Next(3) != 0)
            kind = kind with { Quantity = Math.Max(2, kind.Quantity / 4) };
        var fraction = Fraction(scale);
        decimal? cap = random.Next(3) == 0 ? random.Next(0, kind.Quantity) : null;
        return new(kind.Quantity + random.Next(-2, 6) + fraction, kind.Per, cap);
    }

    decimal Fraction(int scale) => scale switch
    {
        0 => 0,
        1 => random.Next(4) * 0.1m,
        _ => random.Next(4) * 0.125m,
    };

    T One<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
