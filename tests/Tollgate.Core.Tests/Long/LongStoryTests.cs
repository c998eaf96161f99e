using System.Diagnostics;
using NodaTime;
using Tollgate.Core.Customers;
using Tollgate.Core.Discounts;
using Tollgate.Core.Due;
using Tollgate.Core.Payments;
using Tollgate.Core.Renewals;
using Tollgate.Core.Subscriptions;
using Xunit;

namespace Tollgate.Core.Tests.Long;

/// <summary>Stories of a customer that has everything at once, looked at whenever it is due, and by steps alone.</summary>
public sealed class LongStoryTests
{
    static int Seconds => int.Parse(Environment.GetEnvironmentVariable("STORY_SECONDS") ?? "10", null);

    static int First => int.Parse(Environment.GetEnvironmentVariable("STORY_SEED") ?? "1", null);

    [Fact]
    public void When_somebody_looks_makes_no_difference_and_nothing_is_missing()
    {
        var watch = Stopwatch.StartNew();
        Dictionary<string, string> found = [];
        var seed = First;
        for (; watch.Elapsed.TotalSeconds < Seconds; seed++)
        {
            var steps = new LongStory(seed).Steps(12 + (seed % 30));
            if (Fault(steps) is not { } fault) continue;
            var kind = Kind(fault);
            if (found.Keys.Count(one => one.StartsWith(kind, StringComparison.Ordinal)) >= (kind[0] is 'P' or 'M' ? 1 : 3)) continue;
            var least = Shrink(steps, kind);
            found.Add(kind + seed, $"seed {seed}: {Fault(least)}\n    "
                + string.Join("\n    ", Timed(least)));
            if (found.Count >= 12) break;
        }
        Assert.True(found.Count == 0, $"{seed - First} stories\n{string.Join("\n\n", found.Values)}");
    }

    static IEnumerable<string> Timed(IEnumerable<Step> steps)
    {
        var now = new Desk().Now;
        foreach (var one in steps) yield return $"{now += one.After} {one.Text}";
    }

    static string Kind(string fault) =>
        fault.StartsWith("Periods", StringComparison.Ordinal) ? "Periods"
        : fault.StartsWith("Differs", StringComparison.Ordinal) ? "Differs"
        : fault.StartsWith("Answers", StringComparison.Ordinal) ? "Answers"
        : fault.StartsWith("MissingFact", StringComparison.Ordinal) ? fault[..40]
        
        : fault.StartsWith("Once b", StringComparison.Ordinal) ? "Once b"
        : System.Text.RegularExpressions.Regex.Replace(fault, "[0-9]+", "");

    static List<Step> Shrink(IReadOnlyList<Step> steps, string kind)
    {
        var least = steps.ToList();
        for (var again = true; again;)
        {
            again = false;
            for (var i = least.Count - 1; i >= 1; i--)
            {
                var (without, joined) = (least.ToList(), least.ToList());
                without.RemoveAt(i);
                joined.RemoveAt(i);
                if (i < joined.Count) joined[i] = joined[i] with { After = joined[i].After + least[i].After };
                foreach (var smaller in new[] { joined, without })
                {
                    if (Fault(smaller) is not { } fault || Kind(fault) != kind) continue;
                    (least, again) = (smaller, true);
                    break;
                }
            }
        }
        return least;
    }

    static string? Fault(IReadOnlyList<Step> steps)
    {
        Player often = new(true), once = new(false);
        for (var i = 0; i < steps.Count; i++)
        {
            string a, b;
            try
            {
                a = often.Take(steps[i]);
                b = once.Take(steps[i]);
            }
            catch (Exception error)
            {
                return $"{error.GetType().Name}: {error.Message} at {i} "
                    + string.Join(" < ", error.StackTrace!.Split('\n').Take(9).Select(line => line.Trim()));
            }
            if (a != b) return $"Answers at {i} {steps[i].Text}:\n  often {a}\n  once  {b}";
            if (often.Faults() is { Length: > 0 } wrong) return $"Often {wrong} at {i}";
            if (once.Faults() is { Length: > 0 } faults) return Environment.GetEnvironmentVariable("STORY_TOLD") is null ? $"Once {faults} at {i}" : $"Once {faults} at {i}\n    {once.Told()}\n  OFTEN\n    {often.Told()}";
            if (often.Shown() != once.Shown())
                return $"{(often.Shown().Split("periods")[0] == once.Shown().Split("periods")[0] ? "Periods" : "Differs")} at {i} {steps[i].Text} ({often.Desk.Now}):\n  often {often.Shown()}\n  once  {once.Shown()}" + (Environment.GetEnvironmentVariable("STORY_TOLD") is null ? "" : $"\n OFTEN\n    {often.Told()}\n ONCE\n    {once.Told()}");
        }
        return null;
    }

