namespace Tollgate.Core.Reconciliations;

/// <summary>What a reconciliation posted, or would.</summary>
/// <param name="Id">Null where nothing was posted.</param>
/// <param name="Command">What was asked.</param>
/// <param name="Totals">One for each that was stated, in order.</param>
public sealed record Reconciliation(string? Id, Reconcile Command, IReadOnlyList<ReconciledTotal> Totals);

/// <summary>A stated total beside what is known of it.</summary>
/// <param name="Match">Which uses.</param>
/// <param name="Key">Hash of the match, its period and its currency.</param>
/// <param name="Stated">What the provider counts.</param>
/// <param name="Recorded">What was charged, less what was given back.</param>
/// <param name="PostedBefore">What earlier reconciliations of the same match and period have posted.</param>
/// <param name="Difference">What is charged in addition; below zero what is given back.</param>
public sealed record ReconciledTotal(
    ChargeMatch Match, Hash Key, Amount Stated, Amount Recorded, Amount PostedBefore, Amount Difference);

/// <summary>The id of a reconciliation on the wire: <c>rec_&lt;customer&gt;_&lt;sequence&gt;</c>.</summary>
public static class ReconciliationId
{
    static readonly MadeId Form = new("rec_");

    /// <summary>The wire form.</summary>
    public static string Format(string customer, long id) => Form.Format(customer, id);
}

/// <summary>A reconciliation as the audit shows it. Amounts are decimals.</summary>
public sealed record ReconciliationView(
    string Id, string Currency, string From, string To, IReadOnlyList<ReconciledTotalView> Totals)
{
    /// <summary>What is posted of each sum by then, as the audit records it; null elsewhere.</summary>
    public PostedRow? Row { get; init; }

    /// <summary>The view of what is posted.</summary>
    public static ReconciliationView Of(Reconciliation one) => new(
        one.Id!, one.Command.Currency.Code, CoreJson.Time(one.Command.From), CoreJson.Time(one.Command.To),
        [.. one.Totals.Select(total => ReconciledTotalView.Of(total, one.Command.Currency))]);
}

/// <summary>One total of it.</summary>
public sealed record ReconciledTotalView(
    string? Feature, string? Namespace, IReadOnlyDictionary<string, string> Properties, string Stated,
    string Recorded, string PostedBefore, string Difference)
{
    /// <summary>The view of a total.</summary>
    public static ReconciledTotalView Of(ReconciledTotal total, Currency currency) => new(
        total.Match.Feature, total.Match.Namespace,
        new SortedDictionary<string, string>(total.Match.Properties, StringComparer.Ordinal),
        total.Stated.ToString(currency), total.Recorded.ToString(currency),
        total.PostedBefore.ToString(currency), total.Difference.ToString(currency));
}

/// <summary>What reconciliations have posted.</summary>
/// <param name="Posted">In micros, by the key of what it sums up.</param>
public sealed record PostedRow(SortedDictionary<string, long> Posted)
{
    /// <summary>What a reconciliation leaves posted.</summary>
    public static PostedRow Of(Reconciliation one)
    {
        SortedDictionary<string, long> posted = new(StringComparer.Ordinal);
        foreach (var total in one.Totals)
            if (total.Difference != Amount.Zero)
                posted[$"{total.Key}"] = (total.PostedBefore + total.Difference).Micros;
        return new PostedRow(posted);
    }
}
