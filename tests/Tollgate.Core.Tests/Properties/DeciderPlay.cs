using Tollgate.Core.Tests.Comparison;
using Tollgate.Testing.Model;

namespace Tollgate.Core.Tests.Properties;

/// <summary>Plays commands on the decider and on the model side by side.</summary>
static class DeciderPlay
{
    static readonly string[] Customers = ["acme", "bolt", "core"];

    /// <summary>
    /// The first difference, or null. What the model takes for malformed is no story. The core may be told something
    /// else than the model, or with null nothing: what it answers to that is not compared.
    /// </summary>
    public static string? Difference(
        IReadOnlyList<ModelCommand> commands, Func<ModelCommand, ModelAnswer, ModelCommand?>? alter = null,
        string? broken = null)
    {
        var (rows, words) = (new HandRows(), new Translation());
        var model = new SequentialModel { Broken = broken };
        foreach (var command in commands)
        {
            ModelAnswer expected, answered;
            try
            {
                expected = model.Apply(command);
            }
            catch (ArgumentException)
            {
                return null;
            }
            try
            {
                var told = alter is null ? command : alter(command, expected);
                answered = told is null ? expected : Answer(rows, words, told);
                if (told != command) continue;
            }
            catch (Exception bug) when (bug is not OutOfMemoryException)
            {
                return $"model: {Compared.Text(command, expected)}\ncore:  {bug}";
            }
            if (Compared.Difference(command, expected, answered) is { } difference) return difference;
            if (Numbers(rows, model) is { } gap) return gap;
        }
        return commands.Count == 0 ? null : WrongCounters(rows, commands[^1].Now)
            ?? (alter is null ? WrongMoney(rows, model) : null);
    }

    // Of the ledgers, as far as the core has written them.
    static string? WrongMoney(HandRows rows, SequentialModel model)
    {
        foreach (var id in Customers)
        {
            if (rows.Customer(id) is not { } real || model.Customer(id) is not { } known) continue;
            var wrong = string.Join('\n', real.WrongMoney());
            if (wrong.Length > 0) return $"{id}: {wrong}";
            var (expected, stored) = (Lines(known, real.Head.Sequence), MoneyWords.Lines(id, real.Ledger));
            if (expected != stored) return $"{id}\nmodel:\n{expected}\ncore:\n{stored}";
        }
        return null;
    }

    static string Lines(ModelCustomer known, long written) => string.Join('\n', known.Wallets.Values.SelectMany(
        wallet => SequentialModel.Ledger(known, wallet).Where(entry => entry.Sequence <= written)
            .Select(entry => $"{wallet.Currency} {entry.Describe()}")));

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
            // What time alone ended is written with the next change.
            var (written, last) = (model.Customer(id)?.Written ?? 0, model.Customer(id)?.Sequence ?? 0);
            var numbered = rows.Customer(id)?.Head.Sequence ?? 0;
            if (numbered < written || numbered > last)
                return $"{id}: number {written} to {last} of the model, {numbered} of the core";
        }
        return null;
    }
}
