using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using EventId = Microsoft.Extensions.Logging.EventId;

namespace Tollgate.Storage.Tests.Passages;

public sealed class HeldLongTests
{
    [Fact]
    public async Task How_long_an_operation_waited_and_held_is_measured_and_a_long_hold_is_logged()
    {
        ConcurrentDictionary<string, double> measured = new();
        using var listener = new MeterListener();
        var (thread, isMaking) = (Environment.CurrentManagedThreadId, false);
        // Every gate has a meter of this name: of those the one that is made here, by this thread.
        listener.InstrumentPublished = (instrument, who) =>
        {
            if (isMaking && Environment.CurrentManagedThreadId == thread && instrument.Name.Contains("hold"))
                who.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.Start();
        var time = new ManualTime(DateTimeOffset.UnixEpoch.AddYears(56));
        var log = new EventIds();
        isMaking = true;
        await using var gate = new Gate(new MemoryStore(time), new TollgateOptions(), time, log);
        isMaking = false;
        await gate.OpenAsync(TestContext.Current.CancellationToken);
        await gate.ApplyAsync<Put<Profile>>(new PutCustomer("acme", Waived: true));

        await gate.ExecuteAsync("acme", (_, _) => Task.FromResult(1));
        Assert.DoesNotContain(1107, log.Ids);
        await gate.ExecuteAsync("acme", async (_, _) =>
        {
            await Task.Yield();
            time.Advance(TimeSpan.FromSeconds(2));
        });

        Assert.Equal(2, measured["tollgate.hold.duration"]);
        Assert.Equal(0, measured["tollgate.hold.wait"]);
        Assert.Contains(1107, log.Ids);
    }

    sealed class EventIds : ILogger<Gate>
    {
        public ConcurrentBag<int> Ids { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Ids.Add(eventId.Id);
    }
}
