namespace Tollgate.Server;

/// <summary>Rate cards of the catalogue.</summary>
internal static class RateCardRoutes
{
    const char List = 'r';

    static readonly Operation PutOne = new(
        "putRateCard", "Catalogue", "Make a rate card, or its next version if it differs from the latest.")
    {
        Scope = Scope.CatalogWrite,
        Takes = typeof(Wire.RateCardRequest),
        Answers = typeof(Wire.RateCard),
        Creates = true,
        Problems = [409],
    };

    static readonly Operation GetOne = new("getRateCard", "Catalogue", "The latest version of a rate card.")
    {
        Scope = Scope.CatalogRead,
        Answers = typeof(Wire.RateCard),
        Problems = [404],
    };

    static readonly Operation GetAll = new(
        "listRateCards", "Catalogue", "Every rate card in its latest version, by code.")
    {
        Scope = Scope.CatalogRead,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.RateCard>),
    };

    public static void MapRateCards(this IEndpointRouteBuilder routes)
    {
        routes.Put("/v1/rate-cards/{code}", PutOne, PutAsync);
        routes.Get("/v1/rate-cards/{code}", GetOne, GetAsync);
        routes.Get("/v1/rate-cards", GetAll, ListAsync);
    }

    static async Task<Reply> PutAsync(Visit visit)
    {
        var code = visit.Id("code");
        var body = await visit.ReadAsync<Wire.RateCardRequest>();
        var command = new PutRateCard(code, RateCardWire.Card(body, visit.Errors));
        return await visit.SubmitAsync(await visit.SignAsync(command), Render);
    }

    static async Task<Reply> GetAsync(Visit visit)
    {
        var code = visit.Id("code");
        var account = await visit.AccountAsync();
        return account.Catalog.RateCardVersion(code) is { } card
            ? Reply.Of(Statuses.Ok, RateCardWire.Of(card))
            : Problems.Of(Statuses.RateCardNotFound, visit.RequestId);
    }

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (limit, after) = (visit.Limit(), visit.IdCursor(List));
        var account = await visit.AccountAsync();
        var rows = account.Catalog.RateCards
            .Where(card => string.CompareOrdinal(card.Code, after) > 0)
            .OrderBy(card => card.Code, StringComparer.Ordinal).Take(limit + 1);
        return Pages.Of([.. rows], limit, RateCardWire.Of, card => Cursors.Write(List, card.Code));
    }

    static Reply Render(Outcome outcome)
    {
        var put = (Put<RateCardVersion>)outcome;
        return Reply.Of(Statuses.Of(put), RateCardWire.Of(put.Value));
    }
}
