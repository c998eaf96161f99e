namespace Tollgate.Core.Catalog;

/// <summary>Something a customer may use.</summary>
/// <param name="Id">The account's sequence number at which it was made; never given again.</param>
/// <param name="Code">The caller's id of it.</param>
/// <param name="Definition">What it is.</param>
public sealed record Feature(int Id, string Code, FeatureDefinition Definition)
{
    /// <summary>Since when it is put into no new plan version and no boost; null: it is.</summary>
    public Instant? ArchivedAt { get; init; }

    /// <summary>How it is measured.</summary>
    public FeatureType Type => Definition.Type;

    /// <summary>Decimal places of its quantities, 0 to 9.</summary>
    public int Scale => Definition.Scale;
}

/// <summary>What a feature is, as the catalogue states it.</summary>
/// <param name="Name">For people; at most 200 characters.</param>
/// <param name="Type">Cannot change.</param>
/// <param name="Unit">For people, for example <c>token</c>.</param>
/// <param name="Scale">Decimal places of its quantities, 0 to 9, 0 unless set. Cannot change.</param>
/// <param name="Category">Groups features in views.</param>
/// <param name="Position">Orders features in views; those without come last.</param>
/// <param name="Pool">The code of the feature whose allowance its uses draw on as well; null: none.</param>
/// <param name="Weight">
/// How many units of the pool one unit of it draws; null: 1. Above 0, and exact in the pool's scale.
/// </param>
public sealed record FeatureDefinition(
    string Name, FeatureType Type, string? Unit = null, int Scale = 0, string? Category = null, int? Position = null,
    string? Pool = null, decimal? Weight = null)
{
    /// <summary>The parts of its limits at which use is told of; null: those of the settings.</summary>
    public Percentages? Thresholds { get; init; }

    /// <summary>The meter by which payment providers count its use; null: none does. Of what is metered alone.</summary>
    public ProviderIds? Providers { get; init; }
}
