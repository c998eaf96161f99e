using System.Collections.Immutable;

namespace Tollgate.Core.Webhooks;

/// <summary>All endpoints at one revision of the account, by id. Immutable and thread-safe.</summary>
public sealed class WebhookEndpoints
{
    /// <summary>The most endpoints that are not deleted.</summary>
    public const int Most = 50;

    readonly ImmutableSortedDictionary<long, WebhookEndpoint> all;
    readonly bool anyEnabled;

    WebhookEndpoints(ImmutableSortedDictionary<long, WebhookEndpoint> all) =>
        (this.all, anyEnabled) = (all, all.Values.Any(one => one.IsEnabled));

    /// <summary>No endpoints.</summary>
    public static WebhookEndpoints None { get; } = new(ImmutableSortedDictionary<long, WebhookEndpoint>.Empty);

    /// <summary>Those that are stored; deleted ones are left out.</summary>
    public static WebhookEndpoints Of(IEnumerable<WebhookEndpoint> stored) =>
        new(stored.Where(one => one.DeletedAt is null).ToImmutableSortedDictionary(one => one.Id, one => one));

    /// <summary>All, in the order they were made.</summary>
    public IEnumerable<WebhookEndpoint> All => all.Values;

    /// <summary>How many there are.</summary>
    public int Count => all.Count;

    /// <summary>One by its id, or null.</summary>
    public WebhookEndpoint? Find(long id) => all.GetValueOrDefault(id);

    /// <summary>Whether any is enabled and wants events of a type. Costs nothing where none is enabled.</summary>
    public bool Want(string type) => anyEnabled && all.Values.Any(one => one.Wants(type));

    /// <summary>The same with one put in its place, or taken out where it was deleted.</summary>
    public WebhookEndpoints With(WebhookEndpoint one) =>
        new(one.DeletedAt is null ? all.SetItem(one.Id, one) : all.Remove(one.Id));
}
