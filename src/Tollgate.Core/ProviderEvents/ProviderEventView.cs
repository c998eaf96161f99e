namespace Tollgate.Core.ProviderEvents;

/// <summary>What became of an event of a provider, as the audit shows it and a repetition is answered.</summary>
/// <param name="Type">What the provider calls it.</param>
/// <param name="At">When it happened, by the provider's clock.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Problem">Why nothing followed from it, or what of it could not be followed.</param>
public sealed record ProviderEventView(string Type, string At, ProviderEventOutcome Outcome, string? Problem)
{
    /// <summary>That nothing followed because later news of its object was known.</summary>
    public const string Superseded = "superseded";

    /// <summary>What the row of its object holds, as the audit records it; null where it has none.</summary>
    public ProviderObjectRow? Row { get; init; }
}

/// <summary>How far an object was followed, as the audit records it.</summary>
/// <param name="Name">Which.</param>
/// <param name="At">The time of the newest event.</param>
/// <param name="Event">The event that was applied last.</param>
/// <param name="AskedAt">When it was asked for last.</param>
/// <param name="CancelAt">When it ends, by the last word.</param>
/// <param name="IsPaused">Whether it was paused by the last word.</param>
/// <param name="ChangeAt">When its next change comes, by the last word.</param>
public sealed record ProviderObjectRow(
    string Name, string At, string Event, string? AskedAt, string? CancelAt, bool IsPaused, string? ChangeAt)
{
    /// <summary>That of an object.</summary>
    public static ProviderObjectRow Of(ProviderObject row) => new(
        row.Name, CoreJson.Time(row.At), row.Event, CoreJson.Time(row.AskedAt), CoreJson.Time(row.CancelAt),
        row.IsPaused, CoreJson.Time(row.ChangeAt));
}

/// <summary>What became of an event of a provider.</summary>
public enum ProviderEventOutcome
{
    /// <summary>What follows from it was done, or was so already.</summary>
    Applied,
    /// <summary>Nothing follows from it.</summary>
    Ignored,
}
