namespace Tollgate.Core.Subscriptions;

/// <summary>Decides the commands about subscriptions.</summary>
public static class SubscriptionDecider
{
    /// <summary>The most subscriptions of a customer that are not over.</summary>
    public const int MostAtOnce = 1_000;

    /// <summary>
    /// The most subscriptions that a customer ever has. The sum of so many limits is still one that a counter holds.
    /// </summary>
    public const int MostEver = 5_000;

    /// <summary>Puts a customer on a plan.</summary>
    public static Outcome Decide(Draft draft, Subscribe command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (Repeated(customer.Terms, command) is { } answer) return answer;
        if (command.Namespace is not null && customer.Terms.Namespace(command.Namespace) is null)
            return Rejected.Invalid("namespace", "unknown_namespace", $"There is no namespace {command.Namespace}.");
        if (draft.Account.Catalog.Plan(command.Plan, command.Version) is not { } plan)
            return Rejected.Invalid("plan", "unknown_plan", $"There is no plan {command.Plan} of that version.");

        var now = draft.TimeOf(customer);
        var startsAt = command.StartsAt ?? now;
        var scope = command.Namespace ?? "";
        if (command.EndsAt <= Instant.Max(now, startsAt))
            return Rejected.Invalid("ends_at", "out_of_range", "ends_at must be after starts_at, and in the future.");
        if (command.TrialEndsAt <= startsAt)
            return Rejected.Invalid("trial_ends_at", "out_of_range", "trial_ends_at must be after starts_at.");
        if (IsFull(customer.Terms, now))
            return new Rejected(Rejection.TooManySubscriptions,
                $"A customer has at most {MostAtOnce:N0} subscriptions at once, and {MostEver:N0} ever.");
        if (!plan.Definition.Stackable && IsHeld(customer.Terms, draft.Account.Catalog, plan, scope, now))
            return new Rejected(Rejection.SubscriptionExists,
                $"The scope has the add-on {plan.Code} already, and it is not stackable.");

        var isBase = plan.Definition.Kind == PlanKind.Base;
        var subscription = new Subscription(
            customer.Head.Customer, customer.NextSequence, plan.Id, isBase, scope, startsAt, command.EndsAt,
            TrialEnd(customer.Terms, draft.Account.Catalog, plan, command, startsAt),
            command.Anchor ?? LastAnchor(customer.Terms, isBase, scope) ?? startsAt,
            null, null, null, command.ExternalId, command.Content, command.Metadata, now);
        var terms = customer.Terms;
        if (isBase) Replace(customer, subscription, now);
        customer.Put(subscription);
        return Store(draft, customer, terms, command, "subscription.created", null, subscription);
    }

    /// <summary>Ends a subscription.</summary>
    public static Outcome Decide(Draft draft, CancelSubscription command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return NotFound;
        if (customer.Terms.Subscriptions.FirstOrDefault(one => one.Id == command.Id) is not { } before) return NotFound;

        var now = draft.TimeOf(customer);
        if (before.CanceledAt <= now) return new Put<Subscription>(before, before, false);
        if (before.IsOver(now)) return new Rejected(Rejection.SubscriptionEnded, "The subscription has ended already.");

        var at = command.When switch
        {
            CancelWhen.Now => now,
            CancelWhen.PeriodEnd => PeriodEnd(customer.Terms, draft.Account.Catalog, before, now),
            _ => command.At!.Value,
        };
        if (at < now) return Rejected.Invalid("at", "out_of_range", "at must not lie in the past.");
        if (before.CanceledAt == at) return new Put<Subscription>(before, before, false);

        // One that is cancelled before it begins never begins, so that its place is given back for good.
        var begins = at > before.StartsAt;
        var after = before with { CanceledAt = begins ? at : now };
        var terms = customer.Terms;
        customer.Put(after);
        if (!begins) GiveBack(customer, after, now);
        return Store(draft, customer, terms, command, "subscription.canceled", before, after);
    }

    /// <summary>The answer where there is no such subscription.</summary>
    static Rejected NotFound { get; } = new(Rejection.SubscriptionNotFound, "There is no such subscription.");

    static Outcome? Repeated(Terms terms, Subscribe command)
    {
        if (command.ExternalId is null) return null;
        if (terms.Subscriptions.FirstOrDefault(one => one.ExternalId == command.ExternalId) is not { } first)
            return null;
        if (first.Content == command.Content) return new Put<Subscription>(first, first, false);
        return new Rejected(
            Rejection.ExternalIdConflict, $"external_id {command.ExternalId} was used before with other content.");
    }

