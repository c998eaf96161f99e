using Tollgate.Core.Subscriptions;

namespace Messaging;

/// <summary>A tenant signs up, and sees how it stands.</summary>
static class Tenants
{
    public static void MapTenant(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/tenant", SignUpAsync);
        routes.MapGet("/tenant", ShowAsync);
    }

    // Twice, or at once, is once: the customer is put, and the subscription has an id of ours.
    static async Task<IResult> SignUpAsync(Caller caller, Gate gate)
    {
        var by = caller.User;
        await gate.ApplyAsync<Put<Profile>>(new PutCustomer(caller.Tenant) { By = by });
        await gate.ApplyAsync<Put<Subscription>>(
            new Subscribe(caller.Tenant, ProductCatalog.Plan, ExternalId: "sign-up") { By = by });
        return await ShowAsync(caller, gate);
    }

    static async Task<IResult> ShowAsync(Caller caller, Gate gate)
    {
        var access = await gate.AccessAsync(caller.Tenant);
        var messages = await gate.CheckAsync(new Use(caller.Tenant, ProductCatalog.Messages));
        return Results.Ok(new
        {
            tenant = caller.Tenant,
            active = access.Active,
            messages = new { used = messages.Figures?.Used, included_left = messages.Figures?.Remaining },
        });
    }
}
