namespace Tollgate.Core.Subscriptions;

/// <summary>Asks what a change of plan would do. Nothing is changed, whatever kind of request it comes in.</summary>
public sealed record PreviewChange(ChangeSubscription Change) : Command(Change.Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => Change.Validate(errors);
}

/// <summary>
/// What a change of plan would do: decided as the change itself, on a draft of its own that nobody keeps.
/// </summary>
/// <param name="Subscription">As it would be written.</param>
/// <param name="After">Its customer, at the moment at which the change would take effect.</param>
/// <param name="TakesEffect">Whether it would: not where the subscription is over before.</param>
/// <param name="Lines">One for each feature that the scope has before, or would have after.</param>
/// <param name="Prorations">What the change of price comes to, one for each currency and period.</param>
public sealed record ChangePreview(
    Subscription Subscription, CustomerSnapshot After, bool TakesEffect, IReadOnlyList<PreviewLine> Lines,
    IReadOnlyList<Proration> Prorations)
{
    // No counter is ever stored in this epoch: one that is asked for in it is computed from the events.
    const long ImaginedEpoch = -2;

    /// <summary>What the change would do, or why it would be rejected.</summary>
    public static Outcome Decide(Draft draft, PreviewChange command)
    {
        if (draft.Existing(command.Customer) is not { } customer)
            return SubscriptionDecider.Decide(draft, command.Change);
        var (catalog, now) = (draft.Account.Catalog, draft.TimeOf(customer));
        var before = customer.Terms.Subscriptions.FirstOrDefault(one => one.Id == command.Change.Id);
        var (outcome, after) = Imagine(customer, draft.Account, command.Change, now);
        if (outcome is not Put<Subscription> put) return outcome;

        var (changed, at) = (put.Value, EffectOf(put.Value, now));
        List<PreviewLine> lines = [];
        foreach (var feature in Features(customer.Terms, after.Terms, catalog, changed.Namespace, now, at))
        {
            var line = new PreviewLine(
                Line(customer, feature, now), Line(after, feature, at));
            if (line.IsIncluded) lines.Add(line);
        }
        var takesEffect = !(changed.Over <= at);
        return new Shown<ChangePreview>(new ChangePreview(
            changed, new CustomerSnapshot(after.Terms, catalog, at), takesEffect, lines,
            takesEffect ? Proration.Of(customer.Terms, after.Terms, catalog, before!.Folded(now), changed, at) : []));

        EntitlementLine Line(CustomerState state, Feature feature, Instant when) => EntitlementsView.Line(
            state, catalog, feature, changed.Namespace, when, Lent.Of(draft, state, feature, changed.Namespace));
    }

    /// <summary>What <see cref="Decide"/> will read.</summary>
    public static void Need(Needs needs, PreviewChange command, Terms terms, Catalog.Catalog catalog, Instant now)
    {
        if (terms.Profile is null) return;
        // As good as the true one: its next number is none that an epoch has.
        var head = Head.New(terms.Customer) with { Sequence = terms.Profile.Epoch };
        var customer = new CustomerState(head, terms) { HasAccruals = true };
        var (outcome, after) = Imagine(customer, Account.Empty with { Catalog = catalog }, command.Change, now);
        if (outcome is not Put<Subscription> put) return;
        var (name, at) = (put.Value.Namespace, EffectOf(put.Value, now));
        if (terms.Namespace(name)?.Owner is { } owner) needs.Owners.Add(owner);
        foreach (var feature in Features(terms, after.Terms, catalog, name, now, at))
        {
            Basis.Of(terms, catalog, feature, name, now, now).AddKeys(needs.Counters);
            Basis.Of(after.Terms, catalog, feature, name, at, at).AddKeys(needs.Counters);
        }
    }

    // The change, decided on a world of its own. Where it moves the epoch on, no stored counter is right any more.
    static (Outcome Outcome, CustomerState After) Imagine(
        CustomerState customer, Account account, ChangeSubscription change, Instant now)
    {
        var world = new World(now, account);
        world.Add(change.Customer, customer.Over());
        var draft = new Draft(world);
        var outcome = SubscriptionDecider.Decide(draft, change);
        var after = draft.Existing(change.Customer)!;
        var profile = after.Terms.Profile!;
        if (profile.Epoch != customer.Terms.Profile!.Epoch) after.Put(profile with { Epoch = ImaginedEpoch });
        return (outcome, after);
    }

    static Instant EffectOf(Subscription changed, Instant now) =>
        changed.IsChanging(now) ? changed.ChangeAt!.Value : now;

    static IEnumerable<Feature> Features(
        Terms before, Terms after, Catalog.Catalog catalog, string name, Instant now, Instant at) =>
        EntitlementsView.InOrder(EntitlementsView.Features(before, catalog, name, now)
            .Union(EntitlementsView.Features(after, catalog, name, at)));
}

/// <summary>What a scope has of one feature, and what it would have.</summary>
/// <param name="Before">Now.</param>
/// <param name="After">
/// At the moment the change would take effect, in the windows of that moment; what is used in them is what was until
/// now, of a rolling one too.
/// </param>
public sealed record PreviewLine(EntitlementLine Before, EntitlementLine After)
{
    /// <summary>Whether it is included before or after.</summary>
    public bool IsIncluded => IsIn(Before) || IsIn(After);

    /// <summary>What becomes of the feature.</summary>
    public PreviewEffect Effect => (IsIn(Before), IsIn(After)) switch
    {
        (false, true) => PreviewEffect.Added,
        (true, false) => PreviewEffect.Removed,
        _ => Terms(Before).SequenceEqual(Terms(After)) && Before.Overage == After.Overage
            && Before.Unlimited == After.Unlimited ? PreviewEffect.Kept : PreviewEffect.Changed,
    };

    static bool IsIn(EntitlementLine line) => line.Standing == Standing.Included;

    static IEnumerable<(string, long, Per, LimitScope)> Terms(EntitlementLine line) => line.Limits.Select(
        limit => (limit.Figures.Feature, limit.Figures.Limit, limit.Figures.Per, limit.Figures.Scope));
}

/// <summary>What becomes of a feature.</summary>
public enum PreviewEffect
{
    /// <summary>It is as it was.</summary>
    Kept,
    /// <summary>It has other limits, or another overage policy.</summary>
    Changed,
    /// <summary>It comes.</summary>
    Added,
    /// <summary>It goes.</summary>
    Removed,
}
