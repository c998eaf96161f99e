using System.Globalization;
using System.Text;

namespace Tollgate.Core.Reconciliations;

/// <summary>
/// States what a provider counts for a period, and posts the difference to what was charged. What is posted counts from
/// then on, so that the same again posts nothing.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Currency">Of which wallet; it must be there.</param>
/// <param name="From">The earliest time of recording, inclusive.</param>
/// <param name="To">The latest, exclusive, not in the future; at most 400 days later.</param>
/// <param name="Totals">1 to 100; no use may belong to two of them.</param>
/// <param name="DryRun">Whether only the plan is wanted.</param>
public sealed record Reconcile(
    string Customer, Currency Currency, Instant From, Instant To, IReadOnlyList<StatedTotal> Totals, bool DryRun)
    : Command(Customer)
{
    /// <summary>The most totals.</summary>
    public const int MostTotals = 100;

    /// <summary>The most properties that a match names.</summary>
    public const int MostProperties = 8;

    static readonly Duration Longest = Duration.FromDays(400);

    /// <summary>When it begins, cut to microseconds.</summary>
    public Instant From { get; init; } = From.Cut();

    /// <summary>When it ends, cut to microseconds.</summary>
    public Instant To { get; init; } = To.Cut();

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Time("from", From);
        errors.Time("to", To);
        if (From >= To) errors.Add("from", "out_of_range", "from must be earlier than to.");
        else if (To - From > Longest) errors.Add("from", "out_of_range", "from must be at most 400 days before to.");
        if (Totals.Count == 0) errors.Add("totals", "required", "totals must hold at least one.");
        if (Totals.Count > MostTotals)
        {
            errors.Add("totals", "too_many", $"totals must hold at most {MostTotals}.");
            return;
        }
        for (var i = 0; i < Totals.Count; i++)
        {
            Check(errors, At(i), Totals[i].Match);
            for (var earlier = 0; earlier < i; earlier++)
            {
                if (!Totals[i].Match.Overlaps(Totals[earlier].Match)) continue;
                errors.Add(
                    At(i), "overlaps", $"A use may belong to {At(i)} and to {At(earlier)}: only one may take it.");
                break;
            }
        }
    }

    /// <summary>What is to be summed up for it; null where it names a feature that is not there.</summary>
    public ChargeQuery? Query(CustomerId customer, Catalog.Catalog catalog)
    {
        List<ChargePart> parts = [];
        foreach (var (match, _) in Totals)
        {
            var feature = match.Feature is { } code ? catalog.Feature(code) : null;
            if (match.Feature is not null && feature is null) return null;
            parts.Add(new ChargePart(feature?.Id, match, Key(match)));
        }
        return new ChargeQuery(customer, Currency, From, To, parts);
    }

    /// <summary>The path of a total's match.</summary>
    public static string At(int total) => string.Create(CultureInfo.InvariantCulture, $"totals[{total}].match");

    Hash Key(ChargeMatch match) => Hash.Over(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{Currency}\n{From.ToMicroseconds()}\n{To.ToMicroseconds()}\n{match.Text}")));

    static void Check(FieldErrors errors, string path, ChargeMatch match)
    {
        errors.Id($"{path}.feature", match.Feature, optional: true);
        if (match.Namespace is { Length: > 0 }) errors.Id($"{path}.namespace", match.Namespace);
        if (match.Properties.Count > MostProperties)
            errors.Add(path, "too_many", $"A match names at most {MostProperties} properties.");
        foreach (var (name, value) in match.Properties)
        {
            if (name.Length is 0 or > UsageProperty.MostCharacters)
                errors.Add(path, "out_of_range", "A property has a name of 1 to 128 characters.");
            else errors.Text(path, name, UsageProperty.MostCharacters);
            errors.Text($"{path}.{name}", value, UsageProperty.MostCharacters);
        }
    }
}

/// <summary>What a provider counts for uses that belong together.</summary>
/// <param name="Match">Which uses.</param>
/// <param name="Amount">What they cost by its count; below zero where it gives back more.</param>
public sealed record StatedTotal(ChargeMatch Match, Amount Amount);
