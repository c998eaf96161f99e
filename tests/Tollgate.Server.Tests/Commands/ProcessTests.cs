using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tollgate.Server.Tests.Commands;

/// <summary>What only a process of its own can show: signals, kills, a second process on one file.</summary>
public sealed partial class ProcessTests : IDisposable
{
    const int Rows = 30_000;

    readonly Folder folder = new();
    readonly string url = $"http://127.0.0.1:{FreePort.Next()}";

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_first_start_prints_a_key_once_and_the_server_ends_when_it_is_asked_to()
    {
        var first = await ServeAsync();
        var key = Key().Match(first.Output).Groups[1].Value;
        using var client = new TollgateClient(new Uri(url), key);
        Assert.False((await client.CheckAsync(new CheckRequest { Customer = "a", Feature = "b" }, Cancel)).Allowed);
        Assert.Equal(0, await first.TerminateAsync());
        Assert.Contains("Stopped", first.Output, StringComparison.Ordinal);

        await using var second = await ServeAsync();
        Assert.DoesNotMatch(Key(), second.Output);
    }

    [Fact]
    public async Task The_first_start_prints_a_key_also_where_a_command_used_the_database_before()
    {
        (await Cli.RunAsync("demo", "--database", folder.Database)).Expect(0);

        await using var server = await ServeAsync();

        Assert.Matches(Key(), server.Output);
    }

    [Fact]
    public async Task A_database_of_a_running_server_is_told_to_be_reached_through_it()
    {
        await using var server = await ServeAsync();

        var answer = await Cli.RunAsync("check", "a", "b", "--database", folder.Database);

        Assert.Contains("--url", answer.Expect(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_told()
    {
        await using var server = await ServeAsync();

        var answer = await Cli.RunAsync("serve", "--urls", url, "--database", "memory:");

        Assert.Contains("--urls", answer.Expect(1).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_none_is_told()
    {
        var answer = await Cli.RunAsync("serve", "--urls", "nonsense", "--database", "memory:");

        Assert.Contains("nonsense", answer.Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_requests_of_the_demo_work_as_they_are_printed()
    {
        (await Cli.RunAsync("demo", "--database", folder.Database)).Expect(0);
        await using var server = await Cli.StartAsync(
            DemoReady(), "serve", "--demo", "--urls", url, "--database", folder.Database);
        var requests = server.Output.Split('\n').Where(line => line.StartsWith("curl ", StringComparison.Ordinal));

        List<string> answers = [];
        foreach (var request in requests) answers.Add(await ShellAsync(request));

        Assert.Equal(3, answers.Count);
        Assert.Contains("\"allowed\":false,\"reason\":\"limit_exceeded\"", answers[0], StringComparison.Ordinal);
        Assert.Contains("\"allowed\":true", answers[1], StringComparison.Ordinal);
        Assert.Contains("\"feature\":\"sso\"", answers[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_killed_together_with_its_server_goes_on_and_counts_everything_once()
    {
        var server = await ServeAsync();
        var key = Key().Match(server.Output).Groups[1].Value;
        using var client = new TollgateClient(new Uri(url), key);
        await Site.SellAsync(client, "acme", 1_000_000_000, "calls");
        var words = Import(["--url", url, "--key", key]);

        await using (var import = await Cli.StartAsync(null, words))
        {
            while (await UsedAsync(client) == 0) Assert.False(import.HasExited, import.Output);
            import.Kill9();
            server.Kill9();
        }
        await server.DisposeAsync();
        await using var again = await ServeAsync();
        var kept = await UsedAsync(client);
        var answer = await Cli.RunAsync(words);

        Assert.InRange(kept, 1, Total - 1);
        var totals = JsonNode.Parse(answer.Expect(0).Output)!["features"]!["calls"]!;
        Assert.Equal(Total - kept, (decimal)totals["quantity_recorded"]!);
        Assert.Equal(kept, (decimal)totals["quantity_replayed"]!);
        Assert.Equal(Rows, (int)totals["recorded"]! + (int)totals["replayed"]!);
        Assert.Equal(Total, await UsedAsync(client));
    }

    [Fact]
    public async Task An_import_that_is_asked_to_stop_settles_its_batch_and_says_how_to_go_on()
    {
        await using var server = await ServeAsync();
        var key = Key().Match(server.Output).Groups[1].Value;
        using var client = new TollgateClient(new Uri(url), key);
        await Site.SellAsync(client, "acme", 1_000_000_000, "calls");
        var words = Import(["--url", url, "--key", key]);

        await using var import = await Cli.StartAsync(null, words);
        while (await UsedAsync(client) == 0) Assert.False(import.HasExited, import.Output);
        var code = await import.TerminateAsync();

        Assert.Equal(1, code);
        Assert.Contains("Run the same command again", import.Output, StringComparison.Ordinal);
        (await Cli.RunAsync(words)).Expect(0);
        Assert.Equal(Total, await UsedAsync(client));
    }

    static decimal Total => Enumerable.Range(1, Rows).Sum(i => i % 7 + 1);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    string[] Import(string[] server)
    {
        var lines = Enumerable.Range(1, Rows).Select(i => $"{i % 7 + 1}\n");
        var file = folder.Write("t.csv", $"Q\n{string.Concat(lines)}");
        return ["import", file, "--customer", "acme", "--map", "calls=Q", "--json", .. server];
    }

    Task<ServerProcess> ServeAsync() => Cli.StartAsync(Ready(), "serve", "--urls", url, "--database", folder.Database);

    static async Task<string> ShellAsync(string line)
    {
        var start = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", line }, RedirectStandardOutput = true };
        using var shell = Process.Start(start)!;
        return await shell.StandardOutput.ReadToEndAsync(Cancel);
    }

    static async Task<decimal> UsedAsync(TollgateClient client) =>
        (await client.GetEntitlementsAsync("acme", cancellation: Cancel)).Data.Single().Limits.Single().Used;

    [GeneratedRegex("^Tollgate listens on ")]
    private static partial Regex Ready();

    [GeneratedRegex("/entitlements$")]
    private static partial Regex DemoReady();

    [GeneratedRegex("Administrator's key: (\\S+)")]
    private static partial Regex Key();
}
