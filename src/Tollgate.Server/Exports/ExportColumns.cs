using System.Text.Json;
using Tollgate.Exports;

namespace Tollgate.Server;

/// <summary>The columns of the exports. More may be added, at the end; none changes.</summary>
internal static class ExportColumns
{
    public static ExportColumn<UsageEvent>[] Events { get; } =
    [
        new("customer", ExportType.Text, false, one => one.Customer),
        new("sequence", ExportType.Int64, false, one => one.Row.Sequence),
        new("line", ExportType.Int64, false, one => (long)one.Row.Line),
        new("id", ExportType.Text, false, one => one.Row.Id),
        new("kind", ExportType.Text, false, one => Snake(one.Row.Kind)),
        new("feature", ExportType.Text, false, one => one.Catalog.Feature(one.Row.Feature)!.Code),
        new("allowance", ExportType.Text, false, one => one.Row.Pot),
        new("namespace", ExportType.Text, true, one => one.Row.Namespace.Length == 0 ? null : one.Row.Namespace),
        new("quantity", ExportType.Quantity, false, one => Quantity(one, one.Row.Quantity)),
        new("included", ExportType.Quantity, false, one => Quantity(one, one.Row.Included)),
        new("top_up", ExportType.Quantity, false, one => Quantity(one, one.Row.TopUp)),
        new("overage", ExportType.Quantity, false, one => Quantity(one, one.Row.Overage)),
        new("at", ExportType.Timestamp, false, one => one.Row.At),
        new("recorded_at", ExportType.Timestamp, false, one => one.Row.RecordedAt),
        new("flags", ExportType.Text, true, one =>
            one.Row.Flags == UsageFlags.None ? null : string.Join(' ', DecisionNames.Of(one.Row.Flags))),
        new("actor", ExportType.Text, true, one => Erased.Shown(one.Row.Actor)),
        new("properties", ExportType.Text, true, one => Erased.Shown(one.Row.Properties)),
        new("metadata", ExportType.Text, true, one => Erased.Shown(one.Row.Metadata)),
        new("currency", ExportType.Text, true, one => one.Row.Charge?.Currency.Code),
        new("charge", ExportType.Amount, true, one => one.Row.Charge?.Amount),
        new("cost", ExportType.Text, true, one => one.Row.Charge?.Cost.ToString()),
        new("hash", ExportType.Text, false, one => one.Row.Hash.ToString()),
    ];

    public static ExportColumn<LedgerEntry>[] Ledger { get; } =
    [
        new("customer", ExportType.Text, false, one => one.Customer),
        new("sequence", ExportType.Int64, false, one => one.Row.Sequence),
        new("line", ExportType.Int64, false, one => (long)one.Row.Line),
        new("currency", ExportType.Text, false, one => one.Row.Currency.Code),
        new("number", ExportType.Int64, false, one => one.Row.Number),
        new("kind", ExportType.Text, false, one => Snake(one.Row.Kind)),
        new("amount", ExportType.Amount, false, one => one.Row.Amount),
        new("balance_after", ExportType.Amount, false, one => one.Row.Balance),
        new("reference", ExportType.Text, true, one => one.Row.Reference),
        new("reason", ExportType.Text, true, one => Erased.Shown(one.Row.Reason)),
        new("actor", ExportType.Text, true, one => Erased.Shown(one.Row.Actor)),
        new("created_at", ExportType.Timestamp, false, one => one.Row.CreatedAt),
        new("hash", ExportType.Text, false, one => one.Row.Hash.ToString()),
    ];

    static object Quantity(Recorded<UsageEvent> one, long units) =>
        Quantities.Unscale(units, one.Catalog.Feature(one.Row.Feature)!.Scale);

    static string Snake<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
