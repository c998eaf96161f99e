using NodaTime;

namespace Tollgate.Testing.Model;

public sealed partial class SequentialModel
{
    static readonly Duration LateLimit = Duration.FromDays(35);
    static readonly Duration AheadLimit = Duration.FromMinutes(5);

    /// <summary>Decides and records uses in order; an atomic request is recorded whole or not at all.</summary>
    public IReadOnlyList<ModelDecision> Use(IReadOnlyList<ModelUse> uses, bool atomic, bool backfill, Instant now)
    {
        var (before, sizes) = (Marks(), new ModelSizes());
        List<ModelDecision> decisions;
        do
        {
            GoBack(before);
            decisions = uses.Select(use => Decide(use, backfill, isCheck: false, now, sizes)).ToList();
        }
        while (sizes.AreOther());
        if (!atomic || decisions.All(decision => decision.Allowed))
            return decisions;

        GoBack(before);
        return [.. uses.Zip(decisions, (use, decision) => AfterBatchRefused(use, decision, backfill, now))];
    }

    /// <summary>What a use would be answered; nothing is recorded and the figures are as they stand.</summary>
    public ModelDecision Check(ModelUse use, Instant now, bool backfill = false) =>
        Decide(use, backfill, isCheck: true, now);

    /// <summary>How much of a use would fit the limits, in units of its feature; null where none holds.</summary>
    public decimal? RoomFor(ModelUse use, Instant now)
    {
        if (Customer(use.Customer) is not { } customer || !_features.TryGetValue(use.Feature, out var feature))
            return null;
        var limits = StandingsOf(customer, BasisOf(customer, feature, use, now), use, now);
        return limits.Count == 0 ? null : limits.Min(limit => limit.RoomFor(feature));
    }

    /// <summary>What an atomic request would be answered; nothing stays recorded.</summary>
    public IReadOnlyList<ModelDecision> Rehearse(IReadOnlyList<ModelUse> uses, bool backfill, Instant now)
    {
        var before = Marks();
        var decisions = Use(uses, atomic: true, backfill, now);
        GoBack(before);
        return decisions;
    }

    List<ModelMark> Marks() => [.. _customers.Values.Select(known => new ModelMark(
        known, known.Events.Count, known.Charges.Count, known.Sequence,
        [.. known.Wallets.Values.Select(wallet => wallet.Entries.Count)]))];

    static void GoBack(List<ModelMark> marks)
    {
        foreach (var (customer, events, charges, sequence, entries) in marks)
        {
            customer.Events.RemoveRange(events, customer.Events.Count - events);
            customer.Charges.RemoveRange(charges, customer.Charges.Count - charges);
            foreach (var (wallet, count) in customer.Wallets.Values.Zip(entries)
                .Where(_ => customer.Broken != "a refused batch is paid"))
                wallet.Entries.RemoveRange(count, wallet.Entries.Count - count);
            customer.Sequence = sequence;
        }
    }

    sealed record ModelMark(
        ModelCustomer Customer, int Events, int Charges, long Sequence, IReadOnlyList<int> Entries);

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

    ModelDecision Decide(ModelUse use, bool backfill, bool isCheck, Instant now, ModelSizes? sizes = null)
    {
        if (Customer(use.Customer) is not { } customer)
            return Refuse(use, "customer_unknown", 0);
        if (use.Id is not null && KnownAs(customer, use.Id) is var (first, answer))
            return first.HasContentOf(use)
                ? answer with { Replayed = true }
                : Refuse(use, "id_conflict", customer.Sequence);
        if (use.Namespace is not null && !customer.Namespaces.Contains(use.Namespace))
            return Refuse(use, "namespace_unknown", customer.Sequence);
        if (!_features.TryGetValue(use.Feature, out var feature))
            return Refuse(use, "feature_unknown", customer.Sequence);
        Validate(use, feature);
        if (use.At > now + AheadLimit || (!backfill && use.At < now - LateLimit))
            return Refuse(use, "at_out_of_range", customer.Sequence);
        return DecideUse(new(customer, BasisOf(customer, feature, use, now), use, isCheck, now)
        {
            Cards = _cards,
            Sizes = sizes ?? new(),
        });
    }

    static void Validate(ModelUse use, ModelFeature feature)
    {
        var quantity = use.Level ?? use.Quantity;
        if (feature.Floor(quantity) != quantity || use.Mode is not ("record" or "enforce"))
            throw new ArgumentException($"{use} has no valid quantity, or mode.");
        var isMisused = feature.Type == "gauge"
            ? use.Level < 0 || use is { Level: null, Quantity: 0 }
            : use.Quantity <= 0 || use.Level is not null;
        if (isMisused)
            throw new ArgumentException($"{use} has no valid quantity.");
    }

    static ModelDecision Refuse(ModelUse use, string reason, long sequence) =>
        new() { Feature = use.Feature, Reason = reason, Quantity = use.Quantity, Sequence = sequence, Id = use.Id };
}
