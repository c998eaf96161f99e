using System.Text.Json;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Usage;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{"b":1,"a":2}""", """{"a":2,"b":1}""")]
    [InlineData("""{ "a" : [ 1 , 2 ] }""", """{"a":[1,2]}""")]
    [InlineData("""{"a":{"d":1,"c":{"f":1,"e":2}}}""", """{"a":{"c":{"e":2,"f":1},"d":1}}""")]
    [InlineData("""{"a":1,"B":2}""", """{"B":2,"a":1}""")]
    [InlineData("[3,1,2]", "[3,1,2]")]
    [InlineData("1.50", "1.5")]
    [InlineData("1.0", "1")]
    [InlineData("-0.0", "0")]
    [InlineData("1e3", "1000")]
    [InlineData("1e-30", "1e-30")]
    [InlineData("2e-29", "2e-29")]
    [InlineData("1e-28", "0.0000000000000000000000000001")]
    [InlineData("1E-3", "0.001")]
    [InlineData("12345678901234567890123456789", "12345678901234567890123456789")]
    [InlineData("1e400", "1e400")]
    [InlineData("\"a\\u0062\"", "\"ab\"")]
    [InlineData("null", "null")]
    [InlineData("true", "true")]
    public void Equal_values_have_one_text(string json, string expected) => Assert.Equal(expected, Canonical(json));

    [Theory]
    [InlineData("""{"b":1.10,"a":[{"d":1,"c":null}]}""")]
    [InlineData("\"line\\nbreak \\\" quote\"")]
    [InlineData("\"\\u00fc\\ud83d\\ude00\"")]
    public void A_canonical_text_stays_as_it_is(string json) =>
        Assert.Equal(Canonical(json), Canonical(Canonical(json)));

    [Theory]
    [InlineData("1", "\"1\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("[]", "{}")]
    [InlineData("0.1", "0.10000000000000001")]
    public void Other_values_have_another(string left, string right) =>
        Assert.NotEqual(Canonical(left), Canonical(right));

    [Fact]
    public void Members_are_an_object_and_none_is_null()
    {
        using var parsed = JsonDocument.Parse("""{"b":1,"a":"x"}""");
        var members = parsed.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
        Assert.Equal("""{"a":"x","b":1}""", CanonicalJson.Of(members));
        Assert.Null(CanonicalJson.Of(null));
    }

    static string Canonical(string json)
    {
        using var parsed = JsonDocument.Parse(json);
        return CanonicalJson.Of(parsed.RootElement);
    }
}