    static bool IsFull(Terms terms, Instant now) =>
        terms.Subscriptions.Count >= MostEver || terms.Subscriptions.Count(one => !one.IsOver(now)) >= MostAtOnce;

    static bool IsHeld(Terms terms, Catalog.Catalog catalog, Plan plan, string scope, Instant now) =>
        plan.Definition.Kind == PlanKind.AddOn
        && terms.Subscriptions.Any(
            one => one.Namespace == scope && !one.IsOver(now) && catalog.Plan(one.Plan).Code == plan.Code);

    static Instant? TrialEnd(Terms terms, Catalog.Catalog catalog, Plan plan, Subscribe command, Instant startsAt)
    {
        if (command.TrialEndsAt is not null || plan.Definition.TrialDays == 0) return command.TrialEndsAt;
        var had = terms.Subscriptions.Any(
            one => one.TrialEndsAt is not null && catalog.Plan(one.Plan).Code == plan.Code);
        return had ? null : startsAt + Duration.FromDays(plan.Definition.TrialDays);
    }

    static Instant? LastAnchor(Terms terms, bool isBase, string scope) =>
        isBase ? terms.Subscriptions.LastOrDefault(one => one.Base && one.Namespace == scope)?.Anchor : null;

    // Also one that is to end before then: its cancellation may be put off, and its own successor may never begin.
    static void Replace(CustomerState customer, Subscription next, Instant now)
    {
        var from = Instant.Max(now, next.StartsAt);
        foreach (var old in customer.Terms.Subscriptions)
        {
            if (!old.Base || old.Namespace != next.Namespace || old.IsOver(now) || old.ReplacedAt <= from) continue;
            customer.Put(old with { ReplacedAt = old.StartsAt < from ? from : now, ReplacedBy = next.Id });
        }
    }

    // A base that is cancelled before it began gives its place back to the one it was to replace, until the next in
    // line.
    static void GiveBack(CustomerState customer, Subscription canceled, Instant now)
    {
        foreach (var old in customer.Terms.Subscriptions)
            if (old.ReplacedBy == canceled.Id && old.ReplacedAt > now)
                customer.Put(old with { ReplacedAt = canceled.ReplacedAt, ReplacedBy = canceled.ReplacedBy });
    }

    static Instant PeriodEnd(Terms terms, Catalog.Catalog catalog, Subscription subscription, Instant now)
    {
        var cycle = subscription.Base ? Cycles.Of(terms, catalog, subscription)
            : Cycles.InForce(terms, catalog, subscription.Namespace, now);
        return cycle.At(Instant.Max(now, subscription.StartsAt)).End!.Value;
    }

    static Put<Subscription> Store(
        Draft draft, CustomerState customer, Terms terms, Command command, string action,
        Subscription? before, Subscription after)
    {
        var profile = customer.Terms.Profile!;
        customer.Put(KeptWindows.WithEpoch(customer, terms, draft.Account.Catalog, profile, draft.TimeOf(customer)));
        var subject = SubscriptionId.Format(profile.Key, after.Id);
        draft.Audit(customer, command.By, action, subject, View(before, draft), View(after, draft));
        return new Put<Subscription>(after, before, true);
    }

    static string? View(Subscription? subscription, Draft draft)
    {
        if (subscription is null) return null;
        var plan = draft.Account.Catalog.Plan(subscription.Plan);
        return CoreJson.Write(new SubscriptionView(
            plan.Code, plan.Row.Version, subscription.Namespace.Length == 0 ? null : subscription.Namespace,
            CoreJson.Time(subscription.StartsAt), CoreJson.Time(subscription.EndsAt),
            CoreJson.Time(subscription.TrialEndsAt), CoreJson.Time(subscription.Anchor),
            CoreJson.Time(subscription.CanceledAt),
            subscription.ExternalId, subscription.Metadata));
    }
}

/// <summary>A subscription as the audit shows it.</summary>
public sealed record SubscriptionView(
    string Plan, int Version, string? Namespace, string StartsAt, string? EndsAt, string? TrialEndsAt, string Anchor,
    string? CancelAt,
    string? ExternalId, string? Metadata);
