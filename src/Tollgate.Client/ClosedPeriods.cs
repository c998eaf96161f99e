namespace Tollgate.Client;

/// <summary>A period that is over: one cycle of a customer, and what was recorded in it. Never changed.</summary>
public sealed record ClosedPeriod
{
    /// <summary>Made by Tollgate.</summary>
    public required string Id { get; init; }

    /// <summary>Whose.</summary>
    public required string Customer { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>When it ended, exclusive.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>The first of the customer's numbers that is in it; what came later is in the next.</summary>
    public required long FromSequence { get; init; }

    /// <summary>The last of them; one below the first where nothing was recorded.</summary>
    public required long ToSequence { get; init; }

    /// <summary>What was recorded, by feature.</summary>
    public required IReadOnlyList<ClosedPeriodFeature> Features { get; init; }
}

/// <summary>What was recorded of a feature in a period, in the feature's units.</summary>
public sealed record ClosedPeriodFeature
{
    /// <summary>The feature's code.</summary>
    public required string Feature { get; init; }

    /// <summary>Uses.</summary>
    public required long Events { get; init; }

    /// <summary>All that was used, less what was reversed; of a gauge, by how much it rose.</summary>
    public required decimal Used { get; init; }

    /// <summary>What fitted the limits.</summary>
    public required decimal Included { get; init; }

    /// <summary>What top-ups gave.</summary>
    public required decimal TopUp { get; init; }

    /// <summary>The rest.</summary>
    public required decimal Overage { get; init; }

    /// <summary>Of the overage, what is to be billed.</summary>
    public required decimal Billable { get; init; }

    /// <summary>Of all used, what is dated before the period: corrections of those before it.</summary>
    public required decimal Late { get; init; }

    /// <summary>What was taken for it less what was given back.</summary>
    public required IReadOnlyList<Money> Charges { get; init; }
}
