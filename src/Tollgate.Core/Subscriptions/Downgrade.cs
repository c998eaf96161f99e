namespace Tollgate.Core.Subscriptions;

/// <summary>To which plans a customer may go down, where the settings name them.</summary>
internal static class Downgrade
{
    /// <summary>Why a base may not be followed by another; null: it may.</summary>
    public static Rejected? Barred(Catalog.Catalog catalog, int from, Plan to)
    {
        var targets = catalog.Settings.DowngradeTo.All;
        if (targets.Count == 0 || targets.Contains(to.Code) || !IsLess(to, catalog.Plan(from))) return null;
        return new Rejected(
            Rejection.DowngradeNotAllowed, $"It may go down to {string.Join(", ", targets)}, and not to {to.Code}.");
    }

    // In any currency that both are priced in: a month is compared with a month and a year with a year, as far as there
    // are both.
    static bool IsLess(Plan to, Plan from)
    {
        if (!from.IsPriced || to.Code == from.Code) return false;
        if (!to.IsPriced) return true;
        return to.Definition.Prices!.Any(price => Comparable(price, from.Definition.Prices!)
            .Any(other => PerYear(price) < PerYear(other)));
    }

    static IReadOnlyList<PlanPrice> Comparable(PlanPrice price, IReadOnlyList<PlanPrice> others)
    {
        List<PlanPrice> same = [.. others.Where(other => other.Currency == price.Currency)];
        var alike = same.FindAll(other => other.Per == price.Per);
        return alike.Count > 0 ? alike : same;
    }

    static decimal PerYear(PlanPrice price) => price.Per == PricePer.Year ? price.Amount : price.Amount * 12;
}
