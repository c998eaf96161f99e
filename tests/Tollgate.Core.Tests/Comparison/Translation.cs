using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Tollgate.Core.Customers;
using Tollgate.Core.Reservations;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Time;
using Tollgate.Core.Usage;
using Tollgate.Testing.Model;

namespace Tollgate.Core.Tests.Comparison;

/// <summary>
/// Says the model's commands in the core's words, and the core's outcomes in the model's. It remembers what handles
/// stand for and which version each plan id is. Not thread-safe.
/// </summary>
public sealed class Translation
{
    readonly Dictionary<string, (string Customer, long Id)> handles = new(StringComparer.Ordinal);
    readonly Dictionary<int, int> versions;

    /// <summary>Knows nothing yet.</summary>
    public Translation() => versions = [];

    /// <summary>Knows the plans that <paramref name="other"/> knows.</summary>
    public Translation(Translation other) => versions = new(other.versions);

    /// <summary>A request as the core takes it.</summary>
    public IReadOnlyList<Command> Commands(ModelCommand command) => command switch
    {
        ModelCommand.PutFeature put => [Feature(put.Feature)],
        ModelCommand.PutPlan put => [Plan(put.Plan)],
        ModelCommand.PutCustomer put => [new PutCustomer(put.Customer, TimeZone: put.TimeZone, Waived: put.Waived)],
        ModelCommand.Suspend suspend => [new SuspendCustomer(suspend.Customer)],
        ModelCommand.Resume resume => [new ResumeCustomer(resume.Customer)],
        ModelCommand.Subscribe subscribe => [Subscribe(subscribe.Customer, subscribe.Order)],
        ModelCommand.Cancel cancel => [Cancel(cancel)],
        ModelCommand.Pause pause => [Pause(pause.Handle)],
        ModelCommand.Unpause unpause => [Unpause(unpause.Handle)],
        ModelCommand.Activate activate => [Activate(activate.Handle)],
        ModelCommand.Renew renew => [Renew(renew)],
        ModelCommand.Change change => [Change(change)],
        ModelCommand.TakeBack back => [TakeBack(back)],
        ModelCommand.PutNamespace put => [new PutNamespace(put.Customer, put.Namespace)],
        ModelCommand.Provision provision => [Provision(provision.Customer, provision.Gift)],
        ModelCommand.CancelBoost cancel => [CancelBoost(cancel)],
        ModelCommand.Use use => [.. use.Uses.Select(one => Use(one) with { Backfill = use.Backfill })],
        ModelCommand.Check check => [Use(check.Asked) with { CheckOnly = true }],
        ModelCommand.Reserve reserve => [Use(reserve.Asked)],
        ModelCommand.Settle settle =>
            [new SettleReservation(settle.Customer, settle.Id, settle.Quantity, settle.Properties)],
        ModelCommand.Reverse reverse => [new ReverseUse(reverse.Customer, reverse.Id)],
        _ when MoneyWords.Command(command) is { } one => [one],
        _ => throw new ArgumentException($"{command.GetType().Name} is not a command."),
    };

    /// <summary>The answer to a request as the model would give it.</summary>
    public ModelAnswer Answer(ModelCommand command, IReadOnlyList<Outcome> outcomes)
    {
        if (outcomes is [Rejected rejected]) return new ModelAnswer(new ModelChange(Code(rejected)), []);
        if (command.Asks().Count > 0)
            return new ModelAnswer(null, [.. outcomes.Select(outcome => Decision((Decision)outcome))]);
        var change = outcomes[0] switch
        {
            Put<Feature> put => new ModelChange(Word(put), put.Value.Code),
            Put<PlanVersion> put => new ModelChange(
                Word(put), put.Value.Code, versions[put.Value.Id] = put.Value.Version),
            Put<Profile> put => new ModelChange(Word(put), put.Value.Key),
            Put<Namespace> put => new ModelChange(Word(put), put.Value.Key),
            Put<Boost> put => Change(command, put),
            Put<Subscription> put => Change(command, put),
            Reversed reversed => new ModelChange(
                reversed.Replayed ? "reversed before" : "reversed", reversed.Id, Sequence: reversed.Sequence)
            {
                Shown = MoneyWords.Of(reversed.Refunded)?.Describe(),
            },
            _ when MoneyWords.Change(command, outcomes[0]) is { } money => money,
            _ => throw new ArgumentException($"{outcomes[0]} is no answer to {command}."),
        };
        return new ModelAnswer(change, []);
    }

    /// <summary>The answer to a request with malformed fields.</summary>
    public static ModelAnswer Malformed { get; } = new(new ModelChange("invalid"), []);

