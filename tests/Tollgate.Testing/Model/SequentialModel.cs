using NodaTime;

namespace Tollgate.Testing.Model;

/// <summary>
/// Tollgate as one plain sequential program: it keeps every event and sums them anew for every decision. Slow and
/// obvious by intent. Times passed in never go back. Not thread-safe. Malformed input is an
/// <see cref="ArgumentException"/>: it never reaches a decision.
/// </summary>
public sealed partial class SequentialModel
{
    readonly Dictionary<string, ModelFeature> _features = [];
    readonly Dictionary<string, List<ModelPlan>> _plans = [];
    readonly Dictionary<string, ModelRateCard> _cards = [];
    readonly Dictionary<string, ModelCustomer> _customers = [];
    readonly Dictionary<string, (string Customer, string Id)> _handles = [];

    /// <summary>
    /// A rule of money that it breaks on purpose, to see that it is noticed: <c>expired credit is spent</c>,
    /// <c>the oldest credit first</c>, <c>no priority</c>, <c>a refused batch is paid</c>,
    /// <c>each charge is rounded</c>, <c>nothing is set aside</c>, <c>reversals go nowhere</c>,
    /// <c>credit leaves debt</c>, <c>no totals</c>; null: none.
    /// </summary>
    public string? Broken { get; init; }

    /// <summary>The customer; null when there is none.</summary>
    public ModelCustomer? Customer(string id) => _customers.GetValueOrDefault(id);

    /// <summary>Applies one command.</summary>
    public ModelAnswer Apply(ModelCommand command)
    {
        PassTime(command.Now);
        return Answered(command);
    }

    ModelAnswer Answered(ModelCommand command) => command switch
    {
        ModelCommand.PutFeature put => Answer(PutFeature(put.Feature)),
        ModelCommand.PutPlan put => Answer(PutPlan(put.Plan)),
        ModelCommand.PutRateCard put => Answer(PutRateCard(put.Card)),
        ModelCommand.PutCustomer put => Answer(PutCustomer(put.Customer, put.TimeZone, put.Waived)),
        ModelCommand.Suspend suspend => Answer(Suspend(suspend.Customer)),
        ModelCommand.Resume resume => Answer(Resume(resume.Customer)),
        ModelCommand.Subscribe subscribe => Answer(SubscribeAs(subscribe)),
        { Subscription: { } handle } => Answer(
            _handles.TryGetValue(handle, out var meant)
                ? Alter(meant.Customer, meant.Id, command, command.Now)
                : Missing(command)),
        ModelCommand.PutNamespace put => Answer(PutNamespace(put.Customer, put.Namespace)),
        ModelCommand.Provision provision => Answer(ProvisionAs(provision)),
        ModelCommand.CancelBoost cancel => Answer(CancelBoostBy(cancel)),
        ModelCommand.PutWallet put => Answer(PutWallet(put.Customer, put.Currency, put.Rules)),
        ModelCommand.Grant grant => Answer(Grant(grant.Customer, grant.Asked, grant.Now)),
        ModelCommand.Adjust adjust => Answer(Adjust(adjust.Customer, adjust.Asked, adjust.Now)),
        ModelCommand.ShowWallets show => Answer(ShowWallets(show.Customer)),
        ModelCommand.Use use => new(null, Use(use.Uses, use.Atomic, use.Backfill, use.Now)),
        ModelCommand.Reserve reserve => new(null, [Reserve(reserve.Asked, reserve.Now)]),
        ModelCommand.Settle settle => Settle(settle),
        ModelCommand.Reverse reverse => Answer(Reverse(reverse.Customer, reverse.Id, reverse.Now)),
        ModelCommand.Check check => new(null, [Check(check.Asked, check.Now)]),
        _ => throw new ArgumentException($"{command.GetType().Name} is not a command."),
    };

    /// <summary>Puts a feature; its type and scale never change, and what it draws on is never itself.</summary>
    public ModelChange PutFeature(ModelFeature feature)
    {
        if (feature.Type is not ("switch" or "metered" or "gauge") || feature.Scale is < 0 or > 9
            || feature.Weight <= 0 || (feature.Pool is not null && feature.Type != "metered"))
            throw new ArgumentException($"{feature} is malformed.");
        var known = _features.GetValueOrDefault(feature.Code);
        if (known == feature)
            return new("unchanged", feature.Code);
        if (known is not null && (known.Type, known.Scale) != (feature.Type, feature.Scale))
            return new("feature_in_use", feature.Code);
        if (feature.Pool is { } code && !IsPool(code, feature))
            return new("invalid");
        _features[feature.Code] = feature;
        return new(known is null ? "created" : "changed", feature.Code);
    }

