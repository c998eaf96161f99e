namespace Tollgate.Storage.Tests;

/// <summary>Figures at the brim of what a counter holds, and facts that a batch brings into being.</summary>
public sealed class BrimTests
{
    const string Customer = "acme";

    static async Task<Gate> NewAsync(Action<TollgateOptions>? set = null)
    {
        var options = new TollgateOptions();
        set?.Invoke(options);
        return await Trial.OpenAsync(new MemoryStore(TimeProvider.System), options);
    }

    static PlanFeature Unlimited { get; } = new(true, [], OverageMode.Deny, null, false);

    static PlanFeature Limited(decimal quantity, string per = "forever", OverageMode overage = OverageMode.Deny) =>
        new(false, [new PlanLimit(quantity, per)], overage, null, false);

    static async Task PlanAsync(Gate gate, string plan, params (string, PlanFeature)[] features)
    {
        SortedDictionary<string, PlanFeature> all = new();
        foreach (var (code, feature) in features) all[code] = feature;
        await gate.ApplyAsync<Put<PlanVersion>>(
            new PutPlan(plan, new PlanDefinition(plan, PlanKind.Base, false, CycleLength.Month, 0, true, all)));
    }

    [Fact]
    public async Task A_gauge_that_is_made_in_the_batch_of_its_first_use_is_no_fault()
    {
        await using var gate = await NewAsync();
        await Trial.PutPlanAsync(gate, "p", new PlanLimit(10, "forever"));
        await Trial.PutCustomerAsync(gate, Customer, "p");
        for (var i = 0; i < 300; i++)
        {
            var put = gate.ApplyAsync<Put<Feature>>(
                new PutFeature($"g{i}", new FeatureDefinition("G", FeatureType.Gauge)));
            var use = gate.UseAsync(new Use(Customer, $"g{i}"));
            await put;
            Assert.Contains((await use).Reason, new[] { Reason.FeatureUnknown, Reason.NotIncluded });
        }
    }

    [Fact]
    public async Task A_pool_that_is_given_in_the_batch_of_a_use_is_no_fault()
    {
        await using var gate = await NewAsync();
        await gate.ApplyAsync<Put<Feature>>(new PutFeature("pool", new FeatureDefinition("P", FeatureType.Metered)));
        for (var i = 0; i < 300; i++)
            await gate.ApplyAsync<Put<Feature>>(
                new PutFeature($"c{i}", new FeatureDefinition("C", FeatureType.Metered)));
        await PlanAsync(gate, "p", ("pool", Limited(1_000_000)));
        await Trial.PutCustomerAsync(gate, Customer, "p");
        for (var i = 0; i < 300; i++)
        {
            var put = gate.ApplyAsync<Put<Feature>>(
                new PutFeature($"c{i}", new FeatureDefinition("C", FeatureType.Metered) { Pool = "pool" }));
            var use = gate.UseAsync(new Use(Customer, $"c{i}"));
            await put;
            Assert.Contains((await use).Reason, new[] { Reason.None, Reason.NotIncluded });
        }
    }

    async Task<Gate> WithBigPoolAsync()
    {
        var gate = await NewAsync();
        await gate.ApplyAsync<Put<Feature>>(
            new PutFeature("pool", new FeatureDefinition("P", FeatureType.Metered, Scale: 9)));
        await gate.ApplyAsync<Put<Feature>>(new PutFeature(
            "child", new FeatureDefinition("C", FeatureType.Metered) { Pool = "pool", Weight = 1_000_000_000 }));
        await PlanAsync(gate, "p", ("pool", Unlimited));
        await PlanAsync(gate, "q", ("pool", Limited(100)));
        await Trial.PutCustomerAsync(gate, Customer, "p");
        return gate;
    }

