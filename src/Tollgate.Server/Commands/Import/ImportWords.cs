using System.CommandLine;
using Command = System.CommandLine.Command;

namespace Tollgate.Server.Commands.Import;

/// <summary>The words of <c>import</c>.</summary>
static class ImportWords
{
    static readonly Argument<FileInfo> File = new("file") { Description = "A .csv with a header, or .jsonl." };

    static readonly Option<string[]> Map = new("--map")
    {
        Description = "A feature and the column its quantity is in; as often as needed.",
        Required = true,
        HelpName = "feature=column",
    };

    static readonly Option<string?> Customer = new("--customer")
    {
        Description = "Whose use it is.",
        HelpName = "id",
    };

    static readonly Option<string?> CustomerColumn = new("--customer-column")
    {
        Description = "The column that says whose use it is, instead of --customer.",
        HelpName = "column",
    };

    static readonly Option<string?> At = new("--at")
    {
        Description = "The column that says when it happened: RFC 3339, or 2023-11-16 18:17:03.9799600; UTC where it has "
            + "no offset. The time of the import unless given.",
        HelpName = "column",
    };

    static readonly Option<string[]> Property = new("--property")
    {
        Description = "A property and the column it is in; as often as needed.",
        HelpName = "name=column",
    };

    static readonly Option<ImportFormat?> Format = new("--format")
    {
        Description = "csv or jsonl. By the file's name unless given.",
        HelpName = "format",
    };

    static readonly Option<string?> Name = new("--name")
    {
        Description = "Stands for the file in the ids of its events; the file's name unless given. Two files of one name "
            + "need it.",
        HelpName = "name",
    };

    static readonly Option<bool> Backfill = new("--backfill")
    {
        Description = "Lifts the late limit, for history. Wants a key with the scope admin.",
    };

    static readonly Option<bool> StopOnRefusal = new("--stop-on-refusal")
    {
        Description = "Stops at exactly the first event that is refused: nothing behind it is recorded.",
    };

    static readonly Option<bool> Json = new("--json") { Description = "Prints the totals as JSON." };

    public static void AddTo(Command command)
    {
        command.Add(File);
        foreach (var option in new Option[]
        {
            Map, Customer, CustomerColumn, At, Property, Format, Name, Backfill, StopOnRefusal, Json,
        })
            command.Add(option);
        Connection.AddTo(command);
    }

    /// <summary>Whether the totals are wanted as JSON.</summary>
    public static bool WantsJson(ParseResult words) => words.GetValue(Json);

    /// <summary>What the words ask for.</summary>
    /// <exception cref="CommandException">They do not fit together, or there is no such file.</exception>
    public static ImportSettings Read(ParseResult words)
    {
        var file = words.GetRequiredValue(File);
        if (!file.Exists) throw CommandException.WrongWords($"There is no file {file.FullName}.");
        var (customer, column) = (words.GetValue(Customer), words.GetValue(CustomerColumn));
        if ((customer is null) == (column is null))
            throw CommandException.WrongWords("Whose use is it? Pass either --customer or --customer-column.");
        return new ImportSettings
        {
            File = file,
            Format = words.GetValue(Format) ?? FormatOf(file),
            Name = EventId.NameOf(words.GetValue(Name) ?? file.Name),
            Features = Mappings(words.GetRequiredValue(Map), "--map"),
            Properties = Mappings(words.GetValue(Property) ?? [], "--property"),
            Customer = customer,
            CustomerColumn = column,
            AtColumn = words.GetValue(At),
            Backfill = words.GetValue(Backfill),
            StopOnRefusal = words.GetValue(StopOnRefusal),
        };
    }

    static ImportFormat FormatOf(FileInfo file) => file.Extension.ToLowerInvariant() switch
    {
        ".csv" => ImportFormat.Csv,
        ".jsonl" or ".ndjson" => ImportFormat.Jsonl,
        _ => throw CommandException.WrongWords($"Is {file.Name} csv or jsonl? Pass --format."),
    };

    static Mapping[] Mappings(string[] pairs, string option)
    {
        List<Mapping> mappings = [];
        foreach (var text in pairs)
        {
            var (name, column) = UseWords.Pair(text, option);
            if (mappings.Exists(mapping => mapping.Name == name))
                throw CommandException.WrongWords($"{option} names {name} twice.");
            mappings.Add(new Mapping(name, column));
        }
        return [.. mappings];
    }
}
