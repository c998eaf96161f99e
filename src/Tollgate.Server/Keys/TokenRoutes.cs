using System.Security.Cryptography;

namespace Tollgate.Server;

/// <summary>Short-lived read tokens of one customer, for front ends.</summary>
internal static class TokenRoutes
{
    static readonly Operation CreateOne = new(
        "createToken", "Administration",
        "Make a token that reads this customer alone and soon ends. Needs usage:read and customers:read too; "
        + "where the key has wallets:read, it reads the customer's money.")
    {
        Scope = Scope.CustomersWrite,
        Takes = typeof(Wire.TokenRequest),
        BodyOptional = true,
        Answers = typeof(Wire.Token),
        Problems = [404],
    };

    public static void MapTokens(this IEndpointRouteBuilder routes) =>
        routes.Post("/v1/customers/{id}/tokens", CreateOne, CreateAsync);

    static async Task<Reply> CreateAsync(Visit visit)
    {
        var id = visit.Id("id");
        var body = await visit.ReadAsync<Wire.TokenRequest>();
        var lifetime = body.TtlSeconds is { } seconds ? Duration.FromSeconds(seconds) : ReadToken.DefaultLifetime;
        if (lifetime < Duration.FromSeconds(1) || lifetime > ReadToken.LongestLifetime)
            visit.Errors.Add("ttl_seconds", "out_of_range", "ttl_seconds must be 1 to 86,400 (24 hours).");
        visit.RefuseIfBad([], path: null);

        // A token gives nothing that its maker lacks.
        foreach (var scope in ReadToken.LeastScopes.Append(Scope.CustomersWrite))
        {
            visit.Scope = scope;
            if (await visit.JudgeAsync() is { } refusal) return Problems.Of(refusal, visit.RequestId);
        }
        var customer = await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(id));
        visit.Scope = Scope.WalletsRead;
        var readsMoney = await visit.JudgeAsync() is null;
        visit.Scope = Scope.CustomersWrite;
        var token = ReadToken.Sign(await SecretAsync(visit), id, customer.Now + lifetime, readsMoney);
        return Reply.Of(Statuses.Ok, new Wire.Token
        {
            Value = token.Text(),
            Customer = id,
            Scopes = token.Scopes,
            ExpiresAt = Times.Write(token.ExpiresAt),
        });
    }

    // Made on first use; where two servers draw one at once, the first to be decided is everybody's.
    static async Task<byte[]> SecretAsync(Visit visit)
    {
        var known = await visit.ShowAsync<TokenSecret>(new ShowTokenSecret());
        if (known.Bytes is { } secret) return secret;
        var keep = new KeepTokenSecret(RandomNumberGenerator.GetBytes(32)) { By = await visit.ActorAsync() };
        var answer = await visit.Gate.SubmitAsync(new Request([keep]) { Caller = visit.Caller });
        if (answer.Rejected is { } refusal) throw new RejectedException(refusal);
        return ((Put<TokenSecret>)answer.Outcomes[0]).Value.Bytes!;
    }
}