    [Fact]
    public async Task Reservations_that_sum_up_to_more_than_a_counter_holds_are_a_bad_quantity()
    {
        await using var gate = await WithBigPoolAsync();
        await PlanAsync(gate, "r", ("pool", Limited(100, overage: OverageMode.Allow)));
        await gate.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "r"));
        Assert.True((await gate.UseAsync(
            new Use(Customer, "child", 8, Id: "r1") { HoldFor = Duration.FromHours(1) })).Allowed);
        var refused = await Assert.ThrowsAsync<RejectedException>(() => gate.UseAsync(
            new Use(Customer, "child", 8, Id: "r2") { HoldFor = Duration.FromHours(1) }));
        Assert.Equal("quantity", refused.Rejected.Errors[0].Field);
    }

    [Fact]
    public async Task A_settlement_beyond_what_a_counter_holds_is_a_bad_quantity()
    {
        await using var gate = await WithBigPoolAsync();
        await PlanAsync(gate, "r", ("pool", Limited(100, overage: OverageMode.Allow)));
        await gate.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "r"));
        Assert.True((await gate.UseAsync(
            new Use(Customer, "child", 1, Id: "r1") { HoldFor = Duration.FromHours(1) })).Allowed);
        var refused = await Assert.ThrowsAsync<RejectedException>(
            () => gate.ApplyAsync<Decision>(new SettleReservation(Customer, "r1", 1_000_000_000_000_000)));
        Assert.Equal("quantity", refused.Rejected.Errors[0].Field);
    }

    [Fact]
    public async Task What_is_used_and_reserved_up_to_the_brim_can_still_be_shown()
    {
        await using var gate = await WithBigPoolAsync();
        Assert.True((await gate.UseAsync(
            new Use(Customer, "child", 8, Id: "r1") { HoldFor = Duration.FromHours(1) })).Allowed);
        Assert.True((await gate.UseAsync(new Use(Customer, "child", 8))).Allowed);
        await gate.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "q"));
        Assert.Equal(Reason.LimitExceeded, (await gate.CheckAsync(new Use(Customer, "child", 1))).Reason);
    }

    [Fact]
    public async Task Recorded_facts_at_the_brim_of_a_limited_pool_can_still_be_reversed_and_checked()
    {
        await using var gate = await WithBigPoolAsync();
        await gate.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "q"));
        Assert.True((await gate.UseAsync(new Use(Customer, "child", 9, Id: "a", Mode: UsageMode.Record))).Allowed);
        Assert.Equal(Reason.LimitExceeded, (await gate.CheckAsync(new Use(Customer, "child", 9))).Reason);
        Assert.Equal(Reason.LimitExceeded, (await gate.CheckAsync(
            new Use(Customer, "child", 1) { HoldFor = Duration.FromHours(1) })).Reason);
        await gate.ApplyAsync<Reversed>(new ReverseUse(Customer, "a"));
        Assert.Equal(0, (await gate.CheckAsync(new Use(Customer, "pool", 1))).Figures!.Used);
    }

    [Fact]
    public async Task A_level_that_comes_over_from_a_namespace_never_overflows()
    {
        await using var gate = await NewAsync();
        await gate.ApplyAsync<Put<Feature>>(new PutFeature("gb", new FeatureDefinition("G", FeatureType.Gauge)));
        await PlanAsync(gate, "p", ("gb", Unlimited));
        await Trial.PutCustomerAsync(gate, Customer, "p");
        foreach (var name in new[] { "a", "b" })
        {
            await gate.ApplyAsync<Put<Namespace>>(new PutNamespace(Customer, name));
            var own = await gate.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "p", Namespace: name));
            await gate.SubmitAsync(new Request([.. Enumerable.Range(0, 9000).Select(
                _ => new Use(Customer, "gb", 1_000_000_000_000_000, name))]));
            await gate.ApplyAsync<Put<Subscription>>(new CancelSubscription(Customer, own.Value.Id));
        }
        var use = await gate.UseAsync(new Use(Customer, "gb", -1, "a"));
        Assert.True(use.Allowed);
        try { await gate.UseAsync(new Use(Customer, "gb", -1, "b")); }
        catch (RejectedException rejected) { Assert.Equal("quantity", rejected.Rejected.Errors[0].Field); }
    }
}
