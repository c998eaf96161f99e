namespace Tollgate.Lanes;

/// <summary>
/// What a batch came to: the rows to write, an answer or a bug for each request, and what belongs into the next.
/// </summary>
internal sealed record Verdict(
    World World, ChangeSet Changes, IReadOnlyList<(Request Request, Answer? Answer, Exception? Bug)> Answers,
    List<Request> Deferred)
{
    /// <summary>Sends every answer; called only when what it rests on is durable.</summary>
    public void Send()
    {
        foreach (var (request, answer, bug) in Answers)
        {
            if (bug is null) request.Completion.TrySetResult(answer!);
            else request.Completion.TrySetException(bug);
        }
    }
}
