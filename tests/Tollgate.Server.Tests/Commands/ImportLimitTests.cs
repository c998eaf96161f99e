using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace Tollgate.Server.Tests.Commands;

public sealed class ImportLimitTests
{
    const int Rows = 2500;

    [Fact]
    public async Task A_limit_below_the_total_lets_in_exactly_what_fits_when_taken_one_by_one()
    {
        await using var site = await Site.OpenAsync();
        using var folder = new Folder();
        var random = new Random(20231116);
        int[] quantities = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(0, 5000))];
        var limit = quantities.Sum() * 2 / 3 + 1;
        await site.SellAsync("acme", limit, "calls");
        var file = folder.Write("t.csv", "Q\r\n" + string.Join("\r\n", quantities));

        var answer = await ImportAsync(site, file);

        var used = 0;
        Dictionary<string, decimal> expected = [];
        for (var i = 0; i < Rows; i++)
        {
            if (quantities[i] == 0 || used + quantities[i] > limit) continue;
            used += quantities[i];
            expected.Add(string.Create(CultureInfo.InvariantCulture, $"t.csv:{i + 2}:calls"), quantities[i]);
        }
        Assert.Equal(expected, await site.RecordedAsync("acme"));
        var skipped = quantities.Count(one => one == 0);
        var refused = Rows - skipped - expected.Count;
        Assert.Equal(
            $"calls: {Rows} rows, {skipped} skipped, {expected.Count} recorded = {used}, 0 replayed = 0, "
                + $"{refused} refused = {quantities.Sum() - used}",
            ImportTests.Totals(answer.Expect(3), "calls"));

        var again = await ImportAsync(site, file);

        Assert.Equal(
            $"calls: {Rows} rows, {skipped} skipped, 0 recorded = 0, {expected.Count} replayed = {used}, "
                + $"{refused} refused = {quantities.Sum() - used}",
            ImportTests.Totals(again.Expect(3), "calls"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(617)]
    [InlineData(999)]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(2499)]
    public async Task It_stops_at_exactly_the_first_refusal(int limit)
    {
        await using var site = await Site.OpenAsync();
        using var folder = new Folder();
        await site.SellAsync("acme", limit, "calls");
        // A zero in between is no event; what follows the first refusal would fit.
        var file = folder.Write("t.csv", "Q\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => i == limit ? "0\n2\n" : "1\n")));

        var answer = await ImportAsync(site, file, "--stop-on-refusal");

        Assert.Equal(
            $"calls: {limit + 2} rows, 1 skipped, {limit} recorded = {limit}, 0 replayed = 0, 1 refused = 2",
            ImportTests.Totals(answer.Expect(3), "calls"));
        Assert.Equal(limit + 3, (int)JsonNode.Parse(answer.Output)!["last_line"]!);
        Assert.Equal(limit, (await site.RecordedAsync("acme")).Count);

        var again = await ImportAsync(site, file, "--stop-on-refusal");

        Assert.Equal(
            $"calls: {limit + 2} rows, 1 skipped, 0 recorded = 0, {limit} replayed = {limit}, 1 refused = 2",
            ImportTests.Totals(again.Expect(3), "calls"));
    }

    [Fact]
    public async Task Without_a_refusal_it_does_not_stop()
    {
        await using var site = await Site.OpenAsync();
        using var folder = new Folder();
        await site.SellAsync("acme", Rows, "calls");
        var file = folder.Write("t.csv", "Q\n" + string.Concat(Enumerable.Repeat("1\n", Rows)));

        var answer = await ImportAsync(site, file, "--stop-on-refusal");

        Assert.Equal(
            $"calls: {Rows} rows, 0 skipped, {Rows} recorded = {Rows}, 0 replayed = 0, 0 refused = 0",
            ImportTests.Totals(answer.Expect(0), "calls"));
    }

    static Task<CliAnswer> ImportAsync(Site site, string file, params string[] words) =>
        Cli.RunAsync(["import", file, "--customer", "acme", "--map", "calls=Q", "--json", .. words, .. site.Words]);
}
