using Tollgate.Core.Tests.Comparison;
using Tollgate.Testing.Model;

namespace Tollgate.Storage.Tests.Properties;

/// <summary>
/// One customer's history replayed on the model, change by change at the recorded times: the answers that were given
/// must be those of one serial program, in an order that real time allows.
/// </summary>
sealed class Replay(
    string customer, IReadOnlyList<ModelCommand> catalogue, IReadOnlyList<Change> history,
    IReadOnlyList<Exchange> exchanges)
{
    // What a use drew from top-ups stands behind it, under its number: lines of the same change.
    readonly List<Change> history = [.. history.Where(change => change.Event is null or { Line: 0 })];
    readonly SequentialModel model = new();
    readonly List<string> faults = [];
    readonly Dictionary<string, Exchange> byTag =
        exchanges.ToDictionary(exchange => exchange.Tag, StringComparer.Ordinal);

    readonly Dictionary<long, Exchange> settlements = exchanges
        .Where(exchange => exchange.Asked is ModelCommand.Settle settle && settle.Customer == customer
            && exchange.Answer.Decisions is [{ Replayed: false }])
        .ToDictionary(exchange => exchange.Answer.Decisions[0].Sequence);

    // What was answered without being recorded, by the number it was answered with.
    readonly ILookup<long, (Exchange Exchange, int Line)> unrecorded = exchanges
        .SelectMany(exchange => exchange.Answer.Decisions.Select(
            (decision, line) => (Exchange: exchange, Line: line, Decision: decision)))
        .Where(one => one.Decision.Replayed || !one.Decision.Allowed || one.Exchange.Asked is ModelCommand.Check)
        .Where(one => UseOf(one.Exchange, one.Line).Customer == customer)
        .ToLookup(one => one.Decision.Sequence, one => (one.Exchange, one.Line));

    /// <summary>How many answers were compared.</summary>
    public int Answers { get; private set; }

    /// <summary>The customer as the model has it in the end.</summary>
    public ModelCustomer Known => model.Customer(customer)!;

    /// <summary>What no serial program would have answered.</summary>
    public IReadOnlyList<string> Run()
    {
        foreach (var command in catalogue) model.Apply(command);
        Inspect(0, Instant.MinValue, history.Count > 0 ? At(history[0]) : Instant.MaxValue);
        for (var i = 0; i < history.Count; i++)
        {
            var at = At(history[i]);
            Step(history[i], at);
            model.LookedAtPeriods(customer, at);
            Inspect(history[i].Sequence, at, i + 1 < history.Count ? At(history[i + 1]) : Instant.MaxValue);
        }
        CheckRealTime();
        return faults;
    }

    void Step(Change change, Instant at)
    {
        // Whoever came first after a period's end closed it.
        if (change.Audit is { Action: "period.closed" } && model.ClosePeriod(customer, at)) return;
        if (ExchangeOf(change) is not { } exchange)
        {
            faults.Add($"{customer} {change.Sequence}: nobody asked for it.");
            return;
        }
        if (change.Event is { } recorded && exchange.Asked is ModelCommand.Use or ModelCommand.Reserve)
            Use(exchange, recorded, at);
        else Apply(exchange, change.Sequence, at);
    }

    void Use(Exchange exchange, UsageEvent recorded, Instant at)
    {
        var (uses, backfill) = (exchange.Asked.Asks(), exchange.Asked is ModelCommand.Use { Backfill: true });
        var line = exchange.Answer.Decisions.ToList().FindIndex(decision => decision.Sequence == recorded.Sequence
            && decision is { Allowed: true, Replayed: false } && decision.Id == recorded.Id);
        if (line < 0)
        {
            faults.Add($"{customer} {recorded.Sequence}: recorded, and not answered so by {exchange.Tag}.");
            return;
        }
        var expected = model.Use([uses[line]], atomic: false, backfill, at)[0];
        Compare(exchange, recorded.Sequence, uses[line], expected, exchange.Answer.Decisions[line]);
    }

    void Apply(Exchange exchange, long sequence, Instant at)
    {
        if (exchange.Asked is ModelCommand.Settle settle)
        {
            var settled = model.Settle(At(settle, at));
            if (settled.Decisions is [var ended])
                Compare(exchange, sequence, settle.Asks()[0], ended, exchange.Answer.Decisions[0]);
            else
                faults.Add($"{customer} {sequence}: settled, and by the model {settled.Change}.");
            return;
        }
        var change = exchange.Asked switch
        {
            ModelCommand.Reverse reverse => model.Reverse(customer, reverse.Id, at),
            ModelCommand.PutCustomer put => model.PutCustomer(put.Customer, put.TimeZone, put.Waived),
            ModelCommand.Suspend suspend => model.Suspend(suspend.Customer),
            ModelCommand.Resume resume => model.Resume(resume.Customer),
            ModelCommand.Subscribe subscribe => model.Subscribe(customer, subscribe.Order, at),
            { Subscription: not null } => model.Alter(customer, exchange.Meant!, exchange.Asked, at),
            ModelCommand.PutNamespace put => model.PutNamespace(put.Customer, put.Namespace),
            ModelCommand.Provision provision => model.Provision(customer, provision.Gift, at),
            ModelCommand.PutWallet put => model.PutWallet(customer, put.Currency, put.Rules),
            ModelCommand.Grant grant => model.Grant(customer, grant.Asked, at),
            ModelCommand.Adjust adjust => model.Adjust(customer, adjust.Asked, at),
            ModelCommand.CancelBoost => model.CancelBoost(customer, exchange.Meant!, at),
            _ => new ModelChange($"{exchange.Asked} leaves no audit entry"),
        };
        var expected = Compared.Text(exchange.Asked, new ModelAnswer(change, []));
        Compare(exchange, sequence, expected, Compared.Text(exchange.Asked, exchange.Answer));
    }

    // Decided at some moment between this change and the next, and between asking and answering: the model must agree
    // at the first or the last of them.
    void Inspect(long sequence, Instant from, Instant until)
    {
        foreach (var (exchange, line) in unrecorded[sequence])
        {
            if (exchange.Asked is ModelCommand.Use { Atomic: true } request
                && request.Uses.Any(one => one.Customer != customer))
            {
                continue;
            }
            var use = UseOf(exchange, line);
            var answered = exchange.Answer.Decisions[line];
            var first = Ask(exchange, line, Instant.Max(from, exchange.Sent));
            // A check holds no lock: its clock may be read after the next change was.
            var isCheck = exchange.Asked is ModelCommand.Check;
            var last = Ask(exchange, line, isCheck ? exchange.Answered : Instant.Min(until, exchange.Answered));
            var isLast = Text(use, last) == Text(use, Undated(exchange, Compared.Settled(last, answered)));
            Compare(exchange, sequence, use, isLast ? last : first, Undated(exchange, answered));
        }
    }

    ModelDecision Ask(Exchange exchange, int line, Instant at)
    {
        var decision = exchange.Asked switch
        {
            ModelCommand.Use { Atomic: true } request => model.Rehearse(request.Uses, request.Backfill, at)[line],
            ModelCommand.Settle settle => model.Settle(At(settle, at)).Decisions[0],
            _ => model.Check(UseOf(exchange, line), at, exchange.Asked is ModelCommand.Use { Backfill: true }),
        };
        return Undated(exchange, decision);
    }

    static ModelCommand.Settle At(ModelCommand.Settle settle, Instant at) =>
        new(at, settle.Customer, settle.Id, settle.Quantity, settle.Properties);

    void Compare(Exchange exchange, long sequence, ModelUse use, ModelDecision expected, ModelDecision answered) =>
        Compare(exchange, sequence, Text(use, expected), Text(use, Compared.Settled(expected, answered)));

    void Compare(Exchange exchange, long sequence, string expected, string answered)
    {
        Answers++;
        if (expected != answered)
        {
            faults.Add(
                $"{customer} {sequence}, {exchange.Tag}: {exchange.Asked}\nmodel: {expected}\ngate:  {answered}");
        }
    }

    // Who was answered before another asked comes before it.
    void CheckRealTime()
    {
        var latest = Instant.MinValue;
        foreach (var change in history)
        {
            if (ExchangeOf(change) is not { } exchange) continue;
            if (exchange.Answered < latest)
                faults.Add($"{customer} {change.Sequence}: answered before an earlier number was asked for.");
            latest = Instant.Max(latest, exchange.Sent);
        }
    }

    // The lines of a settlement name who reserved, and those of a release nobody.
    Exchange? ExchangeOf(Change change) =>
        settlements.TryGetValue(change.Sequence, out var settlement) ? settlement
            : (change.Event is { } recorded ? recorded.Actor : change.Audit!.Actor) is { } tag
                ? byTag.GetValueOrDefault(tag)
                : null;

    static ModelUse UseOf(Exchange exchange, int line) => exchange.Asked.Asks()[line];

    static string Text(ModelUse use, ModelDecision decision) => Compared.Text(use, decision);

    // The start of a rolling window moves with every moment; so does its end, where it counts what the request itself
    // dropped.
    static ModelDecision Undated(Exchange exchange, ModelDecision decision)
    {
        if (decision.Per?[0] != 'P' || decision.Replayed) return decision;
        var dropped = exchange.Asked is ModelCommand.Use { Atomic: true };
        return decision with { StartsAt = null, ResetsAt = dropped ? null : decision.ResetsAt };
    }

    static Instant At(Change change) => change.Event?.RecordedAt ?? change.Audit!.At;
}
