using System.Text.Json;

namespace Tollgate.Core.ProviderEvents;

/// <summary>Decides what an event of a provider comes to.</summary>
public static class ProviderEventDecider
{
    internal const string OfEvent = "provider_event";

    /// <summary>The action of the audit entry that claims an event.</summary>
    public const string Action = "provider_event.claimed";

    enum Order
    {
        Newer,
        Older,
        Unknown,
    }

    /// <summary>
    /// Applies an event that was not claimed yet. Where its order is unknown, or its effect is refused, nothing is
    /// claimed: it may be applied later.
    /// </summary>
    public static Outcome Decide(Draft draft, ApplyEvent command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (Remembered.Find<ProviderEventView>(customer, "event", OfEvent, command.Claim, Hash.Empty) is { } known)
            return known;
        var row = command.Object is { } name ? customer.ProviderObject(name) : null;
        var order = OrderOf(row, command);
        if (order == Order.Unknown) return new AskFirst(row?.Sequence ?? 0);
        if (order == Order.Older)
            return Claim(draft, customer, command, ProviderEventOutcome.Ignored, ProviderEventView.Superseded, null);
        var done = Decider.Decide(draft, command.Effect with { By = command.By });
        if (done is Rejected refusal) return refusal;
        var left = done is PartlyFollowed { Left.Code: var code }
            ? JsonNamingPolicy.SnakeCaseLower.ConvertName($"{code}") : null;
        return Claim(draft, customer, command, ProviderEventOutcome.Applied, left, Followed(customer, row, command));
    }

    /// <summary>What applying one will read, beside what its effect reads.</summary>
    public static void Need(Needs needs, ApplyEvent command)
    {
        needs.Ids.Add(Remembered.Name(OfEvent, command.Claim));
        if (command.Object is { } name) needs.ProviderObjects.Add(name);
    }

    // What was asked for holds all that was applied before it was; what comes in at or before the time of an answer may
    // be part of that, and so has to be asked for again.
    static Order OrderOf(ProviderObject? row, ApplyEvent command)
    {
        if (command.Object is null) return Order.Newer;
        if (command.Asked is { } asked) return asked.After == (row?.Sequence ?? 0) ? Order.Newer : Order.Unknown;
        if (row is null || command.At > row.KnownUntil) return Order.Newer;
        return command.At < row.At ? Order.Older : Order.Unknown;
    }

    static ProviderObject? Followed(CustomerState customer, ProviderObject? row, ApplyEvent command)
    {
        if (command.Object is not { } name) return null;
        var before = row ?? new ProviderObject(customer.Head.Customer, name, command.At, "", 0, null);
        var after = SubscriptionFollower.Note(before, command.Effect) with
        {
            At = Instant.Max(before.At, command.At),
            Event = command.Event,
            Sequence = customer.NextSequence,
            AskedAt = command.Asked?.At ?? before.AskedAt,
        };
        customer.Put(after);
        return after;
    }

    static Put<ProviderEventView> Claim(
        Draft draft, CustomerState customer, ApplyEvent command, ProviderEventOutcome outcome, string? problem,
        ProviderObject? row)
    {
        var view = new ProviderEventView(command.Type, CoreJson.Time(command.At), outcome, problem);
        var recorded = row is null ? view : view with { Row = ProviderObjectRow.Of(row) };
        draft.Audit(customer, command.By, Action, command.Claim, null, CoreJson.Write(recorded));
        return Remembered.Keep(customer, OfEvent, command.Claim, Hash.Empty, view);
    }
}
