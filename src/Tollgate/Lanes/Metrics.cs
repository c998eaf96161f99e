using System.Diagnostics.Metrics;
using System.Text.Json;

namespace Tollgate.Lanes;

/// <summary>What the engine measures, under the meter <c>Tollgate</c>. Thread-safe.</summary>
internal sealed class Metrics : IDisposable
{
    readonly Meter meter = new("Tollgate");
    readonly Histogram<double> batchDuration;
    readonly Histogram<int> batchEvents;
    readonly Histogram<double> holdWait;
    readonly Histogram<double> holdDuration;
    readonly Counter<long> decisions;
    readonly Counter<long> held;
    readonly Counter<long> unavailable;
    readonly Counter<long> faults;
    readonly Counter<long> resolved;

    public Metrics()
    {
        batchDuration = meter.CreateHistogram<double>(
            "tollgate.batch.duration", "s", "From closing a batch to its answers.");
        batchEvents = meter.CreateHistogram<int>("tollgate.batch.events", "{event}", "Commands in a batch.");
        holdWait = meter.CreateHistogram<double>(
            "tollgate.hold.wait", "s", "How long operations waited for their customers.");
        holdDuration = meter.CreateHistogram<double>(
            "tollgate.hold.duration", "s", "How long operations held their customers.");
        decisions = meter.CreateCounter<long>("tollgate.decisions", "{decision}", "Decisions, by reason.");
        held = meter.CreateCounter<long>(
            "tollgate.requests.held", "{request}", "Requests put back because a customer was held elsewhere.");
        unavailable = meter.CreateCounter<long>(
            "tollgate.requests.unavailable", "{request}", "Requests that were turned away undecided, by why.");
        faults = meter.CreateCounter<long>("tollgate.faults", "{fault}", "Failures of a session, by kind.");
        resolved = meter.CreateCounter<long>(
            "tollgate.commits.resolved", "{commit}", "Commits whose answer was lost, by what became of them.");
    }

    public void ObserveQueue(string name, Func<int> events) => meter.CreateObservableGauge(
        "tollgate.queue.events",
        () => new Measurement<int>(events(), new KeyValuePair<string, object?>("queue", name)),
        "{event}", "Events waiting.");

    public void Settled(Verdict verdict, int requestsHeld, TimeSpan duration)
    {
        batchDuration.Record(duration.TotalSeconds);
        if (requestsHeld > 0) held.Add(requestsHeld);
        if (!batchEvents.Enabled && !decisions.Enabled) return;
        var outcomes = verdict.Answers.SelectMany(answer => answer.Answer?.Outcomes ?? []).ToList();
        batchEvents.Record(outcomes.Count);
        foreach (var group in outcomes.OfType<Decision>().GroupBy(decision => decision.Reason))
            decisions.Add(group.Count(), new KeyValuePair<string, object?>("reason", Name(group.Key.ToString())));
    }

    public void Waited(TimeSpan duration) => holdWait.Record(duration.TotalSeconds);

    public void Held(TimeSpan duration) => holdDuration.Record(duration.TotalSeconds);

    static string Name(string member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member);

    public void Fault(Fault fault) => faults.Add(1, new KeyValuePair<string, object?>("fault", Name(fault.ToString())));

    public void Unavailable(int requests, Unavailability why)
    {
        if (requests > 0) unavailable.Add(requests, new KeyValuePair<string, object?>("why", Name(why.ToString())));
    }

    public void Resolved(bool landed) => resolved.Add(1, new KeyValuePair<string, object?>("landed", landed));

    public void Dispose() => meter.Dispose();
}
