using System.Buffers;
using System.Text.Json;

namespace Tollgate.Server.Commands.Import;

/// <summary>
/// A JSON object on each line. A column is a member's name, or a path of names parted by dots. Blank lines are passed
/// over.
/// </summary>
sealed class JsonLinesReader : RecordReader
{
    static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    readonly ArrayBufferWriter<byte> text = new();
    readonly IReadOnlyList<string> columns;

    public JsonLinesReader(Stream stream, IReadOnlyList<string> columns) : base(stream)
    {
        this.columns = columns;
        SkipMark();
    }

    public override Cell?[]? Read()
    {
        while (Peek() != EndOfFile)
        {
            ReadLine();
            if (text.WrittenSpan.IndexOfAnyExcept(" \t\r"u8) < 0) continue;
            using var document = Parse();
            return [.. columns.Select(column => CellOf(document.RootElement, column))];
        }
        return null;
    }

    void ReadLine()
    {
        BeginRecord();
        text.ResetWrittenCount();
        for (var taken = Take(); taken is not ('\n' or EndOfFile); taken = Take())
        {
            if (text.WrittenCount == MostRecordBytes) throw Malformed($"It is longer than {MostRecordBytes} bytes.");
            text.GetSpan(1)[0] = (byte)taken;
            text.Advance(1);
        }
    }

    JsonDocument Parse()
    {
        try
        {
            var document = JsonDocument.Parse(text.WrittenMemory, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            throw Malformed("It is not a JSON object.");
        }
        catch (JsonException exception)
        {
            throw Malformed($"It is not JSON: {exception.Message}");
        }
    }

    Cell? CellOf(JsonElement record, string column)
    {
        if (Find(record, column) is not { ValueKind: not JsonValueKind.Null } value) return null;
        try
        {
            var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
            return new Cell(text, value.Clone());
        }
        catch (InvalidOperationException)
        {
            throw Malformed($"'{column}' is not UTF-8.");
        }
    }

    static JsonElement? Find(JsonElement element, string column)
    {
        if (element.TryGetProperty(column, out var found)) return found;
        foreach (var name in column.Split('.'))
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
        return element;
    }
}
