using NodaTime;

namespace Tollgate.Testing.Model;

/// <summary>
/// One use as sent. <paramref name="Properties"/> is canonical JSON text; <paramref name="Mode"/> is <c>enforce</c> or
/// <c>record</c>.
/// </summary>
public sealed record ModelUse(
    string Customer,
    string Feature,
    decimal Quantity = 1,
    string? Id = null,
    Instant? At = null,
    string? Properties = null,
    string Mode = "enforce",
    string? Namespace = null)
{
    /// <summary>Whether the other has the same content: all but its customer, id and mode.</summary>
    public bool HasContentOf(ModelUse other) =>
        (Namespace, Feature, Quantity, At, Properties)
        == (other.Namespace, other.Feature, other.Quantity, other.At, other.Properties);
}

/// <summary>One recorded use, in the order of recording.</summary>
public sealed record ModelEvent(
    string Id,
    long Sequence,
    ModelUse Use,
    Instant At,
    decimal Included,
    decimal Overage,
    ModelDecision Decision)
{
    /// <summary>The scope it counted in: a namespace, or none for the customer.</summary>
    public string? Scope { get; init; }

    /// <summary>What it drew from top-ups, by their ids.</summary>
    public IReadOnlyList<(string Boost, decimal Quantity)> Drawn { get; init; } = [];
}
