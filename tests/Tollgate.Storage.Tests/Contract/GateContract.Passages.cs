using Tollgate.Passages;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task What_an_operation_uses_is_committed_when_it_returns()
    {
        await MakeCustomerAsync(limit: 10);

        var passed = await First.ExecuteAsync(Customer, async (passage, cancel) =>
        {
            Assert.True(passage.Access.Active);
            return await passage.UseAsync(new Use(Customer, Feature, 3, Id: "a"), cancel);
        }, Stop);

        Assert.True(passed is { Ran: true, Reason: Reason.None, Access.Active: true, Value.Allowed: true });
        foreach (var gate in gates)
            Assert.True((await gate.UseAsync(new Use(Customer, Feature, 3, Id: "a"), Stop)).Replayed);
        await AssertUsedAsync(3);
    }

    [Theory]
    [InlineData("nobody", Reason.CustomerUnknown)]
    [InlineData("suspended", Reason.CustomerSuspended)]
    [InlineData("blocked", Reason.PaymentBlocked)]
    [InlineData("without a plan", Reason.SubscriptionInactive)]
    [InlineData("no such namespace", Reason.NamespaceUnknown)]
    public async Task Who_may_not_pass_is_told_why_and_its_operation_is_not_called(string who, Reason reason)
    {
        await MakeCustomerAsync(limit: 10);
        if (who == "suspended") await First.ApplyAsync<Put<Profile>>(new SuspendCustomer(Customer), Stop);
        if (who == "blocked")
            await First.ApplyAsync<Put<InvoiceView>>(new FailInvoice(Customer, "in", Plan: false, Metered: true), Stop);
        if (who == "without a plan") await First.ApplyAsync<Put<Profile>>(new PutCustomer("other"), Stop);
        var customer = who switch { "nobody" => "nobody", "without a plan" => "other", _ => Customer };
        var called = false;

        var passed = await gates[^1].ExecuteAsync(
            new ShowAccess(customer, who == "no such namespace" ? "ns" : null),
            (_, _) => Task.FromResult(called = true), Stop);

        Assert.Equal((reason, false, false), (passed.Reason, passed.Ran, called));
        Assert.Equal(reason is Reason.CustomerUnknown or Reason.NamespaceUnknown, passed.Access is null);
        Assert.NotEqual(true, passed.Access?.Active);
    }

    [Fact]
    public async Task Uses_within_an_operation_see_those_before_them_and_nobody_else_does()
    {
        await MakeCustomerAsync(limit: 10, more: "PT5H");
        var before = await First.AccessAsync(Customer, cancel: Stop);

        var passed = await First.ExecuteAsync(Customer, async (passage, cancel) =>
        {
            var first = await passage.UseAsync(new Use(Customer, Feature, 6), cancel);
            var second = await passage.UseAsync(new Use(Customer, Feature, 6), cancel);
            await passage.ApplyAsync<Put<Boost>>(
                new ProvisionBoost(Customer, Feature, BoostType.AddLimit, BoostEnd.Never, 5, "forever"), cancel);
            var third = await passage.UseAsync(new Use(Customer, Feature, 6), cancel);
            var left = await passage.CheckAsync(new Use(Customer, Feature), cancel);
            return (first.Reason, second.Reason, third.Reason, left.Figures!.Remaining);
        }, Stop);

        Assert.True(before.Active);
        Assert.Equal((Reason.None, Reason.LimitExceeded, Reason.None, 3), passed.Value);
        await AssertUsedAsync(12);
    }

    [Fact]
    public async Task Of_an_operation_that_throws_nothing_is_left_and_nothing_is_remembered()
    {
        await MakeCustomerAsync(limit: 10);
        var history = (await Trial.HistoryAsync(First, Customer)).Count;

        for (var i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<DivideByZeroException>(() => First.ExecuteAsync<int>(
                Customer,
                async (passage, cancel) =>
                {
                    await passage.UseAsync(new Use(Customer, Feature, 10, Id: "gone"), cancel);
                    await passage.ApplyAsync<Put<Boost>>(
                        new ProvisionBoost(Customer, Feature, BoostType.AddLimit, BoostEnd.Never, 90), cancel);
                    Assert.True((await passage.UseAsync(new Use(Customer, Feature, 90), cancel)).Allowed);
                    throw new DivideByZeroException();
                },
                Stop));
        }

        Assert.Equal(history, (await Trial.HistoryAsync(First, Customer)).Count);
        // As many changes of the terms as the operation made: whoever remembers those would take them for these.
        await gates[^1].ApplyAsync<Put<Boost>>(
            new ProvisionBoost(Customer, Feature, BoostType.AddLimit, BoostEnd.Never, 1), Stop);
        foreach (var gate in gates)
            Assert.Equal(11, (await gate.CheckAsync(new Use(Customer, Feature), Stop)).Figures!.Limit);
        Assert.False((await First.UseAsync(new Use(Customer, Feature, 3, Id: "gone"), Stop)).Replayed);
        await AssertUsedAsync(3);
    }

    [Fact]
    public async Task Of_an_operation_that_rolls_back_nothing_is_left_but_what_it_returns()
    {
        await MakeCustomerAsync(limit: 10);
        var history = (await Trial.HistoryAsync(First, Customer)).Count;

        var passed = await First.ExecuteAsync(Customer, async (passage, cancel) =>
        {
            await passage.UseAsync(new Use(Customer, Feature, 6, Id: "gone"), cancel);
            var second = await passage.UseAsync(new Use(Customer, Feature, 6), cancel);
            passage.RollBack();
            return second.Figures!.Remaining;
        }, Stop);

        Assert.Equal((true, 4), (passed.Ran, passed.Value));
        Assert.Equal(history, (await Trial.HistoryAsync(First, Customer)).Count);
        foreach (var gate in gates)
            Assert.Equal(0, (await gate.CheckAsync(new Use(Customer, Feature), Stop)).Figures!.Used);
        Assert.False((await gates[^1].UseAsync(new Use(Customer, Feature, 3, Id: "gone"), Stop)).Replayed);
        await AssertUsedAsync(3);
    }

    [Fact]
    public async Task Inside_an_operation_only_its_passage_may_be_used_and_only_about_its_customer()
    {
        await MakeCustomerAsync(limit: 10);
        await MakeCustomerAsync(limit: 10, "other");
        Passage? kept = null;
        var later = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var launched = Task.CompletedTask;

        await First.ExecuteAsync(Customer, async (passage, cancel) =>
        {
            kept = passage;
            var gate = gates[^1];
            await Assert.ThrowsAsync<InvalidOperationException>(() => gate.UseAsync(new Use("other", Feature), cancel));
            await Assert.ThrowsAsync<InvalidOperationException>(() => gate.CheckAsync(new Use(Customer, Feature)));
            await Assert.ThrowsAsync<InvalidOperationException>(() => gate.AccessAsync(Customer, cancel: cancel));
            await Assert.ThrowsAsync<InvalidOperationException>(() => Trial.IdAsync(gate, Customer));
            await Assert.ThrowsAsync<InvalidOperationException>(
                () => gate.ExecuteAsync("other", (_, _) => Task.FromResult(1), cancel));
            await Assert.ThrowsAsync<ArgumentException>(() => passage.UseAsync(new Use("other", Feature), cancel));
            await Assert.ThrowsAsync<ArgumentException>(() => passage.SubmitAsync(
                new Request([new Use(Customer, Feature)])
                {
                    Idempotency = new Idempotency("k", Hash.Over([1]), _ => (200, [])),
                },
                cancel));
            await Assert.ThrowsAsync<InvalidRequestException>(
                () => passage.UseAsync(new Use(Customer, Feature, 0), cancel));
            launched = Task.Run(async () =>
            {
                await later.Task;
                await gate.UseAsync(new Use(Customer, Feature), Stop);
            }, Stop);
            Assert.True((await passage.UseAsync(new Use(Customer, Feature), cancel)).Allowed);
        }, Stop);

        await Assert.ThrowsAsync<InvalidOperationException>(() => kept!.UseAsync(new Use(Customer, Feature), Stop));
        Assert.Throws<InvalidOperationException>(() => kept!.Transaction);
        later.SetResult();
        await launched;
        await AssertUsedAsync(2);
    }

    [Fact]
    public async Task A_use_from_elsewhere_waits_for_the_operation_and_is_decided_after_it()
    {
        await MakeCustomerAsync(limit: 10);
        Task<Decision>[] elsewhere = [];

        await First.ExecuteAsync(Customer, async (passage, cancel) =>
        {
            using (ExecutionContext.SuppressFlow())
                elsewhere = [.. gates.Select(gate => Task.Run(() => gate.UseAsync(new Use(Customer, Feature))))];
            for (var i = 0; i < 20; i++) await passage.UseAsync(new Use(Customer, Feature, Id: "same"), cancel);
            Assert.All(elsewhere, one => Assert.False(one.IsCompleted));
            await passage.UseAsync(new Use(Customer, Feature, 9), cancel);
        }, Stop);

        foreach (var one in elsewhere) Assert.Equal(Reason.LimitExceeded, (await one).Reason);
        await AssertUsedAsync(10);
    }

    [Fact]
    public async Task Fifty_operations_at_once_never_pass_the_limit_together()
    {
        await MakeCustomerAsync(limit: 20);
        await ReopenAsync(new TollgateOptions { BusyTimeout = TimeSpan.FromSeconds(30) });

        var passed = await AtOnceAsync(50, (gate, i) => gate.ExecuteAsync(
            Customer, (passage, cancel) => passage.UseAsync(new Use(Customer, Feature, Id: $"op{i}"), cancel), Stop));

        Assert.All(passed, one => Assert.True(one.Ran));
        Assert.Equal(20, passed.Count(one => one.Value!.Allowed));
        await AssertUsedAsync(20);
    }

    [Fact]
    public async Task An_operation_that_never_ends_is_cut_off_and_the_next_goes_on()
    {
        await MakeCustomerAsync(limit: 10);
        await ReopenAsync(new TollgateOptions { LongestHold = TimeSpan.FromMilliseconds(500) });
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var endless = First.ExecuteAsync<int>(
            Customer,
            async (passage, cancel) =>
            {
                await using var registered = cancel.Register(told.SetResult);
                await passage.UseAsync(new Use(Customer, Feature, 10), CancellationToken.None);
                await new TaskCompletionSource().Task;
                return 0;
            },
            Stop);

        await told.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await Assert.ThrowsAsync<TimeoutException>(() => endless);
        Assert.True((await gates[^1].UseAsync(new Use(Customer, Feature, 10), Stop)).Allowed);
        await AssertUsedAsync(10);
    }

    [Fact]
    public async Task An_operation_that_ends_when_it_is_told_to_is_rolled_back_whatever_it_returns()
    {
        await MakeCustomerAsync(limit: 10);
        await ReopenAsync(new TollgateOptions { LongestHold = TimeSpan.FromMilliseconds(500) });

        await Assert.ThrowsAsync<TimeoutException>(() => First.ExecuteAsync(
            Customer,
            async (passage, cancel) =>
            {
                await passage.UseAsync(new Use(Customer, Feature, 10), CancellationToken.None);
                var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using var registered = cancel.Register(told.SetResult);
                await told.Task;
                return 1;
            },
            Stop));

        await AssertUsedAsync(0);
    }

    [Fact]
    public async Task Who_waits_for_a_customer_too_long_is_told_that_it_is_busy()
    {
        await MakeCustomerAsync(limit: 10);
        await ReopenAsync(new TollgateOptions { BusyTimeout = TimeSpan.FromSeconds(1) });
        var (began, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holder = First.ExecuteAsync(
            Customer,
            async (_, _) =>
            {
                began.SetResult();
                await end.Task;
            },
            Stop);
        await began.Task;

        foreach (var gate in gates)
        {
            var busy = await Assert.ThrowsAsync<GateUnavailableException>(
                () => gate.ExecuteAsync(Customer, (_, _) => Task.FromResult(1), Stop));
            Assert.Equal(Unavailability.CustomerBusy, busy.Why);
        }
        var use = await Assert.ThrowsAsync<GateUnavailableException>(() => First.UseAsync(new Use(Customer, Feature)));
        Assert.Equal(Unavailability.CustomerBusy, use.Why);

        end.SetResult();
        Assert.True((await holder).Ran);
    }

    [Fact]
    public async Task A_gate_that_is_closed_waits_for_its_operations_and_lets_no_more_in()
    {
        await MakeCustomerAsync(limit: 10);
        var (began, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holder = First.ExecuteAsync(
            Customer,
            async (passage, cancel) =>
            {
                began.SetResult();
                await end.Task;
                return await passage.UseAsync(new Use(Customer, Feature, 4), cancel);
            },
            Stop);
        await began.Task;

        var closing = First.CloseAsync();

        await Assert.ThrowsAsync<GateUnavailableException>(
            () => First.ExecuteAsync("other", (_, _) => Task.FromResult(1), Stop));
        Assert.False(closing.IsCompleted);
        end.SetResult();
        Assert.True((await holder).Value!.Allowed);
        await closing;
        await ReopenAsync();
        await AssertUsedAsync(4);
    }
}
