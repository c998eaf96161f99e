using System.Globalization;
using System.Text.Json;

namespace Tollgate.Server;

/// <summary>A catalogue document as commands: features and rate cards before the plans that name them, pools
/// before what draws on them, settings last.</summary>
internal sealed class CatalogDocument
{
    /// <summary>
    /// The list the engine thinks its commands come from; <see cref="NameField"/> puts their places in the
    /// document there.
    /// </summary>
    public const string Path = "commands";

    const int Most = 5_000;

    readonly List<Thing> things = [];

    /// <summary>Takes a document apart; every bad field is noted by its path in it.</summary>
    public CatalogDocument(Wire.CatalogRequest document, FieldErrors errors)
    {
        foreach (var (code, request) in PoolsFirst(document.Features ?? new Dictionary<string, Wire.FeatureRequest>()))
            Add("feature", code, _ => new PutFeature(code, FeatureWire.Definition(request)));
        foreach (var (code, request) in document.RateCards ?? new Dictionary<string, Wire.RateCardRequest>())
            Add("rate_card", code, found => new PutRateCard(code, RateCardWire.Card(request, found)));
        foreach (var (code, request) in document.Plans ?? new Dictionary<string, Wire.PlanRequest>())
            Add("plan", code, found => new PutPlan(code, PlanWire.Definition(request, found)));
        if (document.Settings is { } settings && settings != new Wire.SettingsRequest())
            Add("settings", "settings", found => new PutSettings(SettingsWire.Stated(settings, found))
            {
                Keeps = true,
            });
        if (things.Count > Most) errors.Add("", "too_many", $"A document names at most {Most:N0} things.");

        void Add(string kind, string code, Func<FieldErrors, Command> make)
        {
            var found = new FieldErrors();
            var command = make(found);
            foreach (var error in BadFields.Of(found.All, [command], path: null))
                NoteOnce(errors, error with { Field = Place(kind, code, error.Field) });
            things.Add(new Thing(kind, code, command));
        }
    }

    /// <summary>The commands, signed; for an empty document one that reads.</summary>
    public IReadOnlyList<Command> Commands(string by) =>
        things.Count == 0 ? [new ShowAccount()] : [.. things.Select(thing => thing.Command with { By = by })];

    /// <summary>What became of each thing.</summary>
    public Wire.CatalogResult Result(IReadOnlyList<Outcome> outcomes, bool applied) =>
        new() { Applied = applied, Changes = [.. things.Zip(outcomes, Change)] };

    /// <summary>The place in the document of a field that the engine names by its command.</summary>
    public string NameField(string field)
    {
        var end = field.IndexOf(']', StringComparison.Ordinal);
        var number = field.AsSpan(Path.Length + 1, end - Path.Length - 1);
        var index = int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);
        return Place(things[index].Kind, things[index].Code, field[(end + 2)..]);
    }

    // A feature comes after the pool that it draws on; what draws on itself stays where it is, and is refused.
    static IEnumerable<(string Code, Wire.FeatureRequest Request)> PoolsFirst(
        IReadOnlyDictionary<string, Wire.FeatureRequest> features)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        Stack<string> below = [];
        foreach (var first in features.Keys)
        {
            for (string? code = first; code is not null && features.ContainsKey(code) && seen.Add(code);)
            {
                below.Push(code);
                code = features[code].Pool;
            }
            while (below.TryPop(out var code)) yield return (code, features[code]);
        }
    }

    static Wire.CatalogChange Change(Thing thing, Outcome outcome) => outcome switch
    {
        Put<Feature> put => Change(thing, put, FeatureWire.Of),
        Put<PlanVersion> put => Change(thing, put, PlanWire.Of),
        Put<RateCardVersion> put => Change(thing, put, RateCardWire.Of),
        Put<Settings> put => Change(thing, put, SettingsWire.Of),
        _ => throw new InvalidOperationException("The catalogue has nothing else in it."),
    };

    static Wire.CatalogChange Change<T, TWire>(Thing thing, Put<T> put, Func<T, TWire> wire) where T : class => new()
    {
        Action = put.Created ? "create" : put.Changed ? "update" : "unchanged",
        Kind = thing.Kind,
        Code = thing.Code,
        Before = put.Before is { } before ? Json(wire(before)) : null,
        After = Json(wire(put.Value)),
    };

    static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value, Metadata<T>.Strict);

    static void NoteOnce(FieldErrors errors, FieldError error)
    {
        if (errors.All.Count >= BadFields.Most) return;
        if (errors.All.Any(known => BadFields.IsIn(error.Field, known.Field))) return;
        errors.Add(error.Field, error.Code, error.Detail);
    }

    static string Place(string kind, string code, string field)
    {
        var thing = kind == "settings" ? kind : $"{kind}s.{StorableText.Shorten(code)}";
        return field is "code" or "" ? thing : $"{thing}.{field}";
    }

    // One thing that the document names.
    sealed record Thing(string Kind, string Code, Command Command);
}
