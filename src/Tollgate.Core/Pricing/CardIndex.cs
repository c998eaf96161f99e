using System.Numerics;

namespace Tollgate.Core.Pricing;

/// <summary>
/// The rates of a card by the values they name, so that a card of 2,000 rates is asked as fast as one of two: a look-up
/// for each set of properties that any rate names. Immutable, thread-safe.
/// </summary>
internal sealed class CardIndex
{
    // No text that is stored holds it.
    const char Separator = '\0';

    readonly IReadOnlyList<string> match;
    readonly IReadOnlyList<CardRate> rates;
    readonly Group[] groups;

    public CardIndex(IReadOnlyList<string> match, IReadOnlyList<CardRate> rates)
    {
        (this.match, this.rates) = (match, rates);
        Dictionary<int, Group> byNames = [];
        for (var i = 0; i < rates.Count; i++)
        {
            var names = NamesOf(rates[i]);
            if (!byNames.TryGetValue(names, out var group)) byNames[names] = group = new Group(names, []);
            group.Rates.TryAdd(KeyOf(names, name => rates[i].Values[name])!, i);
        }
        groups = [.. byNames.Values.OrderByDescending(group => group.Count)];
    }

    /// <summary>Whether it was built of these.</summary>
    public bool IsOf(IReadOnlyList<string> names, IReadOnlyList<CardRate> all) =>
        ReferenceEquals(match, names) && ReferenceEquals(rates, all);

    /// <summary>The rate that names the most of an event's properties, the first of several; null: none fits.</summary>
    public CardRate? Find(Func<string, string?> text)
    {
        var texts = match.ToDictionary(name => name, text, StringComparer.Ordinal);
        var (best, most) = (int.MaxValue, 0);
        foreach (var group in groups)
        {
            if (best < int.MaxValue && group.Count < most) break;
            if (KeyOf(group.Names, name => texts[name]) is not { } key) continue;
            if (!group.Rates.TryGetValue(key, out var found) || found > best) continue;
            (best, most) = (found, group.Count);
        }
        return best < int.MaxValue ? rates[best] : null;
    }

    // One bit for each property that the rate names.
    int NamesOf(CardRate rate)
    {
        var names = 0;
        for (var i = 0; i < match.Count; i++)
            if (rate.Values.ContainsKey(match[i])) names |= 1 << i;
        return names;
    }

    string? KeyOf(int names, Func<string, string?> value)
    {
        var key = "";
        for (var i = 0; i < match.Count; i++)
        {
            if ((names & (1 << i)) == 0) continue;
            if (value(match[i]) is not { } text) return null;
            key += text + Separator;
        }
        return key;
    }

    // The rates that name the same properties, by their values: their places in the card.
    sealed record Group(int Names, Dictionary<string, int> Rates)
    {
        public int Count => BitOperations.PopCount((uint)Names);
    }
}
