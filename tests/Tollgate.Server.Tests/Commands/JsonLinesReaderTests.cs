using System.Text;
using Tollgate.Server.Commands.Import;
using Xunit;

namespace Tollgate.Server.Tests.Commands;

public sealed class JsonLinesReaderTests
{
    public static TheoryData<string, string, string> Files { get; } = new()
    {
        { "An object on each line", "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}", "1:1|x 2:2|y" },
        { "Lines may end in CR LF", "{\"a\":1,\"b\":2}\r\n{\"a\":3,\"b\":4}\r\n", "1:1|2 2:3|4" },
        { "Blank lines are passed over", "\n{\"a\":1,\"b\":2}\n\n  \n{\"a\":3,\"b\":4}\n", "2:1|2 5:3|4" },
        { "What is absent or null is none", "{\"a\":1}\n{\"a\":null,\"b\":2}", "1:1|- 2:-|2" },
        { "A number stays as it is written", "{\"a\":1.50,\"b\":1e3}", "1:1.50|1e3" },
        { "Not JSON", "{\"a\":1,\"b\":2}\n{\"a\":1", "1:1|2 2!" },
        { "Not an object", "[1]", "1!" },
        { "A name twice", "{\"a\":1,\"a\":2,\"b\":3}", "1!" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_read_line_by_line(string what, string file, string expected)
    {
        Assert.NotEmpty(what);
        Assert.Equal(expected, Read(file, "a", "b"));
    }

    [Fact]
    public void A_column_may_be_a_path() =>
        Assert.Equal("1:7|9", Read("{\"usage\":{\"in\":7},\"b.c\":9}", "usage.in", "b.c"));

    static string Read(string file, string first, string second)
    {
        List<string> seen = [];
        using var reader = new JsonLinesReader(new MemoryStream(Encoding.UTF8.GetBytes(file)), [first, second]);
        try
        {
            while (reader.Read() is { } cells) seen.Add($"{reader.Line}:{cells[0]?.Text ?? "-"}|{cells[1]?.Text ?? "-"}");
        }
        catch (MalformedLineException malformed)
        {
            seen.Add($"{malformed.Line}!");
        }
        return string.Join(' ', seen);
    }
}
