namespace Tollgate.Core.Usage;

/// <summary>
/// Records a use that is allowed: its own line, a line for each pool that it draws on and each top-up that it burns,
/// and the memory of its id. A reservation leaves the same lines, as holds, and itself.
/// </summary>
internal static class Recording
{
    /// <summary>Records it; the answer with its id, number and figures.</summary>
    public static Decision Record(
        CustomerState customer, Use use, Feature feature, Decision answer, Basis basis, Weighed weighed, Bill? bill,
        Instant at, Instant now)
    {
        var head = customer.Head;
        var holds = use.HoldFor is not null;
        var line = new UsageEvent(
            head.Customer, customer.NextSequence, 0, use.Id ?? EventId.Make(head),
            holds ? UsageKind.Hold : UsageKind.Use, feature.Id, basis.Own.Scope, use.Namespace ?? "",
            weighed.Split.Quantity, at, now, answer.Flags, answer.Included, answer.TopUp, answer.Overage,
            use.Actor, use.Properties, use.Metadata, Hash.Empty)
        {
            Charge = holds ? null : bill?.ChargeOf(customer, now),
        };
        var draws = holds ? new List<Draw>() : null;
        var place = customer.Changes.Events.Count;
        Post(customer, line, basis, draws, now);
        var link = customer.Changes.Events[place].Hash;
        if (weighed.Gauge is { Elsewhere: not 0 } gauge) BringOver(customer, line, feature, basis, gauge, now);
        bill?.Take(customer, line, feature, use.By, now);
        var held = holds ? bill?.Hold(customer, weighed.Split.Overage, now) : null;

        answer = answer with
        {
            Id = line.Id,
            Sequence = line.Sequence,
            TopUpRemaining = answer.TopUpRemaining - answer.TopUp,
            Figures = MeasuredLimit.Tightest(MeasuredLimit.Of(customer, basis), _ => true, now),
            ReservedUntil = now + use.HoldFor,
            Charge = held?.Shown ?? line.Charge?.Shown,
        };
        var content = use.Content;
        var sealedAnswer = DecisionSeal.Put(DecisionCodec.Encode(answer), link, content, customer.ChainKey);
        customer.Record(new RecordedId(head.Customer, line.Id, line.Sequence, content, sealedAnswer));
        if (draws is null) return answer;
        customer.Put(Reservation.Of(line, answer.ReservedUntil!.Value, draws) with { Held = held });
        return answer;
    }

    /// <summary>Posts a line, what it draws from the pools of its basis, and what it burns of top-ups.</summary>
    static void Post(CustomerState customer, UsageEvent use, Basis basis, List<Draw>? draws, Instant now)
    {
        short line = 0;
        // Before they are posted, since a top-up's counter tells what it has left.
        var topUps = TopUps.Take(customer, basis, use.TopUp).ToList();
        foreach (var (feature, factor, footing) in basis.Shares)
        {
            var drawn = line == 0 ? use : use.Part(
                line, use.Kind.Reserves() ? UsageKind.Hold : UsageKind.Pool, feature.Id, footing.Entitlement.Scope,
                checked(use.Included * factor), checked(use.Overage * factor));
            Posting.Post(customer, drawn, feature, footing.Kept, now);
            draws?.Add(new Draw(drawn.Feature, drawn.Pot, factor, drawn.Included + drawn.Overage));
            line++;
        }
        foreach (var topUp in topUps)
        {
            var kind = use.Kind.Reserves() ? UsageKind.Hold : UsageKind.TopUp;
            var burned = use.Part(line++, kind, topUp.Feature, topUp.Pot, topUp.Quantity, 0);
            var (key, _, share) = basis.TopUps.First(one => one.Key.Pot == topUp.Pot);
            Posting.Post(customer, burned, share.Feature, [key], now);
            draws?.Add(topUp);
        }
    }

    static void BringOver(
        CustomerState customer, UsageEvent use, Feature gauge, Basis basis, GaugeLevel level, Instant now)
    {
        var keys = basis.Shares[0].Footing.Kept;
        var arrives = use.Part(1, UsageKind.Move, gauge.Id, use.Pot, level.Elsewhere, 0);
        var leaves = use.Part(2, UsageKind.Move, gauge.Id, level.Pot, -level.Elsewhere, 0);
        Posting.Post(customer, arrives, gauge, keys, now);
        Posting.Post(customer, leaves, gauge, keys, now);
    }
}
