using NodaTime;

namespace Tollgate.Testing.Model;

/// <summary>
/// What decides on a feature at a moment: the plans and boosts of one scope, and the top-ups used after them, soonest
/// end first.
/// </summary>
sealed record ModelGiven(
    string? Scope, List<ModelPlan> Plans, List<ModelBoost> Boosts, List<ModelBoost> TopUps)
{
    /// <summary>
    /// Of a namespace, or of the customer; null where nothing includes the feature. A waiver stands in for plans only
    /// where no active one includes the feature.
    /// </summary>
    public static ModelGiven? Of(ModelCustomer customer, string feature, string? name, Instant now)
    {
        var including = customer.Subscriptions.FindAll(known => known.PlanAt(now).Of(feature) is not null);
        var boosts = customer.Boosts.FindAll(known => known.Gift.Feature == feature && known.CountsAt(now));
        var topUps = boosts.Where(known => known.Gift.Type == "top_up")
            .OrderBy(known => known.EndsAt ?? Instant.MaxValue).ToList();

        var given = (name is null ? null : Active(name)) ?? Active(null)
            ?? (name is null ? null : Waived(name)) ?? Waived(null);
        if (given is null && topUps.Any(Shared))
            given = new(null, [], [], []);
        return given is null
            ? null
            : given with { TopUps = given.Scope is null ? topUps.FindAll(Shared) : topUps.FindAll(Own) };

        ModelGiven? Active(string? scope)
        {
            var extras = boosts.FindAll(known => known.Gift.Type != "top_up" && known.Gift.Namespace == scope);
            var active = including.FindAll(known => known.Scope == scope && known.GivesAccessAt(now));
            if (active.Count + extras.Count == 0)
                return null;
            return new(scope, active.Count > 0 ? PlansOf(active) : Waived(scope)?.Plans ?? [], extras, []);
        }

        ModelGiven? Waived(string? scope)
        {
            var waived = including.FindAll(known => known.Scope == scope && !known.IsReplacedAt(now));
            return customer.Waived && waived.Count > 0 ? new(scope, PlansOf(waived), [], []) : null;
        }

        List<ModelPlan> PlansOf(List<ModelSubscription> known) => known.ConvertAll(one => one.PlanAt(now));
        bool Shared(ModelBoost known) => known.Gift.Namespace is null || Own(known);
        bool Own(ModelBoost known) => known.Gift.Namespace == name;
    }

    /// <summary>Whether nothing but top-ups gives it: one of a scope that has no allowance of it.</summary>
    public bool IsOnlyBought => Plans.Count + Boosts.Count == 0;

    /// <summary>Whether anything gives it without limit.</summary>
    public bool IsUnlimited(string feature) =>
        Plans.Any(known => known.Of(feature)!.IsUnlimited) || Boosts.Any(known => known.Gift.Type == "unlimited");

    /// <summary>The limits, summed by window kind; a cap is the sum of what each lets a namespace take.</summary>
    public List<ModelLimit> Limits(string feature)
    {
        var planned = Plans.SelectMany(known => known.Of(feature)!.Limits).ToList();
        var raises = Boosts.Where(known => known.Gift.Type == "add_limit").Select(known => known.Gift).ToList();
        if (Plans.Count == 0)
            planned = [.. raises.Select(gift => new ModelLimit(gift.Quantity!.Value, gift.Per ?? "forever"))];
        if (Plans.Count == 0 && planned.Count == 0)
            planned = [new(0, "forever")];
        return [.. planned.GroupBy(limit => ModelCalendar.Rank(limit.Per)).Select(same => Summed([.. same]))];

        ModelLimit Summed(List<ModelLimit> same)
        {
            var raise = Plans.Count == 0 ? 0 : raises
                .Where(gift => gift.Per is null || ModelCalendar.Rank(gift.Per) == ModelCalendar.Rank(same[0].Per))
                .Sum(gift => gift.Quantity!.Value);
            var isCapped = same.Any(limit => limit.PerNamespace is not null);
            return new(
                same.Sum(limit => limit.Quantity) + raise,
                same[0].Per,
                isCapped ? same.Sum(limit => limit.PerNamespace ?? limit.Quantity) + raise : null);
        }
    }

    /// <summary>What happens past a limit: of the base plan, else of the earliest add-on; boosts alone deny.</summary>
    public ModelPlanFeature Policy(string feature)
    {
        var policy = Plans.FindLast(known => known.Kind == "base") ?? Plans.FirstOrDefault();
        return policy?.Of(feature) ?? new() { Feature = feature };
    }
}
