using Microsoft.AspNetCore.Http.Metadata;

namespace Tollgate.Server;

/// <summary>
/// What a route says of itself: to the door, which keeps to it, and to the API document, which tells it.
/// </summary>
/// <param name="Name">The operation's id, as <c>putFeature</c>.</param>
/// <param name="Tag">The noun it belongs to.</param>
/// <param name="Summary">One sentence.</param>
internal sealed record Operation(string Name, string Tag, string Summary) : ITagsMetadata
{
    /// <summary>The most bytes of an ordinary body.</summary>
    public const int SmallBody = 1024 * 1024;

    /// <summary>The most bytes of a batch or a catalogue.</summary>
    public const int LargeBody = 16 * 1024 * 1024;

    /// <summary>The scope a key needs; null: no key is needed.</summary>
    public string? Scope { get; init; }

    /// <summary>The type of its body; null: none is read.</summary>
    public Type? Takes { get; init; }

    /// <summary>The media type of its body.</summary>
    public string TakesType { get; init; } = "application/json";

    /// <summary>The media type of a list of what it takes; null: it takes no list.</summary>
    public string? TakesListType { get; init; }

    /// <summary>Whether no body at all is as good as <c>{}</c>.</summary>
    public bool BodyOptional { get; init; }

    /// <summary>Whether the body may also be YAML.</summary>
    public bool TakesYaml { get; init; }

    /// <summary>The most bytes it may have.</summary>
    public int MostBytes { get; init; } = SmallBody;

    /// <summary>What may stand after the question mark; anything else is refused.</summary>
    public IReadOnlyList<QueryParameter> Query { get; init; } = [];

    /// <summary>The type of its answer.</summary>
    public required Type Answers { get; init; }

    /// <summary>The media type of its answer, where it is no JSON.</summary>
    public string? AnswersType { get; init; }

    /// <summary>Whether it answers 201 where it made a thing.</summary>
    public bool Creates { get; init; }

    /// <summary>Statuses above those that every route of its kind can answer with.</summary>
    public IReadOnlyList<int> Problems { get; init; } = [];

    /// <inheritdoc/>
    IReadOnlyList<string> ITagsMetadata.Tags => [Tag];
}

/// <summary>One parameter of the query.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Type">string, int, bool or a time.</param>
/// <param name="Description">What it does, and what it is unless given.</param>
internal sealed record QueryParameter(string Name, Type Type, string Description)
{
    public static QueryParameter Limit { get; } = new("limit", typeof(int), "How many to a page, 1 to 500 (100).");

    public static QueryParameter Cursor { get; } = new("cursor", typeof(string), "next_cursor of the page before.");

    public static QueryParameter Archived { get; } =
        new("archived", typeof(bool), "Whether what is archived is listed too; false unless given.");

    public static QueryParameter Namespace { get; } = new("namespace", typeof(string), "A part of the customer.");
}
