using Tollgate.Core.Tests.Comparison;
using Tollgate.Testing.Model;

namespace Tollgate.Core.Tests.Properties;

/// <summary>Plays commands on the decider and on the model side by side.</summary>
static class DeciderPlay
{
    static readonly string[] Customers = ["acme", "bolt", "core"];

    /// <summary>The first difference, or null. What the model takes for malformed is no story.</summary>
    public static string? Difference(IReadOnlyList<ModelCommand> commands)
    {
        var (rows, words, model) = (new HandRows(), new Translation(), new SequentialModel());
        foreach (var command in commands)
        {
            string expected, answered;
            try
            {
                expected = Compared.Text(command, model.Apply(command));
            }
            catch (ArgumentException)
            {
                return null;
            }
            try
            {
                answered = Compared.Text(command, Answer(rows, words, command));
            }
            catch (Exception bug) when (bug is not OutOfMemoryException)
            {
                return $"model: {expected}\ncore:  {bug}";
            }
            if (answered != expected) return $"model: {expected}\ncore:  {answered}";
            if (Numbers(rows, model) is { } gap) return gap;
        }
        return commands.Count == 0 ? null : WrongCounters(rows, commands[^1].Now);
    }

    static ModelAnswer Answer(HandRows rows, Translation words, ModelCommand command)
    {
        var commands = words.Commands(command);
        var errors = new FieldErrors();
        foreach (var one in commands) one.Validate(errors);
        if (errors.Any) return Translation.Malformed;
        return words.Answer(command, rows.Decide(commands, command is ModelCommand.Use { Atomic: true }, command.Now));
    }

    static string? WrongCounters(HandRows rows, NodaTime.Instant now)
    {
        var wrong = string.Join('\n', Customers.Select(id => rows.Customer(id)?.WrongCounters(rows.Catalog, now)));
        return wrong.Trim().Length == 0 ? null : wrong;
    }

    static string? Numbers(HandRows rows, SequentialModel model)
    {
        foreach (var id in Customers)
        {
            var (expected, numbered) = (model.Customer(id)?.Sequence ?? 0, rows.Customer(id)?.Head.Sequence ?? 0);
            if (expected != numbered) return $"{id}: number {expected} of the model, {numbered} of the core";
        }
        return null;
    }
}
