namespace Tollgate.Storage.Tests.Lanes;

public sealed class RecoveryTests : IAsyncLifetime
{
    readonly FaultyStore store = new(new MemoryStore(TimeProvider.System));
    readonly TollgateOptions options = new()
    {
        BusyTimeout = TimeSpan.FromMilliseconds(300),
        RequestTimeout = TimeSpan.FromMilliseconds(300),
    };

    Gate gate = null!;

    public async ValueTask InitializeAsync()
    {
        gate = new Gate(store, options, TimeProvider.System, NullLogger<Gate>.Instance);
        await gate.OpenAsync();
        await gate.ApplyAsync<Put<Feature>>(
            new PutFeature("calls", new FeatureDefinition("Calls", FeatureType.Metered)));
        SortedDictionary<string, PlanFeature> features = new()
        {
            ["calls"] = new PlanFeature(false, [new PlanLimit(10, "forever")], OverageMode.Deny, null, false),
        };
        await gate.ApplyAsync<Put<PlanVersion>>(
            new PutPlan("pro", new PlanDefinition("Pro", PlanKind.Base, false, CycleLength.Month, 0, true, features)));
        await MakeAsync("acme", "calm");
    }

    public ValueTask DisposeAsync() => gate.DisposeAsync();

    [Fact]
    public async Task A_commit_that_took_effect_but_was_never_answered_is_answered_once_found()
    {
        store.AfterCommit = Once(Fault.Unknown);

        var decision = await gate.UseAsync(new Use("acme", "calls", Id: "a"));

        Assert.True(decision is { Allowed: true, Replayed: false, Sequence: 3 });
        Assert.Equal(1, await UsedAsync("acme"));
    }

    [Fact]
    public async Task A_commit_that_never_took_effect_is_run_again()
    {
        store.BeforeCommit = Once(Fault.Unknown);

        var decision = await gate.UseAsync(new Use("acme", "calls", Id: "a"));

        Assert.True(decision is { Allowed: true, Replayed: false, Sequence: 3 });
        Assert.Equal(1, await UsedAsync("acme"));
    }

    [Fact]
    public async Task Held_requests_of_a_batch_whose_commit_was_in_doubt_are_not_forgotten()
    {
        var held = await IdAsync("calm");
        var free = false;
        store.IsHeld = id => id == held && !Volatile.Read(ref free);
        store.AfterCommit = changes =>
        {
            store.AfterCommit = _ => { };
            Volatile.Write(ref free, true);
            throw new InjectedException(Fault.Unknown);
        };

        var both = await Task.WhenAll(gate.UseAsync(new Use("acme", "calls")), gate.UseAsync(new Use("calm", "calls")));

        Assert.All(both, decision => Assert.True(decision.Allowed));
    }

    [Theory]
    [InlineData(Fault.Transient)]
    [InlineData(Fault.Unavailable)]
    public async Task What_passes_is_tried_again(Fault fault)
    {
        store.BeforeCommit = Once(fault);

        Assert.True((await gate.UseAsync(new Use("acme", "calls"))).Allowed);
        Assert.Equal(1, await UsedAsync("acme"));
    }

    [Fact]
    public async Task One_request_whose_data_cannot_be_written_fails_alone()
    {
        store.BeforeCommit = changes =>
        {
            if (changes.Ids.Any(id => id.Id == "poison")) throw new InjectedException(Fault.Poison);
        };

        var answers = Enumerable.Range(0, 9)
            .Select(i => gate.UseAsync(new Use("acme", "calls", Id: i == 4 ? "poison" : $"id{i}"))).ToList();

        await Assert.ThrowsAsync<InjectedException>(() => answers[4]);
        foreach (var answer in answers.Where((_, i) => i != 4)) Assert.True((await answer).Allowed);
        Assert.Equal(8, await UsedAsync("acme"));
    }

