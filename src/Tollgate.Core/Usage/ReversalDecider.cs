using System.Text.Json;

namespace Tollgate.Core.Usage;

/// <summary>Decides reversals.</summary>
public static class ReversalDecider
{
    // What a reversal is remembered under: no caller can give such an id.
    const char Mark = '~';

    /// <summary>The name that the reversal of a use is remembered by.</summary>
    internal static string NameOf(string id) => Mark + id;

    /// <summary>Takes a use back.</summary>
    public static Outcome Decide(Draft draft, ReverseUse command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return NotFound;
        var lines = customer.Lines(command.Id);
        if (lines is not [{ Kind: UsageKind.Use, Line: 0 } use, ..]) return NotFound;
        var catalog = draft.Account.Catalog;
        var feature = catalog.Feature(use.Feature)!;
        var answer = new Reversed(
            command.Id, feature.Code, Quantities.Unscale(use.Quantity, feature.Scale), customer.NextSequence, false);
        if (customer.Find(NameOf(command.Id)) is { } first)
            return answer with
            {
                Sequence = first.Sequence,
                Replayed = true,
                Refunded = Refund.Read(first.Decision),
            };
        if (feature.Type == FeatureType.Gauge)
            return new Rejected(Rejection.NotReversible, "A gauge is set, raised or lowered again, not reversed.");

        var (now, sequence) = (draft.TimeOf(customer), customer.NextSequence);
        var watched = Thresholds.Watch(draft, customer, BasisOf(customer.Terms, catalog, use, now), use.Namespace);
        var refund = Refund.Of(draft, customer, use, feature, now);
        if (refund?.Overflows(customer) == true) return WalletDecider.TooMuch;
        foreach (var line in Undone(lines, sequence, now, command, refund?.Charge))
            Posting.Post(
                customer, line, catalog.Feature(line.Feature)!, Posting.Keys(customer.Terms, catalog, line, now), now);
        refund?.Give(draft, customer, use, command, now);
        Thresholds.Tell(draft, customer, feature, use.Namespace, watched, now);
        customer.Record(new RecordedId(
            customer.Head.Customer, NameOf(command.Id), sequence, Hash.Empty, Refund.Write(refund?.Charge)));
        return answer with { Refunded = refund?.Shown };
    }

    /// <summary>What <see cref="Decide"/> will read.</summary>
    public static void Need(
        Needs needs, ReverseUse command, Terms terms, Catalog.Catalog catalog, Known known, Instant now)
    {
        needs.Ids.Add(NameOf(command.Id));
        needs.Lines.Add(command.Id);
        var lines = known.Lines(command.Id);
        if (lines.Count > 0)
        {
            BasisOf(terms, catalog, lines[0], now).AddKeys(needs.Counters);
            Refund.Need(needs, lines, terms, catalog, known, now);
        }
        foreach (var line in lines)
            if (Counts(line) && catalog.Feature(line.Feature)!.Type != FeatureType.Gauge)
                needs.Counters.AddRange(Posting.Keys(terms, catalog, line, now));
    }

    static Basis BasisOf(Terms terms, Catalog.Catalog catalog, UsageEvent use, Instant now) =>
        Basis.Of(terms, catalog, catalog.Feature(use.Feature)!, use.Namespace, use.At, now);

    static bool Counts(UsageEvent line) => line.Kind is UsageKind.Use or UsageKind.Pool or UsageKind.TopUp;

    static IEnumerable<UsageEvent> Undone(
        IReadOnlyList<UsageEvent> lines, long sequence, Instant now, ReverseUse command, Charge? back) =>
        lines.Where(Counts).Select((line, i) => line with
        {
            Sequence = sequence,
            Line = checked((short)i),
            Kind = UsageKind.Reversal,
            Quantity = -line.Quantity,
            RecordedAt = now,
            Flags = UsageFlags.None,
            Included = -line.Included,
            TopUp = -line.TopUp,
            Overage = -line.Overage,
            Actor = i == 0 ? command.By : null,
            Metadata = i == 0 ? Why(command) : null,
            Charge = i == 0 ? back : null,
        });

    static string? Why(ReverseUse command) => command.Reason is null ? null : CanonicalJson.Of(
        new Dictionary<string, JsonElement> { ["reason"] = JsonSerializer.SerializeToElement(command.Reason) });

    static Rejected NotFound { get; } = new(Rejection.EventNotFound, "There is no such recorded use.");
}
