namespace Tollgate.Storage.Tests.Lanes;

public sealed class GateTests
{
    [Fact]
    public async Task A_gate_that_is_opened_and_closed_by_several_at_once_opens_and_closes_once()
    {
        await using var gate = New(new TollgateOptions());

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => gate.OpenAsync())));
        await gate.ApplyAsync<Put<Profile>>(new PutCustomer("acme"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(gate.CloseAsync)));

        Assert.False(gate.IsOpen);
        await Assert.ThrowsAsync<InvalidOperationException>(() => gate.OpenAsync());
    }

    [Fact]
    public async Task A_gate_that_was_never_opened_is_closed_without_ado_and_lets_nothing_in()
    {
        var gate = New(new TollgateOptions());
        await Assert.ThrowsAsync<GateUnavailableException>(() => gate.CheckAsync(new Use("acme", "calls")));
        await gate.DisposeAsync();
        await gate.DisposeAsync();
    }

    public static TheoryData<string, Action<TollgateOptions>> Senseless => new()
    {
        { nameof(TollgateOptions.BatchEvents), options => options.BatchEvents = 0 },
        { nameof(TollgateOptions.RequestEvents), options => options.RequestEvents = 10_001 },
        { nameof(TollgateOptions.QueueEvents), options => options.QueueEvents = 7 },
        { nameof(TollgateOptions.WriteLanes), options => options.WriteLanes = 0 },
        { nameof(TollgateOptions.PatientLanes), options => options.PatientLanes = 0 },
        { nameof(TollgateOptions.ReadLanes), options => options.ReadLanes = -1 },
        { nameof(TollgateOptions.BusyTimeout), options => options.BusyTimeout = TimeSpan.FromSeconds(-1) },
        { nameof(TollgateOptions.RequestTimeout), options => options.RequestTimeout = TimeSpan.FromDays(1) },
        { nameof(TollgateOptions.DrainTimeout), options => options.DrainTimeout = Timeout.InfiniteTimeSpan },
    };

    [Theory]
    [MemberData(nameof(Senseless), DisableDiscoveryEnumeration = true)]
    public void An_option_out_of_its_range_is_refused_by_name(string name, Action<TollgateOptions> set)
    {
        var options = new TollgateOptions();
        set(options);

        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => New(options)).ParamName);
    }

    [Fact]
    public async Task A_request_that_is_submitted_again_and_a_copy_of_one_are_answered_anew()
    {
        await using var gate = New(new TollgateOptions());
        await gate.OpenAsync();
        var request = new Request([new PutCustomer("acme")]);

        var first = await gate.SubmitAsync(request);
        var second = await gate.SubmitAsync(request);
        var copy = await gate.SubmitAsync(request with { Atomic = true });

        Assert.True(((Put<Profile>)first.Outcomes[0]).Created);
        Assert.False(((Put<Profile>)second.Outcomes[0]).Changed);
        Assert.False(((Put<Profile>)copy.Outcomes[0]).Changed);
    }

    static Gate New(TollgateOptions options) =>
        new(new MemoryStore(TimeProvider.System), options, TimeProvider.System, NullLogger<Gate>.Instance);
}
