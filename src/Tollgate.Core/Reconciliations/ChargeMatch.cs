using System.Collections.Immutable;
using System.Text;

namespace Tollgate.Core.Reconciliations;

/// <summary>
/// Which charged uses belong together: all that name this feature, this namespace and these properties. What it does
/// not name may be anything. Immutable, thread-safe.
/// </summary>
/// <param name="Feature">A feature's code, or null.</param>
/// <param name="Namespace">A namespace; empty: of uses that name none; null: any.</param>
/// <param name="Properties">Values as text by the name of the property; see <see cref="UsageProperty"/>.</param>
public sealed record ChargeMatch(
    string? Feature, string? Namespace, ImmutableSortedDictionary<string, string> Properties)
{
    // No text that is stored holds it.
    const char Separator = '\0';

    /// <summary>All that it says, so that equal ones have equal text.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder();
            text.Append(Feature ?? "*").Append(Separator).Append(Namespace ?? "*");
            foreach (var (name, value) in Properties.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                text.Append(Separator).Append(name).Append(Separator).Append(value);
            return text.ToString();
        }
    }

    /// <summary>
    /// The same with a hash in the place of each property's value: what it overlaps can be told, and nothing of a
    /// person stays where it is kept.
    /// </summary>
    public ChargeMatch Disguised => this with
    {
        Properties = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, Properties.Select(pair =>
            KeyValuePair.Create(pair.Key, Hash.Over(Encoding.UTF8.GetBytes(pair.Value)).ToString()))),
    };

    /// <summary>It as it is stored.</summary>
    public string Write() => CoreJson.Write(
        new StoredMatch(Feature, Namespace, new(Properties, StringComparer.Ordinal)));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ChargeMatch Read(string text)
    {
        var stored = CoreJson.Read<StoredMatch>(text);
        return new ChargeMatch(
            stored.Feature, stored.Namespace,
            ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, stored.Properties));
    }

    /// <summary>Whether one use may belong to both: nothing that both name tells them apart.</summary>
    public bool Overlaps(ChargeMatch other) =>
        (Feature is null || other.Feature is null || Feature == other.Feature)
        && (Namespace is null || other.Namespace is null || Namespace == other.Namespace)
        && Properties.All(pair => !other.Properties.TryGetValue(pair.Key, out var value) || value == pair.Value);

    /// <summary>Whether a use belongs to it, of which the feature is known to be the one named.</summary>
    public bool Takes(UsageEvent use) =>
        (Namespace is null || use.Namespace == Namespace)
        && Properties.All(pair => UsageProperty.Of(use.Properties, pair.Key) == pair.Value);
}

/// <summary>A match as it is stored.</summary>
/// <param name="Feature">A feature's code, or null.</param>
/// <param name="Namespace">A namespace, or null.</param>
/// <param name="Properties">A hash of each value by the name of its property.</param>
public sealed record StoredMatch(string? Feature, string? Namespace, SortedDictionary<string, string> Properties);
