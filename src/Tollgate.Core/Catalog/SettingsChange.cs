namespace Tollgate.Core.Catalog;

/// <summary>Some of the settings; those that are null are not stated.</summary>
public sealed record SettingsChange
{
    /// <inheritdoc cref="Settings(Duration)" path="/param[@name='LateLimit']"/>
    public Duration? LateLimit { get; init; }

    /// <inheritdoc cref="Settings.Thresholds"/>
    public Percentages? Thresholds { get; init; }

    /// <inheritdoc cref="Settings.CloudEvents"/>
    public CloudEventTypes? CloudEvents { get; init; }

    /// <inheritdoc cref="Settings.WithdrawalMethods"/>
    public WithdrawalMethods? WithdrawalMethods { get; init; }

    /// <inheritdoc cref="Settings.ReceiptFeePercent"/>
    public Exact? ReceiptFeePercent { get; init; }

    /// <inheritdoc cref="Settings.FreePlan"/>
    public string? FreePlan { get; init; }

    /// <inheritdoc cref="Settings.DowngradeTo"/>
    public PlanCodes? DowngradeTo { get; init; }

    /// <summary>These, and those of <paramref name="settings"/> that are not stated here.</summary>
    public Settings Over(Settings settings) => settings with
    {
        LateLimit = LateLimit ?? settings.LateLimit,
        Thresholds = Thresholds ?? settings.Thresholds,
        CloudEvents = CloudEvents ?? settings.CloudEvents,
        WithdrawalMethods = WithdrawalMethods ?? settings.WithdrawalMethods,
        ReceiptFeePercent = ReceiptFeePercent ?? settings.ReceiptFeePercent,
        FreePlan = FreePlan ?? settings.FreePlan,
        DowngradeTo = DowngradeTo ?? settings.DowngradeTo,
    };
}
