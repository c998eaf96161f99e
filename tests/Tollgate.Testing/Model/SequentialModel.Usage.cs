using NodaTime;

namespace Tollgate.Testing.Model;

public sealed partial class SequentialModel
{
    static readonly Duration LateLimit = Duration.FromDays(35);
    static readonly Duration AheadLimit = Duration.FromMinutes(5);

    /// <summary>Decides and records uses in order; an atomic request is recorded whole or not at all.</summary>
    public IReadOnlyList<ModelDecision> Use(IReadOnlyList<ModelUse> uses, bool atomic, bool backfill, Instant now)
    {
        var before = Marks();
        var decisions = uses.Select(use => Decide(use, backfill, isCheck: false, now)).ToList();
        if (!atomic || decisions.All(decision => decision.Allowed))
            return decisions;

        GoBack(before);
        return [.. uses.Zip(decisions, (use, decision) => AfterBatchRefused(use, decision, backfill, now))];
    }

    /// <summary>What a use would be answered; nothing is recorded and the figures are as they stand.</summary>
    public ModelDecision Check(ModelUse use, Instant now, bool backfill = false) =>
        Decide(use, backfill, isCheck: true, now);

    /// <summary>What an atomic request would be answered; nothing stays recorded.</summary>
    public IReadOnlyList<ModelDecision> Rehearse(IReadOnlyList<ModelUse> uses, bool backfill, Instant now)
    {
        var before = Marks();
        var decisions = Use(uses, atomic: true, backfill, now);
        GoBack(before);
        return decisions;
    }

    List<(ModelCustomer Customer, int Events, long Sequence)> Marks() =>
        [.. _customers.Values.Select(known => (known, known.Events.Count, known.Sequence))];

    static void GoBack(List<(ModelCustomer Customer, int Events, long Sequence)> marks)
    {
        foreach (var (customer, count, sequence) in marks)
        {
            customer.Events.RemoveRange(count, customer.Events.Count - count);
            customer.Sequence = sequence;
        }
    }

    ModelDecision AfterBatchRefused(ModelUse use, ModelDecision decision, bool backfill, Instant now)
    {
        var customer = Customer(use.Customer);
        if (!decision.Allowed)
            return decision with { Sequence = customer?.Sequence ?? 0 };
        if (decision.Replayed && customer!.Events.Any(known => known.Id == use.Id))
            return decision;
        var standing = Decide(use, backfill, isCheck: true, now);
        return standing with { Reason = "batch_refused", Included = 0, Overage = 0, Flags = [], Id = use.Id };
    }

    ModelDecision Decide(ModelUse use, bool backfill, bool isCheck, Instant now)
    {
        if (Customer(use.Customer) is not { } customer)
            return Refuse(use, "customer_unknown", 0);
        if (use.Id is not null && customer.Events.SingleOrDefault(known => known.Id == use.Id) is { } first)
            return first.Use.HasContentOf(use)
                ? first.Decision with { Replayed = true }
                : Refuse(use, "id_conflict", customer.Sequence);
        if (use.Namespace is not null)
            return Refuse(use, "namespace_unknown", customer.Sequence);
        if (!_features.TryGetValue(use.Feature, out var feature))
            return Refuse(use, "feature_unknown", customer.Sequence);
        if (use.Quantity <= 0 || decimal.Round(use.Quantity, feature.Scale) != use.Quantity)
            throw new ArgumentException($"{use} has no valid quantity.");
        if (use.At > now + AheadLimit || (!backfill && use.At < now - LateLimit))
            return Refuse(use, "at_out_of_range", customer.Sequence);

        var overridden = new List<string>();
        var overrides = use.Mode switch
        {
            "record" => true,
            "enforce" => false,
            _ => throw new ArgumentException($"{use.Mode} is not a mode."),
        };
        if (customer.Suspended)
        {
            if (!overrides)
                return AsItStands(customer, feature, use, now, Refuse(use, "customer_suspended", customer.Sequence));
            overridden.Add("customer_suspended");
        }

        var giving = Giving(customer, use.Feature, now);
        if (giving.Count > 0)
            return DecideGiven(customer, feature, giving, use, overridden, isCheck, now);
        var reason = Missing(customer, use.Feature, now);
        if (!overrides)
            return Refuse(use, reason, customer.Sequence);
        return Allow(customer, use, included: 0, [.. overridden, reason], isCheck, now, figures: decision => decision);
    }

