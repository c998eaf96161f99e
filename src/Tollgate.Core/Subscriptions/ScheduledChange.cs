namespace Tollgate.Core.Subscriptions;

/// <summary>What is to happen to a subscription by time alone.</summary>
public enum ChangeKind
{
    /// <summary>It changes to another plan version.</summary>
    Plan,
    /// <summary>Its cancellation takes effect.</summary>
    Cancel,
    /// <summary>It begins.</summary>
    Start,
    /// <summary>It ends, because it is not paid for and there is no free plan.</summary>
    Lapse,
}

/// <summary>A change that is still to take effect, of which a subscription has at most one of each kind.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Subscription">To which.</param>
/// <param name="At">When; after the moment that was asked about.</param>
public sealed record ScheduledChange(ChangeKind Kind, Subscription Subscription, Instant At)
{
    static readonly MadeId[] Forms = [new("change_"), new("cancel_"), new("start_"), new("lapse_")];

    /// <summary>Its place among all of its customer's, no two of which share one.</summary>
    public (Instant At, long Id, ChangeKind Kind) Place => (At, Subscription.Id, Kind);

    /// <summary>What is still to happen at <paramref name="now"/>, soonest first.</summary>
    public static IReadOnlyList<ScheduledChange> Of(Terms terms, Instant now)
    {
        List<ScheduledChange> changes = [];
        foreach (var one in terms.Subscriptions)
        {
            if (one.IsOver(now)) continue;
            if (one.StartsAt > now) changes.Add(new ScheduledChange(ChangeKind.Start, one, one.StartsAt));
            if (one.ChangeAt > now) changes.Add(new ScheduledChange(ChangeKind.Plan, one, one.ChangeAt.Value));
            if (one.CanceledAt > now) changes.Add(new ScheduledChange(ChangeKind.Cancel, one, one.CanceledAt.Value));
            if (one.LapsesAt > now) changes.Add(new ScheduledChange(ChangeKind.Lapse, one, one.LapsesAt.Value));
        }
        return [.. changes.OrderBy(change => change.Place)];
    }

    /// <summary>The id on the wire of a change of a customer's subscription.</summary>
    public static string Format(ChangeKind kind, string customer, long id) => Forms[(int)kind].Format(customer, id);

    /// <summary>Takes the wire form apart; false where it is not one.</summary>
    public static bool TryParse(string text, out ChangeKind kind, out string customer, out long id)
    {
        for (kind = ChangeKind.Plan; kind <= ChangeKind.Lapse; kind++)
            if (Forms[(int)kind].TryParse(text, out customer, out id)) return true;
        (customer, id) = ("", 0);
        return false;
    }
}
