using System.Text.RegularExpressions;
using NodaTime;
using Xunit;

namespace Tollgate.Core.Tests;

public sealed class FieldErrorsTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("A-z_0.9:@+", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("...", true)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("ü", false)]
    [InlineData("a\n", false)]
    [InlineData(null, false)]
    public void An_id_is_of_few_characters(string? id, bool isOne) => Assert.Equal(isOne, FieldErrors.IsId(id));

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void An_id_is_short(int length, bool isOne) =>
        Assert.Equal(isOne, FieldErrors.IsId(new string('a', length)));

    [Theory]
    [InlineData("plain", true)]
    [InlineData("", true)]
    [InlineData(@"\ud83d\ude00", true)]
    [InlineData(@"a\0b", false)]
    [InlineData(@"\ud83d", false)]
    [InlineData(@"\ude00", false)]
    [InlineData(@"\ude00\ud83d", false)]
    [InlineData(@"\ud83d\ud83d\ude00", false)]
    [InlineData(@"\ud83d\ude00\ude00", false)]
    [InlineData(@"a\ud83db", false)]
    public void Text_is_what_every_database_keeps(string escaped, bool isStorable) =>
        Assert.Equal(isStorable, FieldErrors.IsStorable(Regex.Unescape(escaped)));

    public static TheoryData<Action<FieldErrors>, string> Codes { get; } = new()
    {
        { errors => errors.Id("id", null), "id:required" },
        { errors => errors.Id("id", null, optional: true), "" },
        { errors => errors.Id("id", "a b", optional: true), "id:invalid_id" },
        { errors => errors.Text("name", null, 3), "" },
        { errors => errors.Text("name", null, 3, optional: false), "name:required" },
        { errors => errors.Text("name", "", 3, optional: false), "name:required" },
        { errors => errors.Text("name", "abc", 3), "" },
        { errors => errors.Text("name", "abcd", 3), "name:too_long" },
        { errors => errors.Text("name", "abc\0", 3), "name:too_long name:invalid_text" },
        { errors => errors.Time("at", null), "" },
        { errors => errors.Time("at", FieldErrors.Earliest), "" },
        { errors => errors.Time("at", FieldErrors.Earliest - Duration.Epsilon), "at:out_of_range" },
        { errors => errors.Time("at", FieldErrors.Latest - Duration.Epsilon), "" },
        { errors => errors.Time("at", FieldErrors.Latest), "at:out_of_range" },
    };

    [Theory]
    [MemberData(nameof(Codes), DisableDiscoveryEnumeration = true)]
    public void A_bad_field_is_named_with_a_code(Action<FieldErrors> check, string expected)
    {
        var errors = new FieldErrors();
        check(errors);
        Assert.Equal(expected, string.Join(' ', errors.All.Select(error => $"{error.Field}:{error.Code}")));
        Assert.Equal(expected.Length > 0, errors.Any);
    }

    [Fact]
    public void A_path_stands_before_the_field()
    {
        var errors = new FieldErrors { Prefix = "events[3]." };
        errors.Id("id", "");
        Assert.Equal("events[3].id", Assert.Single(errors.All).Field);
    }
}
