namespace Tollgate.Server;

/// <summary>Recomputes what is stored from what was recorded.</summary>
internal static class VerifyRoutes
{
    // Of all: after that no further customer is begun with, so that an answer comes before anybody stops waiting.
    static readonly TimeSpan AtMost = TimeSpan.FromSeconds(15);

    static readonly Operation Post = new(
        "verify", "Verification",
        "Recomputes counters, holds, balances and the hash chain from what was recorded; names the first divergence.")
    {
        Scope = Scope.Admin,
        Takes = typeof(Wire.VerifyRequest),
        BodyOptional = true,
        Answers = typeof(Wire.VerifyResult),
        Problems = [404],
    };

    public static void MapVerification(this IEndpointRouteBuilder routes) =>
        routes.Post("/v1/verify", Post, VerifyAsync);

    static async Task<Reply> VerifyAsync(Visit visit)
    {
        var body = await visit.ReadAsync<Wire.VerifyRequest>();
        visit.Errors.Id("customer", body.Customer, optional: true);
        visit.Errors.Id("after", body.After, optional: true);
        if (body is { Customer: not null, After: not null })
            visit.Errors.Add("after", "not_allowed", "after is for all customers, not for one.");
        if ((body.Customer ?? body.After) is { } customer)
            await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(customer));
        if (body.Customer is null) await visit.AccountAsync();
        var stop = visit.Http.RequestAborted;
        var verified = body.Customer is null
            ? await visit.Gate.VerifyAllAsync(body.After, AtMost, stop)
            : await visit.Gate.VerifyAsync(body.Customer, stop);
        return Reply.Of(Statuses.Ok, VerifyWire.Of(verified!));
    }
}
