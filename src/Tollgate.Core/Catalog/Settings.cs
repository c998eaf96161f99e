namespace Tollgate.Core.Catalog;

/// <summary>Settings of the account.</summary>
/// <param name="LateLimit">How far back a use may be dated, 0 to 400 days; 35 days unless set.</param>
public sealed record Settings(Duration LateLimit)
{
    static readonly Percentages DefaultThresholds = [80, 90, 100];

    /// <summary>
    /// The parts of a limit at which use is told of, where neither feature nor customer says: 80, 90 and 100 unless
    /// set.
    /// </summary>
    public Percentages Thresholds { get; init; } = DefaultThresholds;

    /// <summary>Which types of CloudEvents use what; none is mapped unless set.</summary>
    public CloudEventTypes CloudEvents { get; init; } = CloudEventTypes.None;

    /// <summary>How money is taken out of wallets; in no way unless set.</summary>
    public WithdrawalMethods WithdrawalMethods { get; init; } = WithdrawalMethods.None;

    /// <summary>The part of a receipt that is kept of it, in per cent: 0 to 100, 0 unless set.</summary>
    public Exact ReceiptFeePercent { get; init; }

    /// <summary>The code of the base plan that costs nothing, to which unpaid ones fall; null: they end.</summary>
    public string? FreePlan { get; init; }

    /// <summary>The codes of the plans to which a customer may go down; empty: any.</summary>
    public PlanCodes DowngradeTo { get; init; } = PlanCodes.None;

    /// <summary>How far ahead of the clock a use may be dated.</summary>
    public static Duration EarlyLimit { get; } = Duration.FromMinutes(5);

    /// <summary>As they are until somebody changes them.</summary>
    public static Settings Default { get; } = new(Duration.FromDays(35));
}

/// <summary>A setting as it is stored.</summary>
public sealed record Setting(string Key, string Value);
