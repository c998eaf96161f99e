using Tollgate.Core.Tests.Comparison;
using Tollgate.Testing.Model;

namespace Tollgate.Storage.Tests.Properties;

/// <summary>
/// Compares answers, and leaves out two things that the lanes get wrong in the answer to a refused atomic request, until
/// they answer with <see cref="RefusedBatch"/>: the number of a refusal is one of the draft that was dropped, and what
/// repeats a dropped event of the same request counts as a replay.
/// </summary>
static class RefusedBatches
{
    public static string? Difference(ModelCommand command, ModelAnswer expected, ModelAnswer answered)
    {
        if (command is not ModelCommand.Use { Atomic: true } request || expected.Decisions.All(decision => decision.Allowed))
            return Compared.Difference(command, expected, answered);
        var (model, real) = (Text(request, expected), Text(request, answered));
        return model == real ? null : $"model: {model}\nreal:  {real}";
    }

    static string Text(ModelCommand.Use request, ModelAnswer answer) =>
        string.Join("; ", answer.Decisions.Select((decision, line) => RepeatsOneBefore(request, line)
            ? "repeated"
            : Compared.Text(request.Uses[line], decision with { Sequence = 0 })));

    static bool RepeatsOneBefore(ModelCommand.Use request, int line) =>
        request.Uses[line].Id is { } id && request.Uses.Take(line).Any(one => one.Id == id && one.Customer == request.Uses[line].Customer);
}
