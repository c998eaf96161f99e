namespace Tollgate.Server.Commands.Import;

/// <summary>How a file is written.</summary>
enum ImportFormat
{
    /// <summary>See <see cref="CsvReader"/>.</summary>
    Csv,

    /// <summary>See <see cref="JsonLinesReader"/>.</summary>
    Jsonl,
}

/// <summary>A feature, or a property, and the column it is read from.</summary>
readonly record struct Mapping(string Name, string Column);

/// <summary>What is to be imported, and how.</summary>
sealed record ImportSettings
{
    /// <summary>The file.</summary>
    public required FileInfo File { get; init; }

    /// <summary>How it is written.</summary>
    public required ImportFormat Format { get; init; }

    /// <summary>Stands for the file in the ids of its events.</summary>
    public required string Name { get; init; }

    /// <summary>Each makes one event of every record, in this order.</summary>
    public required IReadOnlyList<Mapping> Features { get; init; }

    /// <summary>Properties of every event.</summary>
    public required IReadOnlyList<Mapping> Properties { get; init; }

    /// <summary>Whose use it all is; null where <see cref="CustomerColumn"/> says.</summary>
    public string? Customer { get; init; }

    /// <summary>Says of each record whose use it is; null where it is all one customer's.</summary>
    public string? CustomerColumn { get; init; }

    /// <summary>When it happened; null for the time of the import.</summary>
    public string? AtColumn { get; init; }

    /// <summary>Whether the late limit is lifted.</summary>
    public bool Backfill { get; init; }

    /// <summary>Whether nothing may be recorded behind the first refusal.</summary>
    public bool StopOnRefusal { get; init; }
}
