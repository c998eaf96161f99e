namespace Tollgate.Core.Due;

/// <summary>Something that happens to a subscription or a boost by time alone.</summary>
/// <param name="At">When.</param>
/// <param name="Type">What, as it is told: <c>subscription.ended</c>.</param>
/// <param name="Subscription">To which; null: to a boost.</param>
/// <param name="Boost">To which; null: to a subscription.</param>
public sealed record Moment(Instant At, string Type, Subscription? Subscription, Boost? Boost)
{
    /// <summary>How long before its end a trial is told of.</summary>
    public static Duration TrialNotice { get; } = Duration.FromDays(3);

    /// <summary>How long before it is due a renewal is told of, each time.</summary>
    public static IReadOnlyList<Duration> RenewalNotices { get; } = [Duration.FromDays(7), Duration.FromDays(3)];

    /// <summary>The type of the event: a renewal will be due.</summary>
    public const string RenewalUpcoming = "subscription.renewal_upcoming";

    /// <summary>What tells this moment from any other of its customer's; reminders of one renewal are one.</summary>
    public (string Type, long Id, Instant? DueAt) Key => (
        Type, Subscription?.Id ?? Boost!.Id, Type == RenewalUpcoming ? Subscription!.Renewal!.DueAt : null);

    /// <summary>
    /// All of a customer's, past and to come, in no order. What lay before a thing was made did not happen to it.
    /// </summary>
    public static IEnumerable<Moment> Of(Terms terms) =>
        terms.Subscriptions.SelectMany(Of).Concat(terms.Boosts.SelectMany(Of));

    /// <summary>The time of the first after <paramref name="now"/>, or null.</summary>
    public static Instant? Next(Terms terms, Instant now)
    {
        Instant? next = null;
        foreach (var moment in Of(terms))
            if (moment.At > now && !(next <= moment.At)) next = moment.At;
        return next;
    }

    static IEnumerable<Moment> Of(Subscription one)
    {
        if (one.StartsAt > one.CreatedAt && !(one.Over <= one.StartsAt)) yield return At("started", one.StartsAt);
        if (one.TrialEndsAt is { } end && end > one.CreatedAt && !(one.Over <= end))
        {
            // A shorter trial is told of as it begins; one that was paid for needs no notice.
            if (one.ActivatedAt is null)
                yield return At("trial_will_end", Instant.Max(end - TrialNotice, one.CreatedAt));
            yield return At("trial_ended", end);
        }
        if (one.ChangeAt is { } change && !(one.Over <= change)) yield return At("plan_changed", change);
        if (one.Over is { } over) yield return At("ended", over);
        foreach (var reminder in Reminders(one)) yield return new Moment(reminder, RenewalUpcoming, one, null);

        Moment At(string what, Instant at) => new(at, $"subscription.{what}", one, null);
    }

    // Of one that was set when a notice was past, the next one tells, or at once where there is none. The end of a
    // trial has its own.
    static IEnumerable<Instant> Reminders(Subscription one)
    {
        if (one.Renewal is not { Failures: 0 } renewal || one.PausedAt is not null) yield break;
        if (one.Over <= renewal.DueAt || one.TrialEndsAt == renewal.DueAt) yield break;
        foreach (var notice in RenewalNotices)
            if (renewal.DueAt - notice >= renewal.Since) yield return renewal.DueAt - notice;
        if (renewal.DueAt - RenewalNotices[^1] < renewal.Since && renewal.Since < renewal.DueAt)
            yield return renewal.Since;
    }

    static IEnumerable<Moment> Of(Boost one)
    {
        if (one.StartsAt > one.CreatedAt && !(one.Over <= one.StartsAt))
            yield return new Moment(one.StartsAt, "boost.started", null, one);
        if (one.Over is { } over) yield return new Moment(over, "boost.ended", null, one);
    }
}
