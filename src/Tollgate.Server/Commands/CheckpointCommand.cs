using System.CommandLine;
using System.Runtime.CompilerServices;
using Tollgate.Client;
using Command = System.CommandLine.Command;

namespace Tollgate.Server.Commands;

/// <summary><c>tollgate checkpoint</c>: where the hash chains end, to be kept elsewhere.</summary>
static class CheckpointCommand
{
    const int HeadsAtOnce = 500;

    static readonly Option<string?> Customer = new("--customer")
    {
        Description = "The one customer. The account and all customers unless given.",
        HelpName = "customer",
    };

    static readonly Option<string?> Out = new("--out")
    {
        Description = "The file to write. Standard output unless given.",
        HelpName = "file",
    };

    public static Command Create(Terminal terminal)
    {
        var command = new Command("checkpoint",
            "Writes where the hash chains end, a JSON object a line. Kept elsewhere, 'verify --checkpoint' tells later "
            + "whether the history was written anew.")
        {
            Customer, Out,
        };
        Connection.AddTo(command);
        command.SetAction((words, stop) => RunAsync(terminal, words, stop));
        return command;
    }

    static async Task<int> RunAsync(Terminal terminal, ParseResult words, CancellationToken stop)
    {
        var file = words.GetValue(Out);
        await using var writer = file is null ? null : new StreamWriter(file);
        var count = 0;
        await foreach (var one in HeadsAsync(words, stop))
        {
            if (writer is null) terminal.Say(CheckpointFile.Line(one));
            else await writer.WriteLineAsync(CheckpointFile.Line(one));
            count++;
        }
        if (count == 0) throw CommandException.Fault($"There is no customer {words.GetValue(Customer)}.");
        terminal.Note($"{count} checkpoints");
        return ExitCode.Done;
    }

    static async IAsyncEnumerable<Checkpoint> HeadsAsync(
        ParseResult words, [EnumeratorCancellation] CancellationToken stop)
    {
        var customer = words.GetValue(Customer);
        if (Connection.UrlOf(words) is not null)
        {
            await using var session = await Connection.OpenAsync(words, stop);
            await foreach (var one in session.Client.ListCheckpointsAsync(customer, stop)) yield return one;
            yield break;
        }
        await using var database = DatabaseReader.Open(Connection.DatabaseOf(words));
        for (var place = new CustomerId(-1); ;)
        {
            var after = place;
            var heads = await database.ReadAsync(
                () => database.Store.Records.HeadsAsync(after, HeadsAtOnce, stop).AsTask());
            if (heads.Count == 0) yield break;
            foreach (var head in heads)
                if (customer is null || head.Key == customer) yield return VerifyWire.Of(head);
            place = heads[^1].Head.Customer;
        }
    }
}
