using System.Net;

namespace Tollgate.Server.Tests.Http;

public sealed class VerifyTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task A_customer_and_all_of_them_are_whole()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(limit: 100);
        await host.Admin.UseAsync(new UsageRequest { Customer = customer, Feature = feature, Quantity = 3 });

        var one = await host.Admin.VerifyAsync(new VerifyRequest { Customer = customer });

        Assert.Equal((true, 1, 1, null), (one.Ok, one.Checked.Customers, one.Checked.Events, one.Divergence));
        Assert.Equal(2, one.Checked.Audits);
        Assert.True(one.Checked.Counters > 0);
        var all = await host.Admin.VerifyAllAsync().ToListAsync();
        Assert.True(all.Sum(result => result.Checked.Customers) >= 2);
        Assert.Null(all[^1].NextAfter);
        var rest = await host.Admin.VerifyAsync(new VerifyRequest { After = customer });
        Assert.True(rest.Checked.Customers < all.Sum(result => result.Checked.Customers));
    }

    [Fact]
    public async Task Nobody_and_bad_fields_are_told()
    {
        var unknown = await Assert.ThrowsAsync<TollgateException>(
            () => host.Admin.VerifyAsync(new VerifyRequest { Customer = "nobody" }));
        Assert.Equal((HttpStatusCode.NotFound, "customer_not_found"), (unknown.Status, unknown.Code));

        var bad = await Assert.ThrowsAsync<TollgateException>(
            () => host.Admin.VerifyAsync(new VerifyRequest { Customer = "a/b", After = "c/d" }));
        Assert.Equal(
            [("customer", "invalid_id"), ("after", "invalid_id"), ("after", "not_allowed")],
            bad.Errors.Select(error => (error.Field, error.Code)));
    }

    [Fact]
    public async Task It_needs_an_administrators_key()
    {
        var key = await host.Admin.CreateApiKeyAsync(
            new ApiKeyRequest { Name = "reader", Scopes = [Scopes.CustomersRead, Scopes.UsageRead] });
        using var reader = host.ClientOf(key.Key!);
        var refused = await Assert.ThrowsAsync<TollgateException>(() => reader.VerifyAsync());
        Assert.Equal("insufficient_scope", refused.Code);
    }
}
