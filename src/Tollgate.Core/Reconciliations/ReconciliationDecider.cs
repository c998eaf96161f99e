namespace Tollgate.Core.Reconciliations;

/// <summary>
/// Decides reconciliations. The plan and its execution are one decision, on sums that were read under the customer's
/// lock: of two at once the second finds what the first has posted.
/// </summary>
public static class ReconciliationDecider
{
    /// <summary>Posts what a stated total differs from what was charged and posted before.</summary>
    public static Outcome Decide(Draft draft, Reconcile command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (command.To > draft.TimeOf(customer))
            return Rejected.Invalid("to", "out_of_range", "to must not be in the future: the period has to be over.");
        if (Unknown(command, draft.Account.Catalog) is { } unknown) return unknown;
        if (customer.Wallet(command.Currency) is null) return WalletDecider.NotFound(command.Currency);

        var query = command.Query(customer.Head.Customer, draft.Account.Catalog)!;
        var recorded = customer.Charged(query);
        List<ReconciledTotal> totals = [];
        for (var i = 0; i < command.Totals.Count; i++)
        {
            var before = customer.Posted(query.Parts[i].Key).Amount;
            var stated = command.Totals[i].Amount;
            totals.Add(new ReconciledTotal(
                command.Totals[i].Match, query.Parts[i].Key, stated, recorded[i], before,
                stated - recorded[i] - before));
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
        needs.Posted.AddRange(query.Keys);
    }

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
                customer.Head.Customer, total.Key, total.PostedBefore + total.Difference, customer.Head.Sequence));
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
