using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Tollgate.Server.Tests.Commands;

public sealed class ImportTests : IAsyncLifetime
{
    readonly Folder folder = new();
    Site site = null!;

    public async ValueTask InitializeAsync()
    {
        site = await Site.OpenAsync();
        await site.SellAsync("acme", 1_000_000_000, "in", "out");
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_file_is_recorded_once_however_often_it_is_imported()
    {
        var file = folder.Write("t.csv", "T,A,B\r\n2023-11-16 18:17:03.9799600,10,1\r\n2023-11-16 18:17:04,20,0\r\n2023-11-16 18:17:05,30,3");

        var first = await ImportAsync(file, "--map", "in=A", "--map", "out=B", "--at", "T", "--backfill");
        var second = await ImportAsync(file, "--map", "in=A", "--map", "out=B", "--at", "T", "--backfill");

        Assert.Equal("in: 3 rows, 0 skipped, 3 recorded = 60, 0 replayed = 0, 0 refused = 0", Totals(first.Expect(0), "in"));
        Assert.Equal("out: 3 rows, 1 skipped, 2 recorded = 4, 0 replayed = 0, 0 refused = 0", Totals(first, "out"));
        Assert.Equal("in: 3 rows, 0 skipped, 0 recorded = 0, 3 replayed = 60, 0 refused = 0", Totals(second.Expect(0), "in"));
        Assert.Contains("Nothing is new", second.Error, StringComparison.Ordinal);
        var ids = (await site.RecordedAsync("acme")).Keys.Order(StringComparer.Ordinal);
        Assert.Equal(["t.csv:2:in", "t.csv:2:out", "t.csv:3:in", "t.csv:4:in", "t.csv:4:out"], ids);
    }

    [Fact]
    public async Task A_file_without_a_record_is_nothing_to_do()
    {
        var answer = await ImportAsync(folder.Write("t.csv", "A\r\n"), "--map", "in=A");

        Assert.Equal("in: 0 rows, 0 skipped, 0 recorded = 0, 0 replayed = 0, 0 refused = 0", Totals(answer.Expect(0), "in"));
    }

    [Fact]
    public async Task History_wants_backfill()
    {
        var file = folder.Write("t.csv", "T,A\n2019-01-01 00:00:00,10\n");

        var without = await ImportAsync(file, "--map", "in=A", "--at", "T");
        var with = await ImportAsync(file, "--map", "in=A", "--at", "T", "--backfill");

        Assert.Contains("--backfill", without.Expect(3).Error, StringComparison.Ordinal);
        Assert.Equal("in: 1 rows, 0 skipped, 1 recorded = 10, 0 replayed = 0, 0 refused = 0", Totals(with.Expect(0), "in"));
    }

    [Fact]
    public async Task The_customer_may_stand_in_a_column_and_properties_come_along()
    {
        await site.SellAsync("tiny", 1_000_000_000, "in");
        var file = folder.Write("t.jsonl", """
            {"who":"acme","n":{"in":5},"model":"m1"}
            {"who":"tiny","n":{"in":7},"model":"m2"}
            {"who":"acme","n":{"in":1}}
            """);

        var answer = await Cli.RunAsync([
            "import", file, "--customer-column", "who", "--map", "in=n.in", "--property", "model=model", "--json", .. site.Words]);

        Assert.Equal("in: 3 rows, 0 skipped, 3 recorded = 13, 0 replayed = 0, 0 refused = 0", Totals(answer.Expect(0), "in"));
        Assert.Equal(6, (await site.RecordedAsync("acme")).Values.Sum());
        Assert.Equal(7, (await site.RecordedAsync("tiny")).Values.Sum());
        var uses = site.Client.ListUsageAsync("tiny", cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("m2", (await uses.SingleAsync(TestContext.Current.CancellationToken)).Properties["model"].GetString());
    }

    [Theory]
    [InlineData("x", "is no quantity: 'x'")]
    [InlineData("", "is no quantity: ''")]
    [InlineData("-1", "below 0")]
    [InlineData("1.5", "decimal places")]
    [InlineData("1,2", "2 fields")]
    [InlineData("9999999999999999999", "10^15")]
    public async Task A_malformed_line_ends_it_named_with_everything_before_it_recorded(string value, string why)
    {
        var text = new StringBuilder("A\n");
        for (var i = 0; i < 2499; i++) text.Append("1\n");
        var file = folder.Write("t.csv", text.Append(value.Length == 0 ? "\"\"" : value).Append("\n1\n").ToString());
        if (value.Length == 0) file = folder.Write("t.csv", text.ToString().Replace("A\n", "A,B\n", StringComparison.Ordinal)
            .Replace("1\n", "1,\n", StringComparison.Ordinal).Replace("\"\"\n", "\"\",\n", StringComparison.Ordinal));

        var answer = await ImportAsync(file, "--map", "in=A");

        answer.Expect(1);
        Assert.Contains("t.csv:2501:", answer.Error, StringComparison.Ordinal);
        Assert.Contains(why, answer.Error, StringComparison.Ordinal);
        Assert.Equal("in: 2499 rows, 0 skipped, 2499 recorded = 2499, 0 replayed = 0, 0 refused = 0", Totals(answer, "in"));
        Assert.Equal(2499, (await site.RecordedAsync("acme")).Count);
    }

    [Fact]
    public async Task A_record_with_one_bad_value_is_not_recorded_by_halves()
    {
        var answer = await ImportAsync(folder.Write("t.csv", "A,B\n1,1\n2,x\n"), "--map", "in=A", "--map", "out=B");

        Assert.Contains("t.csv:3:", answer.Expect(1).Error, StringComparison.Ordinal);
        Assert.Equal(2, (await site.RecordedAsync("acme")).Count);
    }

    [Fact]
    public async Task Another_file_of_the_same_name_is_told_apart()
    {
        await ImportAsync(folder.Write("t.csv", "A\n1\n2\n"), "--map", "in=A");
        var other = folder.Write("t.csv", "A\n3\n4\n");

        var mistaken = await ImportAsync(other, "--map", "in=A");
        var named = await ImportAsync(other, "--map", "in=A", "--name", "december");

        Assert.Contains("--name", mistaken.Expect(3).Error, StringComparison.Ordinal);
        Assert.Equal("in: 2 rows, 0 skipped, 2 recorded = 7, 0 replayed = 0, 0 refused = 0", Totals(named.Expect(0), "in"));
    }

    [Theory]
    [InlineData("--map", "in=C")]
    [InlineData("--map", "in")]
    [InlineData("--map", "in=A", "--map", "in=A")]
    [InlineData("--map", "in=A", "--customer-column", "A")]
    [InlineData("--map", "in=A", "--format", "xml")]
    public async Task Words_that_do_not_fit_are_code_2(params string[] words) =>
        (await ImportAsync(folder.Write("t.csv", "A\n1\n"), words)).Expect(2);

    Task<CliAnswer> ImportAsync(string file, params string[] words) =>
        Cli.RunAsync(["import", file, "--customer", "acme", "--json", .. words, .. site.Words]);

    internal static string Totals(CliAnswer answer, string feature)
    {
        var one = JsonNode.Parse(answer.Output)!["features"]![feature]!;
        return $"{feature}: {one["rows"]} rows, {one["skipped"]} skipped, {one["recorded"]} recorded = {one["quantity_recorded"]}, "
            + $"{one["replayed"]} replayed = {one["quantity_replayed"]}, {one["refused"]} refused = {one["quantity_refused"]}";
    }
}
