namespace Tollgate.Core.Usage;

/// <summary>
/// Decides a use: one guard per reason, in order of precedence; then the split, and the lines that are recorded. A
/// check is the same up to the point of recording, and a reservation the same but for what is recorded.
/// </summary>
public static class UseDecider
{
    /// <summary>Decides a use, and records it if it is allowed.</summary>
    public static Outcome Decide(Draft draft, Use use)
    {
        if (draft.Existing(use.Customer) is not { } customer) return Refuse(Reason.CustomerUnknown, use, 0);
        if (use.Id is not null && customer.Find(use.Id) is { } recorded) return Repeat(recorded, use, customer);
        if (use.Namespace is not null && customer.Terms.Namespace(use.Namespace) is null)
            return Refuse(Reason.NamespaceUnknown, use, customer.Head.Sequence);

        var catalog = draft.Account.Catalog;
        if (catalog.Feature(use.Feature) is not { } feature)
            return Refuse(Reason.FeatureUnknown, use, customer.Head.Sequence);
        if (Misuse(use, feature) is { } misuse) return misuse;
        if (!Quantities.TryScale(use.Level ?? use.Quantity, feature.Scale, out var quantity))
            return Quantities.Misfit(use.Level is null ? "quantity" : "value", use.Level ?? use.Quantity, feature);

        var now = draft.TimeOf(customer);
        var at = use.At ?? now;
        if (!IsInRange(at, now, use, catalog.Settings)) return Refuse(Reason.AtOutOfRange, use, customer.Head.Sequence);

        var basis = Basis.Of(customer.Terms, catalog, feature, use.Namespace ?? "", at, now);
        if (basis.Standing != Standing.Included
            && Lent.Of(draft, customer, feature, use.Namespace ?? "") is not null) basis = basis.Lent();
        var weighed = Weigh(customer, feature, use, basis, quantity);
        var (reason, overridden) = Judge(customer.Terms, basis, weighed, use.Mode);
        var bill = reason == Reason.None ? Bill.Of(draft, customer, use, feature, basis, weighed, at) : null;
        if (bill?.IsTooMuch(customer) == true) return Bill.TooMuch(feature);
        if (use.Mode == UsageMode.Enforce) reason = bill?.Reason ?? reason;
        var answer = Answer(customer, use, feature, basis, weighed, reason, now) with { Charge = bill?.Shown };
        if (reason == Reason.BudgetExceeded) return answer with { Budget = bill!.Denied!.Name };
        if (reason != Reason.None) return answer;
        if (Overflows(customer, basis, weighed)) return TooMuch(feature);

        answer = answer with
        {
            Included = weighed.Split.Included,
            TopUp = weighed.Split.TopUp,
            Overage = weighed.Split.Overage,
            Flags = overridden | (bill?.Flags ?? UsageFlags.None) | OverageFlags(weighed),
        };
        if (use.CheckOnly) return answer;
        var watched = Thresholds.Watch(draft, customer, basis, use.Namespace ?? "");
        var wallets = bill is null ? [] : WalletWatch.Watch(draft, customer);
        answer = Recording.Record(customer, use, feature, answer, basis, weighed, bill, at, now);
        Thresholds.Tell(draft, customer, feature, use.Namespace ?? "", watched, now);
        WalletWatch.Tell(draft, customer, wallets);
        return answer;
    }

    /// <summary>What <see cref="Decide"/> will read.</summary>
    public static void Need(Needs needs, Use use, Terms terms, Catalog.Catalog catalog, Instant now)
    {
        if (use.Id is not null) needs.Ids.Add(use.Id);
        if (catalog.Feature(use.Feature) is not { } feature) return;
        if (feature.Type == FeatureType.Switch) Lent.Need(needs, terms, catalog, feature, use.Namespace ?? "", now);
        else
        {
            var basis = Basis.Of(terms, catalog, feature, use.Namespace ?? "", use.At ?? now, now);
            basis.AddKeys(needs.Counters);
            needs.Accruals |= feature.Type == FeatureType.Gauge;
            Bill.Need(needs, basis, terms, catalog, feature, use.Namespace ?? "", use.At ?? now, now);
        }
    }

    /// <summary>How a quantity divides that was used already, whatever stands against it.</summary>
    internal static (Weighed Weighed, UsageFlags Flags) WeighFact(
        CustomerState customer, Use fact, Feature feature, Basis basis, long quantity)
    {
        var weighed = Weigh(customer, feature, fact, basis, quantity);
        var (_, overridden) = Judge(customer.Terms, basis, weighed, UsageMode.Record);
        return (weighed, overridden | OverageFlags(weighed));
    }

    /// <summary>The answer to a quantity with which some counter would hold more than it can.</summary>
    internal static Rejected TooMuch(Feature feature) => Rejected.Invalid(
        "quantity", "out_of_range", $"{feature.Code} would count more than 9 x 10^18 of a smallest unit.");

    static Decision Refuse(Reason reason, Use use, long sequence) =>
        new(reason, use.Customer, use.Namespace, use.Feature, use.Quantity, 0) { Sequence = sequence };

    static Decision Repeat(RecordedId recorded, Use use, CustomerState customer) =>
        recorded.Content == use.Content
            ? DecisionCodec.Decode(recorded.Decision, recorded.Id, use.Customer)
            : Refuse(Reason.IdConflict, use, customer.Head.Sequence);

