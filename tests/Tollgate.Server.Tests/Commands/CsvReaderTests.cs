using System.Text;
using Tollgate.Server.Commands;
using Tollgate.Server.Commands.Import;

namespace Tollgate.Server.Tests.Commands;

public sealed class CsvReaderTests
{
    // Records are shown as line:a|b, and what ends the reading as line! and a part of why.
    public static TheoryData<string, string, string> Files { get; } = new()
    {
        { "Lines end in LF", "a,b\n1,2\n3,4\n", "2:1|2 3:3|4" },
        { "Lines end in CR LF, the last has no end", "a,b\r\n1,2\r\n3,4", "2:1|2 3:3|4" },
        { "A header alone is no record", "a,b", "" },
        { "A byte order mark is passed over", "\ufeffa,b\n1,2", "2:1|2" },
        { "Quotes hold commas", "a,b\n\"1,5\",2", "2:1,5|2" },
        { "Quotes hold line ends; a record's line is its first", "a,b\n\"x\r\ny\",2\n3,4", "2:x\r\ny|2 4:3|4" },
        { "A doubled quote is one", "a,b\n\"say \"\"hi\"\"\",2", "2:say \"hi\"|2" },
        { "Quoted and empty is empty", "a,b\n\"\",\"\"", "2:|" },
        { "An empty field at the end of a line", "a,b\n1,\n,2", "2:1| 3:|2" },
        { "An empty field at the end of the file", "a,b\n1,", "2:1|" },
        { "Blank lines are passed over", "a,b\n\n1,2\r\n\r\n3,4\n\n", "3:1|2 5:3|4" },
        { "Blanks belong to the field", "a,b\n 1 , 2", "2: 1 | 2" },
        { "Columns in any order", "b,x,a\n1,2,3", "2:3|1" },
        { "A quoted header", "\"a\",\"b\"\r\n1,2", "2:1|2" },
        { "Letters beyond ASCII", "a,b\nZürich,日本", "2:Zürich|日本" },
        { "Too few fields", "a,b\n1,2\n3\n5,6", "2:1|2 3! 1 fields" },
        { "Too many fields", "a,b\n1,2,3", "2! 3 fields" },
        { "A quote inside a field", "a,b\n1,2\n5\"x,4", "2:1|2 3! begin with one" },
        { "Something behind a closing quote", "a,b\n\"1\"x,2", "2! closing quote" },
        { "A quote that is never closed", "a,b\n1,2\n\"3,4\n5,6", "2:1|2 3! never closed" },
        { "A carriage return alone", "a,b\n1\r2,3", "2! carriage return" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_read_record_by_record(string what, string file, string expected)
    {
        Assert.NotEmpty(what);
        Assert.Equal(expected, Read(Encoding.UTF8.GetBytes(file)));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_named_by_their_line() =>
        Assert.Equal("2:1|2 3! UTF-8", Read([.. "a,b\n1,2\n"u8, 0xFF, .. ",4\n"u8]));

    [Fact]
    public void A_record_longer_than_a_mebibyte_ends_the_reading()
    {
        var file = Encoding.UTF8.GetBytes("a,b\n1,2\n\"" + new string('x', RecordReader.MostRecordBytes + 1));
        Assert.Equal("2:1|2 3! Is a quote open", Read(file));
    }

    [Fact]
    public void A_record_may_span_the_buffer()
    {
        var value = new string('y', 200_000);
        Assert.Equal($"2:{value}|2 3:3|4", Read(Encoding.UTF8.GetBytes($"a,b\n\"{value}\",2\n3,4")));
    }

    [Theory]
    [InlineData("x,y\n1,2", "There is no column 'a', but x, y.")]
    [InlineData("a,a,b\n1,2,3", "There are two columns 'a'.")]
    [InlineData("", "The file is empty: it is to begin with a header.")]
    public void A_header_that_does_not_fit_is_explained(string file, string why)
    {
        var stream = new MemoryStream(Encoding.UTF8.GetBytes(file));
        var exception = Assert.Throws<CommandException>(() => new CsvReader(stream, ["a", "b"]));
        Assert.Equal(why, exception.Message);
    }

    static string Read(byte[] file)
    {
        List<string> seen = [];
        using var reader = new CsvReader(new MemoryStream(file), ["a", "b"]);
        try
        {
            while (reader.Read() is { } cells) seen.Add($"{reader.Line}:{cells[0]?.Text}|{cells[1]?.Text}");
        }
        catch (MalformedLineException malformed)
        {
            seen.Add($"{malformed.Line}! {Part(malformed.Message)}");
        }
        return string.Join(' ', seen);
    }

    // The part of the message that tells it from others.
    static string Part(string why)
    {
        string[] parts =
        [
            "1 fields", "3 fields", "begin with one", "closing quote", "never closed", "carriage return", "UTF-8",
            "Is a quote open",
        ];
        return parts.FirstOrDefault(part => why.Contains(part, StringComparison.OrdinalIgnoreCase)) ?? why;
    }
}
