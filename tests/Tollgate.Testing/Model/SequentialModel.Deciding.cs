using NodaTime;

namespace Tollgate.Testing.Model;

public sealed partial class SequentialModel
{
    // What one decision is made of, once the customer may use the feature.
    sealed record Asked(
        ModelCustomer Customer, ModelFeature Feature, ModelGiven Given, ModelUse Use, bool IsCheck, Instant Now)
    {
        public List<ModelStanding> Standings() => StandingsOf(Customer, Given, Use, Now);

        public decimal TopUpLeft() => LeftOf(Customer, Given.TopUps).Sum(one => one.Left);
    }

    static ModelDecision DecideGiven(Asked asked, List<string> overridden)
    {
        var (feature, use) = (asked.Feature.Code, asked.Use);
        if (asked.Feature.Type == "switch")
            return Allow(asked, use.Quantity, 0, overridden, decision => decision);
        if (asked.Given.IsUnlimited(feature))
            return Allow(asked, use.Quantity, 0, overridden, Figures);

        var limits = asked.Standings();
        var included = Math.Min(use.Quantity, limits.Min(limit => limit.Remaining));
        var topUp = Math.Min(use.Quantity - included, asked.TopUpLeft());
        if (included + topUp == use.Quantity)
            return Allow(asked, included, topUp, overridden, Figures);

        var policy = asked.Given.Policy(feature);
        var refusing = limits.Where(limit => Refuses(limit, policy, use.Quantity - topUp)).ToList();
        if (refusing.Count == 0)
        {
            string[] flags = policy.Billable ? ["overage", "billable"] : ["overage"];
            return Allow(asked, included, topUp, [.. overridden, .. flags], Figures);
        }

        if (use.Mode == "record")
            return Allow(asked, included, topUp, [.. overridden, "limit_exceeded"], Figures);
        var refusal = Refuse(use, "limit_exceeded", asked.Customer.Sequence);
        return Least(refusing).On(refusal) with { TopUpRemaining = asked.TopUpLeft() };

        ModelDecision Figures(ModelDecision decision) => WithFigures(asked, decision);
    }

    static ModelDecision WithFigures(Asked asked, ModelDecision decision)
    {
        decision = decision with { TopUpRemaining = asked.TopUpLeft() };
        return asked.Given.IsUnlimited(asked.Feature.Code)
            ? decision with { Unlimited = true }
            : Least(asked.Standings()).On(decision);
    }

    // The figures of what the customer has, though it may not use it.
    static ModelDecision AsItStands(
        ModelCustomer customer, ModelFeature feature, ModelUse use, Instant now, ModelDecision refusal)
    {
        var given = ModelGiven.Of(customer, use.Feature, use.Namespace, now);
        return given is null || feature.Type == "switch"
            ? refusal
            : WithFigures(new(customer, feature, given, use, IsCheck: true, now), refusal);
    }

    static bool Refuses(ModelStanding limit, ModelPlanFeature policy, decimal counted)
    {
        if (policy.Overage == "deny")
            return limit.Used + counted > limit.Limit;
        return policy.OverageLimit is { } most && limit.Used + counted > limit.Limit + most;
    }

    static ModelDecision Allow(
        Asked asked,
        decimal included,
        decimal topUp,
        IReadOnlyList<string> flags,
        Func<ModelDecision, ModelDecision> figures)
    {
        var (customer, use) = (asked.Customer, asked.Use);
        var decision = new ModelDecision
        {
            Quantity = use.Quantity,
            Included = included,
            TopUp = topUp,
            Overage = use.Quantity - included - topUp,
            Flags = [.. flags],
            Sequence = customer.Sequence,
        };
        if (asked.IsCheck)
            return figures(decision);

        var drawn = Draw(customer, asked.Given.TopUps, topUp);
        var sequence = ++customer.Sequence;
        var id = use.Id ?? $"use_{customer.Id}_{sequence}";
        decision = decision with { Id = id, Sequence = sequence };
        var at = use.At ?? asked.Now;
        customer.Events.Add(new(id, sequence, use, at, decision.Included, decision.Overage, decision)
        {
            Scope = asked.Given.Scope,
            Drawn = drawn,
        });
        decision = figures(decision);
        customer.Events[^1] = customer.Events[^1] with { Decision = decision };
        return decision;
    }

    static List<(string Boost, decimal Quantity)> Draw(
        ModelCustomer customer, List<ModelBoost> topUps, decimal quantity)
    {
        List<(string Boost, decimal Quantity)> drawn = [];
        foreach (var (boost, left) in LeftOf(customer, topUps))
        {
            var taken = Math.Min(left, quantity);
            if (taken > 0)
                drawn.Add((boost, taken));
            quantity -= taken;
        }
        return drawn;
    }
}
