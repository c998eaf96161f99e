namespace Tollgate.Core.Usage;

/// <summary>What an atomic request answers when one of its commands is refused and all of it was dropped.</summary>
public static class RefusedBatch
{
    /// <summary>
    /// The answers: what was recorded before the request stays a replay; what would have been allowed, or repeats what
    /// was dropped, is <see cref="Reason.BatchRefused"/> with the figures as they stand; what was refused keeps its
    /// reason and figures. No answer has a number that was never given.
    /// </summary>
    /// <param name="world">As it was before the request.</param>
    /// <param name="commands">Of the request.</param>
    /// <param name="outcomes">Of each, on the draft that was dropped.</param>
    public static Outcome[] Answers(World world, IReadOnlyList<Command> commands, IReadOnlyList<Outcome> outcomes)
    {
        var answers = outcomes.ToArray();
        for (var i = 0; i < answers.Length; i++)
            if (outcomes[i] is Decision decision) answers[i] = Answer(new Draft(world), (Use)commands[i], decision);
        return answers;
    }

    static Outcome Answer(Draft before, Use use, Decision dropped)
    {
        var customer = before.Existing(use.Customer);
        if (!dropped.Allowed) return dropped with { Sequence = customer?.Head.Sequence ?? 0 };
        if (dropped.Replayed && customer?.Find(use.Id!) is not null) return dropped;
        if (Decider.Decide(before, use with { CheckOnly = true }) is not Decision standing)
            return dropped with { Reason = Reason.BatchRefused };
        return standing with
        {
            Reason = Reason.BatchRefused,
            Included = 0,
            TopUp = 0,
            Overage = 0,
            Flags = UsageFlags.None,
        };
    }
}
