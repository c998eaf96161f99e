using System.Text.Json;

namespace Tollgate.Server;

/// <summary>What happened, as it is shown.</summary>
internal static class HistoryWire
{
    /// <summary>An audit entry; the account's key is empty.</summary>
    public static Wire.AuditEntry Of(AuditEntry entry, string customer) => new()
    {
        Id = AuditId.Format(customer, entry.Sequence),
        Customer = customer.Length == 0 ? null : customer,
        Sequence = entry.Sequence,
        At = Times.Write(entry.At),
        Actor = entry.Actor,
        Action = entry.Action,
        Target = entry.Subject,
        Before = View(entry.Before),
        After = View(entry.After),
        Erased = Erased.Is(entry.Before) || Erased.Is(entry.After),
    };

    /// <summary>One change with all that was recorded under its number.</summary>
    public static Wire.HistoryItem Of(IReadOnlyList<Change> lines, string customer, Catalog catalog)
    {
        var (first, last) = (lines[0], lines[^1]);
        return new Wire.HistoryItem
        {
            Sequence = first.Sequence,
            Kind = first.Event is { } use ? Kind(use) : "change",
            At = Times.Write(first.Event?.RecordedAt ?? first.Audit!.At),
            Use = first.Event is null ? null : UsageWire.Of(first.Event, customer, catalog),
            Lines = [.. lines.Skip(1).Select(line => Of(line.Event!, catalog))],
            Change = first.Audit is null ? null : Of(first.Audit, customer),
            Hash = (last.Event?.Hash ?? last.Audit!.Hash).ToString(),
        };
    }

    static Wire.HistoryLine Of(UsageEvent line, Catalog catalog)
    {
        var feature = catalog.Feature(line.Feature)!;
        return new Wire.HistoryLine
        {
            Line = line.Line,
            Kind = Kind(line),
            Feature = feature.Code,
            Quantity = Quantities.Unscale(line.Quantity, feature.Scale),
            Included = Quantities.Unscale(line.Included, feature.Scale),
            TopUp = Quantities.Unscale(line.TopUp, feature.Scale),
            Overage = Quantities.Unscale(line.Overage, feature.Scale),
        };
    }

    static string Kind(UsageEvent line) => JsonNamingPolicy.SnakeCaseLower.ConvertName(line.Kind.ToString());

    // Most views are objects; a setting is shown as the text it is stored as.
    static JsonElement? View(string? text)
    {
        if (RecordedRow.Without(Erased.Shown(text)) is not { } shown) return null;
        return shown.StartsWith('{') ? Attached.Element(shown) : Attached.Element(Quoted(shown));
    }

    static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
