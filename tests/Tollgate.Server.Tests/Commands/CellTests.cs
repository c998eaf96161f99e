using System.Globalization;
using Tollgate.Client;
using Tollgate.Server.Commands.Import;
using Xunit;

namespace Tollgate.Server.Tests.Commands;

public sealed class CellTests
{
    [Theory]
    [InlineData("2023-11-16 18:17:03.9799600", "2023-11-16T18:17:03.97996Z")]
    [InlineData("2023-11-16 18:17:03.9799609", "2023-11-16T18:17:03.97996Z")]
    [InlineData("2023-11-16 18:17:03", "2023-11-16T18:17:03Z")]
    [InlineData("2023-11-16T18:17:03.5Z", "2023-11-16T18:17:03.5Z")]
    [InlineData("2023-11-16T18:17:03+05:30", "2023-11-16T12:47:03Z")]
    [InlineData("2023-11-16 18:17:03.25-01:00", "2023-11-16T19:17:03.25Z")]
    [InlineData("2024-02-29 00:00:00", "2024-02-29T00:00:00Z")]
    [InlineData("2023-02-29 00:00:00", null)]
    [InlineData("2023-11-16", null)]
    [InlineData("16.11.2023 18:17:03", null)]
    [InlineData("2023-11-16_18:17:03", null)]
    [InlineData("", null)]
    public void A_time_is_utc_unless_it_says_otherwise_and_cut_to_microseconds(string text, string? expected) =>
        Assert.Equal(expected, new Cell(text).TryTime(out var time) ? WireTime.Write(time) : null);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("4808", "4808")]
    [InlineData("0.000000001", "0.000000001")]
    [InlineData("12.50", "12.50")]
    [InlineData("-3", "-3")]
    [InlineData("1e3", null)]
    [InlineData("1,000", null)]
    [InlineData(" 1", null)]
    [InlineData("", null)]
    [InlineData("NaN", null)]
    [InlineData("0.00000000000000000000000000001", null)]
    public void A_quantity_is_exact_or_none(string text, string? expected) =>
        Assert.Equal(
            expected,
            new Cell(text).TryQuantity(out var quantity) ? quantity.ToString(CultureInfo.InvariantCulture) : null);

    [Theory]
    [InlineData("gpt-4", "\"gpt-4\"")]
    [InlineData("12", "12")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("007", "\"007\"")]
    [InlineData("true", "true")]
    [InlineData("null", "\"null\"")]
    [InlineData("2023-11-16", "\"2023-11-16\"")]
    [InlineData("", null)]
    public void A_property_is_a_number_or_a_truth_value_where_it_reads_as_one(string text, string? expected) =>
        Assert.Equal(expected, new Cell(text).ToProperty()?.GetRawText());

    [Theory]
    [InlineData("trace.csv", "trace.csv")]
    [InlineData("my trace.csv", "my_trace.csv-")]
    [InlineData("größe.csv", "gr__e.csv-")]
    public void A_files_name_stands_in_an_id_and_stays_apart_from_others(string file, string expected) =>
        Assert.StartsWith(expected, EventId.NameOf(file), StringComparison.Ordinal);

    [Fact]
    public void Files_whose_names_differ_in_what_an_id_cannot_hold_have_different_names() =>
        Assert.NotEqual(EventId.NameOf("a b.csv"), EventId.NameOf("a/b.csv"));

    [Fact]
    public void An_id_is_never_longer_than_an_id_may_be()
    {
        Assert.Equal("t.csv:7:calls", EventId.Of("t.csv", 7, "calls"));
        Assert.Equal(64, EventId.Of(new string('x', 100), 7, new string('y', 60)).Length);
    }
}
