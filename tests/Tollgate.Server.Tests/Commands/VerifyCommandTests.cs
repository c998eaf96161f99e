using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Tollgate.Server.Tests.Commands;

public sealed class VerifyCommandTests : IDisposable
{
    const string Catalog = """
        features:
          calls: { name: Calls, type: metered }
        """;

    readonly Folder folder = new();

    string Database => folder.Database;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_is_whole_until_a_row_is_changed_by_hand()
    {
        var catalog = folder.Write("catalog.yaml", Catalog);
        (await Cli.RunAsync("apply", catalog, "--database", Database)).Expect(0);
        Assert.Contains(
            "Whole: 1 customers", (await Cli.RunAsync("verify", "--database", Database)).Expect(0).Output,
            StringComparison.Ordinal);
        await using (var connection = new SqliteConnection($"Data Source={Database["sqlite:".Length..]};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE audit SET action = 'x' WHERE sequence = 2";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var answer = (await Cli.RunAsync("verify", "--database", Database)).Expect(3);

        Assert.Contains("chain, the account, audit sequence 2", answer.Output, StringComparison.Ordinal);
        var json = (await Cli.RunAsync("verify", "--json", "--database", Database)).Expect(3).Output;
        using var document = JsonDocument.Parse(json);
        Assert.Equal("chain", document.RootElement.GetProperty("divergence").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_running_server_is_asked()
    {
        await using var site = await Site.OpenAsync();
        await site.SellAsync("acme", 10, "calls");
        (await Cli.RunAsync(["use", "acme", "calls", "3", .. site.Words])).Expect(0);

        var all = (await Cli.RunAsync(["verify", .. site.Words])).Expect(0);
        var one = (await Cli.RunAsync(["verify", "--customer", "acme", .. site.Words])).Expect(0);

        Assert.Contains("2 customers, 1 events", all.Output, StringComparison.Ordinal);
        Assert.Contains("1 customers, 1 events", one.Output, StringComparison.Ordinal);
        (await Cli.RunAsync(["verify", "--customer", "nobody", .. site.Words])).Expect(1);
    }

    [Fact]
    public async Task A_checkpoint_that_was_kept_is_passed_through_and_another_is_not()
    {
        (await Cli.RunAsync("apply", folder.Write("catalog.yaml", Catalog), "--database", Database)).Expect(0);
        var kept = folder.Write("kept.jsonl", "");
        (await Cli.RunAsync("checkpoint", "--out", kept, "--database", Database)).Expect(0);

        (await Cli.RunAsync("verify", "--checkpoint", kept, "--database", Database)).Expect(0);

        var other = await File.ReadAllTextAsync(kept, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            kept, other.Replace("sequence\":", "sequence\":9", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        var answer = (await Cli.RunAsync("verify", "--checkpoint", kept, "--database", Database)).Expect(3);
        Assert.Contains("checkpoint, the account", answer.Output, StringComparison.Ordinal);
        var wrong = folder.Write("wrong.jsonl", "no checkpoint");
        (await Cli.RunAsync("verify", "--checkpoint", wrong, "--database", Database)).Expect(1);
    }

    [Fact]
    public async Task An_export_of_a_running_server_and_of_a_file_have_the_same_columns()
    {
        await using var site = await Site.OpenAsync();
        await site.SellAsync("acme", 10, "calls");
        (await Cli.RunAsync(["use", "acme", "calls", "3", .. site.Words])).Expect(0);
        (await Cli.RunAsync("apply", folder.Write("catalog.yaml", Catalog), "--database", Database)).Expect(0);
        var (asked, read) = (folder.Write("asked.csv", ""), folder.Write("read.csv", ""));
        string[] words = ["export", "--what", "events", "--format", "csv", "--out"];

        (await Cli.RunAsync([.. words, asked, .. site.Words])).Expect(0);
        (await Cli.RunAsync([.. words, read, "--database", Database])).Expect(0);

        var lines = await File.ReadAllLinesAsync(asked, TestContext.Current.CancellationToken);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("acme,", lines[1], StringComparison.Ordinal);
        Assert.Equal(lines[..1], await File.ReadAllLinesAsync(read, TestContext.Current.CancellationToken));
        (await Cli.RunAsync("export", "--what", "all", "--out", read, "--database", Database)).Expect(2);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_a_fault()
    {
        var answer = (await Cli.RunAsync("verify", "--database", Database)).Expect(1);
        Assert.Contains("cannot be read", answer.Error, StringComparison.Ordinal);
    }
}
