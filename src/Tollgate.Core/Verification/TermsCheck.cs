namespace Tollgate.Core.Verification;

/// <summary>
/// What a customer is entitled to, against the last entry about each of its rows. Its memory is that of the terms. Not
/// thread-safe.
/// </summary>
/// <remarks>
/// By whom a subscription is replaced, and which credit of its plan it was given, no entry of its own says. A change of
/// plan that takes effect by time is written with whatever comes next, so that where one was scheduled, or an invoice
/// for a plan was unpaid, the plan is not compared.
/// </remarks>
internal sealed class TermsCheck(Standing standing, Catalog.Catalog catalog)
{
    static readonly string[] Personal = ["name", "email", "metadata", "suspended_at", "suspended_reason", "providers"];

    static readonly string[] OfPlan =
    [
        "plan", "version", "anchor", "overrides", "next_plan", "next_version", "change_at", "next_anchor",
        "next_overrides", "past_due_at", "lapses_at", "falls", "put_off",
    ];

    readonly Dictionary<string, string?> said = new(StringComparer.Ordinal);
    readonly HashSet<string> changing = new(StringComparer.Ordinal);
    bool isErased;
    bool isOwing;

    public void Add(AuditEntry entry)
    {
        isErased |= entry.Action == "customer.erased";
        isOwing |= entry.Action == "invoice.failed";
        if (TableOf(entry.Action) is not { } table) return;
        var row = $"{table} {entry.Subject}";
        said[row] = entry.After;
        if (table == "subscription" && Recorded.Text(entry.After, "next_plan") is not null) changing.Add(row);
    }

    /// <summary>The first row that is not as its last entry says.</summary>
    public Divergence? Close()
    {
        var terms = standing.Terms;
        if (terms.Profile is { } profile)
            if (Compare("profile", profile.Key, CustomerDecider.View(profile)!) is { } divergence) return divergence;
        foreach (var one in terms.Namespaces.Values)
            if (Compare("namespace", one.Key, NamespaceDecider.View(one)!) is { } divergence) return divergence;
        foreach (var one in terms.Boosts)
        {
            var view = BoostDecider.View(one, catalog.Feature(one.Feature)!)!;
            if (Compare("boost", BoostId.Format(standing.Key, one.Id), view) is { } divergence) return divergence;
        }
        foreach (var one in terms.Subscriptions)
        {
            var view = SubscriptionDecider.View(one, catalog)!;
            var id = SubscriptionId.Format(standing.Key, one.Id);
            if (Compare("subscription", id, view) is { } divergence) return divergence;
        }
        return said.Keys.FirstOrDefault()?.Split(' ') is [var table, var missing]
            ? Of(table, missing, "a row", "no row")
            : null;
    }

    Divergence? Compare(string table, string key, string stored)
    {
        var row = $"{table} {key}";
        if (!said.Remove(row, out var recorded)) return Of(table, key, "no row", stored);
        string[] except = [.. isErased ? Personal : [], .. isOwing || changing.Contains(row) ? OfPlan : []];
        return Recorded.Compare(standing.Key, table, key, recorded, stored, except);
    }

    Divergence Of(string table, string key, string expected, string found) =>
        new(standing.Key, DivergenceKind.Row, table, key, expected, found);

    static string? TableOf(string action) => action switch
    {
        "customer.created" or "customer.updated" or "customer.suspended" or "customer.resumed" => "profile",
        "namespace.created" or "namespace.updated" => "namespace",
        "boost.created" or "boost.canceled" => "boost",
        "subscription.created" or "subscription.changed" or "subscription.canceled" or "subscription.paused"
            or "subscription.resumed" or "subscription.activated" or "subscription.renewed"
            or "subscription.change_taken_back" or "subscription.linked" => "subscription",
        _ => null,
    };
}