    static Rejected? Misuse(Use use, Feature feature)
    {
        if (use.Level is not null && feature.Type != FeatureType.Gauge)
            return Rejected.Invalid("feature", "not_allowed", $"{feature.Code} is no gauge.");
        if (use.HoldFor is not null && feature.Type != FeatureType.Metered)
            return Rejected.Invalid("feature", "not_allowed", $"{feature.Code} is not metered: it cannot be reserved.");
        if (use.Quantity <= 0 && feature.Type != FeatureType.Gauge)
            return Rejected.Invalid("quantity", "out_of_range", "quantity must be above 0.");
        return null;
    }

    static bool IsInRange(Instant at, Instant now, Use use, Settings settings) =>
        at <= now + Settings.EarlyLimit && (use.Backfill || at >= now - settings.LateLimit);

    static Weighed Weigh(CustomerState customer, Feature feature, Use use, Basis basis, long quantity)
    {
        var limits = MeasuredLimit.Of(customer, basis);
        if (feature.Type != FeatureType.Gauge)
        {
            var topUps = TopUps.Left(customer, basis);
            return new Weighed(Split.Of(quantity, limits, topUps, basis.Standing), limits, topUps, null);
        }
        var gauge = GaugeLevel.Of(customer, feature, basis.Own.Scope, use.Namespace ?? "");
        limits = gauge.BroughtOver(limits);
        var change = use.Level is null ? quantity : quantity - gauge.Level;
        return new Weighed(Split.OfGauge(change, limits, basis.Standing), limits, 0, gauge);
    }

    // In mode record every reason from customer_suspended down is overridden, and the flags list each. What lowers a
    // gauge uses nothing: it needs no plan, passes no limit and is open to the suspended.
    static (Reason, UsageFlags) Judge(Terms terms, Basis basis, Weighed weighed, UsageMode mode)
    {
        var (profile, overridden) = (terms.Profile!, UsageFlags.None);
        var lowers = weighed.Gauge is not null && weighed.Split.Quantity <= 0;
        if (profile.SuspendedAt is not null && !lowers)
        {
            if (mode == UsageMode.Enforce) return (Reason.CustomerSuspended, overridden);
            overridden |= UsageFlags.CustomerSuspended;
        }
        // A waiver lifts it for what the plans include.
        if (terms.IsBlocked && !(profile.Waived && basis.Standing == Standing.Included) && !lowers)
        {
            if (mode == UsageMode.Enforce) return (Reason.PaymentBlocked, overridden);
            overridden |= UsageFlags.PaymentBlocked;
        }
        if (basis.Standing == Standing.Inactive && !lowers)
        {
            if (mode == UsageMode.Enforce) return (Reason.SubscriptionInactive, overridden);
            overridden |= UsageFlags.SubscriptionInactive;
        }
        if (basis.Standing == Standing.NotIncluded && !lowers)
        {
            if (mode == UsageMode.Enforce) return (Reason.NotIncluded, overridden);
            overridden |= UsageFlags.NotIncluded;
        }
        if (lowers && weighed.Gauge!.Value.Level + weighed.Split.Quantity < 0)
        {
            if (mode == UsageMode.Enforce) return (Reason.BelowZero, overridden);
            overridden |= UsageFlags.BelowZero;
        }
        if (weighed.Split.Refused)
        {
            if (mode == UsageMode.Enforce) return (Reason.LimitExceeded, overridden);
            overridden |= UsageFlags.LimitExceeded;
        }
        return (Reason.None, overridden);
    }

    static Decision Answer(
        CustomerState customer, Use use, Feature feature, Basis basis, Weighed weighed, Reason reason, Instant now)
    {
        var quantity = use.Level is null ? use.Quantity : Quantities.Unscale(weighed.Split.Quantity, feature.Scale);
        return new Decision(reason, use.Customer, use.Namespace, use.Feature, quantity, feature.Scale)
        {
            Unlimited = basis.Unlimited,
            Figures = MeasuredLimit.Tightest(
                weighed.Limits, limit => reason != Reason.LimitExceeded || weighed.Split.Refuses(limit), now),
            TopUpRemaining = weighed.TopUps,
            Sequence = customer.Head.Sequence,
        };
    }

    static bool Overflows(CustomerState customer, Basis basis, Weighed weighed) => basis.Shares.Any(share =>
    {
        var drawn = (Int128)weighed.Split.Quantity * share.Factor;
        var arrives = drawn + (weighed.Gauge?.Elsewhere ?? 0);
        return Int128.Abs(drawn) > Counter.Most || share.Footing.Kept.Any(
            key => customer.Counter(key).Overflows(key.Pot == basis.Own.Scope ? arrives : drawn));
    });

    // Whatever was overridden besides: overage that the policy takes is overage.
    static UsageFlags OverageFlags(Weighed weighed)
    {
        if (weighed.Split.Overage == 0 || weighed.Split.Refused) return UsageFlags.None;
        var passed = weighed.Limits.Where(weighed.Split.Passes).ToList();
        if (passed.Count == 0) return UsageFlags.None;
        return passed.Exists(limit => limit.Policy.Billable)
            ? UsageFlags.Overage | UsageFlags.Billable
            : UsageFlags.Overage;
    }
}

/// <summary>A quantity against what it rests on.</summary>
/// <param name="Split">How it divides.</param>
/// <param name="Limits">What it was measured by.</param>
/// <param name="TopUps">What top-ups had left.</param>
/// <param name="Gauge">The level before, of a gauge.</param>
internal sealed record Weighed(Split Split, MeasuredLimit[] Limits, long TopUps, GaugeLevel? Gauge);
