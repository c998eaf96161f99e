namespace Tollgate.Core.Invoices;

/// <summary>
/// What unpaid invoices for plans do: the subscriptions they concern are past due, and at the end of the period fall to
/// the free plan, or end where there is none. An invoice concerns the subscription it names and whatever takes its
/// place: a base of the same scope, an add-on of the same plan; one that names none concerns every base. So nobody
/// leaves a debt behind by changing, canceling or subscribing anew.
/// </summary>
public static class Debt
{
    /// <summary>The end of the period in which an invoice was not paid.</summary>
    public static Instant FallsAt(Draft draft, CustomerState customer, long? subscription, Instant now)
    {
        var (terms, catalog) = (customer.Terms, draft.Account.Catalog);
        var billed = subscription is { } id
            ? terms.Subscriptions.First(one => one.Id == id)
            : Cycles.Current(terms, "", now);
        if (billed is not null && !billed.IsOver(now))
            return SubscriptionDecider.PeriodEnd(terms, catalog, billed, now);
        return Cycles.InForce(terms, catalog, billed?.Namespace ?? "", now).At(now).End!.Value;
    }

    /// <summary>
    /// Whether a scope is given a plan no more, since it costs something and what it takes the place of is owed for and
    /// its period is over.
    /// </summary>
    public static bool Bars(Terms terms, Catalog.Catalog catalog, Plan plan, string scope, Instant now) =>
        plan.IsPriced && terms.Unpaid.Any(
            invoice => invoice.FallsAt <= now && Concerns(terms, catalog, invoice, plan, scope));

    /// <summary>Brings every subscription into line with what is unpaid.</summary>
    public static void Press(Draft draft, CustomerState customer)
    {
        var now = draft.AsOf(customer);
        foreach (var one in customer.Terms.Subscriptions)
        {
            if (one.IsOver(now)) continue;
            var pressed = Pressed(customer.Terms, draft.Account.Catalog, one, now);
            if (pressed != one) customer.Put(pressed);
        }
    }

    /// <summary>A subscription in line with what is unpaid.</summary>
    public static Subscription Pressed(Terms terms, Catalog.Catalog catalog, Subscription one, Instant now)
    {
        var plan = catalog.Plan(one.Plan);
        var unpaid = terms.Unpaid
            .Where(invoice => Concerns(terms, catalog, invoice, plan, one.Namespace)).ToList();
        if (unpaid.Count == 0) return one.PastDueAt is null ? one : Freed(one.Folded(now), now);

        var falls = Instant.Max(now, unpaid.Min(invoice => invoice.FallsAt!.Value));
        return Fallen(one.Folded(now), catalog, falls) with { PastDueAt = unpaid.Min(invoice => invoice.FailedAt) };
    }

    // Never two changes at once: what was asked for stands back, unless it ends what costs something in time.
    static Subscription Fallen(Subscription one, Catalog.Catalog catalog, Instant falls)
    {
        one = one with { LapsesAt = null };
        var asked = one.Falls ? one.PutOff : one.PutOff ?? one.NextChange;
        if (asked is not null && asked.At <= falls && !catalog.Plan(asked.Plan).IsPriced) return one.Changing(asked);
        if (!catalog.Plan(one.Plan).IsPriced) return one.Unchanging() with { PutOff = asked };
        if (!one.Base || Free(catalog) is not { } free)
            return one.Unchanging() with { PutOff = asked, LapsesAt = falls };
        return one.Changing(new PlanChange(free.Id, falls, null, Overrides.None)) with { Falls = true, PutOff = asked };
    }

    /// <summary>
    /// What has not happened yet does not happen; what was asked for does, if its time is still to come.
    /// </summary>
    internal static Subscription Freed(Subscription one, Instant now)
    {
        var freed = one.Falls || one.PutOff is not null
            ? one.Changing(one.PutOff?.At > now ? one.PutOff : null)
            : one;
        return freed with { PastDueAt = null, LapsesAt = null };
    }

    static Plan? Free(Catalog.Catalog catalog) =>
        catalog.Settings.FreePlan is { } code ? catalog.Plan(code, null) : null;

    static bool Concerns(Terms terms, Catalog.Catalog catalog, Invoice invoice, Plan plan, string scope)
    {
        if (!invoice.Plan) return false;
        var isBase = plan.Definition.Kind == PlanKind.Base;
        if (invoice.Subscription is not { } id) return isBase;
        var billed = terms.Subscriptions.First(one => one.Id == id);
        return billed.Namespace == scope && billed.Base == isBase
            && (isBase || catalog.Plan(billed.Plan).Code == plan.Code);
    }
}
