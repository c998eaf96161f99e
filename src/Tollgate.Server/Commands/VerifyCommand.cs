using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Tollgate.Client;
using Tollgate.Verification;
using Command = System.CommandLine.Command;

namespace Tollgate.Server.Commands;

/// <summary>
/// <c>tollgate verify</c>: recomputes what is stored. Without <c>--url</c> it reads the database itself and writes
/// nothing to it, whether or not a server runs on it.
/// </summary>
static class VerifyCommand
{
    // The largest customer is recomputed in one answer.
    static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    static readonly Option<string?> Customer = new("--customer")
    {
        Description = "The one customer to verify. The account and all customers unless given.",
        HelpName = "customer",
    };

    static readonly Option<string?> Checkpoints = new("--checkpoint")
    {
        Description = "A file that 'checkpoint' has written: the chains are to pass through what it holds.",
        HelpName = "file",
    };

    static readonly Option<bool> Json = new("--json") { Description = "Prints what was found as JSON." };

    public static Command Create(Terminal terminal)
    {
        var command = new Command("verify",
            "Recomputes counters, reservations, balances and the hash chain from what was recorded, and names the "
            + "first divergence. Exit code 3 where there is one.")
        {
            Customer, Checkpoints, Json,
        };
        Connection.AddTo(command);
        command.Validators.Add(result =>
        {
            if (Connection.NamesServer(result) && result.GetValue(Checkpoints) is not null)
                result.AddError("--checkpoint is checked by the database itself: leave --url out.");
        });
        command.SetAction((words, stop) => RunAsync(terminal, words, stop));
        return command;
    }

    static async Task<int> RunAsync(Terminal terminal, ParseResult words, CancellationToken stop)
    {
        var result = Connection.UrlOf(words) is null || words.GetValue(Checkpoints) is not null
            ? await ReadAsync(terminal, words, stop)
            : await AskAsync(terminal, words, stop);
        if (words.GetValue(Json))
            terminal.Say(JsonSerializer.Serialize(result, WireJson.Lookup<VerifyResult>(WireJson.Lenient)));
        else foreach (var line in Lines(result)) terminal.Say(line);
        return result.Ok ? ExitCode.Done : ExitCode.Refused;
    }

    static async Task<VerifyResult> ReadAsync(Terminal terminal, ParseResult words, CancellationToken stop)
    {
        await using var database = DatabaseReader.Open(Connection.DatabaseOf(words));
        var kept = words.GetValue(Checkpoints) is { } file ? await CheckpointFile.ReadAsync(file, stop) : [];
        var verifier = new StoreVerifier(database.Store, database.ChainKey, new Progress(terminal))
        {
            Checkpoints = kept.ToLookup(one => one.Customer, StringComparer.Ordinal),
        };
        return await database.ReadAsync(async () =>
        {
            var customer = words.GetValue(Customer);
            var verified = customer is null
                ? await verifier.VerifyAllAsync(null, null, stop)
                : await verifier.VerifyAsync(customer, stop);
            return VerifyWire.Of(verified ?? throw CommandException.Fault($"There is no customer {customer}."));
        });
    }

    static async Task<VerifyResult> AskAsync(Terminal terminal, ParseResult words, CancellationToken stop)
    {
        await using var session = await Connection.OpenAsync(words, stop, Patience);
        if (words.GetValue(Customer) is { } customer)
            return await session.Client.VerifyAsync(new VerifyRequest { Customer = customer }, stop);
        VerifyResult? all = null;
        await foreach (var one in session.Client.VerifyAllAsync(stop))
        {
            all = all is null ? one : one with { Checked = Sum(all.Checked, one.Checked) };
            if (one.NextAfter is not null) terminal.Note($"{Counts(all.Checked)} so far");
        }
        return all!;
    }

    static VerifyCounts Sum(VerifyCounts one, VerifyCounts other) => new()
    {
        Customers = one.Customers + other.Customers,
        Events = one.Events + other.Events,
        Audits = one.Audits + other.Audits,
        Counters = one.Counters + other.Counters,
        Reservations = one.Reservations + other.Reservations,
        Entries = one.Entries + other.Entries,
    };

    static IEnumerable<string> Lines(VerifyResult result)
    {
        if (result.Divergence is { } found)
        {
            yield return $"Divergence: {found.Kind}, {found.Customer ?? "the account"}, {found.Table} {found.Key}";
            yield return $"  expected: {found.Expected}";
            yield return $"  found:    {found.Found}";
        }
        yield return $"{(result.Ok ? "Whole" : "Looked at")}: {Counts(result.Checked)}.";
    }

    static string Counts(VerifyCounts counts) => string.Create(
        CultureInfo.InvariantCulture,
        $"{counts.Customers:N0} customers, {counts.Events:N0} events, {counts.Audits:N0} other changes, "
        + $"{counts.Counters:N0} counters, {counts.Reservations:N0} open reservations, {counts.Entries:N0} entries");

    sealed class Progress(Terminal terminal) : IProgress<Checked>
    {
        static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
        long last = Stopwatch.GetTimestamp();

        public void Report(Checked value)
        {
            if (Stopwatch.GetElapsedTime(last) < Pause) return;
            last = Stopwatch.GetTimestamp();
            terminal.Note(string.Create(
                CultureInfo.InvariantCulture, $"{value.Customers:N0} customers, {value.Events:N0} events so far"));
        }
    }
}
