namespace Tollgate.Server;

/// <summary>What a quantity would be charged, and where its price turns.</summary>
internal static class PricePreviewRoutes
{
    static readonly Operation PreviewOne = new(
        "previewPrice", "Usage", "What would a quantity be charged, and which beside it cost more or less?")
    {
        Scope = Scope.UsageRead,
        Takes = typeof(Wire.PricePreviewRequest),
        Answers = typeof(Wire.PricePreview),
        Problems = [404],
    };

    public static void MapPricePreviews(this IEndpointRouteBuilder routes) =>
        routes.Post("/v1/prices/preview", PreviewOne, PreviewAsync);

    static async Task<Reply> PreviewAsync(Visit visit)
    {
        var body = await visit.ReadAsync<Wire.PricePreviewRequest>();
        var command = new PreviewPrice(
            body.Customer, body.Feature, body.Quantity, body.Namespace, Attached.Text(body.Properties));
        return await visit.SubmitAsync(new Submission([command], Render) { ReadOnly = true });
    }

    static Reply Render(IReadOnlyList<Outcome> outcomes) =>
        Reply.Of(Statuses.Ok, Of(((Shown<PricePreview>)outcomes[0]).Value));

    static Wire.PricePreview Of(PricePreview one) => new()
    {
        Customer = one.Command.Customer,
        Namespace = one.Command.Namespace,
        Feature = one.Command.Feature,
        Quantity = one.Command.Quantity,
        Included = one.Included,
        TopUp = one.TopUp,
        Overage = one.Overage,
        Price = one.Price is { } price ? PriceWire.Of(price) : null,
        Charge = one.Charge is { } charge ? MoneyWire.Of(charge) : null,
        UnitPrice = one.UnitPrice?.ToString(),
        Cycle = one.Cycle is { } cycle
            ? new Wire.CyclePreview
            {
                StartsAt = Times.Write(cycle.Start),
                Units = cycle.Units.ToString(),
                Cost = cycle.Cost.ToString(),
            }
            : null,
        NextTier = one.NextTier is { } next
            ? new Wire.TierPreview
            {
                Quantity = next.First.Quantity,
                Charge = Charge(one, next.First),
                UnitPrice = next.UnitPrice.ToString(),
            }
            : null,
        FewerForMore = Of(one, one.FewerForMore),
        MoreForLess = Of(one, one.MoreForLess),
    };

    static Wire.QuantityPreview? Of(PricePreview one, QuantityCharge? beside) => beside is { } found
        ? new Wire.QuantityPreview { Quantity = found.Quantity, Charge = Charge(one, found) }
        : null;

    static Wire.Money Charge(PricePreview one, QuantityCharge beside) =>
        MoneyWire.Of(new CurrencyAmount(beside.Charge, one.Charge!.Value.Currency));
}
