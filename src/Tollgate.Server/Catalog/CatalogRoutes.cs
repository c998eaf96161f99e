namespace Tollgate.Server;

/// <summary>The catalogue as one document: what it names is made so in one transaction, what it omits stays.</summary>
internal static class CatalogRoutes
{
    static readonly Operation Apply = new(
        "applyCatalog", "Catalogue", "Make features, plans and settings as one document says; what it omits stays.")
    {
        Scope = Scope.CatalogWrite,
        Takes = typeof(Wire.CatalogRequest),
        TakesYaml = true,
        MostBytes = Operation.LargeBody,
        Query = [new QueryParameter("dry_run", typeof(bool), "Only tell the difference; false unless given.")],
        Answers = typeof(Wire.CatalogResult),
        Problems = [409],
    };

    public static void MapCatalog(this IEndpointRouteBuilder routes) => routes.Post("/v1/catalog", Apply, ApplyAsync);

    static async Task<Reply> ApplyAsync(Visit visit)
    {
        var dryRun = visit.Flag("dry_run");
        var body = await visit.ReadAsync<Wire.CatalogRequest>();
        var document = new CatalogDocument(body, visit.Errors);
        visit.RefuseIfBad([], path: null);
        var by = await visit.ActorAsync();
        return await visit.SubmitAsync(new Submission(
            document.Commands(by), outcomes => Reply.Of(Statuses.Ok, document.Result(outcomes, applied: !dryRun)))
        {
            Atomic = true,
            ReadOnly = dryRun,
            Path = CatalogDocument.Path,
            NameField = document.NameField,
        });
    }
}
