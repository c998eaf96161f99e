using System.Globalization;
using System.Net;
using Tollgate.Client;
using Decision = Tollgate.Client.Decision;

namespace Tollgate.Server.Commands.Import;

/// <summary>Sends entries in their order, one request at a time, and counts what came of them. Not thread-safe.</summary>
sealed class BatchSender(TollgateClient client, ImportSettings settings, Totals totals)
{
    const string EventsPath = "events[";

    /// <summary>
    /// Sends a batch. False if an event was refused and nothing may follow it: then everything before it is recorded, and
    /// nothing behind it. Once sent it is not given up: what stops an import stops it between two batches.
    /// </summary>
    /// <exception cref="MalformedLineException">
    /// The server cannot take the event of some line: everything before it is settled, and nothing behind it recorded.
    /// </exception>
    public async Task<bool> SendAsync(IReadOnlyList<Entry> entries)
    {
        var (from, to) = (0, entries.Count);
        while (from < entries.Count)
        {
            var part = Slice(entries, from, to);
            var (answer, bad) = await AskAsync(part);
            if (bad is { } malformed)
            {
                if (malformed.Index == 0) throw new MalformedLineException(part[0].Line, malformed.Why);
                to = from + malformed.Index;
                continue;
            }

            var refused = settings.StopOnRefusal ? FirstRefused(part, answer) : -1;
            if (refused == 0)
            {
                totals.Count(part[0], answer[0]);
                return false;
            }
            if (refused > 0)
            {
                // All of it was dropped: what stands before the refusal goes first, then the rest is asked anew.
                to = from + refused;
                continue;
            }
            for (var i = 0; i < part.Count; i++) totals.Count(part[i], answer[i]);
            (from, to) = (to, entries.Count);
        }
        return true;
    }

    // A decision for each entry, null for one that is no event; or the first entry that the server cannot take.
    async Task<(Decision?[] Answer, (int Index, string Why)? Bad)> AskAsync(IReadOnlyList<Entry> entries)
    {
        var answer = new Decision?[entries.Count];
        int[] events = [.. Enumerable.Range(0, entries.Count).Where(i => entries[i].Event is not null)];
        if (events.Length == 0) return (answer, null);
        try
        {
            var result = await client.UseBatchAsync(new UsageBatchRequest
            {
                Events = [.. events.Select(i => entries[i].Event!)],
                Atomic = settings.StopOnRefusal ? true : null,
                Backfill = settings.Backfill ? true : null,
            });
            for (var i = 0; i < events.Length; i++) answer[events[i]] = result.Decisions[i];
            return (answer, null);
        }
        catch (TollgateException rejected) when (FirstBad(rejected) is { } bad)
        {
            return (answer, (events[bad.Event], bad.Why));
        }
    }

    static int FirstRefused(IReadOnlyList<Entry> entries, Decision?[] answer)
    {
        for (var i = 0; i < entries.Count; i++)
            if (answer[i] is { Allowed: false, Reason: not Reasons.BatchRefused }) return i;
        return -1;
    }

    static (int Event, string Why)? FirstBad(TollgateException rejected)
    {
        if (rejected.Status != HttpStatusCode.BadRequest) return null;
        var named = rejected.Errors.Select(error => (Event: EventOf(error.Field), Why: error.Detail ?? error.Code))
            .Where(error => error.Event >= 0);
        return named.Any() ? named.MinBy(error => error.Event) : null;
    }

    // events[3].quantity -> 3
    static int EventOf(string field)
    {
        if (!field.StartsWith(EventsPath, StringComparison.Ordinal)) return -1;
        var number = field.AsSpan(EventsPath.Length);
        var end = number.IndexOf(']');
        return end > 0 && int.TryParse(number[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index : -1;
    }

    static IReadOnlyList<Entry> Slice(IReadOnlyList<Entry> entries, int from, int to) =>
        from == 0 && to == entries.Count ? entries : [.. entries.Skip(from).Take(to - from)];
}