    /// <summary>A decision in the model's words.</summary>
    public static ModelDecision Decision(Decision decision)
    {
        return new ModelDecision
        {
            Reason = decision.Reason == Reason.None ? null : Snake(decision.Reason),
            Quantity = decision.Quantity,
            Feature = decision.Feature,
            Limit = OfLimit(decision.Figures?.Limit),
            Used = OfLimit(decision.Figures?.Used),
            Reserved = OfLimit(decision.Figures?.Reserved),
            Remaining = OfLimit(decision.Figures?.Remaining),
            LimitFeature = decision.Figures?.Feature,
            ReservedUntil = decision.ReservedUntil,
            Unlimited = decision.Unlimited,
            Per = decision.Figures?.Per.Text,
            StartsAt = decision.Figures?.StartsAt,
            ResetsAt = decision.Figures?.ResetsAt,
            LimitScope = decision.Figures is { } figures ? Snake(figures.Scope) : null,
            Included = Units(decision.Included)!.Value,
            TopUp = Units(decision.TopUp)!.Value,
            TopUpRemaining = Units(decision.TopUpRemaining)!.Value,
            Overage = Units(decision.Overage)!.Value,
            Charge = MoneyWords.Of(decision.Charge),
            Flags = [.. Flags.Where(flag => decision.Flags.HasFlag(flag)).Select(Snake)],
            Sequence = decision.Sequence,
            Replayed = decision.Replayed,
            Id = decision.Id,
        };

        decimal? OfLimit(long? units) =>
            units is { } known ? Quantities.Unscale(known, decision.Figures!.Scale) : null;

        decimal? Units(long? units) => units is { } known ? Quantities.Unscale(known, decision.Scale) : null;
    }

    // In the order in which the model lists them: what was overridden first.
    static readonly UsageFlags[] Flags =
    [
        UsageFlags.CustomerSuspended, UsageFlags.SubscriptionInactive, UsageFlags.NotIncluded, UsageFlags.BelowZero,
        UsageFlags.LimitExceeded, UsageFlags.PriceUnknown, UsageFlags.CreditInsufficient,
        UsageFlags.Overage, UsageFlags.Billable,
    ];

    /// <summary>The subscription or boost that a command is about, or null.</summary>
    public string? Meant(ModelCommand command) => command switch
    {
        { Subscription: { } handle } when handles.TryGetValue(handle, out var meant) =>
            SubscriptionId.Format(meant.Customer, meant.Id),
        ModelCommand.CancelBoost cancel when handles.TryGetValue(cancel.Handle, out var meant) =>
            BoostId.Format(meant.Customer, meant.Id),
        _ => null,
    };

    ModelChange Change(ModelCommand command, Put<Boost> put)
    {
        var customer = command switch
        {
            ModelCommand.Provision provision => provision.Customer,
            ModelCommand.CancelBoost cancel => handles[cancel.Handle].Customer,
            _ => throw new ArgumentException($"{command} is not about a boost."),
        };
        if (command is ModelCommand.Provision { Handle: var handle }) handles[handle] = (customer, put.Value.Id);
        var word = command is ModelCommand.Provision && !put.Changed ? "existing" : Word(put);
        return new ModelChange(word, BoostId.Format(customer, put.Value.Id));
    }

    ModelChange Change(ModelCommand command, Put<Subscription> put)
    {
        var customer = command switch
        {
            ModelCommand.Subscribe subscribe => subscribe.Customer,
            { Subscription: { } named } => handles[named].Customer,
            _ => throw new ArgumentException($"{command} is not about a subscription."),
        };
        if (command is ModelCommand.Subscribe { Handle: var handle }) handles[handle] = (customer, put.Value.Id);
        var word = command is ModelCommand.Subscribe && !put.Changed ? "existing" : Word(put);
        var version = versions[put.Value.PlanAt(command.Now)];
        return new ModelChange(word, SubscriptionId.Format(customer, put.Value.Id), version);
    }

    static string Word<T>(Put<T> put) where T : class =>
        put.Created ? "created" : put.Changed ? "changed" : "unchanged";

    static string Code(Rejected rejected)
    {
        if (rejected.Code != Rejection.Invalid) return Snake(rejected.Code);
        if (rejected.Errors.Any(error => error.Code == "unknown_namespace")) return "namespace_not_found";
        return rejected.Errors.Any(error => error.Code == "unknown_plan") ? "plan_not_found" : "invalid";
    }

    static PutFeature Feature(ModelFeature feature) =>
        new(feature.Code, new FeatureDefinition(
            feature.Code, Parse<FeatureType>(feature.Type), Scale: feature.Scale, Pool: feature.Pool,
            Weight: feature.Pool is null ? null : feature.Weight));

