using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Tollgate.Storage.Tests.Lanes;

public sealed class MetricsTests
{
    [Fact]
    public async Task What_is_turned_away_is_counted_by_why()
    {
        ConcurrentDictionary<string, long> counted = new();
        using var listener = new MeterListener();
        var (thread, isMaking) = (Environment.CurrentManagedThreadId, false);
        // Every gate has a meter of this name: of those the one that is made here, by this thread.
        listener.InstrumentPublished = (instrument, who) =>
        {
            if (isMaking && Environment.CurrentManagedThreadId == thread
                && instrument.Name == "tollgate.requests.unavailable")
                who.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (_, count, tags, _) => counted.AddOrUpdate((string)tags[0].Value!, count, (_, before) => before + count));
        listener.Start();

        var store = new FaultyStore(new MemoryStore(TimeProvider.System));
        var options = new TollgateOptions { BusyTimeout = TimeSpan.FromMilliseconds(50) };
        isMaking = true;
        await using var gate = new Gate(store, options, TimeProvider.System, NullLogger<Gate>.Instance);
        isMaking = false;

        await Assert.ThrowsAsync<GateUnavailableException>(() => gate.CheckAsync(new Use("acme", "calls")));
        await gate.OpenAsync();
        await gate.ApplyAsync<Put<Profile>>(new PutCustomer("acme"));
        store.IsHeld = id => id != CustomerId.Account;
        await Assert.ThrowsAsync<GateUnavailableException>(() => gate.UseAsync(new Use("acme", "calls")));

        Assert.Equal(1, counted["overloaded"]);
        Assert.Equal(1, counted["customer_busy"]);
        Assert.Equal(2, counted.Count);
    }
}
