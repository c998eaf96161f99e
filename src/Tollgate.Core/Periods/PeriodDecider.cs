namespace Tollgate.Core.Periods;

/// <summary>
/// Closes periods with the settling of what is due: whatever locks the customer after a cycle's end closes it first,
/// once, cycle by cycle, and what is recorded from then on is in the next.
/// </summary>
public static class PeriodDecider
{
    /// <summary>Opens the first period of a customer, with the command that subscribes it.</summary>
    public static void Open(Draft draft, CustomerState customer)
    {
        var (terms, head) = (customer.Terms, customer.Head);
        if (terms.Profile is not { Period: null } profile || terms.Subscriptions.Count == 0) return;
        var first = PeriodTurns.First(terms, draft.Account.Catalog, draft.TimeOf(customer));
        customer.Put(profile with { Period = new OpenPeriod(first, head.Sequence, head.Sequence, first) });
    }

    /// <summary>Closes the open period at its end, and opens the next.</summary>
    public static void Close(Draft draft, CustomerState customer, Instant end)
    {
        UsageSliceDecider.Cut(draft, customer, end.PlusTicks(-10));
        var profile = customer.Terms.Profile!;
        var open = profile.Period!;
        var tallies = customer.Tallies.ToList();
        var figures = tallies.Select(one => one.Figure).Where(one => !one.IsNone).OrderBy(one => one.Key.Feature)
            .ThenBy(one => one.Key.Currency, StringComparer.Ordinal).ToList();
        var row = new ClosedPeriod(
            customer.Head.Customer, customer.NextSequence, open.From, end, open.After, figures);
        customer.Put(row);
        foreach (var one in tallies) customer.Add(one.Closing);
        customer.Put(profile with { Period = open with { From = end, After = row.Id } });
        var view = PeriodView.Of(row, draft.Account.Catalog);
        draft.Audit(
            customer, DueDecider.Clock, "period.closed", PeriodId.Format(profile.Key, row.Id), null,
            CoreJson.Write(view));
    }

    /// <summary>What settling will read, where a period is over.</summary>
    public static void Need(Needs needs, Terms terms, Catalog.Catalog catalog, Instant since, Instant now) =>
        // A renewal that is not paid may end the last subscription, and with it the period.
        needs.Tallies |= UsageMeters.Any(terms) || RenewalTries.Next(terms) <= now
            || PeriodTurns.Passed(terms, catalog, since, now).Count > 0;
}
