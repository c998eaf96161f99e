namespace Tollgate.Payments;

/// <summary>Something that happened at a provider.</summary>
/// <param name="Id">
/// The provider's id of the event, or, of a provider that gives none, one made of what happened to what: the same
/// happening always has the same.
/// </param>
/// <param name="Type">What the provider calls it.</param>
/// <param name="At">When, by the provider's clock; whole seconds, so that two of one object may have the same.</param>
/// <param name="Fact">What it says.</param>
public sealed record ProviderEvent(string Id, string Type, Instant At, ProviderFact Fact);

/// <summary>Some of what happened.</summary>
/// <param name="Events">Newest first.</param>
/// <param name="Next">What to ask the next page with; null where this was the last.</param>
public sealed record EventPage(IReadOnlyList<ProviderEvent> Events, string? Next)
{
    /// <summary>For each of them the message that told of it, or should have.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Bodies { get; init; } = [];
}
