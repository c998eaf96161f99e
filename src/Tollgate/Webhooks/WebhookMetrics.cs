using System.Diagnostics.Metrics;

namespace Tollgate.Webhooks;

/// <summary>What is measured of deliveries, under the meter <c>Tollgate</c>. Thread-safe.</summary>
internal sealed class WebhookMetrics : IDisposable
{
    readonly Meter meter = new("Tollgate");
    readonly Counter<long> attempts;
    readonly Histogram<double> duration;

    public WebhookMetrics()
    {
        attempts = meter.CreateCounter<long>(
            "tollgate.webhook.deliveries", "{attempt}",
            "Attempts to deliver, by outcome: delivered, failed (and tried again), given_up, gone.");
        duration = meter.CreateHistogram<double>("tollgate.webhook.duration", "s", "How long an attempt takes.");
    }

    public void Attempted(string outcome, int milliseconds)
    {
        attempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        duration.Record(milliseconds / 1000.0);
    }

    public void Dispose() => meter.Dispose();
}
