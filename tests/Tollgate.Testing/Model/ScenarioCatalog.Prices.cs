namespace Tollgate.Testing.Model;

/// <summary>Prices small enough for parts of a micro, with steps close enough to be passed.</summary>
sealed partial class ScenarioCatalog
{
    static readonly string[] Prices =
    [
        "unit", "package", "prorated", "graduated", "graduated", "graduated", "volume", "volume", "property",
        "rate_card",
    ];

    static readonly string[] Bases = ["event", "request", "cycle"];
    static readonly decimal[] Amounts = [0.0000003m, 0.05m, 0.25m, 0.5m, 1, 0.3333333m];
    static readonly int[] Sizes = [1, 3, 10];

    public static readonly string[] Cards = ["llm", "spot"];

    /// <summary>A card of random rates; now and then of none that always fits.</summary>
    public ModelRateCard Card(string code) => code == "llm"
        ? new(
            code, "USD", ["model"], [Rate(("model", "a")), Rate(("model", "b"))],
            random.Next(2) == 0 ? [Input()] : null)
        : new(
            code, "EUR", ["model", "region"],
            [Rate(("region", "eu")), Rate(("model", "a")), Rate(("model", "a"), ("region", "eu"))],
            random.Next(2) == 0 ? [Input()] : null);

    ModelCardRate Rate(params (string Name, string Value)[] values) =>
        new(values, [Input(), new ModelUnitPrice("output", One(Amounts), One([1, 1_000]))]);

    ModelUnitPrice Input() => new("input", One(Amounts), One([1, 40, 1_000_000]));

    ModelPrice Price()
    {
        var price = new ModelPrice(One(Prices), One(Amounts), One(Bases), random.Next(4) == 0 ? "EUR" : null)
        {
            Size = One(Sizes),
        };
        return price.Kind switch
        {
            "unit" => price with { By = "event" },
            "prorated" => price with { By = "event", Size = One([1_000_000, 1_000, 4]) },
            "property" => price with { By = "event", Property = "cost" },
            "rate_card" => price with { By = "event", Property = One(Cards), Currency = null },
            "graduated" or "volume" => price with
            {
                Tiers = [new(2, One(Amounts)), new(5, One(Amounts)), new(null, One(Amounts))],
            },
            _ => price,
        };
    }
}
