namespace Tollgate.Core.Usage;

/// <summary>
/// Decides a use: one guard per reason, in order of precedence; then the split, the counters, the event. A check is the
/// same up to the point of recording.
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
        if (!Quantities.TryScale(use.Quantity, feature.Scale, out var quantity))
            return Quantities.Misfit("quantity", use.Quantity, feature);

        var now = draft.TimeOf(customer);
        var at = use.At ?? now;
        if (!IsInRange(at, now, use, catalog.Settings)) return Refuse(Reason.AtOutOfRange, use, customer.Head.Sequence);

        var footing = Footing.Of(customer.Terms, catalog, feature, use.Namespace ?? "", at, now);
        var entitlement = footing.Entitlement;
        var measured = Measure(customer, footing);
        var topUps = TopUps.Left(customer, footing);
        var split = Split.Of(quantity, measured, topUps, entitlement);
        var (reason, overridden) = Judge(customer.Terms.Profile!, entitlement, split, use.Mode);

        var answer = new Decision(reason, use.Customer, use.Namespace, use.Feature, use.Quantity, feature.Scale)
        {
            Unlimited = entitlement.Unlimited,
            Figures = Tightest(feature, measured, split, reason, at, now, recorded: false),
            TopUpRemaining = topUps,
            Sequence = customer.Head.Sequence,
        };
        if (reason != Reason.None) return answer;
        if (footing.Kept.Any(key => customer.Counter(key).Used > Counter.Most - quantity))
            return Rejected.Invalid(
                "quantity", "out_of_range", $"{feature.Code} would count more than 9 x 10^18 of its smallest unit.");

        answer = answer with
        {
            Included = split.Included,
            TopUp = split.TopUp,
            Overage = split.Overage,
            Flags = overridden | OverageFlags(entitlement, split),
        };
        if (use.CheckOnly) return answer;

        answer = answer with
        {
            Id = use.Id ?? EventId.Make(customer.Head),
            Sequence = customer.NextSequence,
            TopUpRemaining = topUps - split.TopUp,
            Figures = Tightest(feature, measured, split, reason, at, now, recorded: true),
        };
        Record(customer, use, feature, quantity, answer, at, now, footing);
        return answer;
    }

    /// <summary>What <see cref="Decide"/> will read.</summary>
    public static void Need(Needs needs, Use use, Terms terms, Catalog.Catalog catalog, Instant now)
    {
        if (use.Id is not null) needs.Ids.Add(use.Id);
        if (catalog.Feature(use.Feature) is not { Type: FeatureType.Metered } feature) return;
        var footing = Footing.Of(terms, catalog, feature, use.Namespace ?? "", use.At ?? now, now);
        needs.Counters.AddRange(footing.Kept);
        needs.Counters.AddRange(footing.TopUps);
    }

    static Decision Refuse(Reason reason, Use use, long sequence) =>
        new(reason, use.Customer, use.Namespace, use.Feature, use.Quantity, 0) { Sequence = sequence };

    static Decision Repeat(RecordedId recorded, Use use, CustomerState customer) =>
        recorded.Content == use.Content
            ? DecisionCodec.Decode(recorded, use.Customer)
            : Refuse(Reason.IdConflict, use, customer.Head.Sequence);

    static bool IsInRange(Instant at, Instant now, Use use, Settings settings) =>
        at <= now + Settings.EarlyLimit && (use.Backfill || at >= now - settings.LateLimit);

    // In mode record every reason from customer_suspended down is overridden, and the flags list each.
    static (Reason, UsageFlags) Judge(Profile profile, Entitlement entitlement, Split split, UsageMode mode)
    {
        var overridden = UsageFlags.None;
        if (profile.SuspendedAt is not null)
        {
            if (mode == UsageMode.Enforce) return (Reason.CustomerSuspended, overridden);
            overridden |= UsageFlags.CustomerSuspended;
        }
        if (entitlement.Standing == Standing.Inactive)
        {
            if (mode == UsageMode.Enforce) return (Reason.SubscriptionInactive, overridden);
            overridden |= UsageFlags.SubscriptionInactive;
        }
        if (entitlement.Standing == Standing.NotIncluded)
        {
            if (mode == UsageMode.Enforce) return (Reason.NotIncluded, overridden);
            overridden |= UsageFlags.NotIncluded;
        }
        if (split.Refused)
        {
            if (mode == UsageMode.Enforce) return (Reason.LimitExceeded, overridden);
            overridden |= UsageFlags.LimitExceeded;
        }
        return (Reason.None, overridden);
    }

    // Whatever was overridden besides: overage that the policy takes is overage.
    static UsageFlags OverageFlags(Entitlement entitlement, Split split)
    {
        if (entitlement.Standing != Standing.Included || split.Overage == 0 || split.Refused) return UsageFlags.None;
        return entitlement.Overage.Billable ? UsageFlags.Overage | UsageFlags.Billable : UsageFlags.Overage;
    }

    static MeasuredLimit[] Measure(CustomerState customer, Footing footing)
    {
        if (footing.Limits.Count == 0) return [];
        var measured = new MeasuredLimit[footing.Limits.Count];
        for (var i = 0; i < measured.Length; i++)
        {
            measured[i] = new MeasuredLimit(footing.Limits[i], customer.Counter(footing.Limits[i].Key));
        }
        return measured;
    }

    // The limit with the least left as it is shown: after the use, where it was recorded.
    static Figures? Tightest(
        Feature feature, MeasuredLimit[] measured, Split split, Reason reason, Instant at, Instant now, bool recorded)
    {
        Figures? tightest = null;
        foreach (var limit in measured)
        {
            if (reason == Reason.LimitExceeded && !split.Refuses(limit)) continue;
            var figures = limit.Figures(feature.Code, recorded ? split : null, at, now);
            if (tightest is null || figures.Left < tightest.Left) tightest = figures;
        }
        return tightest;
    }

    static void Record(
        CustomerState customer, Use use, Feature feature, long quantity, Decision answer, Instant at, Instant now,
        Footing footing)
    {
        Count(customer, footing, answer.Included + answer.Overage, at, now);
        var head = customer.Head;
        var line = new UsageEvent(
            head.Customer, answer.Sequence, 0, answer.Id!, UsageKind.Use, feature.Id, footing.Entitlement.Scope,
            use.Namespace ?? "", quantity, at, now, answer.Flags, answer.Included, answer.TopUp, answer.Overage,
            use.Actor,
            use.Properties, use.Metadata, Hash.Empty);
        customer.Record(line with { Hash = Chain.Next(head.Hash, line, feature.Code) });
        TopUps.Burn(customer, line, feature, footing);
        customer.Record(
            new RecordedId(head.Customer, answer.Id!, answer.Sequence, use.Content, DecisionCodec.Encode(answer)));
    }

    static void Count(CustomerState customer, Footing footing, long quantity, Instant at, Instant now)
    {
        foreach (var key in footing.Kept)
        {
            var counter = customer.Counter(key);
            customer.Put(key.Rolling is { } length
                ? Roll(counter, quantity, at, now - length)
                : counter with { Used = counter.Used + quantity });
        }
    }

    // One that is older than the rolling window counts in it no more; one that top-ups gave whole never did.
    static Counter Roll(Counter counter, long quantity, Instant at, Instant from)
    {
        if (at <= from || quantity == 0) return counter;
        var oldest = counter.Oldest is { } known && known < at ? known : at;
        return counter with { Used = counter.Used + quantity, Oldest = oldest };
    }
}
