using System.Text;

namespace Tollgate.Server.Commands.Import;

/// <summary>
/// Reads a file record by record, in memory that does not grow with the file, and gives of each record the values of
/// the columns that are wanted. Not thread-safe.
/// </summary>
abstract class RecordReader(Stream stream) : IDisposable
{
    /// <summary>The longest record, in bytes. Longer is an open quote, or not such a file.</summary>
    public const int MostRecordBytes = 1024 * 1024;

    protected const int EndOfFile = -1;
    const int BufferBytes = 64 * 1024;

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    readonly byte[] buffer = new byte[BufferBytes];
    int next;
    int end;
    long line = 1;

    /// <summary>How much of the file has been read, in bytes.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The line at which the last record began, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Opens a file, at its first record.</summary>
    /// <exception cref="CommandException">It has none of the columns that are asked for.</exception>
    /// <exception cref="MalformedLineException">Its header cannot be read.</exception>
    public static RecordReader Open(Stream stream, ImportFormat format, IReadOnlyList<string> columns) => format switch
    {
        ImportFormat.Csv => new CsvReader(stream, columns),
        _ => new JsonLinesReader(stream, columns),
    };

    /// <summary>Reads the next record, or null at the end: a value for each column, null where it has none.</summary>
    /// <exception cref="MalformedLineException">The record is malformed.</exception>
    public abstract Cell?[]? Read();

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The next byte, or <see cref="EndOfFile"/>.</summary>
    protected int Take()
    {
        var taken = Peek();
        if (taken == EndOfFile) return taken;
        next++;
        BytesRead++;
        if (taken == '\n') line++;
        return taken;
    }

    /// <summary>The byte that <see cref="Take"/> will give.</summary>
    protected int Peek()
    {
        if (next == end)
        {
            next = 0;
            end = stream.Read(buffer);
            if (end == 0) return EndOfFile;
        }
        return buffer[next];
    }

    /// <summary>Passes over a byte order mark.</summary>
    protected void SkipMark()
    {
        if (Peek() != 0xEF) return;
        if (Take() != 0xEF || Take() != 0xBB || Take() != 0xBF) throw Malformed("The file is not UTF-8.");
    }

    /// <summary>Says that a record begins here.</summary>
    protected void BeginRecord() => Line = line;

    /// <summary>The text of some bytes of the record.</summary>
    protected string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Malformed("It is not UTF-8.");
        }
    }

    /// <summary>What is wrong with the record.</summary>
    protected MalformedLineException Malformed(string why) => new(Line, why);
}
