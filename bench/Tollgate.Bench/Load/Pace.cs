namespace Tollgate.Bench.Load;

/// <summary>How long everything is measured.</summary>
/// <param name="Rounds">Rounds of each side.</param>
/// <param name="Round">Length of one.</param>
/// <param name="WarmUp">Length of the round before, which does not count.</param>
/// <param name="History">Events that make a database an old one.</param>
/// <param name="Customers">How many are many, where plain ones are compared with such in play.</param>
internal sealed record Pace(int Rounds, TimeSpan Round, TimeSpan WarmUp, int History, int Customers = 10_000)
{
    public static Pace Full { get; } = new(3, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(1), 1_000_000);

    /// <summary>Tells whether it runs, and nothing of speed.</summary>
    public static Pace Brief { get; } =
        new(1, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(50), 1_000, 20);

    public static Pace Quick { get; } = new(3, TimeSpan.FromMilliseconds(700), TimeSpan.FromMilliseconds(500), 100_000);

    /// <summary>Baseline and gate in turns: what disturbs the machine disturbs both. The median of each.</summary>
    public async Task<Comparison> CompareAsync(Contender baseline, Contender gate)
    {
        var rates = await RatesAsync(baseline, gate);
        return new Comparison(rates[0], rates[1]);
    }

    /// <summary>All of them in turns, for the same reason. The median of each, in uses per second.</summary>
    public async Task<double[]> RatesAsync(params Contender[] contenders)
    {
        foreach (var contender in contenders) await contender.RunCheckedAsync(WarmUp);
        var rounds = contenders.Select(_ => new List<Round>()).ToArray();
        for (var round = 0; round < Rounds; round++)
            for (var i = 0; i < contenders.Length; i++) rounds[i].Add(await contenders[i].RunCheckedAsync(Round));
        return Array.ConvertAll(rounds, of => Median(of, round => round.Rate));
    }

    /// <summary>The rounds of one side alone, after a warm-up.</summary>
    public async Task<IReadOnlyList<Round>> RunAsync(Contender gate)
    {
        await gate.RunCheckedAsync(WarmUp);
        List<Round> rounds = [];
        for (var i = 0; i < Rounds; i++) rounds.Add(await gate.RunCheckedAsync(Round));
        return rounds;
    }

    /// <summary>The median of a measure over rounds.</summary>
    public static double Median(IEnumerable<Round> rounds, Func<Round, double> measure)
    {
        var values = rounds.Select(measure).Order().ToArray();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}

/// <summary>The rates of both sides.</summary>
internal sealed record Comparison(double Baseline, double Gate)
{
    public double Ratio => Gate / Baseline;
}
