using System.Buffers;

namespace Tollgate.Server.Commands.Import;

/// <summary>
/// CSV by RFC 4180 with a header: fields parted by commas; a field in quotes may hold commas, line ends and doubled
/// quotes; lines end in CR LF or LF, the last may have no end; blank lines are passed over.
/// </summary>
sealed class CsvReader : RecordReader
{
    readonly ArrayBufferWriter<byte> field = new();
    readonly List<string> fields = [];
    readonly int[] wanted;
    readonly int width;
    int recordBytes;

    public CsvReader(Stream stream, IReadOnlyList<string> columns) : base(stream)
    {
        SkipMark();
        var header = ReadFields() ?? throw CommandException.Fault("The file is empty: it is to begin with a header.");
        width = header.Count;
        wanted = [.. columns.Select(column => IndexOf(header, column))];
    }

    public override Cell?[]? Read()
    {
        if (ReadFields() is not { } record) return null;
        if (record.Count != width) throw Malformed($"It has {record.Count} fields, the header {width}.");
        return [.. wanted.Select(index => (Cell?)new Cell(record[index]))];
    }

    static int IndexOf(List<string> header, string column)
    {
        var index = header.IndexOf(column);
        if (index < 0)
            throw CommandException.WrongWords($"There is no column '{column}', but {string.Join(", ", header)}.");
        if (header.LastIndexOf(column) != index)
            throw CommandException.WrongWords($"There are two columns '{column}'.");
        return index;
    }

    List<string>? ReadFields()
    {
        while (Peek() != EndOfFile)
        {
            BeginRecord();
            fields.Clear();
            recordBytes = 0;
            while (ReadField() == ',') continue;
            var isBlank = fields is [""];
            if (!isBlank) return fields;
        }
        return null;
    }

    // Returns what ended the field: a comma, a line feed or the end of the file.
    int ReadField()
    {
        field.ResetWrittenCount();
        if (Peek() == '"') ReadQuoted();
        else ReadPlain();
        fields.Add(Text(field.WrittenSpan));
        return TakeEnd();
    }

    void ReadPlain()
    {
        while (Peek() is not (',' or '\r' or '\n' or EndOfFile))
        {
            if (Peek() == '"') throw Malformed("A quote stands inside a field that does not begin with one.");
            Keep(Take());
        }
    }

    void ReadQuoted()
    {
        Take();
        while (true)
        {
            var taken = Take();
            if (taken == EndOfFile) throw Malformed("A quote is opened and never closed.");
            if (taken == '"' && Peek() != '"') return;
            if (taken == '"') Take();
            Keep(taken);
        }
    }

    int TakeEnd()
    {
        var taken = Take();
        if (taken == '\r') taken = Take() == '\n' ? '\n' : throw Malformed("A carriage return stands alone.");
        if (taken is ',' or '\n' or EndOfFile) return taken;
        throw Malformed("Something follows a closing quote.");
    }

    void Keep(int taken)
    {
        if (++recordBytes > MostRecordBytes)
            throw Malformed($"It is longer than {MostRecordBytes} bytes. Is a quote open?");
        field.GetSpan(1)[0] = (byte)taken;
        field.Advance(1);
    }
}
