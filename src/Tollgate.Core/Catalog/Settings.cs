namespace Tollgate.Core.Catalog;

/// <summary>Settings of the account.</summary>
/// <param name="LateLimit">How far back a use may be dated, 0 to 400 days; 35 days unless set.</param>
public sealed record Settings(Duration LateLimit)
{
    /// <summary>The most thresholds.</summary>
    public const int MostThresholds = 10;

    static readonly IReadOnlyList<short> DefaultThresholds = [80, 90, 100];

    /// <summary>
    /// The parts of a limit, in per cent, at which use is told of: rising, 1 to 1,000 each; 80, 90 and 100 unless set.
    /// </summary>
    public IReadOnlyList<short> Thresholds { get; init; } = DefaultThresholds;

    /// <summary>Equal by content.</summary>
    public bool Equals(Settings? other) =>
        other is not null && LateLimit == other.LateLimit && Thresholds.SequenceEqual(other.Thresholds);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(LateLimit, Thresholds.Count);

    /// <summary>How far ahead of the clock a use may be dated.</summary>
    public static Duration EarlyLimit { get; } = Duration.FromMinutes(5);

    /// <summary>As they are until somebody changes them.</summary>
    public static Settings Default { get; } = new(Duration.FromDays(35));
}

/// <summary>A setting as it is stored.</summary>
public sealed record Setting(string Key, string Value);
