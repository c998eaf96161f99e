namespace Tollgate.Core.Subscriptions;

// What happens to a subscription between its making and its end. Each command first writes a change of plan that has
// taken effect where it belongs; one that finds everything as it is to be writes nothing.
public static partial class SubscriptionDecider
{
    /// <summary>Takes a subscription out of force.</summary>
    public static Outcome Decide(Draft draft, PauseSubscription command) =>
        Alter(draft, command, command.Id, "subscription.paused",
            (_, one, now) => one.PausedAt is null ? one with { PausedAt = now } : one);

    /// <summary>Ends a pause.</summary>
    public static Outcome Decide(Draft draft, ResumeSubscription command) =>
        Alter(draft, command, command.Id, "subscription.resumed", (_, one, now) => one.PausedAt is null
            ? one
            : one with { PausedAt = null, Renewal = one.Renewal?.Awake(now) });

    /// <summary>Records that a subscription is paid.</summary>
    public static Outcome Decide(Draft draft, ActivateSubscription command) =>
        Find(draft, command, command.Id) is ({ } customer, { Renewal.Failures: > 0 } owing)
            && !owing.IsOver(draft.TimeOf(customer))
            ? Paid(draft, customer, command, owing, owing, null)
            : Alter(draft, command, command.Id, "subscription.activated", Activated);

    /// <summary>Gives a subscription another end.</summary>
    public static Outcome Decide(Draft draft, RenewSubscription command)
    {
        if (Find(draft, command, command.Id) is not ({ } customer, { } before)) return NotFound;
        var (terms, catalog, now) = (customer.Terms, draft.Account.Catalog, draft.TimeOf(customer));
        if (before.CanceledAt <= now || before.ReplacedAt <= now || IsSucceeded(terms, before, now)) return Ended;
        if (command.EndsAt <= Instant.Max(now, before.StartsAt))
            return Rejected.Invalid("ends_at", "out_of_range", "ends_at must be after the start, and in the future.");

        if (before.Renewal is not null && !before.IsOver(now))
            return Paid(
                draft, customer, command, before,
                command.Anchor is { } from ? before.Folded(now) with { Anchor = from } : before.Folded(now),
                command.EndsAt);
        var after = before.Folded(now) with { EndsAt = command.EndsAt };
        if (command.Anchor is { } anchor) after = after with { Anchor = anchor };
        if (before.IsOver(now))
        {
            if (IsFullAtOnce(terms, now)) return TooMany;
            var plan = catalog.Plan(after.Plan);
            if (Debt.Bars(terms, catalog, plan, before.Namespace, now)) return PastDue;
            after = after with { LapsesAt = null };
            if (!plan.Definition.Stackable && IsHeld(terms, catalog, plan, before.Namespace, now, before.Id))
                return Exists(plan);
            after = UntilNext(terms, after, now);
        }
        return Written(draft, customer, command, "subscription.renewed", before, after);
    }

    /// <summary>Puts a subscription on another plan version.</summary>
    public static Outcome Decide(Draft draft, ChangeSubscription command)
    {
        if (Find(draft, command, command.Id) is not ({ } customer, { } before)) return NotFound;
        var (terms, catalog, now) = (customer.Terms, draft.Account.Catalog, draft.TimeOf(customer));
        if (before.IsOver(now)) return Ended;
        if (catalog.Plan(command.Plan, command.Version) is not { } plan)
            return NoPlan(command.Plan, command.Version);
        if (plan.IsArchived && before.PlansFrom(now).All(id => catalog.Plan(id).Code != plan.Code))
            return ArchiveDecider.Archived(plan.Row);
        if ((plan.Definition.Kind == PlanKind.Base) != before.Base)
            return Rejected.Invalid("plan", "other_kind", "A base stays a base, and an add-on an add-on.");
        if (before.Base && Downgrade.Barred(catalog, before.PlanAt(now), plan) is { } barred) return barred;
        if (before.Quantity < (plan.Definition.MinQuantity ?? 1))
            return Rejected.Invalid(
                "plan", "too_few_seats", $"The plan {plan.Code} has at least {plan.Definition.MinQuantity} seats.");
        if (!plan.Definition.Stackable && IsHeld(terms, catalog, plan, before.Namespace, now, before.Id))
            return Exists(plan);
        var at = TimeOf(command.When, command.At, terms, catalog, before, now);
        if (at < now) return Rejected.Invalid("at", "out_of_range", "at must not lie in the past.");

        if (command.Overrides?.Misfit(catalog) is { } misfit) return misfit;

        var folded = before.Folded(now);
        var overrides = command.Overrides ?? Kept(folded, plan, catalog);
        var after = at == now
            ? folded.OnPlan(plan.Id, command.Anchor, overrides).Unchanging()
            : folded.Changing(new PlanChange(plan.Id, at, command.Anchor, overrides));
        return Written(draft, customer, command, "subscription.changed", before, after);
    }

    /// <summary>Takes a scheduled change back.</summary>
    public static Outcome Decide(Draft draft, TakeBackChange command)
    {
        if (Find(draft, command, command.Id) is not ({ } customer, { } before)) return NoChange;
        var now = draft.TimeOf(customer);
        if (!ScheduledChange.Of(customer.Terms, now)
            .Any(change => change.Kind == command.Kind && change.Subscription.Id == command.Id)) return NoChange;
        if (command.Kind == ChangeKind.Start)
            return Decide(draft, new CancelSubscription(command.Customer, command.Id) { By = command.By });
        var folded = before.Folded(now);
        if (command.Kind == ChangeKind.Lapse || (command.Kind == ChangeKind.Plan && before.Falls))
            return new Rejected(
                Rejection.PaymentPastDue, "What an unpaid invoice brings is taken back by its payment.");
        var after = command.Kind == ChangeKind.Plan ? folded.Unchanging() : folded with { CanceledAt = null };
        return Written(draft, customer, command, "subscription.change_taken_back", before, after);
    }