    [Fact]
    public async Task A_half_whose_customer_is_held_for_a_moment_keeps_its_place_before_the_other_half()
    {
        var acme = await IdAsync("acme");
        var (closed, tries) = (new TaskCompletionSource(), 0);
        store.IsHeld = id => id == acme && Interlocked.Increment(ref tries) == 2;
        store.BeforeCommit = changes =>
        {
            closed.Task.GetAwaiter().GetResult();
            if (changes.Ids.Any(id => id.Id == "poison")) throw new InjectedException(Fault.Poison);
        };

        var first = gate.UseAsync(new Use("calm", "calls"));
        string[] ids = ["a", "b", "c", "poison"];
        var answers = ids.Select(id => gate.UseAsync(new Use("acme", "calls", Id: id))).ToList();
        closed.SetResult();

        await first;
        await Assert.ThrowsAsync<InjectedException>(() => answers[3]);
        var decisions = await Task.WhenAll(answers.Take(3));
        Assert.True(tries > 2);
        Assert.Equal([3L, 4L, 5L], decisions.Select(decision => decision.Sequence));
    }

    [Fact]
    public async Task A_defect_in_the_lane_is_told_to_its_callers_and_the_lane_goes_on()
    {
        store.BeforeCommit = _ => throw new NotSupportedException("a defect");

        await Assert.ThrowsAsync<GateUnavailableException>(() => gate.UseAsync(new Use("acme", "calls")));
        store.BeforeCommit = _ => { };

        Assert.True((await gate.UseAsync(new Use("acme", "calls"))).Allowed);
    }

    [Fact]
    public async Task A_database_that_stays_away_is_said_to_be_unavailable()
    {
        store.BeforeCommit = _ => throw new InjectedException(Fault.Unavailable);

        var refused = await Assert.ThrowsAsync<GateUnavailableException>(() => gate.UseAsync(new Use("acme", "calls")));

        Assert.Equal(Unavailability.DatabaseUnavailable, refused.Why);
    }

    [Fact]
    public async Task A_customer_that_stays_held_is_busy_and_delays_nobody_else()
    {
        var acme = await IdAsync("acme");
        store.IsHeld = id => id == acme;
        var waiting = gate.UseAsync(new Use("acme", "calls"));

        for (var i = 0; i < 10; i++) Assert.True((await gate.UseAsync(new Use("calm", "calls"))).Allowed);

        var refused = await Assert.ThrowsAsync<GateUnavailableException>(() => waiting);
        Assert.Equal(Unavailability.CustomerBusy, refused.Why);
    }

    [Fact]
    public async Task More_held_customers_than_lanes_that_wait_shut_out_nobody_who_is_held_for_a_moment()
    {
        var names = Enumerable.Range(0, options.PatientLanes * 3).Select(i => $"held{i}").ToList();
        await MakeAsync([.. names, "short"]);
        var held = new HashSet<CustomerId>();
        foreach (var name in names) held.Add(await IdAsync(name));
        var brief = await IdAsync("short");
        var tries = 0;
        store.IsHeld = id => held.Contains(id) || (id == brief && Interlocked.Increment(ref tries) <= 3);

        var waiting = names.Select(name => gate.UseAsync(new Use(name, "calls"))).ToList();
        var let = await gate.UseAsync(new Use("short", "calls"));

        Assert.True(let.Allowed);
        foreach (var one in waiting) await Assert.ThrowsAsync<GateUnavailableException>(() => one);
    }

    [Fact]
    public async Task A_counter_over_very_many_events_delays_its_own_customer_only()
    {
        var acme = await IdAsync("acme");
        var computing = new SemaphoreSlim(0);
        store.IsCostly = key => key.Customer == acme;
        store.BeforeWaiting = async () => await computing.WaitAsync();

        var costly = gate.UseAsync(new Use("acme", "calls"));
        for (var i = 0; i < 10; i++) Assert.True((await gate.UseAsync(new Use("calm", "calls"))).Allowed);
        Assert.False(costly.IsCompleted);
        computing.Release();

        Assert.True((await costly).Allowed);
        Assert.Equal(1, await UsedAsync("acme"));
    }

    [Fact]
    public async Task A_check_of_a_counter_over_very_many_events_is_answered_too()
    {
        store.IsCostly = _ => true;

        Assert.True((await gate.CheckAsync(new Use("acme", "calls"))).Allowed);
    }

