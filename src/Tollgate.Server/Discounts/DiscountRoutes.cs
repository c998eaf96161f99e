namespace Tollgate.Server;

/// <summary>Discounts of the account.</summary>
internal static class DiscountRoutes
{
    const char List = 'd';

    static readonly Operation PutOne = new(
        "putDiscount", "Catalogue", "Make a discount, or change until when, how often and for what it is given.")
    {
        Scope = Scope.CatalogWrite,
        Takes = typeof(Wire.DiscountRequest),
        Answers = typeof(Wire.Discount),
        Creates = true,
        Problems = [409],
    };

    static readonly Operation GetOne = new("getDiscount", "Catalogue", "A discount, and how often it was given.")
    {
        Scope = Scope.CatalogRead,
        Answers = typeof(Wire.Discount),
        Problems = [404],
    };

    static readonly Operation GetAll = new(
        "listDiscounts", "Catalogue", "Every discount that is not archived, by code.")
    {
        Scope = Scope.CatalogRead,
        Query = [QueryParameter.Archived, QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.Discount>),
    };

    static readonly Operation Archive = new(
        "archiveDiscount", "Catalogue", "Give a discount to nobody any more; who has it keeps it.")
    {
        Scope = Scope.CatalogWrite,
        Takes = typeof(Wire.EmptyRequest),
        BodyOptional = true,
        Answers = typeof(Wire.Discount),
        Problems = [404],
    };

    public static void MapDiscounts(this IEndpointRouteBuilder routes)
    {
        routes.Put("/v1/discounts/{code}", PutOne, PutAsync);
        routes.Get("/v1/discounts/{code}", GetOne, GetAsync);
        routes.Get("/v1/discounts", GetAll, ListAsync);
        routes.Post("/v1/discounts/{code}/archive", Archive, ArchiveAsync);
    }

    static async Task<Reply> PutAsync(Visit visit)
    {
        var code = visit.Id("code");
        var body = await visit.ReadAsync<Wire.DiscountRequest>();
        var command = new PutDiscount(code, DiscountWire.Definition(body, visit.Errors));
        return await visit.SubmitAsync(await visit.SignAsync(command), Render);
    }

    static async Task<Reply> GetAsync(Visit visit)
    {
        var code = visit.Id("code");
        var account = await visit.AccountAsync();
        return account.Catalog.Discount(code) is { } discount
            ? Reply.Of(Statuses.Ok, DiscountWire.Of(discount))
            : Problems.Of(Statuses.Of(Rejection.DiscountNotFound), visit.RequestId);
    }

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (archived, limit, after) = (visit.Flag("archived"), visit.Limit(), visit.IdCursor(List));
        var account = await visit.AccountAsync();
        var rows = account.Catalog.Discounts
            .Where(one => (archived || one.ArchivedAt is null) && string.CompareOrdinal(one.Code, after) > 0)
            .OrderBy(one => one.Code, StringComparer.Ordinal).Take(limit + 1);
        return Pages.Of([.. rows], limit, DiscountWire.Of, one => Cursors.Write(List, one.Code));
    }

    static async Task<Reply> ArchiveAsync(Visit visit)
    {
        var code = visit.Id("code");
        await visit.ReadAsync<Wire.EmptyRequest>();
        return await visit.SubmitAsync(await visit.SignAsync(new ArchiveDiscount(code)), Render);
    }

    static Reply Render(Outcome outcome)
    {
        var put = (Put<Discount>)outcome;
        return Reply.Of(Statuses.Of(put), DiscountWire.Of(put.Value));
    }
}
