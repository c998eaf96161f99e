using Tollgate.Core.Time;
using Tollgate.Testing.Model;

namespace Tollgate.Core.Tests.Comparison;

/// <summary>Answers as text that is equal where they say the same.</summary>
public static class Compared
{
    /// <summary>Both answers where they differ, else null.</summary>
    public static string? Difference(ModelCommand command, ModelAnswer expected, ModelAnswer answered)
    {
        var (model, real) = (Text(command, expected), Text(command, answered));
        return model == real ? null : $"model: {model}\nreal:  {real}";
    }

    /// <summary>
    /// What was answered at once with others, without what is not settled then: when a rolling window frees something
    /// whose oldest use was reversed in the same batch.
    /// </summary>
    public static ModelDecision Settled(ModelDecision expected, ModelDecision answered) =>
        expected.ResetsUnclear ? answered with { ResetsAt = expected.ResetsAt } : answered;

    /// <summary>One answer on one line.</summary>
    public static string Text(ModelCommand command, ModelAnswer answer)
    {
        if (answer.Change is { } change) return Text(change);
        var uses = command.Asks();
        return string.Join("; ", answer.Decisions.Select((decision, i) => Text(uses[i], decision)));
    }

    /// <summary>
    /// One decision; an id that was made is not part of it, and equal lengths of window have one name.
    /// </summary>
    public static string Text(ModelUse use, ModelDecision decision)
    {
        var id = decision.Allowed && use.Id is not null ? $" id={decision.Id}" : "";
        return (decision with { Per = decision.Per is { } per ? Per.Parse(per).Text : null }).Describe() + id;
    }

    // A refused change says no more than why; the numbers are compared by the customer's history.
    static string Text(ModelChange change) =>
        change.Outcome switch
        {
            "created" or "changed" or "unchanged" or "existing" or "shown" =>
                $"{change.Outcome} {change.Id} v{change.Version} {change.Shown}",
            "reversed" or "reversed before" => $"{change.Outcome} {change.Id} seq={change.Sequence} {change.Shown}",
            _ => change.Outcome,
        };
}
