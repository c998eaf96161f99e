using Tollgate.Core.Entitlements;
using Tollgate.Testing.Model;

namespace Tollgate.Storage.Tests.Properties;

/// <summary>What a customer is shown of its entitlements, against the model's sums.</summary>
static class Views
{
    /// <summary>
    /// Compares the view of a customer and of its namespaces, feature by feature; how many were compared.
    /// </summary>
    public static async Task<int> CompareAsync(
        Gate gate, SequentialModel model, ModelCustomer customer, Instant now)
    {
        foreach (var name in (string?[])[null, .. customer.Namespaces])
        {
            var view = await gate.ShowAsync<EntitlementsView>(new ShowEntitlements(customer.Id, name));
            var shown = view.Lines.FirstOrDefault(line => line.Feature.Code == "calls");
            var (expected, real) = (model.View(customer.Id, "calls", name, now), Text(shown));
            Assert.True(expected == real, $"{customer.Id} {name} at {now}\nmodel: {expected}\nreal:  {real}");
        }
        return customer.Namespaces.Count + 1;
    }

    static string Text(EntitlementLine? line)
    {
        if (line is not { Standing: Standing.Included }) return "not included";
        return ModelView.Of(Units(line.TopUpRemaining), [.. line.Limits.Select(limit => limit.Figures).Select(
            figures => new ModelViewLimit(
                figures.Per.Text, Units(figures.Limit), Units(figures.Used), Units(figures.Reserved),
                Units(figures.Remaining), figures.StartsAt, figures.ResetsAt,
                figures.Scope == LimitScope.Namespace ? "namespace" : "customer"))]);

        decimal Units(long units) => Quantities.Unscale(units, line.Feature.Scale);
    }
}