    sealed class Player
    {
        readonly bool isOften;
        readonly List<long> sessions = [];
        Instant now;

        public Player(bool often)
        {
            isOften = often;
            now = Desk.Now;
            foreach (var command in LongStory.Catalogue()) Desk.Do(command);
        }

        public Desk Desk { get; } = new();

        public string Take(Step step)
        {
            now += step.After;
            for (var i = 0; isOften && i < 2_000; i++)
            {
                if (Desk.Rows.Customer("acme")?.Head.DueAt is not { } due || due > now) break;
                Desk.At(Instant.Max(due, Desk.Now).ToString("uuuu-MM-dd'T'HH:mm:ss.FFFFFFFFF'Z'", null));
                Desk.Do(new SettleDue("acme"));
            }
            Desk.At(now.ToString("uuuu-MM-dd'T'HH:mm:ss.FFFFFFFFF'Z'", null));
            if (Desk.Rows.Customer("acme") is not null) Desk.Do(new SettleDue("acme"));
            var terms = Desk.Rows.Customer("acme")?.Terms ?? Terms.None(new CustomerId(1));
            if (step.Make(new Scene(now, terms, sessions)) is not { } command) return "";
            var errors = new FieldErrors();
            command.Validate(errors);
            if (errors.Any) return "invalid";
            var outcome = Discounted(command) ? Desk.Do([command, new HoldAccount()])[0] : Desk.Do(command);
            if (outcome is Put<PaymentSession> { Created: true } opened) sessions.Add(opened.Value.Id);
            var shown = outcome is Rejected or Tollgate.Core.Usage.Decision ? Desk.Show(outcome) : outcome.GetType().Name;
            return shown;
        }

        static bool Discounted(Command command) => command is Subscribe { Renewal.Discount: not null }
            or SetRenewal { Terms.Discount: not null };

        public string Shown()
        {
            if (Desk.Rows.Customer("acme") is not { } rows) return "";
            var all = rows.Subscriptions.Select((one, i) =>
                $"{i}:{Desk.Rows.Catalog.Plan(one.PlanAt(now)).Code} {one.StatusAt(now, Desk.Rows.Catalog)} "
                + $"{one.Renewal?.DueAt} {one.Renewal?.Failures} {one.Renewal?.Discounted}"
                + $" ends {one.EndsAt} over {one.Over} lapses {one.LapsesAt}");
            return $"\n    {string.Join("\n    ", all)}\n    unpaid {string.Join(' ', rows.Terms.Unpaid.Select(one => one.FailedAt + "/" + one.FallsAt))}"
                + $"\n    {string.Join(", ", rows.Ledger.Select(one => $"{one.Kind} {one.Amount} {one.Balance}"))}"
                + $"\n    periods {string.Join(", ", rows.Periods.Select(one => $"{one.StartsAt}-{one.EndsAt} {string.Join(' ', one.Figures.Select(f => $"{f.Key.Feature}: {f.Events} {f.Used}/{f.Included}+{f.Overage} late {f.Late} charged {f.Charged}"))}"))}";
        }

        public string Told() => string.Join("\n    ", Desk.Rows.Customer("acme")!.Audits.Select(one => $"#{one.Sequence} {one.At} {one.Action} {(one.Action.StartsWith("credit", StringComparison.Ordinal) ? one.After : "")}")
            .Concat(Desk.Rows.Customer("acme")!.Events.Select(one => $"#{one.Sequence} {one.At} rec {one.RecordedAt} {one.Kind} {one.Charge?.Amount}"))
            .Concat(Desk.Rows.Customer("acme")!.Spends.Values.Select(one => $"SPEND {one.Key.From} {one.Key.To} epoch {one.Key.Epoch} {one.Spent} {one.Held}"))
            .Append($"epoch {Desk.Rows.Customer("acme")!.Terms.Profile!.Epoch}"));

        public string Faults() => Desk.Rows.Customer("acme") is not { } rows ? ""
            : string.Join(' ', rows.WrongMoney().Where(one => !one.EndsWith("nothing cost it.", StringComparison.Ordinal))) + Desk.WrongCounters();
    }
}
