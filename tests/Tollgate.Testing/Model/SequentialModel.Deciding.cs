using NodaTime;

namespace Tollgate.Testing.Model;

public sealed partial class SequentialModel
{
    static readonly string[] FlagOrder =
    [
        "customer_suspended", "subscription_inactive", "not_included", "below_zero", "limit_exceeded",
        "price_unknown", "credit_insufficient", "overage", "billable",
    ];

    // What one decision is made of, once its words are known.
    sealed record Asked(ModelCustomer Customer, ModelBasis Basis, ModelUse Use, bool IsCheck, Instant Now)
    {
        public ModelFeature Feature => Basis.Feature;

        public bool IsGauge => Feature.Type == "gauge";

        public bool Overrides => Use.Mode == "record";

        /// <summary>The rate cards as they are.</summary>
        public IReadOnlyDictionary<string, ModelRateCard> Cards { get; init; } =
            new Dictionary<string, ModelRateCard>();

        /// <summary>How much its request charges for.</summary>
        public ModelSizes Sizes { get; init; } = new();
    }

    // A quantity divided, and the reasons that mode record overrode or what is worth saying of its overage.
    sealed record ModelSplit(
        decimal Included, decimal TopUp, decimal Overage, IReadOnlyList<string> Flags, string? Reason = null,
        ModelStanding? Refusing = null)
    {
        /// <summary>Whose price the overage is charged by; null: it is not charged.</summary>
        public ModelShare? Priced { get; init; }
    }

    static ModelDecision DecideUse(Asked asked)
    {
        var quantity = QuantityOf(asked);
        var split = SplitOf(asked, quantity);
        var bill = split.Reason is null ? BillOf(asked, split, quantity) : null;
        if (bill?.Reason is { } unpaid && !asked.Overrides)
            return WithFigures(asked, Refuse(asked.Use, unpaid, asked.Customer.Sequence) with
            {
                Quantity = quantity,
                Charge = bill.Shown,
            });
        if (split.Reason is not { } reason)
            return Allow(asked, quantity, split, bill);
        var refusal = Refuse(asked.Use, reason, asked.Customer.Sequence) with { Quantity = quantity };
        if (split.Refusing is not { } limit)
            return WithFigures(asked, refusal);
        return limit.On(refusal) with { TopUpRemaining = TopUpLeft(asked.Customer, asked.Basis) };
    }

    static decimal QuantityOf(Asked asked) => asked.Use.Level is { } level
        ? level - LevelsOf(asked.Customer, asked.Feature.Code, asked.Use.Namespace).Sum(part => part.Quantity)
        : asked.Use.Quantity;

    static ModelSplit SplitOf(Asked asked, decimal quantity)
    {
        var (customer, basis) = (asked.Customer, asked.Basis);
        List<string> overridden = [];
        var lowers = asked.IsGauge && quantity <= 0;
        var level = asked.IsGauge
            ? LevelsOf(customer, asked.Feature.Code, asked.Use.Namespace).Sum(part => part.Quantity)
            : 0;
        (string Reason, bool Applies)[] reasons =
        [
            ("customer_suspended", customer.Suspended && !lowers),
            (basis.Missing ?? "", basis.Missing is not null && !lowers),
            ("below_zero", lowers && level + quantity < 0),
        ];
        foreach (var (reason, applies) in reasons)
        {
            if (applies && !asked.Overrides)
                return new(0, 0, 0, [], reason);
            if (applies)
                overridden.Add(reason);
        }

        if (lowers)
            return new(quantity, 0, 0, overridden);
        if (basis.Missing is not null)
            return new(0, 0, quantity, overridden);
        if (asked.Feature.Type == "switch" || basis.IsUnlimited)
            return new(quantity, 0, 0, overridden);
        return Divide(asked, quantity, overridden);
    }

