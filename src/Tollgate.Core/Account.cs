namespace Tollgate.Core;

/// <summary>
/// What belongs to no customer, at one revision: cached in the process and used only if the revision is current.
/// </summary>
public sealed record Account(long Revision, Catalog.Catalog Catalog, KeyRing Keys)
{
    /// <summary>Who is told what happens.</summary>
    public WebhookEndpoints Webhooks { get; init; } = WebhookEndpoints.None;

    /// <summary>How far the clock of every decision is ahead of the machine's; see <see cref="TestClock"/>.</summary>
    public Duration Ahead { get; init; }

    /// <summary>The fingerprint of the key that the chains are made with; null: of none.</summary>
    public string? Seal { get; init; }

    /// <summary>Whether anybody collects the payments of recharges; else none is opened.</summary>
    public bool CollectsRecharges { get; init; }

    /// <summary>Before anything was stored.</summary>
    public static Account Empty { get; } = new(-1, Core.Catalog.Catalog.Empty, KeyRing.Empty);
}