    bool IsPool(string code, ModelFeature child)
    {
        if (!_features.TryGetValue(code, out var pool) || pool.Type != "metered")
            return false;
        var smallest = child.Weight * new decimal(1, 0, 0, false, (byte)child.Scale);
        return pool.Floor(smallest) == smallest && !PoolsOf(pool).Append(pool).Any(above => above.Code == child.Code);
    }

    // The nearest first.
    IEnumerable<ModelFeature> PoolsOf(ModelFeature feature)
    {
        while (feature.Pool is not null)
            yield return feature = _features[feature.Pool];
    }

    /// <summary>Puts a plan; one that differs from the last version is the next.</summary>
    public ModelChange PutPlan(ModelPlan plan)
    {
        foreach (var given in plan.Features)
            Validate(given);
        if (plan.Kind is not ("base" or "add_on") || plan.Cycle is not ("week" or "month" or "quarter" or "year"))
            throw new ArgumentException($"{plan} is malformed.");
        if (plan.Features.Any(
            given => given.Price is { Kind: "rate_card", Property: { } card } && !_cards.ContainsKey(card)))
            return new("invalid");
        if (!_plans.TryGetValue(plan.Code, out var versions))
        {
            _plans.Add(plan.Code, [plan]);
            return new("created", plan.Code, 1);
        }

        if (versions[^1].Describe() == plan.Describe())
            return new("unchanged", plan.Code, versions.Count);
        versions.Add(plan);
        return new("changed", plan.Code, versions.Count);
    }

    /// <summary>Puts a rate card. The last one is what events cost by.</summary>
    public ModelChange PutRateCard(ModelRateCard card)
    {
        var known = _cards.GetValueOrDefault(card.Code);
        if (known?.Describe() == card.Describe())
            return new("unchanged", card.Code);
        if (known is not null && known.Currency != card.Currency)
            return new("rate_card_currency_fixed");
        _cards[card.Code] = card;
        return new(known is null ? "created" : "changed", card.Code);
    }

    /// <summary>Puts a customer's profile.</summary>
    public ModelChange PutCustomer(string id, string timeZone, bool waived = false)
    {
        var zone = DateTimeZoneProviders.Tzdb[timeZone];
        var isNew = !_customers.TryGetValue(id, out var customer);
        if (customer is null)
            _customers.Add(id, customer = new(id) { Broken = Broken });
        if (!isNew && customer.Zone.Id == zone.Id && customer.Waived == waived)
            return new("unchanged", id, Sequence: customer.Sequence);
        customer.Zone = zone;
        customer.Waived = waived;
        return new(isNew ? "created" : "changed", id, Sequence: ++customer.Sequence);
    }

    /// <summary>Makes a namespace of a customer.</summary>
    public ModelChange PutNamespace(string customerId, string name)
    {
        if (Customer(customerId) is not { } customer)
            return new("customer_not_found");
        return customer.Namespaces.Add(name)
            ? new("created", name, Sequence: ++customer.Sequence)
            : new("unchanged", name, Sequence: customer.Sequence);
    }

    /// <summary>Suspends a customer.</summary>
    public ModelChange Suspend(string id) => SetSuspended(id, true);

    /// <summary>Resumes a customer.</summary>
    public ModelChange Resume(string id) => SetSuspended(id, false);

    ModelChange SetSuspended(string id, bool suspended)
    {
        if (Customer(id) is not { } customer)
            return new("customer_not_found");
        if (customer.Suspended == suspended)
            return new("unchanged", id, Sequence: customer.Sequence);
        customer.Suspended = suspended;
        return new("changed", id, Sequence: ++customer.Sequence);
    }

    void Validate(ModelPlanFeature given)
    {
        if (!_features.TryGetValue(given.Feature, out var feature))
            throw new ArgumentException($"There is no feature {given.Feature}.");
        var isSwitch = feature.Type == "switch";
        if (isSwitch && (given.IsUnlimited || given.Limits.Count > 0))
            throw new ArgumentException($"The switch {given.Feature} has a limit.");
        if (!isSwitch && given.IsUnlimited == given.Limits.Count > 0)
            throw new ArgumentException($"{given.Feature} is either limited or not.");
        if (feature.Type == "gauge" && given.Limits.Any(limit => limit.Per != "forever"))
            throw new ArgumentException($"{given.Feature} is a level: its limits are for ever.");
        if (given.Overage is not ("deny" or "allow" or "charge")
            || given.Overage == "charge" != given.Price is not null)
            throw new ArgumentException($"{given.Overage} is not a policy, or has no price.");
        if (given.Limits.Any(limit => limit.PerNamespace < 0))
            throw new ArgumentException($"{given.Feature} gives a namespace less than nothing.");
        if (given is { Overage: "deny", OverageLimit: not null })
            throw new ArgumentException($"{given.Feature} denies overage and limits it.");
    }

    static ModelAnswer Answer(ModelChange change) => new(change, []);
}
