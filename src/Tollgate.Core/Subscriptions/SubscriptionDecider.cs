namespace Tollgate.Core.Subscriptions;

/// <summary>Decides the commands about subscriptions.</summary>
public static partial class SubscriptionDecider
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
            return NoPlan(command.Plan, command.Version);
        if (plan.IsArchived) return ArchiveDecider.Archived(plan.Row);

        var now = draft.TimeOf(customer);
        var startsAt = command.StartsAt ?? now;
        var scope = command.Namespace ?? "";
        if (command.EndsAt <= Instant.Max(now, startsAt))
            return Rejected.Invalid("ends_at", "out_of_range", "ends_at must be after starts_at, and in the future.");
        if (command.TrialEndsAt <= startsAt)
            return Rejected.Invalid("trial_ends_at", "out_of_range", "trial_ends_at must be after starts_at.");
        if (IsFull(customer.Terms, now)) return TooMany;
        var fewest = plan.Definition.MinQuantity ?? 1;
        if (command.Quantity < fewest)
            return Rejected.Invalid("quantity", "out_of_range", $"The plan {plan.Code} has at least {fewest} seats.");
        if (!plan.Definition.Stackable && IsHeld(customer.Terms, draft.Account.Catalog, plan, scope, now))
            return Exists(plan);
        if (command.Overrides.Misfit(draft.Account.Catalog) is { } misfit) return misfit;

        var isBase = plan.Definition.Kind == PlanKind.Base;
        if (isBase && plan.IsPriced && Debt.FallsAt(customer.Terms, scope) <= now)
            return new Rejected(Rejection.PaymentPastDue, "An invoice for a plan is unpaid, and its period is over.");
        if (isBase && Cycles.Current(customer.Terms, scope, now) is { } current
            && Downgrade.Barred(draft.Account.Catalog, current.PlanAt(now), plan) is { } barred) return barred;
        var subscription = new Subscription(
            customer.Head.Customer, customer.NextSequence, plan.Id, isBase, scope, startsAt, command.EndsAt,
            TrialEnd(customer.Terms, draft.Account.Catalog, plan, command, startsAt),
            command.Anchor ?? LastAnchor(customer.Terms, isBase, scope, now) ?? startsAt,
            null, null, null, command.ExternalId, command.Content, command.Metadata, now)
        {
            Quantity = command.Quantity ?? fewest,
            Overrides = command.Overrides,
            Providers = command.Providers,
        };
        var terms = customer.Terms;
        if (isBase) Replace(customer, subscription, now);
        customer.Put(subscription);
        return Store(draft, customer, terms, command, "subscription.created", null, subscription);
    }

    /// <summary>Notes what a provider calls one.</summary>
    internal static Outcome Link(Draft draft, CustomerState customer, LinkProvider command, long id)
    {
        if (customer.Terms.Subscriptions.FirstOrDefault(one => one.Id == id) is not { } before) return NotFound;
        var after = before with { Providers = before.Providers.With(command.Provider, command.Id) };
        if (before == after) return new Put<Subscription>(before, before, false);
        if (after.Providers.All.Count > ProviderIds.Most) return CustomerDecider.TooManyProviders;
        var terms = customer.Terms;
        customer.Put(after);
        return Store(draft, customer, terms, command, "subscription.linked", before, after);
    }

    /// <summary>Ends a subscription.</summary>
    public static Outcome Decide(Draft draft, CancelSubscription command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return NotFound;
        if (customer.Terms.Subscriptions.FirstOrDefault(one => one.Id == command.Id) is not { } before) return NotFound;

        var now = draft.TimeOf(customer);
        if (before.CanceledAt <= now) return new Put<Subscription>(before, before, false);
        if (before.IsOver(now)) return Ended;

        var at = TimeOf(command.When, command.At, customer.Terms, draft.Account.Catalog, before, now);
        if (at < now) return Rejected.Invalid("at", "out_of_range", "at must not lie in the past.");
        if (before.CanceledAt == at) return new Put<Subscription>(before, before, false);

        // One that is cancelled before it begins never begins, so that its place is given back for good.
        var begins = at > before.StartsAt;
        var after = before.Folded(now) with { CanceledAt = begins ? at : now };
        var terms = customer.Terms;
        customer.Put(after);
        if (!begins) GiveBack(customer, after, now);
        return Store(draft, customer, terms, command, "subscription.canceled", before, after);
    }

    /// <summary>The answer where there is no such subscription.</summary>
    static Rejected NotFound { get; } = new(Rejection.SubscriptionNotFound, "There is no such subscription.");

    static Rejected NoPlan(string code, int? version) => Rejected.Invalid(
        "plan", "unknown_plan",
        version is null ? $"There is no plan {code}." : $"There is no version {version} of a plan {code}.");

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
        terms.Subscriptions.Count >= MostEver || IsFullAtOnce(terms, now);

    static bool IsHeld(
        Terms terms, Catalog.Catalog catalog, Plan plan, string scope, Instant now, long? except = null) =>
        plan.Definition.Kind == PlanKind.AddOn
        && terms.Subscriptions.Any(
            one => one.Id != except && one.Namespace == scope && !one.IsOver(now)
                && one.PlansFrom(now).Any(id => catalog.Plan(id).Code == plan.Code));

    static Instant? TrialEnd(Terms terms, Catalog.Catalog catalog, Plan plan, Subscribe command, Instant startsAt)
    {
        if (command.TrialEndsAt is not null || plan.Definition.TrialDays == 0) return command.TrialEndsAt;
        var had = terms.Subscriptions.Any(
            one => one.TrialEndsAt is not null && catalog.Plan(one.TrialPlan ?? one.Plan).Code == plan.Code);
        return had ? null : startsAt + Duration.FromDays(plan.Definition.TrialDays);
    }

    static Instant? LastAnchor(Terms terms, bool isBase, string scope, Instant now) =>
        isBase ? terms.Subscriptions.LastOrDefault(one => one.Base && one.Namespace == scope)?.AnchorAt(now) : null;

    // Also one that is to end before then: its cancellation may be put off, and its own successor may never begin.
    static void Replace(CustomerState customer, Subscription next, Instant now)
    {
        var from = Instant.Max(now, next.StartsAt);
        foreach (var old in customer.Terms.Subscriptions)
        {
            if (!old.Base || old.Namespace != next.Namespace || old.IsOver(now) || old.ReplacedAt <= from) continue;
            var until = old.StartsAt < from ? from : now;
            customer.Put(old.Folded(now) with { ReplacedAt = until, ReplacedBy = next.Id });
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

    static Instant TimeOf(
        CancelWhen when, Instant? at, Terms terms, Catalog.Catalog catalog, Subscription subscription, Instant now) =>
        when switch
        {
            CancelWhen.Now => now,
            CancelWhen.PeriodEnd => PeriodEnd(terms, catalog, subscription, now),
            _ => at!.Value,
        };

    /// <summary>The end of the period that a subscription is in, or begins with.</summary>
    internal static Instant PeriodEnd(Terms terms, Catalog.Catalog catalog, Subscription subscription, Instant now)
    {
        var cycle = subscription.Base ? Cycles.Of(terms, catalog, subscription, Instant.Max(now, subscription.StartsAt))
            : Cycles.InForce(terms, catalog, subscription.Namespace, now);
        return cycle.At(Instant.Max(now, subscription.StartsAt)).End!.Value;
    }

    static Put<Subscription> Store(
        Draft draft, CustomerState customer, Terms terms, Command command, string action,
        Subscription? before, Subscription after)
    {
        var profile = customer.Terms.Profile!;
        Debt.Press(draft, customer);
        after = customer.Terms.Subscriptions.First(one => one.Id == after.Id);
        customer.Put(KeptWindows.WithEpoch(customer, terms, draft.Account.Catalog, profile, draft.TimeOf(customer)));
        var subject = SubscriptionId.Format(profile.Key, after.Id);
        draft.Audit(customer, command.By, action, subject, View(before, draft), View(after, draft));
        IncludedCreditDecider.Follow(draft, customer);
        return new Put<Subscription>(after, before, true);
    }

    internal static string? View(Subscription? subscription, Draft draft) =>
        View(subscription, draft.Account.Catalog);

    internal static string? View(Subscription? subscription, Catalog.Catalog catalog)
    {
        if (subscription is null) return null;
        var plan = catalog.Plan(subscription.Plan);
        var next = subscription.NextPlan is { } id ? catalog.Plan(id) : null;
        return CoreJson.Write(new SubscriptionView(
            plan.Code, plan.Row.Version, subscription.Namespace.Length == 0 ? null : subscription.Namespace,
            CoreJson.Time(subscription.StartsAt), CoreJson.Time(subscription.EndsAt),
            CoreJson.Time(subscription.TrialEndsAt), CoreJson.Time(subscription.Anchor),
            CoreJson.Time(subscription.CanceledAt),
            subscription.ExternalId, subscription.Metadata)
        {
            PausedAt = CoreJson.Time(subscription.PausedAt),
            ActivatedAt = CoreJson.Time(subscription.ActivatedAt),
            NextPlan = next?.Code,
            NextVersion = next?.Row.Version,
            ChangeAt = CoreJson.Time(subscription.ChangeAt),
            NextAnchor = CoreJson.Time(subscription.NextAnchor),
            Quantity = subscription.Quantity == 1 ? null : subscription.Quantity,
            Overrides = subscription.Overrides.IsEmpty ? null : subscription.Overrides.Stated,
            NextOverrides = subscription.NextOverrides.IsEmpty ? null : subscription.NextOverrides.Stated,
            PastDueAt = CoreJson.Time(subscription.PastDueAt),
            LapsesAt = CoreJson.Time(subscription.LapsesAt),
            Falls = subscription.Falls ? true : null,
            PutOff = subscription.PutOff is { } put ? ViewOf(put) : null,
            Providers = subscription.Providers.Shown,
        });

        PlanChangeView ViewOf(PlanChange change)
        {
            var version = catalog.Plan(change.Plan);
            return new PlanChangeView(
                version.Code, version.Row.Version, CoreJson.Time(change.At), CoreJson.Time(change.Anchor),
                change.Overrides.IsEmpty ? null : change.Overrides.Stated);
        }
    }
}

/// <summary>A subscription as the audit shows it.</summary>
public sealed record SubscriptionView(
    string Plan, int Version, string? Namespace, string StartsAt, string? EndsAt, string? TrialEndsAt, string Anchor,
    string? CancelAt,
    string? ExternalId, string? Metadata)
{
    /// <summary>Since when it is paused.</summary>
    public string? PausedAt { get; init; }

    /// <summary>When it was recorded as paid.</summary>
    public string? ActivatedAt { get; init; }

    /// <summary>The code of the plan it is to change to.</summary>
    public string? NextPlan { get; init; }

    /// <summary>The version of that plan.</summary>
    public int? NextVersion { get; init; }

    /// <summary>When it is to change.</summary>
    public string? ChangeAt { get; init; }

    /// <summary>The anchor from then on.</summary>
    public string? NextAnchor { get; init; }

    /// <summary>Seats, where they are more than one.</summary>
    public int? Quantity { get; init; }

    /// <summary>What it states in place of its plan.</summary>
    public OverridesDefinition? Overrides { get; init; }

    /// <summary>What it is to state in place of the next one.</summary>
    public OverridesDefinition? NextOverrides { get; init; }

    /// <summary>Since when an invoice of it is unpaid.</summary>
    public string? PastDueAt { get; init; }

    /// <summary>When it ends unless that is paid.</summary>
    public string? LapsesAt { get; init; }

    /// <summary>Whether the next plan is what it falls to unless that is paid.</summary>
    public bool? Falls { get; init; }

    /// <summary>The change that was asked for and stands back meanwhile.</summary>
    public PlanChangeView? PutOff { get; init; }

    /// <summary>What payment providers call it.</summary>
    public ProviderIds? Providers { get; init; }
}

/// <summary>A change of plan that is to come, as the audit shows it.</summary>
public sealed record PlanChangeView(
    string Plan, int Version, string At, string? Anchor, OverridesDefinition? Overrides);
