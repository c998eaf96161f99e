namespace Tollgate.Bench.Load;

/// <summary>How long everything is measured.</summary>
/// <param name="Rounds">Rounds of each side.</param>
/// <param name="Round">Length of one.</param>
/// <param name="WarmUp">Length of the round before, which does not count.</param>
/// <param name="History">Events that make a database an old one.</param>
internal sealed record Pace(int Rounds, TimeSpan Round, TimeSpan WarmUp, int History)
{
    public static Pace Full { get; } = new(3, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(1), 1_000_000);

    public static Pace Quick { get; } = new(3, TimeSpan.FromMilliseconds(700), TimeSpan.FromMilliseconds(500), 100_000);

    /// <summary>Baseline and gate in turns: what disturbs the machine disturbs both. The median of each.</summary>
    public async Task<Comparison> CompareAsync(Contender baseline, Contender gate)
    {
        await baseline.RunCheckedAsync(WarmUp);
        await gate.RunCheckedAsync(WarmUp);
        List<Round> ofBaseline = [], ofGate = [];
        for (var i = 0; i < Rounds; i++)
        {
            ofBaseline.Add(await baseline.RunCheckedAsync(Round));
            ofGate.Add(await gate.RunCheckedAsync(Round));
        }
        return new Comparison(Median(ofBaseline, round => round.Rate), Median(ofGate, round => round.Rate));
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
