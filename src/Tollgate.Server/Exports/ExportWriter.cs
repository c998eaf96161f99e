using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tollgate.Exports;

namespace Tollgate.Server;

/// <summary>The forms of an export.</summary>
internal enum ExportFormat
{
    /// <summary>Comma-separated values with a header.</summary>
    Csv,
    /// <summary>One JSON object a line.</summary>
    Jsonl,
    /// <summary>A line with the typed columns, then a line of values by column for each group of rows.</summary>
    Columns,
}

/// <summary>Writes rows to a stream in one of the forms, holding a group of them at most. Not thread-safe.</summary>
internal sealed class ExportWriter<TRow>(Stream output, ExportFormat format, ExportColumn<TRow>[] columns)
{
    const int RowsOfGroup = 4_096;
    const int BytesAtOnce = 64 * 1024;

    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    readonly ArrayBufferWriter<byte> bytes = new(BytesAtOnce);
    readonly List<Recorded<TRow>> group = [];

    /// <summary>Writes all rows; how many they were.</summary>
    public async Task<long> WriteAsync(IAsyncEnumerable<Recorded<TRow>> rows, CancellationToken stop)
    {
        var count = 0L;
        Begin();
        await foreach (var row in rows.WithCancellation(stop))
        {
            Add(row);
            count++;
            if (bytes.WrittenCount >= BytesAtOnce) await FlushAsync(stop);
        }
        if (group.Count > 0) AddGroup();
        await FlushAsync(stop);
        return count;
    }

    void Begin()
    {
        if (format == ExportFormat.Csv) AddLine(string.Join(',', columns.Select(column => column.Name)));
        if (format == ExportFormat.Columns) AddJson(WriteSchema);
    }

    void Add(Recorded<TRow> row)
    {
        if (format == ExportFormat.Csv) AddLine(string.Join(',', columns.Select(column => Cell(column.Value(row)))));
        else if (format == ExportFormat.Jsonl) AddJson(json => WriteObject(json, row));
        else
        {
            group.Add(row);
            if (group.Count == RowsOfGroup) AddGroup();
        }
    }

    void AddGroup()
    {
        AddJson(WriteGroup);
        group.Clear();
    }

    async Task FlushAsync(CancellationToken stop)
    {
        await output.WriteAsync(bytes.WrittenMemory, stop);
        bytes.ResetWrittenCount();
    }

    // Nothing is an empty cell, and an empty text is one in quotes.
    static string Cell(object? value)
    {
        if (value is null) return "";
        var text = ExportColumn<TRow>.Text(value);
        return text.Length == 0 || text.AsSpan().ContainsAny(Quoted)
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
    }

    void AddLine(string line)
    {
        Encoding.UTF8.GetBytes(line, bytes);
        bytes.Write("\n"u8);
    }

    void AddJson(Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(bytes, Options)) write(json);
        bytes.Write("\n"u8);
    }

    void WriteObject(Utf8JsonWriter json, Recorded<TRow> row)
    {
        json.WriteStartObject();
        foreach (var column in columns)
        {
            json.WritePropertyName(column.Name);
            ExportColumn<TRow>.Write(json, column.Value(row));
        }
        json.WriteEndObject();
    }

    void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("schema");
        foreach (var column in columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("type", column.Type switch
            {
                ExportType.Text => "text",
                ExportType.Int64 => "int64",
                ExportType.Quantity => "decimal(38,9)",
                ExportType.Amount => "decimal(38,6)",
                _ => "timestamp_micros_utc",
            });
            json.WriteBoolean("nullable", column.Nullable);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    void WriteGroup(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("rows", group.Count);
        json.WriteStartArray("columns");
        foreach (var column in columns)
        {
            json.WriteStartArray();
            foreach (var row in group) ExportColumn<TRow>.WriteTyped(json, column.Value(row));
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
