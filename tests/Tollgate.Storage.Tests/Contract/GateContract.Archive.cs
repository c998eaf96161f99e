namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task What_is_archived_is_so_from_the_next_command_on_every_gate_and_stays_so()
    {
        await Trial.PutPlanAsync(First, "pro", new PlanLimit(10, "forever"));
        await Trial.PutPlanAsync(First, "pro", new PlanLimit(20, "forever"));
        await Trial.PutCustomerAsync(First, Customer, "pro");
        foreach (var gate in gates) await gate.ShowAsync<Account>(new ShowAccount());

        await First.ApplyAsync<Put<PlanVersion>>(new ArchivePlan("pro"));
        await First.ApplyAsync<Put<Feature>>(new ArchiveFeature(Feature));

        foreach (var gate in gates)
        {
            var refused = await Assert.ThrowsAsync<RejectedException>(
                () => gate.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "pro")));
            Assert.Equal(Rejection.PlanArchived, refused.Rejected.Code);
        }
        // A store that is opened again makes its feature again, which changes nothing.
        await ReopenAsync();
        var catalog = (await First.ShowAsync<Account>(new ShowAccount())).Catalog;
        Assert.All(catalog.Versions("pro"), plan => Assert.True(plan.IsArchived));
        Assert.NotNull(catalog.Feature(Feature)!.ArchivedAt);
        Assert.Equal(2, catalog.Plan("pro")!.Row.Version);
        await AtOnceAsync(5, (gate, _) => gate.UseAsync(new Use(Customer, Feature), Stop));
        await AssertUsedAsync(5);
    }
}
