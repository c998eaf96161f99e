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
        return standing with
        {
            Reason = "batch_refused",
            Included = 0,
            TopUp = 0,
            Overage = 0,
            Flags = [],
            Id = use.Id,
        };
    }

    ModelDecision Decide(ModelUse use, bool backfill, bool isCheck, Instant now)
    {
        if (Customer(use.Customer) is not { } customer)
            return Refuse(use, "customer_unknown", 0);
        if (use.Id is not null && customer.Events.SingleOrDefault(known => known.Id == use.Id) is { } first)
            return first.Use.HasContentOf(use)
                ? first.Decision with { Replayed = true }
                : Refuse(use, "id_conflict", customer.Sequence);
        if (use.Namespace is not null && !customer.Namespaces.Contains(use.Namespace))
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

        if (ModelGiven.Of(customer, use.Feature, use.Namespace, now) is { } given)
            return DecideGiven(new(customer, feature, given, use, isCheck, now), overridden);
        var reason = Missing(customer, use, now);
        if (!overrides)
            return Refuse(use, reason, customer.Sequence);
        var nothing = new ModelGiven(null, [], [], []);
        return Allow(
            new(customer, feature, nothing, use, isCheck, now), 0, 0, [.. overridden, reason], decision => decision);
    }

    static ModelDecision Refuse(ModelUse use, string reason, long sequence) =>
        new() { Reason = reason, Quantity = use.Quantity, Sequence = sequence, Id = use.Id };
}
