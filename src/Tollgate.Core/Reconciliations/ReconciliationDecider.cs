namespace Tollgate.Core.Reconciliations;

/// <summary>
/// Decides reconciliations. The plan and its execution are one decision, on sums that were read under the customer's
/// lock: of two at once the second finds what the first has posted.
/// </summary>
public static class ReconciliationDecider
{
    static readonly Rejected PropertiesErased = new(
        Rejection.PropertiesErased,
        "Uses of that time have lost their properties by an erasure: match by feature and namespace alone.");

    /// <summary>Posts what a stated total differs from what was charged and posted before.</summary>
    public static Outcome Decide(Draft draft, Reconcile command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (command.To > draft.TimeOf(customer))
            return Rejected.Invalid("to", "out_of_range", "to must not be in the future: the period has to be over.");
        if (Unknown(command, draft.Account.Catalog) is { } unknown) return unknown;
        if (customer.Wallet(command.Currency) is null) return WalletDecider.NotFound(command.Currency);

        var query = command.Query(customer.Head.Customer, draft.Account.Catalog)!;
        if (customer.Charged(query) is not { IsErased: false, Sums: var recorded }) return PropertiesErased;
        var posted = customer.Posted(query.Period);
        if (Overlapping(query, posted) is { } overlapping) return overlapping;
        List<ReconciledTotal> totals = [];
        for (var i = 0; i < command.Totals.Count; i++)
        {
            var key = query.Parts[i].Key;
            var before = posted.FirstOrDefault(one => one.Key == key)?.Amount ?? Amount.Zero;
            var stated = command.Totals[i].Amount;
            totals.Add(new ReconciledTotal(
                command.Totals[i].Match, key, stated, recorded[i], before, stated - recorded[i] - before));
        }
        var id = ReconciliationId.Format(command.Customer, customer.NextSequence);
        var isDone = command.DryRun || totals.All(total => total.Difference == Amount.Zero);
        var answer = new Reconciliation(isDone ? null : id, command, totals);
        if (isDone) return new Put<Reconciliation>(answer, answer, false);
        if (Overflows(customer.Wallet(command.Currency)!, totals)) return WalletDecider.TooMuch;
        Post(draft, customer, answer);
        return new Put<Reconciliation>(answer, null, true);
    }

    /// <summary>What <see cref="Decide"/> will read.</summary>
    public static void Need(Needs needs, Reconcile command, Terms terms, Catalog.Catalog catalog)
    {
        needs.Money = true;
        if (command.Query(terms.Customer, catalog) is not { } query) return;
        needs.Charged.Add(query);
        needs.Posted.Add(query.Period);
    }

    // What was posted for another match or period cannot be told apart by use: a difference would be posted twice.
    static Rejected? Overlapping(ChargeQuery query, IReadOnlyList<PostedDifference> posted)
    {
        if (posted.Count > PostedPeriod.Most)
            return Overlaps($"More than {PostedPeriod.Most:N0} totals were posted in that time: choose a shorter one.");
        for (var i = 0; i < query.Parts.Count; i++)
        {
            if (posted.FirstOrDefault(one => one.Overlaps(query.Parts[i])) is not { } earlier) continue;
            return Overlaps(
                $"{Reconcile.At(i)} may hold uses of which differences were posted for another match or period, from "
                + $"{CoreJson.Time(earlier.From)} to {CoreJson.Time(earlier.To)}: state that again, or none of it.");
        }
        return null;
    }

    static Rejected Overlaps(string why) => new(Rejection.ReconciliationOverlaps, why);

    // In whatever order they are posted: the wallet has room for all of them on one side.
    static bool Overflows(Wallet wallet, List<ReconciledTotal> totals)
    {
        var sum = totals.Aggregate((Int128)0, (sum, total) => sum + Int128.Abs(total.Difference.Micros));
        return sum > Amount.Most || wallet.Overflows(new Amount((long)sum));
    }

    static void Post(Draft draft, CustomerState customer, Reconciliation answer)
    {
        var (command, id) = (answer.Command, answer.Id!);
        var watched = WalletWatch.Watch(draft, customer);
        draft.Audit(
            customer, command.By, "wallet.reconciled", id, null,
            CoreJson.Write(ReconciliationView.Of(answer) with { Row = PostedRow.Of(answer) }));
        var purse = new Purse(customer, command.Currency, draft.TimeOf(customer));
        var label = new EntryLabel(EntryKind.Adjustment, id, null, command.By);
        foreach (var total in answer.Totals)
        {
            if (total.Difference == Amount.Zero) continue;
            // What the provider counts more is owed; what it counts less comes back.
            if (total.Difference > Amount.Zero) purse.Debit(total.Difference, label);
            else purse.Add(-total.Difference, label);
            customer.Put(new PostedDifference(
                customer.Head.Customer, total.Key, command.Currency, command.From, command.To, total.Match.Disguised,
                total.PostedBefore + total.Difference, customer.Head.Sequence));
        }
        WalletWatch.Tell(draft, customer, watched);
    }

    static Rejected? Unknown(Reconcile command, Catalog.Catalog catalog)
    {
        List<FieldError> errors = [];
        for (var i = 0; i < command.Totals.Count; i++)
            if (command.Totals[i].Match.Feature is { } code && catalog.Feature(code) is null)
                errors.Add(new FieldError(
                    $"{Reconcile.At(i)}.feature", "unknown_feature", $"There is no feature {code}."));
        return errors.Count == 0 ? null : new Rejected(Rejection.Invalid, errors[0].Detail, errors);
    }
}
