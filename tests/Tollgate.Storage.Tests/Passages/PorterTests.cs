using Tollgate.Passages;
using Tollgate.Storage.Tests.Lanes;

namespace Tollgate.Storage.Tests.Passages;

public sealed class PorterTests : IAsyncLifetime
{
    const string Customer = "acme";
    const string Feature = Trial.Feature;

    readonly FaultyStore store = new(new MemoryStore(TimeProvider.System));
    Gate gate = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        gate = await Trial.OpenAsync(
            store,
            new TollgateOptions
            {
                BusyTimeout = TimeSpan.FromSeconds(1),
                RequestTimeout = TimeSpan.FromSeconds(1),
            });
        await Trial.PutPlanAsync(gate, "pro", new PlanLimit(10, "forever"));
        await Trial.PutCustomerAsync(gate, Customer, "pro");
    }

    public ValueTask DisposeAsync() => gate.DisposeAsync();

    [Fact]
    public async Task A_commit_that_took_effect_but_was_never_answered_is_found_by_its_first_use()
    {
        store.AfterCommit = Once(Fault.Unknown);

        Assert.True((await UseAsync()).Value!.Allowed);

        Assert.Equal(1, await Trial.AssertWholeAsync(gate, Customer));
    }

    [Fact]
    public async Task A_commit_that_never_took_effect_is_said_to_have_recorded_nothing()
    {
        store.BeforeCommit = Once(Fault.Unknown);

        var error = await Assert.ThrowsAsync<GateUnavailableException>(UseAsync);

        Assert.Equal(Unavailability.DatabaseUnavailable, error.Why);
        Assert.Equal(0, await Trial.AssertWholeAsync(gate, Customer));
    }

    [Fact]
    public async Task A_commit_that_used_nothing_and_was_never_answered_is_unknown()
    {
        store.AfterCommit = Once(Fault.Unknown);

        await Assert.ThrowsAsync<OutcomeUnknownException>(
            () => gate.ExecuteAsync(Customer, (_, _) => Task.FromResult(1), Stop));
    }

    [Fact]
    public async Task What_passes_before_the_operation_began_is_tried_again_and_the_operation_runs_once()
    {
        var (tries, runs) = (0, 0);
        store.IsHeld = id => id != CustomerId.Account && Interlocked.Increment(ref tries) < 3;

        var passed = await gate.ExecuteAsync(Customer, (_, _) => Task.FromResult(++runs), Stop);

        Assert.Equal((1, 3), (passed.Value, tries));
    }

    [Fact]
    public async Task A_customer_that_stays_held_is_busy_and_a_caller_that_gives_up_is_gone_at_once()
    {
        store.IsHeld = id => id != CustomerId.Account;
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => gate.ExecuteAsync(Customer, (_, _) => Task.FromResult(1), patience.Token));
        var error = await Assert.ThrowsAsync<GateUnavailableException>(
            () => gate.ExecuteAsync(Customer, (_, _) => Task.FromResult(1), Stop));

        Assert.Equal(Unavailability.CustomerBusy, error.Why);
    }

    [Fact]
    public async Task A_cancelled_caller_is_told_to_the_operation_and_its_transaction_is_rolled_back()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gate.ExecuteAsync(
            Customer,
            async (passage, cancel) =>
            {
                await passage.UseAsync(new Use(Customer, Feature), cancel);
                await caller.CancelAsync();
                await passage.UseAsync(new Use(Customer, Feature), cancel);
            },
            caller.Token));

        Assert.Equal(0, await Trial.AssertWholeAsync(gate, Customer));
    }

    [Fact]
    public async Task Two_things_at_once_are_refused_and_the_second_to_come_does_no_harm()
    {
        var passed = await gate.ExecuteAsync(Customer, async (passage, cancel) =>
        {
            var both = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                try
                {
                    return (await passage.UseAsync(new Use(Customer, Feature), cancel)).Allowed ? 1 : 0;
                }
                catch (InvalidOperationException)
                {
                    return 0;
                }
            })));
            return both.Sum();
        }, Stop);

        Assert.InRange(passed.Value, 1, 8);
        Assert.Equal(passed.Value, await Trial.AssertWholeAsync(gate, Customer));
    }

    Task<Passed<Decision>> UseAsync() => gate.ExecuteAsync(
        Customer, (passage, cancel) => passage.UseAsync(new Use(Customer, Feature, Id: "a"), cancel), Stop);

    Action<ChangeSet> Once(Fault fault) => _ =>
    {
        (store.BeforeCommit, store.AfterCommit) = (_ => { }, _ => { });
        throw new InjectedException(fault);
    };
}
