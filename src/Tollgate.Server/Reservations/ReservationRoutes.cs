namespace Tollgate.Server;

/// <summary>Setting a quantity aside, and how that ends.</summary>
internal static class ReservationRoutes
{
    const int DefaultTtlSeconds = 300;

    static readonly Operation ReserveOne = new("reserve", "Reservations", "Set a quantity aside, if it is allowed.")
    {
        Scope = Scope.UsageWrite,
        Takes = typeof(Wire.ReservationRequest),
        Answers = typeof(Wire.Decision),
    };

    static readonly Operation SettleOne = new(
        "settleReservation", "Reservations", "Record what was really used, and free the rest.")
    {
        Scope = Scope.UsageWrite,
        Takes = typeof(Wire.SettleRequest),
        Answers = typeof(Wire.Decision),
        Problems = [404, 409],
    };

    static readonly Operation ReleaseOne = new("releaseReservation", "Reservations", "Free all of a reservation.")
    {
        Scope = Scope.UsageWrite,
        Takes = typeof(Wire.ReleaseRequest),
        Answers = typeof(Wire.Decision),
        Problems = [404, 409],
    };

    public static void MapReservations(this IEndpointRouteBuilder routes)
    {
        routes.Post("/v1/reservations", ReserveOne, ReserveAsync);
        routes.Post("/v1/reservations/{id}/settle", SettleOne, SettleAsync);
        routes.Post("/v1/reservations/{id}/release", ReleaseOne, ReleaseAsync);
    }

    static async Task<Reply> ReserveAsync(Visit visit)
    {
        var body = await visit.ReadAsync<Wire.ReservationRequest>();
        var command = new Use(body.Customer, body.Feature, body.Quantity, body.Namespace, body.Id)
        {
            Properties = Attached.Text(body.Properties),
            HoldFor = Duration.FromSeconds(body.TtlSeconds ?? DefaultTtlSeconds),
        };
        return await visit.SubmitAsync(await visit.SignAsync(command), DecisionJson.Reply);
    }

    static async Task<Reply> SettleAsync(Visit visit)
    {
        var id = visit.Id("id");
        var body = await visit.ReadAsync<Wire.SettleRequest>();
        var properties = Attached.Text(body.Properties);
        var command = await visit.SignAsync(new SettleReservation(body.Customer, id, body.Quantity, properties));
        return await visit.SubmitAsync(command, DecisionJson.Reply);
    }

    static async Task<Reply> ReleaseAsync(Visit visit)
    {
        var id = visit.Id("id");
        var body = await visit.ReadAsync<Wire.ReleaseRequest>();
        return await visit.SubmitAsync(new SettleReservation(body.Customer, id, 0), DecisionJson.Reply);
    }
}
