namespace Tollgate.Server;

/// <summary>Setting a gauge, and giving a recorded use back.</summary>
internal static class CorrectionRoutes
{
    static readonly Operation SetOne = new("setGauge", "Usage", "Set the level of a gauge.")
    {
        Scope = Scope.UsageWrite,
        Takes = typeof(Wire.GaugeRequest),
        Answers = typeof(Wire.Decision),
    };

    static readonly Operation ReverseOne = new(
        "reverseUsage", "Usage", "Give a recorded use back to where it came from, once.")
    {
        Scope = Scope.UsageWrite,
        Takes = typeof(Wire.ReverseRequest),
        Answers = typeof(Wire.Reversal),
        Problems = [404, 409],
    };

    public static void MapCorrections(this IEndpointRouteBuilder routes)
    {
        routes.Put("/v1/gauges/{feature}", SetOne, SetAsync);
        routes.Post("/v1/usage/{id}/reverse", ReverseOne, ReverseAsync);
    }

    static async Task<Reply> SetAsync(Visit visit)
    {
        var feature = visit.Id("feature");
        var body = await visit.ReadAsync<Wire.GaugeRequest>();
        var command = new Use(body.Customer, feature, Namespace: body.Namespace) { Level = body.Value };
        return await visit.SubmitAsync(await visit.SignAsync(command), DecisionJson.Reply);
    }

    static async Task<Reply> ReverseAsync(Visit visit)
    {
        var id = visit.Id("id");
        var body = await visit.ReadAsync<Wire.ReverseRequest>();
        var command = await visit.SignAsync(new ReverseUse(body.Customer, id, body.Reason));
        return await visit.SubmitAsync(
            command, outcome => Reply.Of(Statuses.Ok, Of((Reversed)outcome, body.Customer)));
    }

    static Wire.Reversal Of(Reversed reversed, string customer) => new()
    {
        Id = reversed.Id,
        Reversed = true,
        Refund = reversed.Refunded is var (amount, currency)
            ? new Wire.Money { Amount = amount.ToString(currency), Currency = currency.Code }
            : null,
        Replayed = reversed.Replayed,
        Customer = customer,
        Feature = reversed.Feature,
        Quantity = reversed.Quantity,
        Sequence = reversed.Sequence,
    };
}