    static ModelDecision DecideGiven(
        ModelCustomer customer,
        ModelFeature feature,
        List<ModelSubscription> giving,
        ModelUse use,
        List<string> overridden,
        bool isCheck,
        Instant now)
    {
        if (feature.Type == "switch")
            return Allow(customer, use, use.Quantity, overridden, isCheck, now, decision => decision);
        if (giving.Any(subscription => subscription.Plan.Of(feature.Code)!.IsUnlimited))
            return Allow(
                customer, use, use.Quantity, overridden, isCheck, now, decision => decision with { Unlimited = true });

        var limits = Standings();
        var fits = limits.Min(limit => limit.Remaining);
        if (use.Quantity <= fits)
            return Allow(customer, use, use.Quantity, overridden, isCheck, now, WithLeast);

        var policy = PolicyOf(giving, feature.Code);
        var refusing = limits.Where(limit => Refuses(limit, policy, use.Quantity)).ToList();
        if (refusing.Count == 0)
        {
            string[] flags = policy.Billable ? ["overage", "billable"] : ["overage"];
            return Allow(customer, use, fits, [.. overridden, .. flags], isCheck, now, WithLeast);
        }

        if (use.Mode == "record")
            return Allow(customer, use, fits, [.. overridden, "limit_exceeded"], isCheck, now, WithLeast);
        return Least(refusing).On(Refuse(use, "limit_exceeded", customer.Sequence));

        List<ModelStanding> Standings() => StandingsOf(customer, giving, use, now);
        ModelDecision WithLeast(ModelDecision decision) => Least(Standings()).On(decision);
    }

    // The figures of what the customer has, though it may not use it.
    static ModelDecision AsItStands(
        ModelCustomer customer, ModelFeature feature, ModelUse use, Instant now, ModelDecision refusal)
    {
        var giving = Giving(customer, use.Feature, now);
        if (giving.Count == 0 || feature.Type == "switch")
            return refusal;
        if (giving.Any(subscription => subscription.Plan.Of(feature.Code)!.IsUnlimited))
            return refusal with { Unlimited = true };
        return Least(StandingsOf(customer, giving, use, now)).On(refusal);
    }

    static bool Refuses(ModelStanding limit, ModelPlanFeature policy, decimal quantity)
    {
        if (policy.Overage == "deny")
            return limit.Used + quantity > limit.Limit;
        return policy.OverageLimit is { } most && limit.Used + quantity > limit.Limit + most;
    }

    static ModelDecision Allow(
        ModelCustomer customer,
        ModelUse use,
        decimal included,
        IReadOnlyList<string> flags,
        bool isCheck,
        Instant now,
        Func<ModelDecision, ModelDecision> figures)
    {
        var decision = new ModelDecision
        {
            Quantity = use.Quantity,
            Included = included,
            Overage = use.Quantity - included,
            Flags = [.. flags],
            Sequence = customer.Sequence,
        };
        if (isCheck)
            return figures(decision);

        var sequence = ++customer.Sequence;
        var id = use.Id ?? $"use_{customer.Id}_{sequence}";
        decision = decision with { Id = id, Sequence = sequence };
        var at = use.At ?? now;
        customer.Events.Add(new(id, sequence, use, at, decision.Included, decision.Overage, decision));
        decision = figures(decision);
        customer.Events[^1] = customer.Events[^1] with { Decision = decision };
        return decision;
    }

    static ModelDecision Refuse(ModelUse use, string reason, long sequence) =>
        new() { Reason = reason, Quantity = use.Quantity, Sequence = sequence, Id = use.Id };
}
