using System.Text.Json;
using Tollgate.Client;

namespace Tollgate.Server.Commands.Import;

/// <summary>One event to be, of one feature of one record.</summary>
/// <param name="Line">The record's line.</param>
/// <param name="Feature">Its place in <see cref="ImportSettings.Features"/>.</param>
/// <param name="Event">Null where the quantity is 0: there is nothing to record.</param>
readonly record struct Entry(long Line, int Feature, UsageRequest? Event);

/// <summary>Makes the events of each record of a file.</summary>
sealed class EventMaker : IDisposable
{
    readonly ImportSettings settings;
    readonly RecordReader reader;
    readonly int at;
    readonly int customer;
    readonly int properties;

    /// <summary>Opens the file.</summary>
    /// <inheritdoc cref="RecordReader.Open" path="/exception"/>
    public EventMaker(ImportSettings settings)
    {
        this.settings = settings;
        List<string> columns = [.. settings.Features.Select(mapping => mapping.Column)];
        at = Add(columns, settings.AtColumn);
        customer = Add(columns, settings.CustomerColumn);
        properties = columns.Count;
        columns.AddRange(settings.Properties.Select(mapping => mapping.Column));
        reader = RecordReader.Open(settings.File.OpenRead(), settings.Format, columns);
    }

    /// <inheritdoc cref="RecordReader.BytesRead"/>
    public long BytesRead => reader.BytesRead;

    /// <summary>The entries of the next record, or null at the end.</summary>
    /// <exception cref="MalformedLineException">The record is malformed: nothing of it is to be recorded.</exception>
    public Entry[]? Next()
    {
        if (reader.Read() is not { } cells) return null;
        var shared = new UsageRequest
        {
            Customer = CustomerOf(cells),
            Feature = "",
            At = AtOf(cells),
            Properties = PropertiesOf(cells),
        };
        var entries = new Entry[settings.Features.Count];
        for (var i = 0; i < entries.Length; i++) entries[i] = new Entry(reader.Line, i, EventOf(shared, i, cells[i]));
        return entries;
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    static int Add(List<string> columns, string? column)
    {
        if (column is not null) columns.Add(column);
        return columns.Count - 1;
    }

    UsageRequest? EventOf(UsageRequest shared, int index, Cell? cell)
    {
        var (feature, column) = settings.Features[index];
        if (cell is not { } value) throw Malformed($"It has no '{column}'.");
        if (!value.TryQuantity(out var quantity)) throw Malformed($"'{column}' is no quantity: '{value.Text}'.");
        if (quantity < 0) throw Malformed($"'{column}' is below 0: {value.Text}.");
        if (quantity == 0) return null;
        return shared with { Feature = feature, Quantity = quantity, Id = EventId.Of(settings.Name, reader.Line, feature) };
    }

    string CustomerOf(Cell?[] cells)
    {
        if (settings.CustomerColumn is not { } column) return settings.Customer!;
        return cells[customer] is { Text.Length: > 0 } value ? value.Text : throw Malformed($"'{column}' names no customer.");
    }

    DateTimeOffset? AtOf(Cell?[] cells)
    {
        if (settings.AtColumn is not { } column) return null;
        if (cells[at] is not { } value) throw Malformed($"It has no '{column}'.");
        return value.TryTime(out var time) ? time : throw Malformed($"'{column}' is no time: '{value.Text}'.");
    }

    Dictionary<string, JsonElement>? PropertiesOf(Cell?[] cells)
    {
        if (settings.Properties.Count == 0) return null;
        Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);
        for (var i = 0; i < settings.Properties.Count; i++)
            if (cells[properties + i]?.ToProperty() is { } value) values.Add(settings.Properties[i].Name, value);
        return values;
    }

    MalformedLineException Malformed(string why) => new(reader.Line, why);
}
