namespace Tollgate.Bench;

/// <summary>Something worth measuring, on one database or both.</summary>
/// <param name="name">What <c>--only</c> calls it.</param>
internal abstract class Figure(string name)
{
    /// <summary>What <c>--only</c> calls it.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it is measured only where it is asked for.</summary>
    public virtual bool IsLong => false;

    /// <summary>Measures it, line by line; nothing where its database is missing.</summary>
    public abstract IAsyncEnumerable<Row> MeasureAsync(Stand stand);
}

/// <summary>One line of the table.</summary>
/// <param name="Figure">What was measured.</param>
/// <param name="Target">What is wanted of the ratio.</param>
/// <param name="Ratio">What was found.</param>
/// <param name="Rates">What it is the ratio of, in absolute figures.</param>
internal sealed record Row(string Figure, Target Target, double Ratio, string Rates)
{
    /// <summary>Whether the target is met.</summary>
    public bool IsMet => Target.AtLeast ? Ratio >= Target.Ratio : Ratio <= Target.Ratio;
}

/// <summary>What is wanted of a ratio.</summary>
/// <param name="Ratio">The bound.</param>
/// <param name="AtLeast">Whether it is the least; otherwise it is the most.</param>
/// <param name="Percent">Whether it reads better as a percentage.</param>
internal sealed record Target(double Ratio, bool AtLeast = true, bool Percent = false)
{
    /// <summary>The bound as it is written.</summary>
    public string Text => $"{(AtLeast ? ">=" : "<=")} {Write(Ratio)}";

    /// <summary>A ratio as it is written.</summary>
    public string Write(double ratio) =>
        Percent ? FormattableString.Invariant($"{ratio * 100:0} %") : FormattableString.Invariant($"{ratio:0.##} x");
}
