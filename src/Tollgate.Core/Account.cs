namespace Tollgate.Core;

/// <summary>
/// What belongs to no customer, at one revision: cached in the process and used only if the revision is current.
/// </summary>
public sealed record Account(long Revision, Catalog.Catalog Catalog, KeyRing Keys)
{
    /// <summary>Who is told what happens.</summary>
    public WebhookEndpoints Webhooks { get; init; } = WebhookEndpoints.None;

    /// <summary>Before anything was stored.</summary>
    public static Account Empty { get; } = new(-1, Core.Catalog.Catalog.Empty, KeyRing.Empty);
}