    /// <summary>Takes back the change that stands back while an invoice is unpaid.</summary>
    internal static Outcome TakeBackPutOff(
        Draft draft, CustomerState customer, Command command, Subscription before) => Written(
        draft, customer, command, "subscription.change_taken_back", before,
        before.Folded(draft.TimeOf(customer)) with { PutOff = null });

    // What was agreed for one plan goes with it to another version of it, and not to another plan.
    static Overrides Kept(Subscription folded, Plan next, Catalog.Catalog catalog) =>
        catalog.Plan(folded.Plan).Code == next.Code ? folded.Overrides : Overrides.None;

    static Rejected Ended { get; } = new(Rejection.SubscriptionEnded, "The subscription has ended already.");

    static Rejected NoChange { get; } =
        new(Rejection.ScheduledChangeNotFound, "There is no such change, or it has taken effect.");

    static (CustomerState? Customer, Subscription? Subscription) Find(Draft draft, Command command, long id)
    {
        var customer = draft.Existing(command.Customer);
        return (customer, customer?.Terms.Subscriptions.FirstOrDefault(one => one.Id == id));
    }

    static Outcome Alter(
        Draft draft, Command command, long id, string action,
        Func<CustomerState, Subscription, Instant, Subscription> alter)
    {
        if (Find(draft, command, id) is not ({ } customer, { } before)) return NotFound;
        var now = draft.TimeOf(customer);
        if (before.IsOver(now)) return Ended;
        var terms = customer.Terms;
        return Written(draft, customer, command, action, before, alter(customer, before.Folded(now), now), terms);
    }

    static Outcome Written(
        Draft draft, CustomerState customer, Command command, string action, Subscription before, Subscription after,
        Terms? from = null)
    {
        var now = draft.TimeOf(customer);
        after = Debt.Pressed(customer.Terms, draft.Account.Catalog, after, now);
        if (after == before.Folded(now)) return new Put<Subscription>(before, before, false);
        var terms = from ?? customer.Terms;
        customer.Put(after);
        return Store(draft, customer, terms, command, action, before, after);
    }

    // Whose cycle began with it begins anew with its new start.
    static Subscription Activated(CustomerState customer, Subscription one, Instant now)
    {
        var starts = one.StartsAt > now;
        if (!starts && (one.TrialEndsAt is null || one.ActivatedAt is not null)) return one;
        var after = one with
        {
            StartsAt = starts ? now : one.StartsAt,
            Anchor = starts && one.Anchor == one.StartsAt ? now : one.Anchor,
            TrialEndsAt = one.TrialEndsAt > now ? now : one.TrialEndsAt,
            ActivatedAt = now,
            // Paid from now on, and no more from the trial's end or the start that was agreed.
            Renewal = one.Renewal is { } renewal && (starts || renewal.DueAt == one.TrialEndsAt)
                ? renewal.PaidFrom(now, customer.Terms.Profile!.Zone)
                : one.Renewal,
        };
        if (starts && one.Base) Advance(customer, one, now);
        return after;
    }

    // A base that starts earlier than agreed takes over from all that were to come before it; its successor stays one.
    static void Advance(CustomerState customer, Subscription next, Instant now)
    {
        foreach (var old in customer.Terms.Subscriptions)
        {
            if (!old.Base || old.Namespace != next.Namespace || old.Id == next.Id || old.IsOver(now)) continue;
            if (old.StartsAt >= next.StartsAt) continue;
            customer.Put(old.Folded(now) with { ReplacedAt = now, ReplacedBy = next.Id });
        }
    }

    // Whether another base took its place after its end, whatever became of that one.
    static bool IsSucceeded(Terms terms, Subscription ended, Instant now) =>
        ended.Base && ended.IsOver(now) && terms.Subscriptions.Any(one =>
            one.Base && one.Namespace == ended.Namespace && one.Id > ended.Id && one.StartsAt <= now
            && !(one.Over <= one.StartsAt));

    // A base that was made after the end, and has yet to begin, had nothing to replace when it was made.
    static Subscription UntilNext(Terms terms, Subscription renewed, Instant now)
    {
        if (!renewed.Base) return renewed;
        var next = terms.Subscriptions
            .Where(one => one.Base && one.Namespace == renewed.Namespace && one.Id != renewed.Id && !one.IsOver(now))
            .MinBy(one => one.StartsAt);
        return next is null ? renewed : renewed with { ReplacedAt = next.StartsAt, ReplacedBy = next.Id };
    }

    static bool IsFullAtOnce(Terms terms, Instant now) =>
        terms.Subscriptions.Count(one => !one.IsOver(now)) >= MostAtOnce;

    static Rejected TooMany { get; } = new(
        Rejection.TooManySubscriptions,
        $"A customer has at most {MostAtOnce:N0} subscriptions at once, and {MostEver:N0} ever.");

    static Rejected Exists(Plan plan) => new(
        Rejection.SubscriptionExists, $"The scope has the add-on {plan.Code} already, and it is not stackable.");
}