    [Fact]
    public async Task A_read_that_took_long_to_compute_is_not_recorded_afterwards()
    {
        store.IsCostly = _ => true;

        var answer = await gate.SubmitAsync(new Request([new Use("acme", "calls")]) { ReadOnly = true });
        // The one lane that reads what takes long is through with the first when it answers the second.
        await gate.CheckAsync(new Use("acme", "calls"));
        await gate.CloseAsync();

        Assert.True(((Decision)answer.Outcomes[0]).Allowed);
        Assert.DoesNotContain(await Trial.HistoryAsync(gate, "acme"), change => change.Event is not null);
    }

    [Fact]
    public async Task A_customer_that_no_snapshot_shows_is_said_to_be_busy()
    {
        var acme = await IdAsync("acme");
        store.IsMissing = id => id == acme;

        var refused = await Assert.ThrowsAsync<GateUnavailableException>(
            () => gate.CheckAsync(new Use("acme", "calls")));

        Assert.Equal(Unavailability.CustomerBusy, refused.Why);
    }

    [Fact]
    public async Task A_use_behind_a_change_of_terms_in_one_batch_counts_what_came_before_it()
    {
        SortedDictionary<string, PlanFeature> daily = new()
        {
            ["calls"] = new PlanFeature(
                false, [new PlanLimit(4, "day"), new PlanLimit(10, "forever")], OverageMode.Deny, null, false),
        };
        await gate.ApplyAsync<Put<PlanVersion>>(
            new PutPlan("daily", new PlanDefinition("Daily", PlanKind.Base, false, CycleLength.Month, 0, true, daily)));
        var closed = new TaskCompletionSource();
        store.BeforeCommit = _ =>
        {
            store.BeforeCommit = _ => { };
            closed.Task.GetAwaiter().GetResult();
        };

        var first = gate.UseAsync(new Use("calm", "calls"));
        List<Task<Decision>> before = [.. Enumerable.Range(0, 3).Select(_ => gate.UseAsync(new Use("acme", "calls")))];
        var change = gate.ApplyAsync<Put<Subscription>>(new Subscribe("acme", "daily"));
        List<Task<Decision>> after = [.. Enumerable.Range(0, 3).Select(_ => gate.UseAsync(new Use("acme", "calls")))];
        closed.SetResult();

        await Task.WhenAll([first, change, .. before]);
        var decisions = await Task.WhenAll(after);
        Assert.Equal([true, false, false], decisions.Select(decision => decision.Allowed));
        Assert.Equal(4, decisions[1].Figures!.Used);
    }

    [Fact]
    public async Task Closing_answers_everything_that_was_let_in()
    {
        var answers = Enumerable.Range(0, 500).Select(_ => gate.UseAsync(new Use("acme", "calls"))).ToList();

        await gate.CloseAsync();

        Assert.Equal(10, (await Task.WhenAll(answers)).Count(decision => decision.Allowed));
        await Assert.ThrowsAsync<GateUnavailableException>(() => gate.UseAsync(new Use("acme", "calls")));
    }

    Action<ChangeSet> Once(Fault fault)
    {
        var left = 1;
        return _ =>
        {
            if (Interlocked.Decrement(ref left) == 0) throw new InjectedException(fault);
        };
    }

    async Task MakeAsync(params string[] customers)
    {
        foreach (var customer in customers)
        {
            await gate.ApplyAsync<Put<Profile>>(new PutCustomer(customer));
            await gate.ApplyAsync<Put<Subscription>>(new Subscribe(customer, "pro"));
        }
    }

    async Task<CustomerId> IdAsync(string customer) =>
        await gate.ListAsync(lists => lists.FindCustomerAsync(customer, TestContext.Current.CancellationToken))
            ?? throw new InvalidOperationException(customer);

    async Task<long> UsedAsync(string customer)
    {
        var id = await IdAsync(customer);
        var history = await gate.ListAsync(
            lists => lists.HistoryAsync(id, 0, 1000, TestContext.Current.CancellationToken));
        Assert.Equal(
            Enumerable.Range(1, history.Count).Select(n => (long)n), history.Select(change => change.Sequence));
        return history.Sum(change => change.Event?.Quantity ?? 0);
    }
}