    static PutPlan Plan(ModelPlan plan) => new(plan.Code, new PlanDefinition(
        plan.Code, Parse<PlanKind>(plan.Kind), plan.Stackable, Parse<CycleLength>(plan.Cycle), plan.TrialDays,
        Public: true,
        new SortedDictionary<string, PlanFeature>(
            plan.Features.ToDictionary(given => given.Feature, Given), StringComparer.Ordinal))
    {
        Prices = plan.Priced ? [new PlanPrice(9, "EUR", PricePer.Month)] : null,
    });

    static PlanFeature Given(ModelPlanFeature given) => new(
        given.IsUnlimited,
        [.. given.Limits.Select(limit => new PlanLimit(limit.Quantity, limit.Per, limit.PerNamespace))],
        Parse<OverageMode>(given.Overage), given.OverageLimit, given.Billable)
    {
        Price = given.Price is { } price ? MoneyWords.Price(price) : null,
    };

    static Subscribe Subscribe(string customer, ModelOrder order) => new(
        customer, order.Plan, order.Version, order.StartsAt, order.EndsAt, order.TrialEndsAt, order.Anchor,
        order.ExternalId, order.Metadata, order.Namespace);

    static ProvisionBoost Provision(string customer, ModelGift gift) => new(
        customer, gift.Feature, Parse<BoostType>(gift.Type), Until(gift), gift.Quantity, gift.Per, gift.StartsAt,
        gift.Namespace, gift.ExternalId, gift.Metadata);

    static BoostEnd Until(ModelGift gift) => gift.Until switch
    {
        "cycle_end" => BoostEnd.OfCycle,
        "time" => BoostEnd.At(gift.Time!.Value),
        _ => BoostEnd.Never,
    };

    CancelBoost CancelBoost(ModelCommand.CancelBoost cancel)
    {
        var (customer, id) = handles.GetValueOrDefault(cancel.Handle, ("acme", long.MaxValue));
        return new CancelBoost(customer, id);
    }

    PauseSubscription Pause(string handle)
    {
        var (customer, id) = handles.GetValueOrDefault(handle, ("acme", long.MaxValue));
        return new PauseSubscription(customer, id);
    }

    ResumeSubscription Unpause(string handle)
    {
        var (customer, id) = handles.GetValueOrDefault(handle, ("acme", long.MaxValue));
        return new ResumeSubscription(customer, id);
    }

    ActivateSubscription Activate(string handle)
    {
        var (customer, id) = handles.GetValueOrDefault(handle, ("acme", long.MaxValue));
        return new ActivateSubscription(customer, id);
    }

    RenewSubscription Renew(ModelCommand.Renew renew)
    {
        var (customer, id) = handles.GetValueOrDefault(renew.Handle, ("acme", long.MaxValue));
        return new RenewSubscription(customer, id, renew.EndsAt, renew.Anchor);
    }

    ChangeSubscription Change(ModelCommand.Change change)
    {
        var (customer, id) = handles.GetValueOrDefault(change.Handle, ("acme", long.MaxValue));
        var when = change.At switch
        {
            "now" => CancelWhen.Now,
            "period_end" => CancelWhen.PeriodEnd,
            _ => CancelWhen.At,
        };
        return new ChangeSubscription(customer, id, change.Plan, change.Version, when, change.Time, change.Anchor);
    }

    TakeBackChange TakeBack(ModelCommand.TakeBack back)
    {
        var (customer, id) = handles.GetValueOrDefault(back.Handle, ("acme", long.MaxValue));
        return new TakeBackChange(customer, Parse<ChangeKind>(back.Kind), id);
    }

    CancelSubscription Cancel(ModelCommand.Cancel cancel)
    {
        var (customer, id) = handles.GetValueOrDefault(cancel.Handle, ("acme", long.MaxValue));
        return cancel.At switch
        {
            "now" => new CancelSubscription(customer, id),
            "period_end" => new CancelSubscription(customer, id, CancelWhen.PeriodEnd),
            _ => new CancelSubscription(customer, id, CancelWhen.At, cancel.Time),
        };
    }

    static Use Use(ModelUse use) => new(
        use.Customer, use.Feature, use.Quantity, use.Namespace, use.Id, use.At,
        use.Mode == "record" ? UsageMode.Record : UsageMode.Enforce)
    {
        Properties = use.Properties,
        Level = use.Level,
        HoldFor = use.HeldFor,
    };

    static T Parse<T>(string word) where T : struct, Enum =>
        Enum.Parse<T>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    static string Snake<T>(T value) where T : struct, Enum =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName($"{value}");
}
