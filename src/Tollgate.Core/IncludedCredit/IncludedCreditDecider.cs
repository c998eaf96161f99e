namespace Tollgate.Core.IncludedCredit;

/// <summary>
/// Gives the credit that plans include: at a subscription's start and at each turn of its cycle, once, in the order of
/// time, whether somebody looks at the turn or long after it.
/// </summary>
internal static class IncludedCreditDecider
{
    /// <summary>Gives what time has brought about, and posts what expired before each turn.</summary>
    /// <param name="draft">Of the batch.</param>
    /// <param name="customer">Of that draft; its wallets must be loaded.</param>
    /// <param name="since">Everything before this was given.</param>
    /// <param name="before">Only what is given before this; null: all until now.</param>
    public static void Settle(Draft draft, CustomerState customer, Instant since, Instant? before = null)
    {
        if (customer.Terms.Profile is null) return;
        var (now, catalog) = (draft.TimeOf(customer), draft.Account.Catalog);
        foreach (var (at, id) in CreditTurns.Passed(customer.Terms, catalog, since, now, before))
            Give(draft, customer, customer.Terms.Subscriptions.First(one => one.Id == id), at);
    }

    /// <summary>Gives what a command has brought about: a start, another plan, a payment, the end of a pause.</summary>
    public static void Follow(Draft draft, CustomerState customer) =>
        Settle(draft, customer, draft.TimeOf(customer));

    static void Give(Draft draft, CustomerState customer, Subscription one, Instant at)
    {
        var (terms, catalog) = (customer.Terms, draft.Account.Catalog);
        if (!one.IsActive(at, catalog)) return;
        var plan = catalog.Plan(one.PlanAt(at));
        if (CreditTurns.Cycle(terms, catalog, one, at).End is not { } end) return;
        var given = plan.Definition.Credit?.Where(credit => credit.Per == CreditPer.Once
            ? !HadOnce(terms, catalog, one, plan)
            : !HadInCycle(terms, catalog, one, plan, end)).ToList() ?? [];
        if (given.Count == 0) return;
        // What expired before the turn is not carried over it, whether or not somebody looked in between.
        WalletDecider.Expire(draft, customer, at, DueDecider.Clock);
        var left = Left(customer, one, plan, at, given.FindAll(credit => credit.Per == CreditPer.Cycle));
        WalletDecider.Expire(draft, customer, at.PlusTicks(1), DueDecider.Clock);
        var marked = Marked(one, plan, end, given);
        foreach (var (credit, amount) in left)
            Grant(draft, customer, marked, plan, credit, amount, at, end, isCarried: true);
        foreach (var credit in given)
            Grant(
                draft, customer, marked, plan, credit, Times(credit.Amount, one.Quantity), at,
                credit.Per == CreditPer.Once ? null : end);
    }

    static Subscription Marked(Subscription one, Plan plan, Instant end, List<PlanCredit> given)
    {
        var once = one.CreditedOnce || given.Exists(credit => credit.Per == CreditPer.Once);
        if (given.TrueForAll(credit => credit.Per == CreditPer.Once)) return one with { CreditedOnce = once };
        var isFresh = IsFresh(one, end);
        return one with
        {
            CreditedOnce = once,
            CreditedUntil = isFresh ? end : one.CreditedUntil,
            CreditedPlans = isFresh ? [plan.Id] : [.. one.CreditedPlans, plan.Id],
        };
    }

    // What is free at the turn of what the cycle before gave, up to the cap. What is owed is paid from it first.
    static List<(PlanCredit Credit, Amount Amount)> Left(
        CustomerState customer, Subscription one, Plan plan, Instant at, List<PlanCredit> given)
    {
        List<(PlanCredit, Amount)> left = [];
        foreach (var credit in given)
        {
            if (credit.RolloverCap is not { } cap || customer.Wallet(credit.Currency) is null) continue;
            var free = customer.Grants.Where(grant => grant.Subscription == one.Id && !grant.Carried
                && grant.Currency == credit.Currency && grant.IsExpired(at))
                .Aggregate(-new Purse(customer, credit.Currency, at).Owed, (sum, grant) => sum + grant.Free);
            var most = Times(cap, one.Quantity);
            left.Add((credit, free < most ? free : most));
        }
        return left;
    }

    static void Grant(
        Draft draft, CustomerState customer, Subscription marked, Plan plan, PlanCredit credit, Amount amount,
        Instant at, Instant? end, bool isCarried = false)
    {
        var (key, currency) = (customer.Terms.Profile!.Key, credit.Currency);
        if (amount <= Amount.Zero || WalletDecider.Open(customer, currency) is not null) return;
        amount = Fitting(customer.Wallet(currency)!, amount);
        if (amount <= Amount.Zero) return;
        var grant = new CreditGrant(
            customer.Head.Customer, customer.NextSequence, currency, CreditKind.Plan, CreditGrant.UsualPriority, end,
            amount, amount, Amount.Zero, null, Hash.Empty, at)
        {
            Subscription = marked.Id,
            Carried = isCarried,
        };
        customer.Put(marked);
        var subject = SubscriptionId.Format(key, marked.Id);
        var view = CreditGrantView.Of(key, grant);
        draft.Audit(
            customer, DueDecider.Clock, isCarried ? "credit.carried" : "credit.granted", view.Id, null,
            CoreJson.Write(view));
        customer.Put(grant with { Remaining = Amount.Zero });
        var purse = new Purse(customer, currency, draft.TimeOf(customer));
        purse.Move(
            purse.PlanBack(amount, [new CreditPart(grant.Id, amount)]),
            new EntryLabel(EntryKind.Grant, $"{subject} {plan.Code}", null, DueDecider.Clock));
    }

    static bool HadOnce(Terms terms, Catalog.Catalog catalog, Subscription one, Plan plan) =>
        one.CreditedOnce || Before(terms, catalog, one, plan).Any(other => other.CreditedOnce);

    static bool HadInCycle(Terms terms, Catalog.Catalog catalog, Subscription one, Plan plan, Instant end) =>
        Before(terms, catalog, one, plan).Prepend(one).Any(other => !IsFresh(other, end)
            && other.CreditedPlans.Any(id => catalog.Plan(id).Code == plan.Code));

    // Whoever cancels and subscribes again is given nothing twice, where the plan cannot be had twice at a time.
    static IEnumerable<Subscription> Before(
        Terms terms, Catalog.Catalog catalog, Subscription one, Plan plan) => plan.Definition.Stackable
            ? []
            : terms.Subscriptions.Where(other => other.Id < one.Id && other.Namespace == one.Namespace
                && catalog.Plan(other.Plan).Code == plan.Code);

    static bool IsFresh(Subscription one, Instant end) =>
        one.CreditedUntil is not { } until || end - until > CreditTurns.Drift;

    // What time gives cannot be refused, so it stops where a wallet can hold no more.
    static Amount Fitting(Wallet wallet, Amount amount)
    {
        var room = Amount.Most - Int128.Abs(wallet.Balance.Micros) - wallet.Held.Micros;
        return new Amount((long)Int128.Min(amount.Micros, room));
    }

    static Amount Times(Amount amount, int seats) =>
        new((long)Int128.Min((Int128)amount.Micros * seats, long.MaxValue));
}