    static ModelSplit Divide(Asked asked, decimal quantity, List<string> overridden)
    {
        var limits = StandingsOf(asked.Customer, asked.Basis, asked.Use, asked.Now);
        var included = Math.Min(quantity, limits.Min(limit => limit.RoomFor(asked.Feature)));
        var topUp = Math.Min(quantity - included, TopUpLeft(asked.Customer, asked.Basis));
        var overage = quantity - included - topUp;
        if (overage == 0)
            return new(included, topUp, 0, overridden);

        var refusing = limits.Where(limit => limit.Refuses(quantity - topUp)).ToList();
        var priced = PricedBy(asked, limits.FindAll(limit => limit.IsPassedBy(quantity - topUp)));
        if (refusing.Count > 0)
        {
            return asked.Overrides
                ? new(included, topUp, overage, [.. overridden, "limit_exceeded"]) { Priced = priced }
                : new(0, 0, 0, [], "limit_exceeded", Least(refusing));
        }

        var isBillable = limits.Any(limit => limit.IsPassedBy(quantity - topUp) && limit.Policy.Billable);
        string[] flags = isBillable ? ["overage", "billable"] : ["overage"];
        return new(included, topUp, overage, [.. overridden, .. flags]) { Priced = priced };
    }

    // As it stands.
    static ModelDecision WithFigures(Asked asked, ModelDecision decision)
    {
        if (asked.Feature.Type == "switch")
            return decision;
        decision = decision with { TopUpRemaining = TopUpLeft(asked.Customer, asked.Basis) };
        if (asked.Basis.IsUnlimited)
            return decision with { Unlimited = true };
        var limits = StandingsOf(asked.Customer, asked.Basis, asked.Use, asked.Now);
        return limits.Count == 0 ? decision : Least(limits).On(decision);
    }

    static ModelDecision Allow(Asked asked, decimal quantity, ModelSplit split, ModelBill? bill)
    {
        var (customer, use) = (asked.Customer, asked.Use);
        var decision = new ModelDecision
        {
            Feature = use.Feature,
            Quantity = quantity,
            Included = split.Included,
            TopUp = split.TopUp,
            Overage = split.Overage,
            Flags = [.. FlagOrder.Where(flag => split.Flags.Contains(flag) || flag == bill?.Reason)],
            Sequence = customer.Sequence,
            Charge = bill?.Shown,
        };
        if (asked.IsCheck)
            return WithFigures(asked, decision);

        var drawn = Draw(customer, asked.Basis, split.TopUp);
        var counts = CountsOf(asked, split);
        var sequence = ++customer.Sequence;
        decision = decision with { Id = use.Id ?? $"use_{customer.Id}_{sequence}", Sequence = sequence };
        var at = use.At ?? asked.Now;
        if (use.HeldFor is { } time)
            return Hold(asked, decision with { ReservedUntil = asked.Now + time }, counts, drawn, bill);
        var charge = bill is null ? null : Charge(customer, bill, decision.Id, asked.Now);
        decision = decision with { Charge = ShownOf(charge) };
        customer.Events.Add(new(decision.Id, sequence, use, at, split.Included, split.Overage, decision)
        {
            Counts = counts,
            Drawn = [.. drawn.Select(one => (one.Boost, one.Quantity))],
            Charge = charge,
        });
        decision = WithFigures(asked, decision);
        customer.Events[^1] = customer.Events[^1] with { Decision = decision };
        return decision;
    }

    // Its own feature counts it always, a pool where it is included. The level of a gauge comes along.
    static List<ModelCount> CountsOf(Asked asked, ModelSplit split)
    {
        if (asked.Feature.Type == "switch")
            return [];
        var taken = split.Included + split.Overage;
        List<ModelCount> counts = [.. asked.Basis.Shares.Select(
            share => new ModelCount(share.Feature.Code, share.Given?.Scope, taken * share.Weight, share.Weight))];
        if (!asked.IsGauge)
            return counts;
        foreach (var (scope, part) in LevelsOf(asked.Customer, asked.Feature.Code, asked.Use.Namespace)
            .Where(part => part.Scope != counts[0].Scope && part.Quantity != 0).ToList())
        {
            counts.Add(counts[0] with { Quantity = part });
            counts.Add(counts[0] with { Quantity = -part, Scope = scope });
        }
        return counts;
    }

    static List<(string Boost, decimal Quantity, decimal Weight)> Draw(
        ModelCustomer customer, ModelBasis basis, decimal quantity)
    {
        List<(string Boost, decimal Quantity, decimal Weight)> drawn = [];
        foreach (var (boost, left, weight) in LeftOf(customer, basis))
        {
            var taken = Math.Min(basis.Feature.Floor(left / weight), quantity);
            if (taken > 0)
                drawn.Add((boost, taken * weight, weight));
            quantity -= taken;
        }
        return drawn;
    }
}
