using System.Text.Json;

namespace Tollgate.Server.Tests.Commands;

public sealed class CommandTests : IDisposable
{
    const string Catalog = """
        features:
          calls: { name: Calls, type: metered }
        plans:
          free:
            name: Free
            kind: base
            features:
              calls: { limits: [{ quantity: 10, per: cycle }] }
        """;

    readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(0, "import --help")]
    [InlineData(0, "--version")]
    [InlineData(2, "")]
    [InlineData(2, "improt x")]
    [InlineData(2, "use acme")]
    [InlineData(2, "use acme calls many")]
    [InlineData(2, "use acme calls 1 --at yesterday")]
    [InlineData(2, "use acme calls 1 --property x")]
    [InlineData(2, "check acme calls --url http://127.0.0.1:1 --key k --database memory:")]
    [InlineData(2, "check acme calls --url nowhere --key k")]
    [InlineData(2, "check ac/me calls --database memory:")]
    [InlineData(2, "import nothing.csv --customer a --map b=c")]
    [InlineData(2, "keys create reader")]
    [InlineData(2, "keys create reader --scope everything --database memory:")]
    [InlineData(1, "apply nothing.yaml --database memory:")]
    [InlineData(1, "keys revoke 99 --database memory:")]
    [InlineData(3, "check acme calls --database memory:")]
    [InlineData(3, "use acme calls --database memory:")]
    [InlineData(0, "keys list --database memory:")]
    [InlineData(0, "demo --database memory:")]
    [InlineData(0, "migrate --database memory:")]
    public async Task A_command_says_by_its_code_how_it_went(int code, string words) =>
        (await Cli.RunAsync(words.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Expect(code);

    [Fact]
    public async Task A_server_that_is_not_there_is_a_fault()
    {
        var answer = await Cli.RunAsync("check", "acme", "calls", "--url", "http://127.0.0.1:1", "--key", "k");
        Assert.Contains("cannot be reached", answer.Expect(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_a_fault_that_says_so()
    {
        await using var site = await Site.OpenAsync();
        var answer = await Cli.RunAsync(["check", "acme", "calls", .. site.Words.Take(3), "wrong"]);
        Assert.Contains("--key", answer.Expect(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_shows_the_difference_and_then_makes_it_so()
    {
        await using var site = await Site.OpenAsync();
        var file = folder.Write("catalog.yaml", Catalog);
        var changed = folder.Write("changed.yaml", Catalog.Replace("10", "25", StringComparison.Ordinal));

        var dry = await Cli.RunAsync(["apply", file, "--dry-run", .. site.Words]);
        var first = await Cli.RunAsync(["apply", file, .. site.Words]);
        var again = await Cli.RunAsync(["apply", file, .. site.Words]);
        var change = await Cli.RunAsync(["apply", changed, .. site.Words]);

        const string New = "+ feature calls\n+ plan free\n";
        Assert.Equal($"{New}Not applied (--dry-run): 2 new, 0 changed, 0 as they were.\n", dry.Expect(0).Output);
        Assert.Equal($"{New}Applied: 2 new, 0 changed, 0 as they were.\n", first.Expect(0).Output);
        Assert.Equal("= feature calls\n= plan free\nNothing changes.\n", again.Expect(0).Output);
        Assert.Contains("~ plan free\n", change.Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("features.calls.limits[0].quantity: 10 -> 25\n", change.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_use_is_decided_and_told()
    {
        await using var site = await Site.OpenAsync();
        await site.SellAsync("acme", 10, "calls");

        string[] use = ["use", "acme", "calls", "8", "--id", "a", "--property", "n=1", .. site.Words];

        var allowed = await Cli.RunAsync(use);
        var again = await Cli.RunAsync([.. use, "--json"]);
        var check = await Cli.RunAsync(["check", "acme", "calls", "3", .. site.Words]);
        var refused = await Cli.RunAsync(["use", "acme", "calls", "3", "--json", .. site.Words]);

        Assert.Matches("^allowed   acme: 8 of calls\n  8 of 10 used, 2 left\n  id a, ", allowed.Expect(0).Output);
        Assert.True(Decision(again.Expect(0)).Replayed);
        Assert.Matches("^refused   acme: 3 of calls: limit_exceeded. ", check.Expect(3).Output);
        Assert.Equal(Reasons.LimitExceeded, Decision(refused.Expect(3)).Reason);
    }

    [Fact]
    public async Task A_gauge_is_raised_and_lowered_in_a_namespace()
    {
        await using var site = await Site.OpenAsync();
        await site.SellSeatsAsync("acme", 10, "site");
        string[] There(string command, string quantity, string name) =>
            [command, "acme", "seats", quantity, "--namespace", name, .. site.Words];

        var raised = await Cli.RunAsync(There("use", "5", "site"));
        var lowered = await Cli.RunAsync(There("use", "-2", "site"));
        var half = await Cli.RunAsync([.. There("check", "-1.5", "site")]);
        var below = await Cli.RunAsync([.. There("check", "-4", "site")]);
        var nowhere = await Cli.RunAsync([.. There("check", "1", "nowhere")]);

        Assert.Matches("^allowed   acme: 5 of seats\n  5 of 10 used, 5 left\n", raised.Expect(0).Output);
        Assert.Matches("^allowed   acme: -2 of seats\n  3 of 10 used, 7 left\n", lowered.Expect(0).Output);
        Assert.Contains("quantity", half.Expect(2).Error, StringComparison.Ordinal);
        Assert.Matches("^refused   acme: -4 of seats: below_zero. ", below.Expect(3).Output);
        Assert.Matches("^refused   acme: 1 of seats: namespace_unknown. ", nowhere.Expect(3).Output);
        var recorded = site.Client.ListUsageAsync("acme", new UsageQuery(), TestContext.Current.CancellationToken);
        await foreach (var one in recorded) Assert.Equal("site", one.Namespace);
    }

    [Fact]
    public async Task A_key_is_made_opens_what_it_may_and_is_revoked()
    {
        await using var site = await Site.OpenAsync();

        var made = (await Cli.RunAsync(["keys", "create", "reader", "--scope", "usage:read", .. site.Words])).Expect(0);
        string[] its = ["--key", made.Output.Trim(), .. site.Words.Take(2)];
        var read = await Cli.RunAsync(["check", "nobody", "calls", .. its]);
        var write = await Cli.RunAsync(["use", "nobody", "calls", .. its]);
        var id = made.Error.Split(' ')[1];
        var listed = await Cli.RunAsync(["keys", "list", .. site.Words]);
        var revoked = await Cli.RunAsync(["keys", "revoke", id, .. site.Words]);
        var closed = await Cli.RunAsync(["check", "nobody", "calls", .. its]);

        read.Expect(3);
        Assert.Contains("insufficient_scope", write.Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("reader", listed.Expect(0).Output, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Output.Trim(), listed.Output, StringComparison.Ordinal);
        revoked.Expect(0);
        Assert.Contains("unauthenticated", closed.Expect(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_changes_nothing_when_it_is_put_in_again()
    {
        await using var site = await Site.OpenAsync();
        (await Cli.RunAsync(["demo", .. site.Words])).Expect(0);
        var before = await SequencesAsync(site.Client);

        var again = await Cli.RunAsync(["demo", .. site.Words]);

        Assert.DoesNotContain('+', again.Expect(0).Output);
        Assert.Equal(before, await SequencesAsync(site.Client));
        (await Cli.RunAsync(["check", "tiny", "ai.tokens", "40", .. site.Words])).Expect(0);
        (await Cli.RunAsync(["check", "tiny", "ai.tokens", "41", .. site.Words])).Expect(3);
        (await Cli.RunAsync(["check", "acme", "ai.tokens", "150000", .. site.Words])).Expect(0);
        (await Cli.RunAsync(["check", "acme", "sso", .. site.Words])).Expect(0);
    }

    static async Task<long[]> SequencesAsync(TollgateClient client)
    {
        List<long> sequences = [];
        foreach (var customer in new[] { "acme", "tiny" })
        {
            var check = new CheckRequest { Customer = customer, Feature = "ai.tokens" };
            sequences.Add((await client.CheckAsync(check, TestContext.Current.CancellationToken)).Sequence);
        }
        return [.. sequences];
    }

    static Decision Decision(CliAnswer answer) =>
        JsonSerializer.Deserialize(answer.Output, WireJson.Lookup<Decision>(WireJson.Lenient))!;
}
