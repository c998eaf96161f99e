using System.Net;

namespace Tollgate.Server.Tests.Http;

public sealed class ArchiveTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task An_archived_plan_takes_no_new_subscriptions_and_is_listed_on_request()
    {
        var (customer, feature, plan) = await host.CustomerWithAsync(limit: 10);
        await host.Admin.PutCustomerAsync("late", new CustomerRequest());

        var archived = await host.Admin.ArchivePlanAsync(plan);
        var refused = await Assert.ThrowsAsync<TollgateException>(
            () => host.Admin.CreateSubscriptionAsync("late", new SubscriptionRequest { Plan = plan }));

        Assert.Equal(host.Clock.GetUtcNow(), archived.ArchivedAt);
        Assert.Equal((HttpStatusCode.Conflict, ProblemCodes.PlanArchived), (refused.Status, refused.Code));
        Assert.True((await host.Admin.UseAsync(new UsageRequest { Customer = customer, Feature = feature })).Allowed);
        Assert.Equal(archived.ArchivedAt, (await host.Admin.GetPlanAsync(plan, 1)).ArchivedAt);
        Assert.DoesNotContain(await Codes(host.Admin.ListPlansAsync()), code => code == plan);
        Assert.Contains(await Codes(host.Admin.ListPlansAsync(archived: true)), code => code == plan);

        static ValueTask<List<string>> Codes(IAsyncEnumerable<Plan> plans) =>
            plans.Select(one => one.Code).ToListAsync();
    }

    [Fact]
    public async Task An_archived_feature_is_in_no_new_plan_and_is_listed_on_request()
    {
        var (_, feature, plan) = await host.CustomerWithAsync(limit: 10);

        var archived = await host.Admin.ArchiveFeatureAsync(feature);
        var refused = await Assert.ThrowsAsync<TollgateException>(
            () => host.Admin.PutPlanAsync(plan, TollgateHost.PlanOf(feature, 20)));

        Assert.Equal(host.Clock.GetUtcNow(), archived.ArchivedAt);
        Assert.Equal(("invalid", "archived_feature"), (refused.Code, refused.Errors.Single().Code));
        Assert.Equal(1, (await host.Admin.PutPlanAsync(plan, TollgateHost.PlanOf(feature, 10))).Version);
        Assert.DoesNotContain(await host.Admin.ListFeaturesAsync().ToListAsync(), one => one.Code == feature);
        Assert.Contains(await host.Admin.ListFeaturesAsync(archived: true).ToListAsync(), one => one.Code == feature);
    }

    [Fact]
    public async Task To_archive_twice_is_answered_alike_and_audited_once()
    {
        var (_, feature, plan) = await host.CustomerWithAsync();

        Assert.Equal(
            (await host.Admin.ArchiveFeatureAsync(feature)).ArchivedAt,
            (await host.Admin.ArchiveFeatureAsync(feature)).ArchivedAt);
        Assert.Equal(
            (await host.Admin.ArchivePlanAsync(plan)).ArchivedAt, (await host.Admin.ArchivePlanAsync(plan)).ArchivedAt);

        var audit = await host.GetAsync("/v1/audit?action=plan.archived&limit=500");
        Assert.Single(audit.Json.GetProperty("data").EnumerateArray(),
            entry => entry.GetProperty("target").GetString() == plan);
    }

    [Theory]
    [InlineData("/v1/plans/what/archive", "plan_not_found")]
    [InlineData("/v1/features/what/archive", "feature_not_found")]
    public async Task What_is_not_there_is_not_archived(string path, string code)
    {
        var answer = await host.PostAsync(path, "{}");
        Assert.Equal((HttpStatusCode.NotFound, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_document_that_still_names_what_is_archived_applies_unless_it_would_change_it()
    {
        var (_, feature, plan) = await host.CustomerWithAsync(limit: 10);
        await host.Admin.ArchivePlanAsync(plan);
        CatalogRequest document = new()
        {
            Plans = new Dictionary<string, PlanRequest> { [plan] = TollgateHost.PlanOf(feature, 10) },
        };
        CatalogRequest other = new()
        {
            Plans = new Dictionary<string, PlanRequest> { [plan] = TollgateHost.PlanOf(feature, 11) },
        };

        Assert.Equal("unchanged", (await host.Admin.ApplyCatalogAsync(document)).Changes.Single().Action);
        var refused = await Assert.ThrowsAsync<TollgateException>(() => host.Admin.ApplyCatalogAsync(other));
        Assert.Equal(ProblemCodes.PlanArchived, refused.Code);
    }
}
