using System.Text.Json;

namespace Tollgate.Server;

/// <summary>Uses that come as CloudEvents 1.0 in JSON, one or many; answered as a batch of uses.</summary>
internal static class CloudEventRoutes
{
    const string One = "application/cloudevents+json";
    const string Many = "application/cloudevents-batch+json";

    static readonly Operation Post = new(
        "recordCloudEvents", "Usage", "Record uses that come as CloudEvents 1.0, each by its own decision.")
    {
        Scope = Scope.UsageWrite,
        Takes = typeof(Wire.CloudEvent),
        TakesType = One,
        TakesListType = Many,
        MostBytes = Operation.LargeBody,
        Answers = typeof(Wire.UsageBatchResult),
    };

    public static void MapCloudEvents(this IEndpointRouteBuilder routes) => routes.Post("/v1/events", Post, PostAsync);

    static async Task<Reply> PostAsync(Visit visit)
    {
        var body = await visit.ReadElementAsync();
        var isList = MediaType.IsOf(visit.Http.Request.ContentType, Many);
        if (isList && body.ValueKind != JsonValueKind.Array)
            throw new BadRequestException(Statuses.Malformed, "A batch of CloudEvents must be a list.");
        JsonElement[] events = isList ? [.. body.EnumerateArray()] : [body];
        if (events.Length > UsageWire.Most) visit.CheckCount("events", events.Length);

        // On a fresh snapshot: what was mapped counts from the next request on, on every server.
        var account = await visit.Gate.ShowAsync<Account>(new ShowAccount());
        var types = account.Catalog.Settings.CloudEvents;
        Command[] uses = [.. events.Select((one, i) => Read(visit, one, types, isList ? $"[{i}]." : ""))];
        visit.RefuseIfBad([], path: null);
        // The standard allows a batch of nothing.
        if (uses.Length == 0 && await visit.JudgeAsync() is { } refusal) return Problems.Of(refusal, visit.RequestId);
        if (uses.Length == 0) return Render([]);
        await visit.SignAsync(uses);
        return await visit.SubmitAsync(
            new Submission(uses, Render)
            {
                Path = isList ? "" : null,
                NameField = field => CloudEventWire.NameOf(field, events, types),
            });
    }

    // As CloudEvents name their fields; after a hundred bad ones the rest is not looked at.
    static Use Read(Visit visit, JsonElement one, CloudEventTypes types, string prefix)
    {
        var errors = new FieldErrors { Prefix = prefix };
        var use = CloudEventWire.Command(one, types, errors);
        var found = new FieldErrors();
        if (!errors.Any) use.Validate(found);
        foreach (var error in errors.All.Concat(found.All.Select(
            error => error with { Field = prefix + CloudEventWire.NameOf(error.Field, [one], types) })))
        {
            if (visit.Errors.All.Count < BadFields.Most) visit.Errors.Add(error.Field, error.Code, error.Detail);
        }
        return use;
    }

    static Reply Render(IReadOnlyList<Outcome> outcomes) =>
        new(Statuses.Ok, JsonBytes.Of(outcomes, DecisionJson.WriteUses));
}
