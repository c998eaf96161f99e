namespace Tollgate.Server;

/// <summary>API keys.</summary>
internal static class KeyRoutes
{
    const char List = 'k';

    static readonly Operation CreateOne = new(
        "createApiKey", "Administration",
        "Make an API key. Its secret is in this answer and never again, not in a replay either.")
    {
        Scope = Scope.Admin,
        Takes = typeof(Wire.ApiKeyRequest),
        Answers = typeof(Wire.ApiKeyCreated),
        Creates = true,
        Problems = [409],
    };

    static readonly Operation GetAll = new(
        "listApiKeys", "Administration",
        "Every API key without its secret and when it was used last, in the order they were made.")
    {
        Scope = Scope.Admin,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.ApiKey>),
    };

    static readonly Operation RevokeOne = new("revokeApiKey", "Administration", "End an API key at once and for good.")
    {
        Scope = Scope.Admin,
        Takes = typeof(Wire.EmptyRequest),
        BodyOptional = true,
        Answers = typeof(Wire.ApiKey),
        Problems = [404],
    };

    static readonly Operation RotateOne = new(
        "rotateApiKey", "Administration",
        "Make a key that may do the same, and end the old one after an overlap of 24 hours unless given.")
    {
        Scope = Scope.Admin,
        Takes = typeof(Wire.RotateKeyRequest),
        BodyOptional = true,
        Answers = typeof(Wire.ApiKeyCreated),
        Creates = true,
        Problems = [404, 409],
    };

    public static void MapApiKeys(this IEndpointRouteBuilder routes)
    {
        routes.Post("/v1/api-keys", CreateOne, CreateAsync);
        routes.Get("/v1/api-keys", GetAll, ListAsync);
        routes.Post("/v1/api-keys/{id}/revoke", RevokeOne, RevokeAsync);
        routes.Post("/v1/api-keys/{id}/rotate", RotateOne, RotateAsync);
    }

    static async Task<Reply> CreateAsync(Visit visit)
    {
        var body = await visit.ReadAsync<Wire.ApiKeyRequest>();
        var secret = KeySecret.Draw();
        var command = KeySecret.Command(secret, body.Name, body.Scopes, Times.Read(body.ExpiresAt)) with
        {
            BoundTo = body.Customer,
            Rate = KeyWire.Of(body.Rate),
        };
        return await MakeAsync(visit, command, secret);
    }

    static async Task<Reply> RotateAsync(Visit visit)
    {
        var id = (string)visit.Http.Request.RouteValues["id"]!;
        if (!KeyWire.TryParse(id, out var number))
            return await visit.RefuseAsync(Statuses.Of(Rejection.ApiKeyNotFound));
        var body = await visit.ReadAsync<Wire.RotateKeyRequest>();
        var overlap = body.OverlapSeconds is { } seconds
            ? Duration.FromSeconds(seconds)
            : RotateApiKey.DefaultOverlap;
        var secret = KeySecret.Draw();
        return await MakeAsync(visit, KeySecret.Rotation(secret, number, overlap), secret);
    }

    static async Task<Reply> MakeAsync(Visit visit, Command command, string secret)
    {
        Command[] commands = [await visit.SignAsync(command)];
        return await visit.SubmitAsync(new Submission(commands, outcomes => Created(outcomes, secret))
        {
            RenderStored = outcomes => Created(outcomes, secret: null),
        });
    }

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (limit, after) = (visit.Limit(), visit.NumberCursor(List));
        var account = await visit.AccountAsync();
        ApiKey[] rows = [.. account.Keys.All.Where(key => key.Id > after).OrderBy(key => key.Id).Take(limit + 1)];
        var told = await visit.Gate.KeyUsageAsync(usage => usage.LastUsedAsync(
            [.. rows.Select(key => key.Id)], visit.Http.RequestAborted));
        var seen = visit.Http.RequestServices.GetRequiredService<KeyMeters>();
        return Pages.Of(rows, limit, key => KeyWire.Of(key, LastUsed(key.Id)), key => Cursors.Write(List, key.Id));

        // What this server saw need not have been told yet.
        Instant? LastUsed(long id)
        {
            if (!told.TryGetValue(id, out var at)) return seen.LastUsed(id);
            return seen.LastUsed(id) is { } here && here > at ? here : at;
        }
    }

    static async Task<Reply> RevokeAsync(Visit visit)
    {
        var id = (string)visit.Http.Request.RouteValues["id"]!;
        if (!KeyWire.TryParse(id, out var number))
            return await visit.RefuseAsync(Statuses.Of(Rejection.ApiKeyNotFound));
        await visit.ReadAsync<Wire.EmptyRequest>();
        return await visit.SubmitAsync(await visit.SignAsync(new RevokeApiKey(number)), Revoked);
    }

    static Reply Created(IReadOnlyList<Outcome> outcomes, string? secret)
    {
        var put = (Put<ApiKey>)outcomes[0];
        return Reply.Of(Statuses.Of(put), KeyWire.Created(put.Value, secret));
    }

    static Reply Revoked(Outcome outcome) => Reply.Of(Statuses.Ok, KeyWire.Of(((Put<ApiKey>)outcome).Value));
}
